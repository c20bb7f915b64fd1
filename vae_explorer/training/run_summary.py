"""A run in one line of a table, read without its models and without torch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import RunError
from vae_explorer.training.run_folder import RunFolder, exact_recipe
from vae_explorer.training.run_log import (
    Ending,
    EpochNoted,
    LogLine,
    ModelsSaved,
    RunDeclined,
    RunEnded,
    RunLogWriter,
    RunStarted,
)
from vae_explorer.training.run_specification import RunSpecification, now_text


class RunStatus(Enum):
    """Where a run stands."""

    RUNNING = "running"  # somebody writes it at this moment
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    KILLED = "killed"  # nobody writes it, and nobody said that it ended


@dataclass(frozen=True)
class RunSummary:
    """What the list of runs shows of one.

    Attributes
    ----------
    path : str
        Its folder.
    specification : RunSpecification
        What it is.
    recipe : TrainingSpec
        Its recipe as it was carried out.
    status : RunStatus
        Where it stands.
    epoch : float
        Epochs trained.
    totals : tuple of float
        Every model's newest total on the test split, nats per image; empty before the first epoch.
    seconds : float
        Training time.
    notes : str
        What its user wrote.
    is_declined : bool
        Whether its user does not want to be asked again whether it should go on.
    error : str
        Why it failed.
    """

    path: str
    specification: RunSpecification
    recipe: TrainingSpec
    status: RunStatus
    epoch: float
    totals: tuple[float, ...]
    seconds: float
    notes: str = ""
    is_declined: bool = False
    error: str = ""

    @property
    def name(self) -> str:
        """The name of its folder."""
        return Path(self.path).name

    @property
    def can_go_on(self) -> bool:
        """Whether there is something left to train, and nobody is at it."""
        return self.status in (RunStatus.STOPPED, RunStatus.FAILED, RunStatus.KILLED)


def read_summary(path: Path) -> RunSummary:
    """Read a run's summary.

    Raises
    ------
    RunError
        If the folder holds no run, or a damaged one.
    """
    from vae_explorer.training.run_lock import is_being_written

    folder = RunFolder(path)
    specification = folder.specification()
    # Asked before the events are read: a run that ends in between is then still running, not killed.
    is_written = is_being_written(path)
    lines = folder.events().lines
    ended = next((line for line in reversed(lines) if isinstance(line, RunStarted | RunEnded)), None)
    records = next((line.records for line in reversed(lines) if isinstance(line, EpochNoted)), ())
    return RunSummary(
        path=str(path),
        specification=specification,
        recipe=exact_recipe(specification, lines),
        status=_status(ended, is_written=is_written),
        epoch=_epoch(lines),
        totals=tuple(record.test.total_nats for record in records),
        seconds=records[0].seconds if records else 0.0,
        notes=folder.notes(),
        is_declined=_is_declined(lines),
        error=ended.error if isinstance(ended, RunEnded) else "",
    )


def list_runs(parent: Path) -> tuple[RunSummary, ...]:
    """Return all runs in a folder, newest first; what cannot be read is passed over."""
    summaries = []
    for file in parent.glob("*/run.toml"):
        try:
            summaries.append(read_summary(file.parent))
        except RunError:
            continue
    return tuple(sorted(summaries, key=lambda run: (run.specification.created, run.name), reverse=True))


def run_to_offer(runs: tuple[RunSummary, ...]) -> RunSummary | None:
    """Return the newest run that was cut off and that its user would miss, unless they declined it.

    Of one that was stopped before it had learned anything nobody wants to hear; one that nobody stopped is
    missed however short it was.
    """
    for run in runs:
        was_stopped = run.status is RunStatus.STOPPED and run.epoch > 0
        if (was_stopped or run.status is RunStatus.KILLED) and not run.is_declined:
            return run
    return None


def decline_run(path: Path) -> None:
    """Write down that a run is not to be offered again.

    Raises
    ------
    RunError, WriteError
        If that cannot be written.
    """
    from vae_explorer.training.run_lock import RunLock

    lock = RunLock(path)
    try:
        writer = RunLogWriter(RunFolder(path).events_file)
        writer.add(RunDeclined(at=now_text()))
        writer.close()
    finally:
        lock.release()


def _status(ended: RunStarted | RunEnded | None, *, is_written: bool) -> RunStatus:
    if is_written:
        return RunStatus.RUNNING
    if not isinstance(ended, RunEnded):
        return RunStatus.KILLED
    return {
        Ending.FINISHED: RunStatus.FINISHED,
        Ending.STOPPED: RunStatus.STOPPED,
        Ending.FAILED: RunStatus.FAILED,
        Ending.KILLED: RunStatus.KILLED,
    }[ended.how]


def _epoch(lines: tuple[LogLine, ...]) -> float:
    """Return how far the run came, by whatever says so last."""
    for line in reversed(lines):
        if isinstance(line, RunEnded | ModelsSaved) and line.epoch:
            return line.epoch
        if isinstance(line, EpochNoted) and line.records:
            return float(line.records[0].epoch)
    return 0.0


def _is_declined(lines: tuple[LogLine, ...]) -> bool:
    for line in reversed(lines):
        if isinstance(line, RunDeclined | RunStarted):
            return isinstance(line, RunDeclined)
    return False
