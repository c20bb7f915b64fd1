"""One training run without a window, of which something is left whenever and however it ends."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.checkpoint_file import save_checkpoint
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.cli.exit_status import say, write_line
from vae_explorer.cli.interruption import on_interruption
from vae_explorer.cli.language import error_line
from vae_explorer.cli.training_report import TrainingReport
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.preview import preview_indices, preview_limit
from vae_explorer.errors import ExplorerError, TrainingError, WriteError
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.dataset_record import record_of
from vae_explorer.training.event import EpochFinished, TrainingEvent, TrainingFinished
from vae_explorer.training.loop import TrainingData, train
from vae_explorer.training.recorder import RunRecorder
from vae_explorer.training.run_state_file import RunState
from vae_explorer.training.run_writer import RunWriter
from vae_explorer.training.team import Team


@dataclass(frozen=True, eq=False)
class RunResult:
    """What a run came to.

    Attributes
    ----------
    checkpoints : tuple of Checkpoint
        What was saved, one per model; none where the run was stopped before it had learned anything.
    seconds : float
        Time spent on training steps, or on the closed form of a PCA.
    images_per_second : float
        Over the whole run.
    is_interrupted : bool
        Whether it was stopped before its end.
    """

    checkpoints: tuple[Checkpoint, ...]
    seconds: float
    images_per_second: float
    is_interrupted: bool


class TrainingRun:
    """Trains models and saves them: at the end, when interrupted, and when the loss is no number any more.

    Parameters
    ----------
    specs : sequence of ModelSpec
        What to train; several models learn in lockstep.
    training : TrainingSpec
        The recipe.
    dataset : ImageDataset
        The images.
    out : Path or None
        The model file, where one model is trained and one is wanted.
    writer : RunWriter or None
        Keeps the run in its folder.
    team : Team or None
        The processes that carry out the run together.
    state : RunState or None
        Where a run that is resumed goes on.
    model_seeds : sequence of int
        One per model where they differ in their seeds.
    """

    def __init__(
        self,
        specs: Sequence[ModelSpec],
        training: TrainingSpec,
        dataset: ImageDataset,
        out: Path | None,
        writer: RunWriter | None = None,
        team: Team | None = None,
        state: RunState | None = None,
        model_seeds: Sequence[int] = (),
    ) -> None:
        indices = preview_indices(dataset.train_labels, preview_limit(dataset.train_images))
        self._specs = tuple(specs)
        self._writer, self._team, self._state = writer, team, state
        self._seeds = tuple(model_seeds)
        self._has_complained = False
        self._epoch = 0.0
        self._training = training
        self._data = TrainingData(dataset.train_images, dataset.test_images, indices)
        self._recorder = RunRecorder(training, record_of(dataset), indices, dataset.train_labels[indices])
        self._out = out

    def drive(self, device: str, report: TrainingReport) -> RunResult:
        """Train to the end, or until the process is interrupted, and save.

        Raises
        ------
        UsageError, DeviceError, TrainingError
            If training cannot start or ends in an error; what it had learned until then is saved.
        WriteError
            If the model file cannot be written.
        """
        control = TrainingControl()
        with on_interruption(control.cancel), self._closing():
            try:
                finished = self._drive(device, control, report)
            except ExplorerError as error:
                self._keep_failure(error)
                raise
            return RunResult(
                self._save(), finished.seconds, finished.images_per_second, finished.is_cancelled
            )

    def _drive(self, device: str, control: TrainingControl, report: TrainingReport) -> TrainingFinished:
        is_closed_form = all(spec.kind == "pca" for spec in self._specs)
        if is_closed_form:
            import sklearn.decomposition  # noqa: F401  (so that the time of the fit is not that of an import)
        started = time.perf_counter()
        events = self._events(device, control)
        fit_seconds = time.perf_counter() - started
        for event in events:
            self._recorder.note(event)
            self._write_down(event)
            report.note(event)
            if isinstance(event, EpochFinished):
                self._epoch = float(event.records[0].epoch)
            elif isinstance(event, TrainingFinished):
                finished = event
        if is_closed_form:
            speed = len(self._data.train) / fit_seconds
            return TrainingFinished(finished.epoch, fit_seconds, speed, finished.is_cancelled)
        return finished

    def _events(self, device: str, control: TrainingControl) -> Iterator[TrainingEvent]:
        options: dict[str, Any] = {} if self._team is None else {"team": self._team}
        if self._writer is not None:
            options |= {"save_pace": self._writer.pace}
        if self._state is not None:
            options |= {"departure": self._state.departure}
        models = self._specs if self._state is None else self._state.models
        return train(
            models,
            self._data,
            self._training,
            device=device,
            control=control,
            model_seeds=self._seeds,
            **options,
        )

    def _write_down(self, event: TrainingEvent) -> None:
        if self._writer is None:
            return
        try:
            self._writer.note(event, self._recorder)
        except WriteError as error:
            # A full disk must not end a run whose model may be saved elsewhere.
            if not self._has_complained:
                self._has_complained = True
                write_line(error_line(error))

    def _keep_failure(self, error: ExplorerError) -> None:
        if self._writer is not None:
            with contextlib.suppress(WriteError):
                self._writer.fail(self._epoch, error.one_line(), self._recorder)
        if isinstance(error, TrainingError) and (saved := self._save()) and self._out is not None:
            say(
                "{file}: saved the model of epoch {epoch:.4g}, before the error",
                file=self._out,
                epoch=saved[0].epoch,
            )

    @contextlib.contextmanager
    def _closing(self) -> Iterator[None]:
        try:
            yield
        finally:
            if self._writer is not None:
                self._writer.close()

    def _save(self) -> tuple[Checkpoint, ...]:
        # An untrained network is worth less than whatever may stand in its place. PCA is fitted at once.
        learned = tuple(
            checkpoint
            for checkpoint in self._recorder.checkpoints()
            if checkpoint.epoch > 0 or checkpoint.model.kind == "pca"
        )
        if self._out is not None and len(learned) == 1:
            save_checkpoint(learned[0], self._out)
        return learned
