"""Writes the folder of a run while it is carried out."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.checkpoint_file import save_checkpoint
from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import CheckpointError, RunError
from vae_explorer.training.departure import Departure
from vae_explorer.training.event import (
    BalanceChanged,
    BatchSizeReduced,
    CompilationFailed,
    EpochFinished,
    SnapshotTaken,
    StateCaptured,
    StepCompiled,
    TrainingEvent,
    TrainingFinished,
    TrainingStarted,
)
from vae_explorer.training.recorder import RunRecorder
from vae_explorer.training.run_folder import RunFolder, exact_recipe, new_folder
from vae_explorer.training.run_lock import RunLock
from vae_explorer.training.run_log import (
    BatchSplit,
    CChanged,
    CompilationRefused,
    Ending,
    EpochNoted,
    ModelsSaved,
    RunEnded,
    RunLogWriter,
    RunStarted,
    StepsCompiled,
    histories_of,
)
from vae_explorer.training.run_specification import RunSpecification, now_text
from vae_explorer.training.run_state_file import RunState, load_state, save_state
from vae_explorer.training.save_pace import SavePace
from vae_explorer.training.save_thread import SaveThread

SAVE_INTERVAL_S = 2.0
"""A run is saved this often, unless saving takes long; then more seldom, but at least once a minute."""

_LEFTOVER = re.compile(r"\..{1,40}\.[0-9a-f]{12}\.part")


class RunWriter:
    """Holds the lock of a run's folder, and writes down what its recorder remembers.

    Models and states are written by a thread of its own, so that a run that is told to stop has not to wait
    for the disk; only who waits for the run's last event, or closes the writer, waits for that as well.

    Parameters
    ----------
    folder : RunFolder
        With a specification in it.
    lock : RunLock
        Of this folder.
    specification : RunSpecification
        What is carried out.

    Raises
    ------
    WriteError
        If the folder cannot be written.
    """

    def __init__(self, folder: RunFolder, lock: RunLock, specification: RunSpecification) -> None:
        self.folder = folder
        self.specification = specification
        self.state: RunState | None = None
        self._first: Departure | None = None
        self._lock = lock
        self._version = max(folder.model_versions(), default=0)
        self._has_models = False
        self._is_open = True
        self._log = RunLogWriter(folder.events_file)
        self._saves = SaveThread()
        self.pace = SavePace(SAVE_INTERVAL_S)

    @property
    def departure(self) -> Departure | None:
        """Where the run goes on from; None from its beginning."""
        return self.state.departure if self.state is not None else None

    @property
    def training(self) -> TrainingSpec:
        """The recipe, with what was left to be chosen as it was chosen when the run began."""
        return exact_recipe(self.specification, self.folder.events().lines)

    def note(self, event: TrainingEvent, recorder: RunRecorder) -> None:
        """Write down what an event says; ``recorder`` has noted it already.

        Raises
        ------
        WriteError
            If it, or what was to be saved since the last event, cannot be written; the run may go on, and the
            next save tries again.
        """
        if isinstance(event, TrainingStarted):
            self._start(event, recorder)
        elif isinstance(event, SnapshotTaken) and not self._has_models:
            self._has_models = True
            self._saves.hand_over(partial(self._save_models, recorder.checkpoints()))
        elif isinstance(event, EpochFinished):
            self._log.add(EpochNoted(records=event.records))
        elif isinstance(event, BalanceChanged):
            self._log.add(CChanged(epoch=event.epoch, c=event.c))
        elif isinstance(event, BatchSizeReduced):
            self._log.add(BatchSplit(from_size=event.from_size, to_size=event.to_size))
        elif isinstance(event, StepCompiled):
            self._log.add(StepsCompiled(epochs_done=event.epochs_done))
        elif isinstance(event, CompilationFailed):
            self._log.add(CompilationRefused(reason=event.error.one_line()))
        elif isinstance(event, StateCaptured):
            self._saves.hand_over(partial(self._save, event, recorder.checkpoints()))
        elif isinstance(event, TrainingFinished):
            self._finish(event, recorder)
        self._saves.raise_failure()

    def begin_at(
        self,
        models: tuple[ModelSpec, ...],
        departure: Departure,
        histories: Sequence[tuple[EpochRecord, ...]],
    ) -> None:
        """Write down that the run begins in the midst of another one, whose past is its own.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        for records in zip(*histories, strict=False):
            if records[0].epoch <= departure.epoch:
                self._log.add(EpochNoted(records=records))
        save_state(RunState(self.specification.name, 0, models, departure), self.folder.state_file)
        self._first = departure

    def fail(self, epoch: float, reason: str, recorder: RunRecorder) -> None:
        """Write down that the run ended by an error, with the last good models.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        self.wait_until_saved()
        self._save_models(recorder.checkpoints())
        self._log.add(RunEnded(at=now_text(), how=Ending.FAILED, epoch=epoch, error=reason))

    def note_killed(self) -> None:
        """Write down that whoever wrote the run before never said that it ended."""
        epoch = 0.0
        if self.state is not None:
            epoch = float(self.state.departure.epoch)
        self._log.add(RunEnded(at=now_text(), how=Ending.KILLED, epoch=epoch))

    def wait_until_saved(self) -> None:
        """Return when all that is to be saved so far is written; what failed is raised by the next note."""
        self._saves.wait()

    def close(self) -> None:
        """Write what is still to be written, and let others write the folder."""
        if self._is_open:
            self._is_open = False
            self._saves.close()
            self._log.close()
            self._lock.release()

    def _start(self, event: TrainingStarted, recorder: RunRecorder) -> None:
        departure = self.departure or self._first
        if self.state is not None:
            self._remember_past(self.state, recorder)
        self._log.add(
            RunStarted(
                at=now_text(),
                device=event.device,
                images_per_epoch=event.images_per_epoch,
                precision=event.training.precision,
                epochs_done=0 if departure is None else departure.epoch,
                position=0 if departure is None else departure.position,
            )
        )

    def _remember_past(self, state: RunState, recorder: RunRecorder) -> None:
        count, done = len(self.specification.models), state.departure.epoch
        histories = histories_of(self.folder.events().lines, count)
        past = tuple(tuple(each for each in history if each.epoch <= done) for history in histories)
        try:
            frames = tuple(each.frames for each in self.folder.checkpoints(state.files_version, count))
        except CheckpointError:
            frames = (None,) * count  # Past codes are worth less than going on.
        recorder.adopt(frames, past)

    def _save(self, event: StateCaptured, checkpoints: Sequence[Checkpoint]) -> None:
        with self.pace.writing():
            self._save_models(checkpoints)
            state = RunState(self.specification.name, self._version, event.models, event.departure)
            save_state(state, self.folder.state_file)
            self._sweep()

    def _save_models(self, checkpoints: Sequence[Checkpoint]) -> None:
        if not checkpoints:
            return
        self.folder.models_folder.mkdir(exist_ok=True)
        for position, checkpoint in enumerate(checkpoints):
            save_checkpoint(checkpoint, self.folder.model_file(self._version + 1, position))
        self._version += 1
        self._log.flush()
        self._log.add(ModelsSaved(version=self._version, epoch=checkpoints[0].epoch))

    def _finish(self, event: TrainingFinished, recorder: RunRecorder) -> None:
        self.wait_until_saved()
        if not event.is_cancelled:
            self._save_models(recorder.checkpoints())
            self._sweep()
        self._log.add(
            RunEnded(
                at=now_text(),
                how=Ending.STOPPED if event.is_cancelled else Ending.FINISHED,
                epoch=event.epoch,
                seconds=event.seconds,
                images_per_second=event.images_per_second,
            )
        )
        self._log.flush()
        if not event.is_cancelled:
            # Only now: killed a moment before, the run would have to be gone on with from there.
            self.folder.state_file.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove models that nobody can want any more; a follower may still be reading the last but one."""
        for version, files in self.folder.model_versions().items():
            if version < self._version - 1:
                for file in files:
                    with contextlib.suppress(OSError):
                        file.unlink(missing_ok=True)


