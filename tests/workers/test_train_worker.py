from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QObject, Signal

from tests.workers.sample import IMAGES, here, train_letter
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.errors import NonFiniteLossError, TrainingError, WriteError
from vae_explorer.training import loop, run_writer
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import EpochFinished, TrainingEvent
from vae_explorer.training.run_folder import RunFolder, newest_version
from vae_explorer.training.run_state_file import load_state, save_state
from vae_explorer.training.run_summary import RunStatus, RunSummary, list_runs, run_to_offer
from vae_explorer.workers import train_worker
from vae_explorer.workers.letter import (
    EndLetter,
    FolderLetter,
    HistoryLetter,
    ProgressLetter,
    SaveFailedLetter,
    SnapshotLetter,
    TrainingLetter,
    TrainLetter,
)
from vae_explorer.workers.train_worker import TrainWorker

Letter = TypeVar("Letter")


def kept(folder: Path) -> RunSummary:
    """Return the only run."""
    (run,) = list_runs(folder / "runs")
    return run


def kept_models(run: RunSummary) -> tuple[Checkpoint, ...]:
    folder = RunFolder(Path(run.path))
    version = newest_version(folder.events().lines)
    assert version is not None
    return folder.checkpoints(version, len(run.specification.models))


class Caller(QObject):
    """Asks for a run from another thread."""

    wanted = Signal(object)


class Reader:
    """Empties the worker's mailbox at every wake-up, in the worker's thread: it misses no letter."""

    def __init__(self, on_letter: Callable[[TrainingLetter], None] = lambda letter: None) -> None:
        self.worker = TrainWorker()
        self.letters: list[TrainingLetter] = []
        self._on_letter = on_letter
        here(self.worker.mail_left, self._read)

    def _read(self) -> None:
        for letter in self.worker.mailbox.take().values():
            self.letters.append(letter)
            self._on_letter(letter)

    def of(self, kind: type[Letter]) -> list[Letter]:
        return [letter for letter in self.letters if isinstance(letter, kind)]

    def epochs(self) -> int:
        histories = self.of(HistoryLetter)
        return len(histories[-1].histories[0]) if histories else 0

    @property
    def end(self) -> EndLetter:
        (end,) = self.of(EndLetter)
        return end


def carried_out(letter: TrainLetter, on_letter: Callable[[TrainingLetter], None] | None = None) -> Reader:
    reader = Reader(on_letter or (lambda letter: None))
    reader.worker.train(letter)
    return reader


@pytest.fixture(autouse=True)
def own_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most runs here are driven in the tests' own thread, which could never take its priority back."""
    monkeypatch.setattr(train_worker, "lower_priority", lambda _nice: None)


