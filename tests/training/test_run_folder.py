"""What a run leaves on the disk, and what is made of it when it is read again."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from tests.autoencoders.sample import records, same_weights
from tests.training.run import digit_spec
from tests.training.test_resumption import CountingControl
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import RunError, WriteError
from vae_explorer.training import run_writer
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import StateCaptured, TrainingEvent, TrainingLeft
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train
from vae_explorer.training.recorder import RunRecorder
from vae_explorer.training.run_folder import RunFolder, newest_version
from vae_explorer.training.run_lock import RunLock, is_being_written
from vae_explorer.training.run_log import (
    Ending,
    EpochNoted,
    RunEnded,
    RunLogWriter,
    RunStarted,
    histories_of,
    read_log,
)
from vae_explorer.training.run_specification import (
    RunSpecification,
    encode_specification,
    now_text,
    read_specification,
)
from vae_explorer.training.run_state_file import load_state, save_state
from vae_explorer.training.run_writer import create_run, resume_run, run_name
from vae_explorer.training.save_pace import SavePace

MODELS = (digit_spec("ae"), digit_spec("vae", likelihood="gaussian", c="auto"))
RECIPE = TrainingSpec(epochs=3, batch_size=64, seed=5, model_seed=7)
DATASET = DatasetRecord(
    name="digits",
    title="Digits □",
    fingerprint="cd" * 32,
    label_names=("0", 'a "quoted" \\ name'),
    train_count=200,
    test_count=50,
)


def specification(**changes: Any) -> RunSpecification:
    contents = {
        "name": run_name("/some where/digits.npz", ("ae", "vae")),
        "created": now_text(),
        "data": "digits",
        "dataset": DATASET,
        "device": "cpu",
        "training": RECIPE,
        "models": MODELS,
    }
    return RunSpecification(**{**contents, **changes})


def started(done: int = 0) -> RunStarted:
    return RunStarted(at=now_text(), device="cpu", images_per_epoch=9, epochs_done=done)


def carry_out(data: TrainingData, writer: Any, control: CountingControl | None = None) -> list[TrainingEvent]:
    """Train as a writer's run says, and let it write."""
    recorder = RunRecorder(RECIPE, DATASET, data.preview_indices, np.zeros(len(data.preview_indices), int))
    events = []
    for event in train(
        MODELS if writer.state is None else writer.state.models,
        data,
        RECIPE,
        device="cpu",
        control=control,
        departure=writer.departure,
        save_pace=SavePace(0.0),
    ):
        recorder.note(event)
        writer.note(event, recorder)
        events.append(event)
    writer.close()
    return events


@pytest.fixture(scope="module")
def unbroken(few, tmp_path_factory) -> RunFolder:
    writer = create_run(tmp_path_factory.mktemp("unbroken"), specification())
    carry_out(few, writer)
    return writer.folder


def contents(folder: RunFolder) -> tuple[Any, Any]:
    lines = folder.events().lines
    version = newest_version(lines)
    assert version is not None
    return folder.checkpoints(version, len(MODELS)), histories_of(lines, len(MODELS))


def test_that_a_specification_is_read_as_it_was_written(tmp_path):
    written = specification(model_seeds=(3, 4), out="/x/y.safetensors")
    (tmp_path / "run.toml").write_bytes(encode_specification(written))
    assert read_specification(tmp_path / "run.toml") == written
    assert RunFolder(tmp_path).specification().kinds == ("ae", "vae")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format_version = 1", "format_version = 99"),
        ("format_version = 1", ""),
        ('device = "cpu"', "device = 3"),
        ('device = "cpu"', 'device = "cpu"\nsurprise = 1'),
        ("epochs = 3", "epochs = -3"),
        ('kind = "vae"', 'kind = "gan"'),
        ("created = ", "created = 'yesterday' #"),
        ("[training]", "[training"),
        ("name = ", "name = \x00"),
    ],
    ids=range(9),
)
def test_that_a_specification_that_cannot_be_is_refused(tmp_path, old, new):
    text = encode_specification(specification()).decode()
    assert old in text
    (tmp_path / "run.toml").write_text(text.replace(old, new))
    with pytest.raises(RunError):
        read_specification(tmp_path / "run.toml")


def test_that_a_folder_without_a_run_says_so(tmp_path):
    with pytest.raises(RunError, match="no run"):
        resume_run(tmp_path)


