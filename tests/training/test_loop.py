from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import same_weights
from tests.training.run import digit_spec, run, same_snapshots
from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import DeviceError, TrainingError, UsageError
from vae_explorer.training import album, examination, stopwatch
from vae_explorer.training import learner as learner_module
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.evaluation import evaluate
from vae_explorer.training.event import (
    BatchSizeReduced,
    EpochFinished,
    ProgressMade,
    SnapshotTaken,
    TrainingFinished,
    TrainingStarted,
)
from vae_explorer.training.images import place_images
from vae_explorer.training.loop import TrainingData, train
from vae_explorer.training.objective import objective

BOTH = (digit_spec("ae"), digit_spec("vae"))


def test_that_events_come_in_the_order_in_which_things_happen(few):
    result = run(BOTH, few, epochs=3)
    kinds = [type(event) for event in result.events if not isinstance(event, ProgressMade)]
    epoch = [SnapshotTaken, EpochFinished]
    assert kinds == [TrainingStarted, SnapshotTaken, *epoch * 3, TrainingFinished]
    assert result.started.models == BOTH
    assert result.started.device == "cpu"
    assert result.started.images_per_epoch == 200
    assert result.started.training == TrainingSpec(
        epochs=3, batch_size=64, precision="float32", compilation="off"
    )
    assert [[record.epoch for record in event.records] for event in result.epochs] == [[1, 1], [2, 2], [3, 3]]
    assert [snapshot.epoch for snapshot in result.snapshots()] == [0, 1, 2, 3]
    assert [snapshot.version for snapshot in result.snapshots(1)] == [1, 2, 3, 4]
    assert result.finished.epoch == 3
    assert not result.finished.is_cancelled
    assert result.finished.seconds > 0
    assert result.finished.images_per_second == pytest.approx(600 / result.finished.seconds)
    assert result.epochs[-1].records[0].seconds == pytest.approx(result.finished.seconds)


@pytest.mark.parametrize("kind", ["ae", "map", "vae"])
@pytest.mark.parametrize("network", ["mlp", "conv"])
def test_that_every_kind_learns_the_digits(digits, kind, network):
    hidden = (32, 16) if network == "mlp" else (8, 16)
    result = run(digit_spec(kind, network=network, hidden=hidden), digits, epochs=6, learning_rate=5e-3)
    train_, test = (
        [getattr(event.records[0], split).total_nats for event in result.epochs]
        for split in ("train", "test")
    )
    # A decoder starts at the mean image, so that little is left to fall in six short epochs.
    assert train_[-1] < train_[0] - 0.5
    assert test[-1] < test[0] - 0.5
    # One that knows nothing is worth as much as a coin per pixel.
    assert test[-1] < 64 * np.log(2) - 10


def test_that_records_measure_the_snapshots_weights_on_the_test_split(digits):
    result = run(BOTH, digits, epochs=2)
    test = torch.tensor(digits.test.reshape(len(digits.test), -1))
    for position, spec in enumerate(BOTH):
        for event, snapshot in zip(result.epochs, result.snapshots(position)[1:], strict=True):
            model = restore_autoencoder(spec, snapshot.weights)
            assert evaluate(model, test) == event.records[position].test


def test_that_snapshots_hold_the_codes_of_their_own_weights(digits):
    for snapshot in run(BOTH, digits, epochs=2).snapshots(1):
        model = restore_autoencoder(snapshot.model, snapshot.weights)
        preview = digits.train[digits.preview_indices].reshape(-1, 64) / np.float32(255)
        encoding = model.encode(torch.tensor(preview))
        np.testing.assert_allclose(snapshot.mu, encoding.mu.numpy(), atol=1e-5)
        np.testing.assert_allclose(snapshot.logvar, encoding.logvar.numpy(), atol=1e-5)


