"""What training does, on standard error: a live line on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from vae_explorer.autoencoders.record import EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.cli.exit_status import write_line
from vae_explorer.cli.language import error_line, said, told
from vae_explorer.training.event import (
    BatchSizeReduced,
    CompilationFailed,
    EpochFinished,
    ProgressMade,
    StepCompiled,
    TrainingEvent,
    TrainingStarted,
)

if TYPE_CHECKING:
    from rich.progress import Progress

# Of a long run in a log file, these many lines tell the story.
_MAX_LINES = 20


class TrainingReport(Protocol):
    """Whatever shows a person how training goes."""

    def note(self, event: TrainingEvent) -> None:
        """Show what an event says."""


@contextlib.contextmanager
def training_report(kind: ModelKind, epochs: int) -> Iterator[TrainingReport]:
    """Yield the report that suits where standard error goes, for a run of one model."""
    if not sys.stderr.isatty():
        yield LineReport(kind, epochs)
        return
    bar = _new_bar()
    with bar:
        yield BarReport(bar, kind, epochs)


class SilentReport:
    """Says nothing: another process of the same job does."""

    def note(self, event: TrainingEvent) -> None:
        """Pass over what an event says."""


class LineReport:
    """One plain line for each of at most 20 evenly spaced epochs.

    Parameters
    ----------
    kind : str
        Kind of the model.
    epochs : int
        Epochs of the run.
    """

    def __init__(self, kind: ModelKind, epochs: int) -> None:
        self._kind = kind
        self._epochs = epochs
        self._images = 0

    def note(self, event: TrainingEvent) -> None:
        """Show what an event says."""
        if isinstance(event, TrainingStarted):
            self._images = event.images_per_epoch
            write_line(started_text(event))
        elif isinstance(event, BatchSizeReduced):
            write_line(reduced_text(event))
        elif isinstance(event, StepCompiled):
            write_line(compiled_text(event))
        elif isinstance(event, CompilationFailed):
            write_line(error_line(event.error))
        elif isinstance(event, EpochFinished):
            self._note_epoch(event.records[0])

    def _note_epoch(self, record: EpochRecord) -> None:
        lines = min(self._epochs, _MAX_LINES)
        is_last = record.epoch >= self._epochs
        if (
            record.epoch == 1
            or is_last
            or record.epoch * lines // self._epochs > ((record.epoch - 1) * lines // self._epochs)
        ):
            terms = terms_text(self._kind, record.test)
            line = told(
                "epoch {epoch}/{epochs}: {terms}", epoch=record.epoch, epochs=self._epochs, terms=terms
            )
            progress = progress_of(record, self._epochs, self._images)
            write_line(line if is_last else f"{line}, {speed_text(progress)}, {left_text(progress)}")


class BarReport:
    """A live bar with epoch, speed, time left and the latest terms.

    Parameters
    ----------
    bar : rich.progress.Progress
        Running, with the columns of this report.
    kind : str
        Kind of the model.
    epochs : int
        Epochs of the run.
    """

    def __init__(self, bar: Progress, kind: ModelKind, epochs: int) -> None:
        self._bar = bar
        self._kind = kind
        self._epochs = epochs
        self._images = 0
        self._task = bar.add_task("", total=epochs, speed="", left="", terms="")

    def note(self, event: TrainingEvent) -> None:
        """Show what an event says."""
        if isinstance(event, TrainingStarted):
            self._images = event.images_per_epoch
            self._bar.print(started_text(event))
        elif isinstance(event, BatchSizeReduced):
            self._bar.print(reduced_text(event))
        elif isinstance(event, StepCompiled):
            self._bar.print(compiled_text(event))
        elif isinstance(event, CompilationFailed):
            self._bar.print(error_line(event.error))
        elif isinstance(event, ProgressMade):
            self._show(event)
        elif isinstance(event, EpochFinished):
            record = event.records[0]
            self._bar.update(self._task, terms=terms_text(self._kind, record.test))
            self._show(progress_of(record, self._epochs, self._images))

    def _show(self, progress: ProgressMade) -> None:
        speed = "" if self._kind == "pca" else speed_text(progress)
        left = left_text(progress) if progress.epoch < self._epochs else ""
        self._bar.update(self._task, completed=progress.epoch, speed=speed, left=left)


def started_text(event: TrainingStarted) -> str:
    """Return what starts: model, images and device."""
    model, training = event.models[0], event.training
    if model.kind == "pca":
        return told(
            "fitting: pca to {count} images on {device}", count=event.images_per_epoch, device=event.device
        )
    return told(
        "training: {kind} on {count} images, {epochs} epochs in batches of {batch_size}, on {device}",
        kind=model.kind,
        count=event.images_per_epoch,
        epochs=training.epochs,
        batch_size=training.batch_size,
        device=event.device,
    )


def reduced_text(event: BatchSizeReduced) -> str:
    """Return what an exhausted memory led to."""
    return told(
        "the device's memory is too small for {from_size} images at once: from now on a batch is computed in "
        "parts of {to_size}, with the same result",
        from_size=event.from_size,
        to_size=event.to_size,
    )


def compiled_text(event: StepCompiled) -> str:
    """Return what compiled code is used for, and since when."""
    return told(
        "from epoch {epoch} on training steps are computed by compiled code", epoch=event.epochs_done + 1
    )


def terms_text(kind: ModelKind, terms: Terms) -> str:
    """Return the terms on the test split, in nats per image."""
    values = {
        "reconstruction": terms.reconstruction_nats,
        "kl": terms.kl_nats,
        "prior": terms.prior_nats,
        "total": terms.total_nats,
    }
    if kind == "vae":
        return told("test reconstruction {reconstruction:.1f} + KL {kl:.2f} = {total:.1f} nats", **values)
    if kind == "map":
        return told(
            "test reconstruction {reconstruction:.1f} + prior {prior:.2f} = {total:.1f} nats", **values
        )
    return told("test reconstruction {reconstruction:.1f} nats", **values)


def progress_of(record: EpochRecord, epochs: int, images_per_epoch: int) -> ProgressMade:
    """Return the progress at the end of an epoch, at the run's mean speed; short epochs have no other."""
    seconds = max(record.seconds, 1e-9)
    return ProgressMade(
        epoch=record.epoch,
        images_per_second=record.epoch * images_per_epoch / seconds,
        seconds_left=(epochs - record.epoch) * seconds / record.epoch,
    )


def speed_text(progress: ProgressMade) -> str:
    """Return the speed."""
    return told("{speed:.0f} images/s", speed=progress.images_per_second)


def left_text(progress: ProgressMade) -> str:
    """Return the time left as ``m:ss`` or ``h:mm:ss``."""
    minutes, seconds = divmod(round(progress.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    time = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return told("{time} left", time=time)


def _new_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    return Progress(
        TextColumn(said("epoch {task.completed:.1f}/{task.total:.0f}") or ""),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[speed]}"),
        TextColumn("{task.fields[left]}"),
        TextColumn("{task.fields[terms]}"),
        console=Console(stderr=True, highlight=False, markup=False),
    )
