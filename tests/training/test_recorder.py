from __future__ import annotations

import numpy as np
import pytest

from tests.autoencoders.sample import same_weights
from tests.training.run import Run, digit_spec, run
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint, save_checkpoint
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training import recorder as recorder_module
from vae_explorer.training.event import (
    DepartureReached,
    EpochFinished,
    Snapshot,
    SnapshotTaken,
    TrainingStarted,
)
from vae_explorer.training.loop import train
from vae_explorer.training.recorder import RunRecorder

DATASET = DatasetRecord(
    name="digits",
    title="Digits",
    fingerprint="cd" * 32,
    label_names=tuple("0123456789"),
    train_count=200,
    test_count=50,
)
ALL = (
    digit_spec("pca", c="auto"),
    digit_spec("ae"),
    digit_spec("map", likelihood="gaussian", c="auto"),
    digit_spec("vae", network="conv", hidden=(4, 6), latent_dim=3),
)


def recorder_for(training: TrainingSpec, count: int = 20) -> RunRecorder:
    return RunRecorder(training, DATASET, np.arange(count), np.arange(count) % 10)


@pytest.fixture(scope="module")
def result(few) -> Run:
    return run(ALL, few, epochs=3)


@pytest.fixture(scope="module")
def few(digits):
    from vae_explorer.training.images import TrainingData

    return TrainingData(digits.train[:200], digits.test[:50], np.arange(20))


def recorded(result: Run, upto: int | None = None) -> RunRecorder:
    recorder = recorder_for(result.started.training)
    for event in result.events[:upto]:
        recorder.note(event)
    return recorder


@pytest.mark.parametrize("position", range(len(ALL)))
def test_that_a_run_becomes_files_that_hold_it(tmp_path, result, position):
    checkpoint = recorded(result).checkpoints()[position]
    path = tmp_path / "model.safetensors"
    save_checkpoint(checkpoint, path)
    loaded = load_checkpoint(path)
    last = result.snapshots(position)[-1]
    assert loaded.model == last.model == result.started.models[position]
    assert same_weights(loaded.weights, last.weights)
    np.testing.assert_array_equal(loaded.preview.mu, last.mu)
    np.testing.assert_array_equal(loaded.preview.indices, np.arange(20))
    np.testing.assert_array_equal(loaded.preview.labels, np.arange(20) % 10)
    assert (loaded.preview.logvar is None) == (loaded.model.kind != "vae")
    assert loaded.history == tuple(event.records[position] for event in result.epochs)
    assert (loaded.epoch, loaded.device, loaded.dataset) == (3.0, "cpu", DATASET)


def test_that_the_frames_are_the_codes_of_their_epochs(result):
    for position, checkpoint in enumerate(recorded(result).checkpoints()):
        if checkpoint.model.kind == "pca":
            assert checkpoint.frames is None
            continue
        snapshots = [snapshot for snapshot in result.snapshots(position) if snapshot.is_frame]
        np.testing.assert_array_equal(checkpoint.frames.epochs, [snapshot.epoch for snapshot in snapshots])
        for index, snapshot in enumerate(snapshots):
            error = np.abs(checkpoint.frames.codes(index) - snapshot.mu).max()
            assert error <= np.abs(snapshot.mu).max() / 2000


def test_that_before_the_first_snapshot_there_is_nothing_to_save(result):
    assert recorded(result, 0).checkpoints() == ()
    assert recorded(result, 1).checkpoints() == ()
    (first, *_) = recorded(result, 2).checkpoints()
    assert (first.epoch, first.history) == (0.0, ())


def test_that_a_stopped_run_promises_no_epoch_that_its_weights_have_not_seen(result):
    epochs = [index for index, event in enumerate(result.events) if isinstance(event, EpochFinished)]
    recorder = recorded(result, epochs[1])
    assert [checkpoint.epoch for checkpoint in recorder.checkpoints()] == [2.0] * 4
    assert [len(checkpoint.history) for checkpoint in recorder.checkpoints()] == [1] * 4
    recorder.note(result.events[epochs[1]])
    assert [len(checkpoint.history) for checkpoint in recorder.checkpoints()] == [2] * 4
    recorder.note(result.events[epochs[2]])
    assert [len(checkpoint.history) for checkpoint in recorder.checkpoints()] == [2] * 4
    assert len(recorder.history(1)) == 3


def snapshot_at(epoch: float, mu: np.ndarray) -> SnapshotTaken:
    return SnapshotTaken((Snapshot(1, epoch, digit_spec("ae"), {}, mu, None, is_frame=True),))


def test_that_very_many_frames_are_thinned_evenly_and_keep_both_ends(monkeypatch, random_codes):
    monkeypatch.setattr(recorder_module, "_FRAME_BUDGET_BYTES", 20 * random_codes.size * 2)
    recorder = recorder_for(TrainingSpec(), len(random_codes))
    recorder.note(TrainingStarted((digit_spec("ae"),), TrainingSpec(), "cpu", 200))
    for epoch in range(101):
        recorder.note(snapshot_at(epoch, random_codes * (epoch + 1)))
    frames = recorder.checkpoints()[0].frames
    assert frames.mu.nbytes <= 20 * random_codes.size * 2
    assert len(frames) >= 10
    assert (frames.epochs[0], frames.epochs[-1]) == (0, 100)
    steps = np.diff(frames.epochs)
    assert len(set(steps[:-1])) == 1
    assert 0 < steps[-1] <= steps[0]
    for index, epoch in enumerate(frames.epochs):
        np.testing.assert_allclose(
            frames.codes(index), random_codes * (epoch + 1), atol=1e-3 * (epoch + 1) * 4
        )


@pytest.fixture
def random_codes() -> np.ndarray:
    return np.random.default_rng(1).uniform(-1, 1, (30, 2)).astype(np.float32)


def test_that_codes_that_are_all_zero_make_a_frame():
    recorder = recorder_for(TrainingSpec())
    recorder.note(TrainingStarted((digit_spec("ae"),), TrainingSpec(), "cpu", 200))
    recorder.note(snapshot_at(0, np.zeros((20, 2), np.float32)))
    frames = recorder.checkpoints()[0].frames
    assert frames.scale[0] == 1
    np.testing.assert_array_equal(frames.codes(0), np.zeros((20, 2)))


def test_that_a_branch_goes_on_with_the_past_of_the_run_it_left(few):
    recorders: list[RunRecorder] = []
    departures = {}
    for branch in (False, True):
        parent = recorders[0] if branch else None
        recorder = RunRecorder(
            TrainingSpec(epochs=3, batch_size=100),
            DATASET,
            few.preview_indices,
            np.zeros(20, np.int64),
            parent=parent,
            until=2.0,
        )
        options = {"departure": departures[2]} if branch else {"has_departures": True}
        for event in train([digit_spec("ae")], few, TrainingSpec(epochs=3, batch_size=100), **options):
            recorder.note(event)
            if isinstance(event, DepartureReached):
                departures[event.departure.epoch] = event.departure
        recorders.append(recorder)
    (former,), (joined,) = (recorder.checkpoints() for recorder in recorders)
    assert joined.frames.epochs.tolist() == former.frames.epochs.tolist() == [0, 1, 2, 3]
    assert np.array_equal(joined.frames.mu, former.frames.mu)
    assert [record.test for record in recorders[1].history(0)] == [
        record.test for record in recorders[0].history(0)
    ]