def test_that_a_snapshot_never_changes_again(few):
    events = train(BOTH, few, TrainingSpec(epochs=3, batch_size=16), device="cpu")
    kept = []
    for event in events:
        if isinstance(event, SnapshotTaken):
            for snapshot in event.snapshots:
                copies = {name: weight.clone() for name, weight in snapshot.weights.items()}
                kept.append((snapshot, copies, snapshot.mu.copy()))
    assert len(kept) == 8
    for snapshot, weights, mu in kept:
        assert same_weights(snapshot.weights, weights)
        np.testing.assert_array_equal(snapshot.mu, mu)
        assert not snapshot.mu.flags.writeable
        assert snapshot.logvar is None or not snapshot.logvar.flags.writeable
        assert not any(weight.requires_grad for weight in snapshot.weights.values())
    first, last = kept[0], kept[-2]
    assert not same_weights(first[1], last[1])


@pytest.mark.parametrize("epochs", [1, 2, 59, 60, 61, 100, 150])
def test_that_at_most_sixty_frames_are_evenly_spaced_and_end_with_the_last(few, epochs):
    tiny = TrainingData(few.train[:4], few.test[:2], np.arange(2))
    result = run(digit_spec("ae", hidden=()), tiny, epochs=epochs)
    frames = [snapshot.epoch for snapshot in result.snapshots() if snapshot.is_frame]
    assert frames[0] == 0
    assert frames[-1] == epochs
    assert len(frames) == min(epochs, 60) + 1
    steps = np.diff(frames[1:])
    assert epochs == 1 or steps.max() - steps.min() <= 1
    assert [snapshot.epoch for snapshot in result.snapshots()] == frames


def test_that_with_no_interval_between_snapshots_every_epoch_has_one(few):
    tiny = TrainingData(few.train[:4], few.test[:2], np.arange(2))
    result = run(digit_spec("ae", hidden=()), tiny, epochs=80, snapshot_interval_s=0)
    epochs = [snapshot.epoch for snapshot in result.snapshots()]
    assert set(epochs) >= set(range(81))
    assert epochs == sorted(epochs)
    assert sum(snapshot.is_frame for snapshot in result.snapshots()) == 61


def test_that_a_long_interval_leaves_only_the_frames(few):
    result = run(digit_spec("ae"), few, epochs=3, snapshot_interval_s=1e6)
    assert all(snapshot.is_frame for snapshot in result.snapshots())


@pytest.fixture
def slow_clock(monkeypatch):
    """Let a fiftieth of a second pass at every look at the clock."""
    now = [0.0]

    def tick() -> float:
        now[0] += 0.02
        return now[0]

    fake = SimpleNamespace(perf_counter=tick, monotonic=tick)
    monkeypatch.setattr(stopwatch, "time", fake)
    monkeypatch.setattr(album, "time", fake)
    return now


def test_that_progress_is_told_twice_a_second_also_within_short_epochs(few, slow_clock):
    result = run(digit_spec("ae"), few, epochs=20, batch_size=20)
    progress = result.of(ProgressMade)
    # Of 200 batches: with a look at the clock or two for each, some twenty of them last an interval.
    assert 5 < len(progress) <= 20
    epochs = [event.epoch for event in progress]
    assert epochs == sorted(epochs)
    assert all(0 < epoch < 20 for epoch in epochs)
    assert all(event.images_per_second > 0 for event in progress)
    assert all(
        event.seconds_left == pytest.approx((20 - event.epoch) * 200 / event.images_per_second)
        for event in progress
    )


def test_that_snapshots_are_taken_within_an_epoch_where_they_are_due(few, slow_clock):
    result = run(BOTH, few, epochs=1, batch_size=4, snapshot_interval_s=0.0)
    inside = [snapshot for snapshot in result.snapshots() if 0 < snapshot.epoch < 1]
    assert len(inside) > 3
    assert not any(snapshot.is_frame for snapshot in inside)
    assert [snapshot.version for snapshot in result.snapshots()] == list(
        range(1, len(result.snapshots()) + 1)
    )


