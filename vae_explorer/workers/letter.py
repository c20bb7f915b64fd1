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
    """A place to decode with the weights of a run; asked of others, it is answered by nobody."""

    map_id: int
    run_id: int
    request_id: int
    z: tuple[float, ...]
    is_pinned: bool


@dataclass(frozen=True, eq=False)
class UnderlayLetter:
    """A picture to draw under the points of a map.

    ``is_refresh`` says that only the weights are newer than those of the picture that is shown: it may wait.
    """

    view: ViewWish
    kind: UnderlayKind
    plane: Plane
    is_refresh: bool = False


@dataclass(frozen=True, eq=False)
class TrainLetter:
    """A run to carry out.

    Attributes
    ----------
    train, test : (n, h, w, c) uint8
        The splits.
    preview_indices, preview_labels : (k,) int64
        The fixed preview set.
    autosave_folder : Path
        Where the last snapshot is kept for the next start.
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
    autosave_folder: Path


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


TrainingLetter = SaveFailedLetter | ProgressLetter | SnapshotLetter | HistoryLetter | BatchLetter | EndLetter