def test_that_events_are_read_on_from_where_they_were_read_to(tmp_path):
    writer = RunLogWriter(tmp_path / "log")
    writer.add(started())
    first = read_log(tmp_path / "log")
    writer.add(EpochNoted(records=records(1)))
    assert first.lines == (started(),) or isinstance(first.lines[0], RunStarted)
    second = read_log(tmp_path / "log", first.end)
    assert second.lines == (EpochNoted(records=records(1)),)
    assert read_log(tmp_path / "log", second.end) == type(first)((), second.end)
    writer.close()


def test_that_the_beginning_of_a_line_is_passed_over_and_cut_off_by_the_next_writer(tmp_path):
    writer = RunLogWriter(tmp_path / "log")
    writer.add(EpochNoted(records=records(1)))
    writer.close()
    whole = (tmp_path / "log").read_bytes()
    (tmp_path / "log").write_bytes(whole + whole[:-1])
    assert len(read_log(tmp_path / "log").lines) == 1
    assert read_log(tmp_path / "log").end == len(whole)
    again = RunLogWriter(tmp_path / "log")
    assert (tmp_path / "log").read_bytes() == whole
    again.add(started())
    again.close()
    assert len(read_log(tmp_path / "log").lines) == 2


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"event":"party"}', b"\xff", b'{"event":"epoch"}'], ids=str)
def test_that_a_whole_line_that_is_none_is_refused(tmp_path, line):
    (tmp_path / "log").write_bytes(line + b"\n")
    with pytest.raises(RunError, match="line 1"):
        read_log(tmp_path / "log")


def test_that_epochs_that_were_done_again_are_counted_once():
    first, second, third = (EpochNoted(records=(record,)) for record in records(3))
    again = EpochNoted(records=(msgspec.structs.replace(second.records[0], seconds=99.0),))
    (history,) = histories_of((started(), first, second, third, started(1), again), 1)
    assert [(record.epoch, record.seconds) for record in history] == [(1, 0.1), (2, 99.0)]


def test_that_one_at_a_time_may_write_a_folder(tmp_path):
    assert not is_being_written(tmp_path)
    lock = RunLock(tmp_path)
    assert is_being_written(tmp_path)
    with pytest.raises(RunError, match="another process"):
        RunLock(tmp_path)
    lock.release()
    assert not is_being_written(tmp_path)
    RunLock(tmp_path).release()


def test_that_two_runs_of_one_name_get_two_folders(tmp_path):
    one, other = (create_run(tmp_path, specification(name="run")) for _ in range(2))
    assert (one.folder.path.name, other.folder.path.name) == ("run", "run-2")
    assert other.folder.specification().name == "run-2"
    one.close()
    other.close()


def test_that_a_finished_run_keeps_two_versions_of_its_models_and_cannot_be_gone_on_with(unbroken):
    versions = unbroken.model_versions()
    newest = newest_version(unbroken.events().lines)
    assert max(versions) == newest
    assert len(versions) <= 2
    assert not unbroken.state_file.exists()
    with pytest.raises(RunError, match="finished"):
        resume_run(unbroken.path)
    assert not is_being_written(unbroken.path)


@pytest.mark.parametrize("looks", [9, 16, 20])
def test_that_a_run_that_was_stopped_ends_with_the_same_files(few, tmp_path, unbroken, looks):
    writer = create_run(tmp_path, specification())
    carry_out(few, writer, CountingControl(looks))
    state = load_state(writer.folder.state_file)
    ended = writer.folder.events().lines[-1]
    assert isinstance(ended, RunEnded)
    assert ended.how is Ending.STOPPED
    resumed = resume_run(writer.folder.path)
    assert resumed.departure is not None
    for one, same in zip(state.departure.learners, resumed.departure.learners, strict=True):
        assert one is not None
        assert same is not None
        assert same_weights(one.weights, same.weights)
        assert torch.equal(one.noise, same.noise)
    carry_out(few, resumed)
    (truth, whole), (found, past) = contents(unbroken), contents(writer.folder)
    for one, same in zip(truth, found, strict=True):
        assert same_weights(one.weights, same.weights)
        assert np.array_equal(one.frames.epochs, same.frames.epochs)
        assert np.allclose(one.frames.mu[-1], same.frames.mu[-1])
        assert one.model == same.model
    for one, same in zip(whole, past, strict=True):
        assert [record.test for record in one] == [record.test for record in same]
        assert [record.epoch for record in same] == [1, 2, 3]


