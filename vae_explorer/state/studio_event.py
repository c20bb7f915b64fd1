"""The facts of the training studio that change what the window shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.map_state import Codes
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.studio_state import StudioState


@dataclass(frozen=True)
class ReplayChanged:
    """The timeline stands somewhere else, or there is more of it."""

    replay: ReplayState


@dataclass(frozen=True)
class MapsArranged:
    """Maps for models of these kinds stand side by side; a model of the kind stays where it stood."""

    kinds: tuple[ModelKind, ...]


@dataclass(frozen=True)
class StudioChanged:
    """A step was watched, c was turned, a run was left, or maps shall differ."""

    studio: StudioState


@dataclass(frozen=True, eq=False)
class MomentShown:
    """A map shows a past moment of its model.

    Attributes
    ----------
    version : int
        Identifies the weights that places are decoded with.
    epoch : float
        The moment.
    weights_epoch : float or None
        When the weights were those; None for the weights of the end.
    chosen_index : int or None
        The image that is followed.
    """

    map_id: int
    run_id: int
    version: int
    codes: Codes
    epoch: float
    weights_epoch: float | None
    chosen_index: int | None


@dataclass(frozen=True, eq=False)
class MomentLeft:
    """A map shows the newest state of its model again."""

    map_id: int
    run_id: int
    version: int
    model: ModelSpec
    codes: Codes
    epoch: float


@dataclass(frozen=True, eq=False)
class ImageReconstructed:
    """The image that is followed was decoded with the weights of this run and version."""

    map_id: int
    run_id: int
    version: int
    index: int
    image: np.ndarray


StudioEvent = ReplayChanged | MapsArranged | StudioChanged | MomentShown | MomentLeft | ImageReconstructed
