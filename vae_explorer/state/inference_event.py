"""The facts that change what is shown of an image's inference, and their transitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.inference_state import MAX_DARTS, Belief, DartBoard, InferenceState

if TYPE_CHECKING:
    from vae_explorer.state.explorer_state import ExplorerState


@dataclass(frozen=True)
class ImageChosen:
    """An image was clicked, or none is chosen any more."""

    index: int | None
    map_id: int


@dataclass(frozen=True, eq=False)
class BeliefFound:
    """A model has said something of an image."""

    belief: Belief


@dataclass(frozen=True, eq=False)
class DartsLanded:
    """Darts stuck: these, on top of those that were thrown at the same image with the same weights."""

    board: DartBoard


@dataclass(frozen=True)
class DartsCleared:
    """All darts thrown at an image were taken out."""

    index: int


@dataclass(frozen=True)
class TilingShown:
    """The ellipses of all images are shown, or not."""

    is_shown: bool


@dataclass(frozen=True)
class PosteriorShown:
    """The exact posterior is shown, or not."""

    is_shown: bool


InferenceEvent = ImageChosen | BeliefFound | DartsLanded | DartsCleared | TilingShown | PosteriorShown


def _with(state: ExplorerState, inference: InferenceState) -> ExplorerState:
    return state if inference is state.inference else replace(state, inference=inference)


def _choose(event: ImageChosen, state: ExplorerState) -> ExplorerState:
    shown = state.inference
    if (event.index, event.map_id) == (shown.chosen, shown.chosen_map):
        return state
    return _with(state, replace(shown, chosen=event.index, chosen_map=event.map_id, boards=()))


def _believe(event: BeliefFound, state: ExplorerState) -> ExplorerState:
    belief, shown = event.belief, state.inference
    of_map = state.find_map(belief.map_id)
    # What an older snapshot of the same run says is still the best there is.
    if of_map is None or of_map.run_id != belief.run_id:
        return state
    others = tuple(each for each in shown.beliefs if each.map_id != belief.map_id)
    return _with(state, replace(shown, beliefs=(*others, belief)))


def _land(event: DartsLanded, state: ExplorerState) -> ExplorerState:
    board, shown = event.board, state.inference
    if board.index != shown.chosen:
        return state
    before = shown.board(board.map_id)
    others = tuple(each for each in shown.boards if each.map_id != board.map_id)
    if before is not None and (before.run_id, before.version) == (board.run_id, board.version):
        places = np.concatenate([before.places, board.places])[-MAX_DARTS:]
        images = np.concatenate([before.images, board.images])[-MAX_DARTS:]
        for array in (places, images):
            array.flags.writeable = False
        board = replace(board, places=places, images=images)
    return _with(state, replace(shown, boards=(*others, board)))


def _clear(event: DartsCleared, state: ExplorerState) -> ExplorerState:
    if event.index != state.inference.chosen or not state.inference.boards:
        return state
    return _with(state, replace(state.inference, boards=()))


def _tile(event: TilingShown, state: ExplorerState) -> ExplorerState:
    return _with(state, replace(state.inference, is_tiled=event.is_shown))


def _show_posterior(event: PosteriorShown, state: ExplorerState) -> ExplorerState:
    return _with(state, replace(state.inference, is_posterior_shown=event.is_shown))


TRANSITIONS: tuple[tuple[type, Callable[..., ExplorerState]], ...] = (
    (ImageChosen, _choose),
    (BeliefFound, _believe),
    (DartsLanded, _land),
    (DartsCleared, _clear),
    (TilingShown, _tile),
    (PosteriorShown, _show_posterior),
)
"""What answers each of these facts."""