def test_that_how_far_a_run_is_is_told_with_the_codes_that_are_shown(few, slow_clock):
    result = run(BOTH, few, epochs=1, batch_size=4, snapshot_interval_s=0.0)
    kinds = [type(event) for event in result.events]
    inside = [
        place
        for place, event in enumerate(result.events)
        if isinstance(event, SnapshotTaken) and 0 < event.snapshots[0].epoch < 1
    ]
    assert inside
    assert all(kinds[place + 1] is ProgressMade for place in inside)
    assert kinds.count(ProgressMade) <= len(inside) + 1


SMALL = {
    "2 images": (2, 1, 1, 64, 1),
    "3 images and a batch larger than all": (3, 2, 3, 1_000_000, 1),
    "1 image": (1, 1, 1, 1, 1),
    "1 step": (8, 2, 1, 8, 1),
    "2 steps": (8, 2, 2, 4, 1),
    "3 steps": (8, 2, 1, 8, 3),
    "batches of 1": (5, 2, 5, 1, 2),
}


@pytest.mark.parametrize(("train_", "test", "preview", "batch", "epochs"), SMALL.values(), ids=SMALL)
def test_that_tiny_runs_work(few, train_, test, preview, batch, epochs):
    data = TrainingData(few.train[:train_], few.test[:test], np.arange(preview))
    result = run(BOTH, data, batch_size=batch, epochs=epochs)
    assert result.finished.epoch == epochs
    assert not same_weights(result.snapshots()[0].weights, result.snapshots()[-1].weights)


def test_that_coloured_images_of_odd_sizes_are_learnt():
    random = np.random.default_rng(0)
    colours = random.integers(0, 256, (96, 1, 1, 3), np.uint8)
    images = np.broadcast_to(colours, (96, 9, 14, 3))
    data = TrainingData(images[:80], images[80:], np.arange(10))
    specs = [
        ModelSpec(
            kind="vae",
            image_shape=(9, 14, 3),
            network=network,
            hidden=hidden,
            latent_dim=3,
            likelihood=kind,
            c=c,
        )
        for network, hidden in (("conv", (8, 8)), ("mlp", (16,)))
        for kind, c in (("gaussian", 0.05), ("bernoulli", 1.0))
    ]
    result = run(specs, data, epochs=25, batch_size=8, learning_rate=1e-2)
    for first, last in zip(result.epochs[0].records, result.epochs[-1].records, strict=True):
        assert last.test.total_nats < first.test.total_nats
        assert last.test.squared_error < 0.7 * first.test.squared_error


def test_that_a_pca_alone_is_fitted_and_measured(digits):
    spec = digit_spec("pca", c="auto")
    result = run(spec, digits, epochs=50)
    (event,) = result.epochs
    model = fit_pca(spec, digits.train)
    assert same_weights(result.snapshots()[-1].weights, model.state_dict())
    assert result.snapshots()[-1].model == model.spec == result.started.models[0]
    splits = (torch.tensor(images.reshape(-1, 64)) for images in (digits.train, digits.test))
    assert [event.records[0].train, event.records[0].test] == [evaluate(model, images) for images in splits]
    assert event.records[0].epoch == 1
    assert result.finished == TrainingFinished(1.0, 0.0, 0.0, is_cancelled=False)


def test_that_a_pca_beside_a_network_stands_still_and_changes_nothing(few):
    mixed = run([digit_spec("pca"), digit_spec("ae")], few, epochs=3)
    alone = run(digit_spec("ae"), few, epochs=3)
    assert same_snapshots(mixed.snapshots(1), alone.snapshots())
    records = [event.records for event in mixed.epochs]
    assert [record[0].epoch for record in records] == [1, 2, 3]
    assert records[0][0].test == records[2][0].test
    assert records[0][0].train == records[2][0].train
    assert records[0][1].test != records[2][1].test
    assert same_weights(mixed.snapshots()[0].weights, mixed.snapshots()[-1].weights)