@pytest.fixture
def folder(qapp, tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir()
    return folder


def breaking(after_epochs: int, error: Exception) -> Callable[..., Iterator[TrainingEvent]]:
    """Return real training that ends with an error when so many epochs are done."""
    train = loop.train

    def run(*arguments: Any, **options: Any) -> Iterator[TrainingEvent]:
        for event in train(*arguments, **options):
            yield event
            if isinstance(event, EpochFinished) and event.records[0].epoch == after_epochs:
                raise error

    return run


def test_that_a_run_ends_by_itself_with_all_it_learned(folder):
    reader = carried_out(train_letter(folder, "ae", "vae", epochs=4))
    assert (reader.end.run_id, reader.end.epoch) == (3, 4.0)
    assert (reader.end.is_cancelled, reader.end.error) == (False, None)
    # All that comes after the end is that nobody writes the folder any more.
    assert [type(letter) for letter in reader.letters[-2:]] == [EndLetter, FolderLetter]
    last = reader.of(SnapshotLetter)[-1].checkpoints
    assert [checkpoint.model.kind for checkpoint in last] == ["ae", "vae"]
    assert [checkpoint.epoch for checkpoint in last] == [4.0, 4.0]
    assert {letter.run_id for letter in reader.letters} == {3}


def test_that_snapshots_rise_and_histories_grow(folder):
    reader = carried_out(train_letter(folder, epochs=5))
    versions = [letter.version for letter in reader.of(SnapshotLetter)]
    assert versions == sorted(set(versions))
    assert reader.of(SnapshotLetter)[0].checkpoints[0].epoch == 0
    lengths = [[len(history) for history in letter.histories] for letter in reader.of(HistoryLetter)]
    assert lengths == [[epoch, epoch] for epoch in range(1, 6)]


def test_that_epochs_too_short_to_report_from_within_are_reported_at_their_ends(folder):
    reader = carried_out(train_letter(folder, epochs=4))
    first, *later = reader.of(ProgressLetter)
    assert (first.epoch, first.images_per_second, first.seconds_left) == (0, 0, None)
    assert {letter.device for letter in reader.of(ProgressLetter)} == {"cpu"}
    at_ends = [letter for letter in later if letter.epoch == int(letter.epoch)]
    assert [letter.epoch for letter in at_ends] == [1, 2, 3, 4]
    assert at_ends[-1].seconds_left == 0
    for letter in at_ends:
        assert letter.images_per_second > 0
        expected = (4 - letter.epoch) * IMAGES / letter.images_per_second
        assert letter.seconds_left == pytest.approx(expected)


def test_that_a_fit_in_closed_form_tells_that_it_is_done(folder):
    reader = carried_out(train_letter(folder, "pca", epochs=4))
    assert reader.of(ProgressLetter)[-1].epoch == 1
    assert (reader.end.epoch, reader.end.error) == (1.0, None)
    assert kept(folder).specification.kinds == ("pca",)
    assert kept(folder).status is RunStatus.FINISHED


def test_that_a_run_is_kept_for_the_next_start(folder):
    reader = carried_out(train_letter(folder, "ae", "map", epochs=3))
    found = kept(folder)
    assert (found.specification.kinds, found.epoch, found.status) == (("ae", "map"), 3.0, RunStatus.FINISHED)
    assert (found.specification.data, found.specification.dataset.title) == ("digits", "Digits")
    shown = reader.of(SnapshotLetter)[-1].checkpoints[1]
    assert (kept_models(found)[1].preview.mu == shown.preview.mu).all()
    assert {letter.path for letter in reader.of(FolderLetter)} == {found.path, ""}


def test_that_a_stopped_run_ends_before_its_time_and_is_kept(folder):
    control = TrainingControl()

    def stop(letter: TrainingLetter) -> None:
        if isinstance(letter, HistoryLetter) and len(letter.histories[0]) == 2:
            control.cancel()

    reader = carried_out(train_letter(folder, epochs=1_000, control=control), stop)
    assert (reader.end.is_cancelled, reader.end.error) == (True, None)
    assert reader.epochs() == 2
    assert 2 <= reader.end.epoch < 3
    assert kept(folder).status is RunStatus.STOPPED
    assert kept(folder).epoch > 0


def test_that_the_window_need_not_wait_for_the_disk_when_a_run_is_stopped(folder, monkeypatch):
    control, is_asked, is_free = TrainingControl(), threading.Event(), threading.Event()

    def write(*arguments: Any) -> None:
        is_asked.set()
        assert is_free.wait(20)
        save_state(*arguments)

    def stop(letter: TrainingLetter) -> None:
        if isinstance(letter, HistoryLetter) and len(letter.histories[0]) == 2:
            assert is_asked.wait(20)
            control.cancel()
        elif isinstance(letter, EndLetter):
            assert not RunFolder(Path(kept(folder).path)).state_file.exists()
            is_free.set()

    monkeypatch.setattr(run_writer, "SAVE_INTERVAL_S", 0.0)
    monkeypatch.setattr(run_writer, "save_state", write)
    reader = carried_out(train_letter(folder, epochs=1_000, control=control), stop)
    assert isinstance(reader.letters[-1], FolderLetter)
    assert reader.end.is_cancelled
    state = load_state(RunFolder(Path(kept(folder).path)).state_file)
    assert state.departure.epoch + state.departure.position / 3 == pytest.approx(reader.end.epoch)


def test_that_a_state_that_cannot_be_written_is_told_of_and_ends_no_run(folder, monkeypatch):
    def refuse(*_arguments: Any) -> None:
        raise WriteError("the disk is full")

    monkeypatch.setattr(run_writer, "SAVE_INTERVAL_S", 0.0)
    monkeypatch.setattr(run_writer, "save_state", refuse)
    reader = carried_out(train_letter(folder, epochs=5))
    assert (reader.end.epoch, reader.end.error) == (5.0, None)
    assert {letter.error.what for letter in reader.of(SaveFailedLetter)} == {"the disk is full"}
    assert kept(folder).status is RunStatus.FINISHED


def test_that_a_run_stopped_before_it_began_keeps_nothing(folder):
    control = TrainingControl()
    control.cancel()
    reader = carried_out(train_letter(folder, control=control))
    assert (reader.end.is_cancelled, reader.end.epoch) == (True, 0)
    assert run_to_offer(list_runs(folder / "runs")) is None


class WatchedControl(TrainingControl):
    """Says when training waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = threading.Event()

    def wait_while_paused(self) -> None:
        self.waits.set()
        super().wait_while_paused()


@pytest.mark.parametrize("is_resumed", [True, False], ids=["resumed", "stopped while paused"])
def test_that_a_paused_run_waits_where_it_is(folder, qtbot, in_thread, is_resumed):
    control = WatchedControl()

    def pause(letter: TrainingLetter) -> None:
        if isinstance(letter, HistoryLetter) and len(letter.histories[0]) == 1:
            control.pause()

    reader = Reader(pause)
    thread = in_thread(reader.worker)
    caller = Caller()
    caller.wanted.connect(reader.worker.train)
    caller.wanted.emit(train_letter(folder, epochs=3, control=control))
    assert control.waits.wait(20)
    assert reader.epochs() == 1
    assert reader.of(EndLetter) == []
    assert thread.isRunning()
    if is_resumed:
        control.resume()
    else:
        control.cancel()
    qtbot.waitUntil(lambda: bool(reader.of(EndLetter)), timeout=20_000)
    assert reader.epochs() == (3 if is_resumed else 1)
    assert reader.end.is_cancelled is not is_resumed


def test_that_a_loss_that_breaks_ends_the_run_and_keeps_the_last_good_snapshot(folder, monkeypatch):
    error = NonFiniteLossError("the loss is not a finite number at step {step}", step=7)
    monkeypatch.setattr(loop, "train", breaking(2, error))
    reader = carried_out(train_letter(folder, epochs=10))
    assert reader.end.error is error
    assert (reader.end.epoch, reader.end.is_cancelled) == (2.0, False)
    found = kept(folder)
    assert (found.status, found.epoch) == (RunStatus.FAILED, 2.0)
    assert kept_models(found)[0].epoch == 2.0


def test_that_an_error_is_told_without_the_run_that_it_came_through(folder, monkeypatch):
    error = NonFiniteLossError("the loss is not a finite number at step {step}", step=7)
    monkeypatch.setattr(loop, "train", breaking(1, error))
    reader = carried_out(train_letter(folder, epochs=10))
    assert reader.end.error is error
    assert error.__traceback__ is None


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("a mistake")], ids=["memory", "mistake"])
def test_that_whatever_ends_a_run_the_window_learns_that_it_is_over(folder, monkeypatch, error):
    monkeypatch.setattr(loop, "train", breaking(2, error))
    reader = Reader()
    if isinstance(error, RuntimeError):
        with pytest.raises(RuntimeError, match="a mistake"):
            reader.worker.train(train_letter(folder, epochs=10))
    else:
        reader.worker.train(train_letter(folder, epochs=10))
    assert isinstance(reader.end.error, TrainingError)
    assert kept(folder).epoch == 2.0


def test_that_a_folder_that_cannot_be_written_does_not_spoil_a_run(folder):
    (folder / "file").write_text("in the way")
    reader = carried_out(train_letter(folder / "file", epochs=2))
    assert reader.end.error is None
    (failed,) = reader.of(SaveFailedLetter)
    assert isinstance(failed.error, WriteError)


def test_that_a_device_that_is_not_there_is_said(folder):
    reader = carried_out(train_letter(folder, device="cuda:99"))
    assert reader.end.error is not None
    assert "cuda:99" in reader.end.error.one_line()
