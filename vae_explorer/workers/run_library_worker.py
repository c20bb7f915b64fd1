"""Reads the folders of runs in a thread of its own, and follows one that another process writes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.errors import CheckpointError, ExplorerError, RunError, WriteError, system_reason
from vae_explorer.training.run_folder import RunFolder, newest_version
from vae_explorer.training.run_log import LogLine, histories_of
from vae_explorer.training.run_summary import (
    RunStatus,
    RunSummary,
    decline_run,
    list_runs,
    read_summary,
    run_to_offer,
)
from vae_explorer.workers.file_worker import FirstLook, first_look


@dataclass(frozen=True, eq=False)
class ReadRunLetter:
    """A run whose models are wanted."""

    request_id: int
    path: Path


@dataclass(frozen=True, eq=False)
class RunReadLetter:
    """A run as it is on the disk: its models at one moment, where there are any, and all its epochs."""

    request: ReadRunLetter
    summary: RunSummary
    checkpoints: tuple[Checkpoint, ...]
    histories: tuple[tuple[EpochRecord, ...], ...]
    looks: tuple[FirstLook, ...]


@dataclass(frozen=True, eq=False)
class RunMovedLetter:
    """What a followed run has come to since the last such letter; ``checkpoints`` is empty if they stayed."""

    path: str
    epoch: float
    version: int
    checkpoints: tuple[Checkpoint, ...]
    histories: tuple[tuple[EpochRecord, ...], ...]
    status: RunStatus


@dataclass(frozen=True)
class NotesLetter:
    """What was written about a run."""

    path: Path
    text: str


class RunLibraryWorker(QObject):
    """Does one thing after another, in the order asked.

    Parameters
    ----------
    runs_folder : Path
        Where the folders of runs lie.
    """

    runs_listed = Signal(object)  # tuple of RunSummary
    run_offered = Signal(object)  # RunSummary
    run_read = Signal(object)  # RunReadLetter
    run_moved = Signal(object)  # RunMovedLetter
    request_refused = Signal(object)  # ExplorerError
    looked = Signal()

    def __init__(self, runs_folder: Path) -> None:
        super().__init__()
        self._runs_folder = runs_folder
        self._listed: tuple[RunSummary, ...] | None = None
        self._followed: _Followed | None = None

    @Slot()
    def offer_run(self) -> None:
        """Look whether a run was cut off that could go on."""
        offered = run_to_offer(list_runs(self._runs_folder))
        if offered is not None:
            self.run_offered.emit(offered)

    @Slot()
    def list_now(self) -> None:
        """List the runs, and say so where something has changed."""
        runs = list_runs(self._runs_folder)
        if runs != self._listed:
            self._listed = runs
            self.runs_listed.emit(runs)

    @Slot(object)
    def read_run(self, request: ReadRunLetter) -> None:
        """Load a run's newest models."""
        try:
            self.run_read.emit(_read(request))
        except ExplorerError as error:
            self.request_refused.emit(error)

    @Slot(object)
    def follow(self, path: str) -> None:
        """Look at this run from now on when asked to look; an empty path ends it."""
        self._followed = None
        if path:
            try:
                self._followed = _Followed(RunFolder(Path(path)))
            except RunError as error:
                self.request_refused.emit(error)

    @Slot(object)
    def write_notes(self, letter: NotesLetter) -> None:
        """Keep what was written about a run."""
        try:
            RunFolder(letter.path).write_notes(letter.text)
        except WriteError as error:
            self.request_refused.emit(error)
        self._listed = None
        self.list_now()

    @Slot(object)
    def delete(self, path: str) -> None:
        """Move a run to the trash: the system's, or where there is none, a folder beside the runs."""
        try:
            _check_deletable(Path(path))
            _move_to_trash(Path(path))
        except ExplorerError as error:
            self.request_refused.emit(error)
        self.list_now()

    @Slot(object)
    def decline(self, path: str) -> None:
        """Offer a run no more."""
        try:
            decline_run(Path(path))
        except ExplorerError as error:
            self.request_refused.emit(error)

    @Slot()
    def look(self) -> None:
        """Tell what the followed run has come to since the last look."""
        if self._followed is not None:
            try:
                letter = self._followed.look()
            except ExplorerError as error:
                self._followed = None
                self.request_refused.emit(error)
            else:
                if letter is not None:
                    self.run_moved.emit(letter)
        self.looked.emit()


class _Followed:
    """A run whose events are read on from where they were read to."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._models = len(folder.specification().models)
        self._end = 0
        self._lines: tuple[LogLine, ...] = ()
        self._version = 0
        self._status: RunStatus | None = None

    def look(self) -> RunMovedLetter | None:
        """Return what is new, or None."""
        # The status first: what is written before the end is then read as well.
        status = _status_of(self._folder.path)
        part = self._folder.events(self._end)
        self._end = part.end
        self._lines += part.lines
        checkpoints = self._newer_checkpoints()
        if not part.lines and not checkpoints and status is self._status:
            return None
        self._status = status
        histories = histories_of(self._lines, self._models)
        epoch = float(histories[0][-1].epoch) if histories[0] else 0.0
        if checkpoints:
            epoch = max(epoch, checkpoints[0].epoch)
        return RunMovedLetter(str(self._folder.path), epoch, self._version, checkpoints, histories, status)

    def _newer_checkpoints(self) -> tuple[Checkpoint, ...]:
        version = newest_version(self._lines)
        if version is None or version <= self._version:
            return ()
        try:
            checkpoints = self._folder.checkpoints(version, self._models)
        except CheckpointError:
            return ()  # Already replaced by a newer version: its line comes next.
        self._version = version
        return checkpoints


def _status_of(path: Path) -> RunStatus:
    from vae_explorer.training.run_lock import is_being_written

    return RunStatus.RUNNING if is_being_written(path) else read_summary(path).status


def _read(request: ReadRunLetter) -> RunReadLetter:
    summary = read_summary(request.path)
    folder, count = RunFolder(request.path), len(summary.specification.models)
    checkpoints: tuple[Checkpoint, ...] = ()
    for _attempt in range(3):
        lines = folder.events().lines
        version = newest_version(lines)
        try:
            checkpoints = () if version is None else folder.checkpoints(version, count)
            break
        except CheckpointError:
            # Whoever writes it may have replaced the files meanwhile.
            if summary.status is not RunStatus.RUNNING:
                raise
    looks = tuple(first_look(each) for each in checkpoints)
    return RunReadLetter(request, summary, checkpoints, histories_of(lines, count), looks)


def _check_deletable(path: Path) -> None:
    from vae_explorer.training.run_lock import is_being_written

    if is_being_written(path):
        raise RunError(
            "the run is being written and cannot be deleted",
            where=path,
            remedy="stop it first",
        )


def _move_to_trash(path: Path) -> None:
    # As a method: the static form returns what it should not in this binding.
    if QFile(str(path)).moveToTrash():
        return
    trash = path.parent / ".trash"
    try:
        trash.mkdir(exist_ok=True)
        number = sum(1 for _ in trash.iterdir())
        shutil.move(path, trash / f"{path.name}.{number}")
    except OSError as error:
        raise WriteError(
            "the run cannot be moved to the trash: {reason}",
            where=path,
            remedy="give yourself the right to write there, or delete the folder by hand",
            reason=system_reason(error),
        ) from error
