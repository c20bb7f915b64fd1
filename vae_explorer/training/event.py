"""The frozen facts that training yields, in the order they happen. Nothing here imports torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec

if TYPE_CHECKING:
    from torch import Tensor

    from vae_explorer.errors import TrainingError
    from vae_explorer.training.departure import Departure
    from vae_explorer.training.step_report import StepReport


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One model at one moment: detached CPU weights and the preview codes, none of which ever changes again.

    Attributes
    ----------
    version : int
        Rises with every snapshot of a run.
    epoch : float
        Epochs trained so far, with a fraction within one.
    model : ModelSpec
        The specification, with a fitted ``c`` where there is one.
    weights : mapping of str to float32 tensor
        On the CPU.
    mu : (n, d) float32, read-only
        Codes of the preview set.
    logvar : (n, d) float32, read-only, or None
        Logarithm of their variances, for a VAE.
    is_frame : bool
        Whether it belongs to the evenly spaced moments that a replay shows.
    is_glance : bool
        Whether only a part of the codes is as new as the weights: good to look at, not to be kept.
    """

    version: int
    epoch: float
    model: ModelSpec
    weights: Mapping[str, Tensor]
    mu: np.ndarray
    logvar: np.ndarray | None
    is_frame: bool = False
    is_glance: bool = False


@dataclass(frozen=True)
class TrainingStarted:
    """Models are built and the data lie on the device."""

    models: tuple[ModelSpec, ...]
    training: TrainingSpec
    device: str
    images_per_epoch: int


@dataclass(frozen=True)
class ProgressMade:
    """Some batches later; yielded a few times a second.

    Attributes
    ----------
    epoch : float
        Epochs finished, with a fraction.
    images_per_second : float
        Of the batches since the last such event, counted once however many models learn from them.
    seconds_left : float
        At this speed.
    """

    epoch: float
    images_per_second: float
    seconds_left: float


@dataclass(frozen=True, eq=False)
class SnapshotTaken:
    """All models at the same moment, in the order they were given."""

    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True)
class EpochFinished:
    """One record per model, in the order they were given."""

    records: tuple[EpochRecord, ...]


@dataclass(frozen=True)
class BalanceChanged:
    """From this moment on the batches are weighed with another c."""

    epoch: float
    c: float


@dataclass(frozen=True)
class StepWatched:
    """One batch was learnt from on its own, and training waits.

    Attributes
    ----------
    epoch : float
        Epochs trained after it.
    batch, batches : int
        Which of the epoch's batches it was, from 1, and how many there are.
    step : int
        Batches since the start of the run.
    reports : tuple of StepReport or None
        One per model; None for one in closed form.
    """

    epoch: float
    batch: int
    batches: int
    step: int
    reports: tuple[StepReport | None, ...]


@dataclass(frozen=True)
class EpochStepped:
    """One epoch was asked for on its own; it is done, and training waits."""

    epoch: float


@dataclass(frozen=True, eq=False)
class DepartureReached:
    """The run can be gone on with from here, later and with other settings."""

    departure: Departure


@dataclass(frozen=True)
class BatchSizeReduced:
    """Memory ran out: from now on a batch of ``from_size`` is computed in parts of ``to_size``."""

    from_size: int
    to_size: int


@dataclass(frozen=True)
class StepCompiled:
    """From here on whole batches are learnt from by compiled code; so many epochs were done without."""

    epochs_done: int


@dataclass(frozen=True, eq=False)
class CompilationFailed:
    """Steps cannot be compiled or recorded; training goes on without."""

    error: TrainingError


@dataclass(frozen=True, eq=False)
class StateCaptured:
    """Everything that a run needs to go on from here, in another process too.

    Attributes
    ----------
    models : tuple of ModelSpec
        As they are now, in the order they were given.
    departure : Departure
        What they have become, and which batch is next.
    """

    models: tuple[ModelSpec, ...]
    departure: Departure


@dataclass(frozen=True)
class TrainingLeft:
    """A run was told to stop and learns no more; what remains is to take and keep its last snapshot."""

    epoch: float


@dataclass(frozen=True)
class TrainingFinished:
    """The last fact of a run.

    Attributes
    ----------
    epoch : float
        Epochs trained.
    seconds : float
        Time spent on training steps, without pauses, measuring and snapshots.
    images_per_second : float
        Over the whole run.
    is_cancelled : bool
        Whether it was stopped before its last epoch.
    """

    epoch: float
    seconds: float
    images_per_second: float
    is_cancelled: bool


TrainingEvent = (
    TrainingStarted
    | ProgressMade
    | SnapshotTaken
    | EpochFinished
    | BalanceChanged
    | StepWatched
    | EpochStepped
    | DepartureReached
    | BatchSizeReduced
    | StepCompiled
    | CompilationFailed
    | StateCaptured
    | TrainingLeft
    | TrainingFinished
)
