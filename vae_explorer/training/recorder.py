"""Gathering a run's events into checkpoints that can be saved at any moment."""

from __future__ import annotations

import numpy as np

from vae_explorer.autoencoders.checkpoint import Checkpoint, Frames, Preview
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training.event import EpochFinished, Snapshot, SnapshotTaken, TrainingEvent, TrainingStarted

# Of one model's past codes, in half precision. Beyond it every second frame goes, the first and the newest
# stay.
_FRAME_BUDGET_BYTES = 24_000_000


class RunRecorder:
    """Remembers what a run yielded, model by model.

    Parameters
    ----------
    training : TrainingSpec
        The recipe.
    dataset : DatasetRecord
        The data.
    preview_indices, preview_labels : (n,) int64
        The preview set that the snapshots' codes belong to.
    """

    def __init__(
        self,
        training: TrainingSpec,
        dataset: DatasetRecord,
        preview_indices: np.ndarray,
        preview_labels: np.ndarray,
    ) -> None:
        self._training = training
        self._dataset = dataset
        self._indices = preview_indices
        self._labels = preview_labels
        self._device = "cpu"
        self._snapshots: tuple[Snapshot, ...] = ()
        self._frames: list[_FrameList] = []
        self._history: list[list[EpochRecord]] = []

    def note(self, event: TrainingEvent) -> None:
        """Remember what an event says; the order is that of the run."""
        if isinstance(event, TrainingStarted):
            self._device = event.device
            self._frames = [_FrameList() for _ in event.models]
            self._history = [[] for _ in event.models]
        elif isinstance(event, SnapshotTaken):
            self._snapshots = event.snapshots
            for frames, snapshot in zip(self._frames, event.snapshots, strict=True):
                if snapshot.is_frame:
                    frames.append(snapshot.epoch, snapshot.mu)
        elif isinstance(event, EpochFinished):
            for history, record in zip(self._history, event.records, strict=True):
                history.append(record)

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return one checkpoint per model, of the newest snapshot; none before the first."""
        return tuple(
            Checkpoint(
                model=snapshot.model,
                training=self._training,
                dataset=self._dataset,
                weights=snapshot.weights,
                preview=Preview(self._indices, self._labels, snapshot.mu, snapshot.logvar),
                frames=None if snapshot.model.kind == "pca" else frames.frames(),
                # A record of an epoch that the weights have not reached would promise what the file does not
                # hold.
                history=tuple(record for record in history if record.epoch <= snapshot.epoch),
                epoch=snapshot.epoch,
                device=self._device,
            )
            for snapshot, frames, history in zip(self._snapshots, self._frames, self._history, strict=True)
        )

    def history(self, position: int) -> tuple[EpochRecord, ...]:
        """Return all records so far of the model at ``position``."""
        return tuple(self._history[position])


class _FrameList:
    """Past codes of one model within a budget of memory."""

    def __init__(self) -> None:
        self._epochs: list[float] = []
        self._scaled: list[np.ndarray] = []
        self._scales: list[float] = []

    def append(self, epoch: float, mu: np.ndarray) -> None:
        scale = float(np.abs(mu).max(initial=0.0)) or 1.0
        self._epochs.append(epoch)
        self._scales.append(scale)
        self._scaled.append((mu / scale).astype(np.float16))
        if sum(frame.nbytes for frame in self._scaled) > _FRAME_BUDGET_BYTES and len(self._scaled) > 2:
            self._thin()

    def frames(self) -> Frames | None:
        if not self._scaled:
            return None
        return Frames(
            np.array(self._epochs, np.float32), np.stack(self._scaled), np.array(self._scales, np.float32)
        )

    def _thin(self) -> None:
        kept = sorted({*range(0, len(self._epochs), 2), len(self._epochs) - 1})
        self._epochs = [self._epochs[i] for i in kept]
        self._scaled = [self._scaled[i] for i in kept]
        self._scales = [self._scales[i] for i in kept]
