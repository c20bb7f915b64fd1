"""Drives the training generator in its own thread and publishes what it yields."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.errors import ExplorerError, TrainingError
from vae_explorer.workers.letter import (
    BalanceLetter,
    BatchLetter,
    CompilationLetter,
    EndLetter,
    FolderLetter,
    HistoryLetter,
    PausedLetter,
    ProgressLetter,
    SaveFailedLetter,
    SnapshotLetter,
    StepLetter,
    TimelineLetter,
    TrainingLetter,
    TrainLetter,
)
from vae_explorer.workers.mailbox import Mailbox
from vae_explorer.workers.thread import lower_priority

if TYPE_CHECKING:
    from vae_explorer.autoencoders.record import EpochRecord
    from vae_explorer.training.archive import RunArchive
    from vae_explorer.training.departure import Departure
    from vae_explorer.training.event import ProgressMade, TrainingEvent, TrainingStarted
    from vae_explorer.training.recorder import RunRecorder
    from vae_explorer.training.run_specification import RunSpecification
    from vae_explorer.training.run_writer import RunWriter

# Codes move on the maps at least twice a second.
_SNAPSHOT_INTERVAL_S = 0.44


class TrainWorker(QObject):
    """Alone owns live models and optimisers.

    What a run yields is left in ``mailbox`` (an object of the reader's thread empties it on ``mail_left``):
    the newest snapshot, progress and history, never one signal per step.
    """

    mail_left = Signal()
    warmed_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[type, TrainingLetter] = Mailbox(self.mail_left.emit)
        self._kept: tuple[_Run, ...] = ()
        self._is_giving_way = False

    @Slot()
    def warm_up(self) -> None:
        """Load what the first run needs; the first optimiser alone takes a second."""
        import torch

        import vae_explorer.training.archive
        import vae_explorer.training.loop
        import vae_explorer.training.recorder
        import vae_explorer.training.run_writer  # noqa: F401

        weight = torch.zeros(1, requires_grad=True)
        torch.optim.AdamW([weight], fused=True)
        self.warmed_up.emit()

    @Slot(object)
    def train(self, letter: TrainLetter) -> None:
        """Carry out a run to its end; its ``control`` pauses and cancels it."""
        self._give_way()
        run = _Run(letter, self.mailbox, self._last_in(letter.runs_folder))
        # Of the runs in a folder only the newest is kept, to be gone on with. The guide's have a folder of
        # their own and leave a person's run alone; the next one that a person starts sweeps them out.
        others = itertools.takewhile(lambda kept: kept.runs_folder != letter.runs_folder, self._kept)
        self._kept = (*others, run)
        error: ExplorerError | None = None
        try:
            run.drive()
        except ExplorerError as caught:
            # Without the frames that it came through: they hold the run, and this one would hold them.
            error = caught.with_traceback(None)
        except MemoryError:
            error = TrainingError(
                "the memory of this computer is too small for this run",
                where="training",
                remedy="choose a smaller network, fewer images or smaller batches",
            )
        except Exception as unexpected:
            error = TrainingError(
                "training ended by a mistake inside the program: {error}",
                where="training",
                remedy="the last good snapshot is kept",
                error=repr(unexpected),
            )
            raise
        finally:
            run.end(error)
            run.close(error)
            _give_memory_back()

    def _last_in(self, runs_folder: Path) -> _Run | None:
        return next((run for run in self._kept if run.runs_folder == runs_folder), None)

    def _give_way(self) -> None:
        # Before anything is computed here: the threads of torch's own inherit it when they begin.
        if not self._is_giving_way:
            self._is_giving_way = True
            # Below whoever decodes and draws for the window: while one has the interpreter, the window
            # waits for it, and it must not have to wait for a core.
            lower_priority(10)
            from vae_explorer.training.device import use_all_cores

            use_all_cores()


class _Run:
    """One run being driven."""

    def __init__(
        self, letter: TrainLetter, mailbox: Mailbox[type, TrainingLetter], last: _Run | None = None
    ) -> None:
        self._letter = letter
        self._mailbox = mailbox
        self._parent = last if letter.branch is not None else None
        self._recorder: RunRecorder | None = None
        self._archive: RunArchive | None = None
        self._changes: tuple[tuple[float, float], ...] = ()
        self._pace: _Pace | None = None
        self._writer: RunWriter | None = None
        self._epoch = 0.0
        self._has_ended = False

    @property
    def runs_folder(self) -> Path:
        return self._letter.runs_folder

    def drive(self) -> None:
        from vae_explorer.training.archive import RunArchive
        from vae_explorer.training.loop import TrainingData, train
        from vae_explorer.training.recorder import RunRecorder

        letter = self._letter
        parent, departure = self._leave_parent()
        until = 0.0 if departure is None else float(departure.epoch)
        self._archive = RunArchive(None if parent is None else parent._archive, until)
        self._recorder = RunRecorder(
            letter.training,
            letter.dataset,
            letter.preview_indices,
            letter.preview_labels,
            letter.model_seeds,
            None if parent is None else parent._recorder,
            until,
        )
        self._writer = self._open_folder(departure, parent)
        state = self._writer.state if self._writer is not None else None
        if letter.resumed is not None and state is not None:
            departure = state.departure
        for event in train(
            letter.models if state is None else state.models,
            TrainingData(letter.train, letter.test, letter.preview_indices),
            letter.training,
            device=letter.device,
            control=letter.control,
            snapshot_interval_s=_SNAPSHOT_INTERVAL_S,
            model_seeds=letter.model_seeds,
            departure=departure,
            has_departures=True,
            save_pace=None if self._writer is None else self._writer.pace,
        ):
            self._recorder.note(event)
            self._write_down(event)
            self._archive.note(event)
            self._publish(event)

    def end(self, error: ExplorerError | None = None) -> None:
        """Tell the window that the run is over: whatever happens, it must learn that, and at once."""
        if not self._has_ended:
            self._has_ended = True
            is_cancelled = self._letter.control.is_cancelled
            letter = EndLetter(self._letter.run_id, self._epoch, is_cancelled, error)
            self._mailbox.put(EndLetter, letter)
        elif error is not None:
            self._mailbox.put(SaveFailedLetter, SaveFailedLetter(error))

    def close(self, error: ExplorerError | None) -> None:
        """Write down how the run ended, and let others have its folder."""
        if self._writer is None:
            return
        try:
            if error is not None and self._recorder is not None:
                self._writer.fail(self._epoch, error.one_line(), self._recorder)
        except ExplorerError as refusal:
            self._mailbox.put(SaveFailedLetter, SaveFailedLetter(refusal))
        finally:
            self._writer.close()
            self._mailbox.put(FolderLetter, FolderLetter(self._letter.run_id, ""))

    def _open_folder(self, departure: Departure | None, parent: _Run | None) -> RunWriter | None:
        """Return what keeps the run on the disk.

        Without it a new run still learns, since a full disk must not end it; a run that was cut off cannot be
        gone on with.
        """
        from vae_explorer.training.run_writer import create_run, resume_run

        letter = self._letter
        if letter.resumed is not None:
            writer = resume_run(letter.resumed)
        else:
            try:
                writer = create_run(letter.runs_folder, run_specification(letter))
                if departure is not None and parent is not None and parent._recorder is not None:
                    histories = [parent._recorder.history(i) for i in range(len(letter.models))]
                    writer.begin_at(letter.models, departure, histories)
            except ExplorerError as error:
                self._mailbox.put(SaveFailedLetter, SaveFailedLetter(error))
                return None
        self._mailbox.put(FolderLetter, FolderLetter(letter.run_id, str(writer.folder.path)))
        return writer

    def _write_down(self, event: TrainingEvent) -> None:
        if self._writer is None or self._recorder is None:
            return
        try:
            self._writer.note(event, self._recorder)
        except ExplorerError as error:
            self._mailbox.put(SaveFailedLetter, SaveFailedLetter(error))

    def _leave_parent(self) -> tuple[_Run | None, Departure | None]:
        """Return the run to go on with, and from where; it keeps no memory after that."""
        branch, parent, self._parent = self._letter.branch, self._parent, None
        if branch is None:
            return None, None
        archive = parent._archive if parent is not None else None
        is_known = parent is not None and parent._letter.run_id == branch.run_id
        departure = archive.departure(branch.epoch) if archive is not None and is_known else None
        if departure is None:
            raise TrainingError(
                "epoch {epoch:g} is not kept any more, so training cannot go on from there",
                where="training",
                remedy="choose another epoch of the newest run",
                epoch=branch.epoch,
            )
        return parent, departure

    def _publish(self, event: TrainingEvent) -> None:
        from vae_explorer.training import event as events

        run_id, mailbox = self._letter.run_id, self._mailbox
        if isinstance(event, events.TrainingStarted):
            self._pace = _Pace(run_id, event)
            mailbox.put(ProgressLetter, self._pace.at_start())
        elif isinstance(event, events.ProgressMade) and self._pace:
            self._epoch = event.epoch
            mailbox.put(ProgressLetter, self._pace.after_batches(event))
        elif isinstance(event, events.SnapshotTaken) and self._recorder:
            version = event.snapshots[0].version
            mailbox.put(SnapshotLetter, SnapshotLetter(run_id, version, self._recorder.glances()))
            if event.snapshots[0].is_frame:
                self._publish_timelines()
        elif isinstance(event, events.EpochFinished) and self._recorder and self._pace:
            self._epoch = float(event.records[0].epoch)
            mailbox.put(ProgressLetter, self._pace.after_epoch(event.records[0]))
            histories = tuple(self._recorder.history(i) for i in range(len(event.records)))
            mailbox.put(HistoryLetter, HistoryLetter(run_id, histories))
        elif isinstance(event, events.BatchSizeReduced):
            mailbox.put(BatchLetter, BatchLetter(event.from_size, event.to_size))
        elif isinstance(event, events.TrainingLeft):
            self._epoch = event.epoch
            # To encode a large preview set once more takes a moment that a person need not wait for.
            self.end()
        elif isinstance(event, events.TrainingFinished):
            self._epoch = event.epoch
        else:
            self._publish_studio(event)

    def _publish_studio(self, event: TrainingEvent) -> None:
        from vae_explorer.training import event as events

        run_id, mailbox = self._letter.run_id, self._mailbox
        if isinstance(event, events.DepartureReached):
            self._publish_timelines()
        elif isinstance(event, events.StepWatched):
            self._epoch = event.epoch
            mailbox.put(StepLetter, StepLetter(run_id, event))
        elif isinstance(event, events.CompilationFailed):
            mailbox.put(CompilationLetter, CompilationLetter(event.error))
        elif isinstance(event, events.EpochStepped):
            mailbox.put(PausedLetter, PausedLetter(run_id))
        elif isinstance(event, events.BalanceChanged):
            self._changes = (*self._changes, (event.epoch, event.c))
            mailbox.put(BalanceLetter, BalanceLetter(run_id, self._changes))

    def _publish_timelines(self) -> None:
        archive = self._archive
        if archive is not None:
            self._mailbox.put(
                TimelineLetter,
                TimelineLetter(
                    self._letter.run_id, archive.timelines(), archive.exact_epochs, archive.keeping()
                ),
            )


def _give_memory_back() -> None:
    from vae_explorer.training.memory import give_memory_back

    give_memory_back()


def run_specification(letter: TrainLetter) -> RunSpecification:
    """Return what a run is, as it is written down in its folder."""
    from vae_explorer.training.run_specification import RunSpecification, now_text
    from vae_explorer.training.run_writer import run_name

    seeds = letter.model_seeds if any(seed is not None for seed in letter.model_seeds) else ()
    usual = letter.training.initial_seed
    return RunSpecification(
        name=run_name(letter.dataset_name, tuple(model.kind for model in letter.models)),
        created=now_text(),
        data=letter.dataset_name,
        dataset=letter.dataset,
        device=letter.device,
        training=letter.training,
        models=letter.models,
        model_seeds=tuple(usual if seed is None else seed for seed in seeds),
    )


class _Pace:
    """How fast a run goes, also where its epochs are too short to report from within."""

    def __init__(self, run_id: int, started: TrainingStarted) -> None:
        self._run_id = run_id
        self._device = started.device
        self._epochs = started.training.epochs
        self._images_per_epoch = started.images_per_epoch
        self._speed_in_epoch: float | None = None

    def at_start(self) -> ProgressLetter:
        return ProgressLetter(self._run_id, self._device, 0.0, 0.0, None)

    def after_batches(self, event: ProgressMade) -> ProgressLetter:
        self._speed_in_epoch = event.images_per_second
        return ProgressLetter(
            self._run_id, self._device, event.epoch, event.images_per_second, event.seconds_left
        )

    def after_epoch(self, record: EpochRecord) -> ProgressLetter:
        """Go on with the speed that was measured within the epoch, else with the mean of the run."""
        mean = record.epoch * self._images_per_epoch / record.seconds if record.seconds else 0.0
        speed, self._speed_in_epoch = self._speed_in_epoch or mean, None
        images_left = max(self._epochs - record.epoch, 0) * self._images_per_epoch
        seconds_left = images_left / speed if speed else 0.0
        return ProgressLetter(self._run_id, self._device, float(record.epoch), speed, seconds_left)
