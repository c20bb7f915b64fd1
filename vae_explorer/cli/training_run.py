"""One training run without a window, of which something is left whenever and however it ends."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.checkpoint_file import save_checkpoint
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.cli.exit_status import say
from vae_explorer.cli.interruption import on_interruption
from vae_explorer.cli.training_report import TrainingReport
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.preview import preview_indices
from vae_explorer.errors import TrainingError
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.dataset_record import record_of
from vae_explorer.training.event import TrainingFinished
from vae_explorer.training.loop import TrainingData, train
from vae_explorer.training.recorder import RunRecorder


@dataclass(frozen=True, eq=False)
class RunResult:
    """What a run came to.

    Attributes
    ----------
    checkpoint : Checkpoint or None
        What was saved; None where the run was stopped before it had learned anything.
    seconds : float
        Time spent on training steps, or on the closed form of a PCA.
    images_per_second : float
        Over the whole run.
    is_interrupted : bool
        Whether it was stopped before its end.
    """

    checkpoint: Checkpoint | None
    seconds: float
    images_per_second: float
    is_interrupted: bool


class TrainingRun:
    """Trains one model and saves it: at the end, when interrupted, and when the loss is no number any more.

    Parameters
    ----------
    spec : ModelSpec
        What to train.
    training : TrainingSpec
        The recipe.
    dataset : ImageDataset
        The images.
    out : Path
        The model file.
    """

    def __init__(self, spec: ModelSpec, training: TrainingSpec, dataset: ImageDataset, out: Path) -> None:
        indices = preview_indices(dataset.train_labels)
        self._spec = spec
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
        with on_interruption(control.cancel):
            try:
                finished = self._drive(device, control, report)
            except TrainingError:
                if (saved := self._save()) is not None:
                    say(f"{self._out}: saved the model of epoch {saved.epoch:.4g}, before the error")
                raise
            return RunResult(
                self._save(), finished.seconds, finished.images_per_second, finished.is_cancelled
            )

    def _drive(self, device: str, control: TrainingControl, report: TrainingReport) -> TrainingFinished:
        if self._spec.kind == "pca":
            import sklearn.decomposition  # noqa: F401  (so that the time of the fit is not that of an import)
        started = time.perf_counter()
        events = train([self._spec], self._data, self._training, device=device, control=control)
        fit_seconds = time.perf_counter() - started
        for event in events:
            self._recorder.note(event)
            report.note(event)
            if isinstance(event, TrainingFinished):
                finished = event
        if self._spec.kind == "pca":
            speed = len(self._data.train) / fit_seconds
            return TrainingFinished(finished.epoch, fit_seconds, speed, finished.is_cancelled)
        return finished

    def _save(self) -> Checkpoint | None:
        for checkpoint in self._recorder.checkpoints():
            # An untrained network is worth less than whatever may stand in its place. PCA is fitted at once.
            if checkpoint.epoch > 0 or checkpoint.model.kind == "pca":
                save_checkpoint(checkpoint, self._out)
                return checkpoint
        return None