def test_that_what_never_moves_is_measured_once(few, monkeypatch):
    measured = []

    def count(model, images, **options):
        measured.append(model.spec.kind)
        return evaluate(model, images, **options)

    monkeypatch.setattr(examination, "evaluate", count)
    run([digit_spec("pca"), digit_spec("ae")], few, epochs=5)
    assert measured.count("pca") == 2
    assert measured.count("ae") == 5


def fails(models, data, match: str, error: type[Exception] = TrainingError, **options) -> None:
    """Check that training refuses to start, before the first event is even asked for."""
    with pytest.raises(error, match=match):
        train(models, data, options.pop("training", TrainingSpec()), device="cpu", **options)


def test_that_a_training_that_cannot_start_says_why(few):
    other = ModelSpec(kind="ae", image_shape=(8, 9, 1))
    fails([digit_spec("ae"), other], few, r"images are \[8, 8, 1\] and the model expects \[8, 9, 1\]")
    tall = np.zeros((3, 9, 8, 1), np.uint8)
    fails(BOTH, TrainingData(few.train, tall, np.arange(3)), r"images are \[9, 8, 1\]")
    flat = few.train.reshape(200, 64)
    fails(BOTH, TrainingData(flat, flat, np.arange(3)), r"images are \[64\]")
    fails([], few, "nothing to train")
    fails(BOTH, TrainingData(few.train[:0], few.test, np.arange(0)), "nothing to train")
    fails(BOTH, TrainingData(few.train, few.test[:0], np.arange(3)), "nothing to train")
    fails(BOTH, TrainingData(few.train, few.test, np.arange(0)), "nothing to train")
    fails(BOTH, few, "batch size", UsageError, training=TrainingSpec(batch_size=0))
    fails([digit_spec("vae", latent_dim=65)], few, "latent dimension", UsageError)
    fails([digit_spec("pca", latent_dim=65)], few, "latent dimension", UsageError)
    fails([digit_spec("pca", latent_dim=20)], TrainingData(few.train[:9], few.test, np.arange(3)), "too few")


def test_that_an_unknown_device_is_refused(few):
    with pytest.raises(DeviceError, match="no device of that name"):
        train(BOTH, few, TrainingSpec(), device="abacus")


def test_that_read_only_data_are_left_alone(digits):
    data = TrainingData(digits.train[:64], digits.test[:8], digits.preview_indices[:3])
    assert not data.train.flags.writeable
    before = data.train.copy()
    run(BOTH, data)
    np.testing.assert_array_equal(data.train, before)


def test_that_a_smaller_batch_for_want_of_memory_is_said_aloud(few, monkeypatch):
    expected = run(digit_spec("ae"), few, batch_size=100)

    def compute(model, part, generator, precision):
        if len(part) > 30:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return objective(model, part, generator, precision)

    monkeypatch.setattr(learner_module, "objective", compute)
    result = run(digit_spec("ae"), few, batch_size=100)
    assert result.of(BatchSizeReduced) == [BatchSizeReduced(from_size=100, to_size=25)]
    assert result.events.index(result.of(BatchSizeReduced)[0]) < result.events.index(result.epochs[0])
    last, same = (one.epochs[-1].records[0].test.total_nats for one in (expected, result))
    assert same == pytest.approx(last, rel=1e-4)


def test_that_data_too_large_for_the_device_stay_in_main_memory(few, monkeypatch):
    def refuse(tensor: torch.Tensor, device: torch.device) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(torch.Tensor, "to", refuse)
    placed = place_images(few.train, torch.device("cpu"))
    assert placed.dtype == torch.uint8
    np.testing.assert_array_equal(placed.numpy(), few.train.reshape(200, 64))


def test_that_dropping_the_generator_ends_the_run_without_a_trace(few):
    control = TrainingControl()
    events = train(BOTH, few, TrainingSpec(epochs=100), device="cpu", control=control)
    for event in events:
        if isinstance(event, EpochFinished):
            break
    events.close()
    assert next(events, None) is None
    assert not control.is_cancelled
