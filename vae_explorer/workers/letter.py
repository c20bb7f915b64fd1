"""What goes through the mailboxes: requests to the worker threads and what training sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import ExplorerError
from vae_explorer.state.map_state import Codes, UnderlayKind
from vae_explorer.state.plane import Plane
from vae_explorer.state.wish import ViewWish
from vae_explorer.training.archive import Keeping
from vae_explorer.training.event import StepWatched
from vae_explorer.training.timeline import Timeline

if TYPE_CHECKING:
    from torch import Tensor

    from vae_explorer.training.control import TrainingControl


@dataclass(frozen=True, eq=False)
class ModelLetter:
    """The weights and codes that stand in a map now."""

    map_id: int
    run_id: int
    version: int
    model: ModelSpec
    weights: Mapping[str, Tensor]
    codes: Codes
    fingerprint: str


@dataclass(frozen=True, eq=False)
class ImagesLetter:
    """The real images of the data with this fingerprint: ``(n, h, w, c) uint8``, the training split."""

    fingerprint: str
    images: np.ndarray


@dataclass(frozen=True)
class DecodeLetter:
    """A place to decode with the weights of a run; asked of others, it is answered by nobody.

    ``is_awaited`` says that a person points there now: the answer comes first, and what is near the place is
    told by the codes of the snapshot before where those of the newest are not in order yet.
    """

    map_id: int
    run_id: int
    request_id: int
    z: tuple[float, ...]
    is_pinned: bool
    is_awaited: bool = False


@dataclass(frozen=True)
class ReconstructLetter:
    """An image of the preview set whose code is to be decoded with the weights of a run and version."""

    map_id: int
    run_id: int
    version: int
    index: int


@dataclass(frozen=True, eq=False)
class UnderlayLetter:
    """A picture to draw under the points of a map.

    ``is_refresh`` says that only the weights are newer than those of the picture that is shown: it may wait.
    """

    view: ViewWish
    kind: UnderlayKind
    plane: Plane
    is_refresh: bool = False


@dataclass(frozen=True)
class BranchPoint:
    """The end of an epoch of a run that was carried out before, by this recipe."""

    run_id: int
    epoch: float
    recipe: TrainingSpec


@dataclass(frozen=True, eq=False)
class TrainLetter:
    """A run to carry out.

    Attributes
    ----------
    train, test : (n, h, w, c) uint8
        The splits.
    preview_indices, preview_labels : (k,) int64
        The fixed preview set.
    runs_folder : Path
        Where the run gets a folder of its own.
    model_seeds : tuple of int or None
        One per model where they differ in their seeds.
    branch : BranchPoint or None
        Where the run goes on from, if not from the start.
    resumed : Path or None
        The folder of a run that was cut off, to be gone on with.
    """

    run_id: int
    models: tuple[ModelSpec, ...]
    training: TrainingSpec
    dataset: DatasetRecord
    dataset_name: str
    train: np.ndarray
    test: np.ndarray
    preview_indices: np.ndarray
    preview_labels: np.ndarray
    device: str
    control: TrainingControl
    runs_folder: Path
    model_seeds: tuple[int | None, ...] = ()
    branch: BranchPoint | None = None
    resumed: Path | None = None


@dataclass(frozen=True)
class FolderLetter:
    """Where the run that has begun is kept; empty once nobody writes there any more."""

    run_id: int
    path: str


@dataclass(frozen=True)
class ProgressLetter:
    """Where a run stands; ``images_per_second`` counts each image once."""

    run_id: int
    device: str
    epoch: float
    images_per_second: float
    seconds_left: float | None


@dataclass(frozen=True, eq=False)
class SnapshotLetter:
    """The models of a run at one moment, ready to be shown and saved."""

    run_id: int
    version: int
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True)
class HistoryLetter:
    """All epochs of a run so far, a tuple per model."""

    run_id: int
    histories: tuple[tuple[EpochRecord, ...], ...]


@dataclass(frozen=True)
class BatchLetter:
    """The device's memory made a batch be computed in parts."""

    from_size: int
    to_size: int


@dataclass(frozen=True, eq=False)
class CompilationLetter:
    """Steps could not be compiled or recorded; training goes on without."""

    error: ExplorerError


@dataclass(frozen=True, eq=False)
class EndLetter:
    """A run is over; ``error`` says why, where it did not end by itself or by a wish."""

    run_id: int
    epoch: float
    is_cancelled: bool
    error: ExplorerError | None


@dataclass(frozen=True, eq=False)
class SaveFailedLetter:
    """The last snapshot could not be kept; training goes on."""

    error: ExplorerError


@dataclass(frozen=True, eq=False)
class TimelineLetter:
    """What is kept of a run's past: a timeline per model, and which epochs can be gone on from exactly."""

    run_id: int
    timelines: tuple[Timeline, ...]
    exact_epochs: frozenset[float]
    keeping: Keeping


@dataclass(frozen=True)
class StepLetter:
    """One batch was learnt from on its own."""

    run_id: int
    watched: StepWatched


@dataclass(frozen=True)
class PausedLetter:
    """A run waits because one step or one epoch was all that was asked for."""

    run_id: int


@dataclass(frozen=True)
class BalanceLetter:
    """The changes of c in a run so far: when, and to what."""

    run_id: int
    changes: tuple[tuple[float, float], ...]


TrainingLetter = (
    FolderLetter
    | SaveFailedLetter
    | ProgressLetter
    | SnapshotLetter
    | HistoryLetter
    | BatchLetter
    | CompilationLetter
    | TimelineLetter
    | StepLetter
    | PausedLetter
    | BalanceLetter
    | EndLetter
)