class SlowDisk:
    """Writes a state when it is let, and not before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_asked, self.is_free = threading.Event(), threading.Event()
        monkeypatch.setattr(run_writer, "save_state", self._write)

    def _write(self, *arguments: Any) -> None:
        self.is_asked.set()
        assert self.is_free.wait(20)
        save_state(*arguments)


def test_that_a_stop_waits_for_no_disk_and_that_its_last_state_is_kept(few, tmp_path, monkeypatch):
    disk, control = SlowDisk(monkeypatch), TrainingControl()
    writer = create_run(tmp_path, specification())
    recorder = RunRecorder(RECIPE, DATASET, few.preview_indices, np.zeros(len(few.preview_indices), int))
    steps: list[int] = []
    for event in train(MODELS, few, RECIPE, device="cpu", control=control, save_pace=SavePace(0.0)):
        recorder.note(event)
        writer.note(event, recorder)
        if isinstance(event, StateCaptured):
            steps.append(event.departure.step)
            assert disk.is_asked.wait(20)
            control.cancel()
        elif isinstance(event, TrainingLeft):
            assert not writer.folder.state_file.exists()
            disk.is_free.set()
    writer.close()
    assert len(steps) == 2
    resumed = resume_run(writer.folder.path)
    assert resumed.departure is not None
    assert resumed.departure.step == steps[-1]
    resumed.close()


def test_that_a_full_disk_is_told_of_and_spoils_no_later_save(few, tmp_path, monkeypatch):
    refusals = [WriteError("the disk is full")]

    def write(*arguments: Any) -> None:
        if refusals:
            raise refusals.pop()
        save_state(*arguments)

    monkeypatch.setattr(run_writer, "save_state", write)
    writer = create_run(tmp_path, specification())
    recorder = RunRecorder(RECIPE, DATASET, few.preview_indices, np.zeros(len(few.preview_indices), int))
    told: list[WriteError] = []
    for event in train(
        MODELS, few, RECIPE, device="cpu", control=CountingControl(16), save_pace=SavePace(0.0)
    ):
        recorder.note(event)
        try:
            writer.note(event, recorder)
        except WriteError as error:
            told.append(error)
        writer.wait_until_saved()
    writer.close()
    assert [error.what for error in told] == ["the disk is full"]
    ended = writer.folder.events().lines[-1]
    assert isinstance(ended, RunEnded)
    assert load_state(writer.folder.state_file).departure.epoch > 0


def stopped(few: TrainingData, parent: Path) -> RunFolder:
    writer = create_run(parent, specification())
    carry_out(few, writer, CountingControl(16))
    return writer.folder


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "of another run", "of other models"])
def test_that_a_state_that_is_not_that_of_the_run_is_refused(few, tmp_path, damage):
    folder = stopped(few, tmp_path)
    content = folder.state_file.read_bytes()
    if damage == "flipped":
        content = content.replace(b'"F32"', b'"F64"', 1)
    elif damage == "of another run":
        name = folder.specification().name.encode()
        content = content.replace(name, b"x" * len(name))
    elif damage == "of other models":
        content = content.replace(b'\\"hidden\\":[32,16]', b'\\"hidden\\":[31,16]', 1)
    else:
        content = b"" if damage == "empty" else content[:-100]
    assert content != folder.state_file.read_bytes()
    folder.state_file.write_bytes(content)
    with pytest.raises(RunError):
        resume_run(folder.path)
    assert not is_being_written(folder.path)


def test_that_a_killed_run_is_noted_as_such_and_its_unfinished_files_are_removed(few, tmp_path):
    folder = stopped(few, tmp_path)
    lines = folder.events_file.read_bytes().splitlines(keepends=True)
    folder.events_file.write_bytes(b"".join(lines[:-1]))
    leftover = folder.path / ".state.safetensors.0123456789ab.part"
    other = folder.path / ".mine.part"
    for file in (leftover, other):
        file.write_bytes(b"half")
    writer = resume_run(folder.path)
    writer.close()
    last = folder.events().lines[-1]
    assert isinstance(last, RunEnded)
    assert last.how is Ending.KILLED
    assert not leftover.exists()
    assert other.exists()


def test_that_notes_are_kept(tmp_path):
    folder = RunFolder(tmp_path)
    assert folder.notes() == ""
    folder.write_notes("the one with the gap ∅")
    assert folder.notes() == "the one with the gap ∅"