def create_run(parent: Path, specification: RunSpecification) -> RunWriter:
    """Make the folder of a new run in ``parent``; its name becomes the specification's.

    Raises
    ------
    RunError, WriteError
        If it cannot be made or written.
    """
    path = new_folder(parent, specification.name)
    folder = RunFolder(path)
    lock = RunLock(path)
    specification = msgspec.structs.replace(specification, name=path.name)
    try:
        folder.write_specification(specification)
        return RunWriter(folder, lock, specification)
    except BaseException:
        lock.release()
        raise


def resume_run(path: Path) -> RunWriter:
    """Take over a run that was stopped, failed or was killed; its ``state`` says where it goes on.

    Raises
    ------
    RunError
        If it is no run, is finished, is being written by somebody else, or is damaged.
    WriteError
        If the folder cannot be written.
    """
    folder = RunFolder(path)
    specification = folder.specification()
    lock = RunLock(path)
    try:
        lines = folder.events().lines
        endings = [line for line in lines if isinstance(line, RunStarted | RunEnded)]
        last = endings[-1] if endings else None
        if isinstance(last, RunEnded) and last.how is Ending.FINISHED:
            raise RunError(
                "the run is finished",
                where=path,
                remedy="there is nothing to go on with; carry it out again to get the same figures",
            )
        state = read_state(path)
        if state is not None and (state.run, len(state.models)) != (
            specification.name,
            len(specification.models),
        ):
            raise RunError(
                "the state belongs to another run: {name}",
                where=folder.state_file,
                remedy="remove the file to carry the run out again from its start",
                name=state.run[:80],
            )
        _remove_leftovers(folder)
        writer = RunWriter(folder, lock, specification)
        writer.state = state
        if isinstance(last, RunStarted):
            writer.note_killed()
    except BaseException:
        lock.release()
        raise
    return writer


def read_state(path: Path) -> RunState | None:
    """Return where a run goes on, without taking it over; None from its beginning.

    Raises
    ------
    RunError
        If the state is damaged.
    """
    file = RunFolder(path).state_file
    return load_state(file) if file.is_file() else None


def _remove_leftovers(folder: RunFolder) -> None:
    """Remove what a killed process was about to write: it never took its place."""
    for place in (folder.path, folder.models_folder):
        for file in place.glob(".*.part"):
            if _LEFTOVER.fullmatch(file.name):
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)


def run_name(data: str, kinds: tuple[str, ...]) -> str:
    """Return the name of a new run: when, which data, which models."""
    moment = re.sub(r"[-:Z]", "", now_text()).replace("T", "-")
    words = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(data).stem).strip("-")[:40] or "data"
    return f"{moment}-{words}-{'-'.join(kinds)}"
