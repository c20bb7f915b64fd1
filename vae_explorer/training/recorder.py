"""Gathering a run's events into checkpoints that can be saved at any moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from vae_explorer.autoencoders.checkpoint import Checkpoint, Frames, Preview
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.specification import CompilationKind, TrainingSpec
from vae_explorer.training.event import (
    CompilationFailed,
    EpochFinished,
    Snapshot,
    SnapshotTaken,
    StepCompiled,
    TrainingEvent,
    TrainingFinished,
    TrainingStarted,
)

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
    model_seeds : tuple of int or None
        One per model where they differ in their seeds.
    parent : RunRecorder, optional
        The run that this one branches off: its past up to the branch is this one's too.
    until : float
        The epoch of the branch.
    """

    def __init__(
        self,
        training: TrainingSpec,
        dataset: DatasetRecord,
        preview_indices: np.ndarray,
        preview_labels: np.ndarray,
        model_seeds: tuple[int | None, ...] = (),
        parent: RunRecorder | None = None,
        until: float = 0.0,
    ) -> None:
        self._training = training
        self._model_seeds = model_seeds
        self._parent = parent
        self._until = until
        self._dataset = dataset
        self._indices = preview_indices
        self._labels = preview_labels
        self._device = "cpu"
        self._snapshots: tuple[Snapshot, ...] = ()
        self._whole: tuple[Snapshot, ...] = ()
        self._frames: list[_FrameList] = []
        self._history: list[list[EpochRecord]] = []

    def note(self, event: TrainingEvent) -> None:
        """Remember what an event says; the order is that of the run."""
        if isinstance(event, TrainingStarted):
            # As it was carried out: with the precision that was chosen.
            self._training = event.training
            self._device = event.device
            self._frames = [_FrameList() for _ in event.models]
            self._history = [[] for _ in event.models]
            if self._parent is not None:
                self._inherit(self._parent)
        elif isinstance(event, SnapshotTaken):
            self._snapshots = event.snapshots
            if not event.snapshots[0].is_glance:
                self._whole = event.snapshots
            for frames, snapshot in zip(self._frames, event.snapshots, strict=True):
                if snapshot.is_frame:
                    frames.append(snapshot.epoch, snapshot.mu)
        elif isinstance(event, EpochFinished):
            for history, record in zip(self._history, event.records, strict=True):
                history.append(record)
        else:
            self._note_compilation(event)

    def _note_compilation(self, event: TrainingEvent) -> None:
        if isinstance(event, StepCompiled):
            self._training = _carried_out(self._training, event.epochs_done)
        is_settled = isinstance(event, TrainingFinished) and self._training.compilation == "auto"
        if is_settled or isinstance(event, CompilationFailed):
            self._training = _carried_out(self._training, None)

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return one checkpoint per model, of the newest whole snapshot; none before the first."""
        return self._checkpoints(self._whole)

    def glances(self) -> tuple[Checkpoint, ...]:
        """Return one checkpoint per model, of the newest snapshot: to be shown, and not to be kept."""
        return self._checkpoints(self._snapshots)

    def _checkpoints(self, snapshots: tuple[Snapshot, ...]) -> tuple[Checkpoint, ...]:
        return tuple(
            Checkpoint(
                model=snapshot.model,
                training=self._recipe(position),
                dataset=self._dataset,
                weights=snapshot.weights,
                preview=Preview(self._indices, self._labels, snapshot.mu, snapshot.logvar),
                frames=None if snapshot.model.kind == "pca" else frames.frames(),
                # A record of an epoch that the weights have not reached would promise too much.
                history=tuple(record for record in history if record.epoch <= snapshot.epoch),
                epoch=snapshot.epoch,
                device=self._device,
            )
            for position, (snapshot, frames, history) in enumerate(
                zip(snapshots, self._frames, self._history, strict=False)
            )
        )

    def adopt(self, frames: Sequence[Frames | None], histories: Sequence[tuple[EpochRecord, ...]]) -> None:
        """Begin with the past of the same run, as it was written down; called after its start was noted."""
        for mine, past in zip(self._frames, frames, strict=True):
            mine.adopt(past)
        for history, records in zip(self._history, histories, strict=True):
            history.extend(records)

    def history(self, position: int) -> tuple[EpochRecord, ...]:
        """Return all records so far of the model at ``position``."""
        return tuple(self._history[position])

    def _recipe(self, position: int) -> TrainingSpec:
        seed = self._model_seeds[position] if self._model_seeds else None
        return self._training if seed is None else msgspec.structs.replace(self._training, model_seed=seed)

    def _inherit(self, parent: RunRecorder) -> None:
        self._parent = None
        for frames, former in zip(self._frames, parent._frames, strict=True):
            frames.inherit(former, self._until)
        for history, records in zip(self._history, parent._history, strict=True):
            history.extend(record for record in records if record.epoch <= self._until)


@dataclass(frozen=True, eq=False)
class _Frame:
    """One moment's codes in half precision, and how many frames were taken before it."""

    ordinal: int
    epoch: float
    scaled: np.ndarray
    scale: float


class _FrameList:
    """Past codes of one model within a budget of memory: all of them, every second, every fourth."""

    def __init__(self) -> None:
        self._frames: list[_Frame] = []
        self._taken = 0
        self._stride = 1

    def append(self, epoch: float, mu: np.ndarray) -> None:
        if self._frames and epoch <= self._frames[-1].epoch:
            return  # A run that is gone on with begins by showing where it was left.
        scale = float(np.abs(mu).max(initial=0.0)) or 1.0
        self._keep_every(self._stride)
        self._frames.append(_Frame(self._taken, epoch, (mu / scale).astype(np.float16), scale))
        self._taken += 1
        while self._bytes() > _FRAME_BUDGET_BYTES and len(self._frames) > 2:
            self._stride *= 2
            newest = self._frames.pop()
            self._keep_every(self._stride)
            self._frames.append(newest)

    def inherit(self, former: _FrameList, until: float) -> None:
        """Begin with the frames before an epoch, as they were thinned."""
        self._frames = [frame for frame in former._frames if frame.epoch < until - 1e-6]
        self._stride = former._stride
        # The next frame falls into the same even spacing.
        self._taken = self._frames[-1].ordinal + self._stride if self._frames else 0

    def adopt(self, past: Frames | None) -> None:
        """Begin with frames out of a file, which says nothing of the spacing that they were thinned to."""
        for position in range(len(past) if past is not None else 0):
            assert past is not None
            self.append(float(past.epochs[position]), past.codes(position))

    def frames(self) -> Frames | None:
        if not self._frames:
            return None
        return Frames(
            epochs=np.array([frame.epoch for frame in self._frames], np.float32),
            mu=np.stack([frame.scaled for frame in self._frames]),
            scale=np.array([frame.scale for frame in self._frames], np.float32),
        )

    def _keep_every(self, stride: int) -> None:
        self._frames = [frame for frame in self._frames if frame.ordinal % stride == 0]

    def _bytes(self) -> int:
        return sum(frame.scaled.nbytes for frame in self._frames)


def _carried_out(training: TrainingSpec, compiled_after: int | None) -> TrainingSpec:
    """Return a recipe as it was carried out: compiled from an epoch on, or without."""
    kind: CompilationKind = "off" if compiled_after is None else "on"
    return msgspec.structs.replace(training, compilation=kind, compiled_after=compiled_after or 0)
