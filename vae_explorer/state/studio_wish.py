"""What a person asks of the training studio."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.training.control import Stride


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
    """Set up the maps and the settings of an experiment, and start it."""

    name: str


@dataclass(frozen=True)
class RemedyWish:
    """Do what a diagnosis suggests."""

    map_id: int
    remedy: str
