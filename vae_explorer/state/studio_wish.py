"""What a person asks of the training studio."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.training.control import Stride
from vae_explorer.training.diagnosis import Remedy


@dataclass(frozen=True)
class ReplayWish:
    """Show this moment of training; None for the newest."""

    epoch: float | None


@dataclass(frozen=True)
class PlayWish:
    """Let the recorded time run, or stand; a speed of None leaves it as it is."""

    is_playing: bool
    speed: float | None = None


@dataclass(frozen=True)
class StepWish:
    """Train one batch, or to the end of an epoch, and wait."""

    stride: Stride


@dataclass(frozen=True)
class BalanceWish:
    """Weigh reconstruction and regulariser with this c: in the run that goes on, and in the next one."""

    c: float


@dataclass(frozen=True)
class BranchWish:
    """Go back to the end of this epoch and train on with the settings as they are now."""

    epoch: float


@dataclass(frozen=True)
class ShowBranchWish:
    """Show a model of a run that was left in a map."""

    branch_id: int
    position: int
    map_id: int


@dataclass(frozen=True)
class ExperimentWish:
    """Set up the maps and the settings of an experiment, and start it; an empty name ends the last one."""

    name: str


@dataclass(frozen=True)
class ArrangeWish:
    """Let models of these kinds stand side by side, from left to right."""

    kinds: tuple[ModelKind, ...]


@dataclass(frozen=True)
class RemedyWish:
    """Make the change that a diagnosis suggests."""

    map_id: int
    remedy: Remedy
