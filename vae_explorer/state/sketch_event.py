"""The facts that change the picture of one's own, and their transitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.sketch_state import MAX_KEPT, KeptMark, Sketch, SketchOptions

if TYPE_CHECKING:
    from vae_explorer.state.explorer_state import ExplorerState


@dataclass(frozen=True, eq=False)
class PictureDrawn:
    """Something else is on the canvas, or nothing; ``is_brought`` where it did not come from there."""

    picture: np.ndarray | None
    is_brought: bool = False


@dataclass(frozen=True)
class SketchOptionsChosen:
    """The picture is brought to the data in another way."""

    options: SketchOptions


@dataclass(frozen=True, eq=False)
class SketchMade:
    """A model has encoded the picture."""

    sketch: Sketch


@dataclass(frozen=True, eq=False)
class MarkKept:
    """The picture was kept."""

    mark: KeptMark


@dataclass(frozen=True)
class MarkForgotten:
    """A kept picture was let go."""

    number: int


SketchEvent = PictureDrawn | SketchOptionsChosen | SketchMade | MarkKept | MarkForgotten


def _draw(event: PictureDrawn, state: ExplorerState) -> ExplorerState:
    sketch = state.sketch
    version = sketch.version + event.is_brought
    sketches = sketch.sketches if event.picture is not None else ()
    made = replace(sketch, picture=event.picture, version=version, sketches=sketches)
    return replace(state, sketch=made)


def _choose_options(event: SketchOptionsChosen, state: ExplorerState) -> ExplorerState:
    if event.options == state.sketch.options:
        return state
    return replace(state, sketch=replace(state.sketch, options=event.options))


def _take_sketch(event: SketchMade, state: ExplorerState) -> ExplorerState:
    made, sketch = event.sketch, state.sketch
    of_map = state.find_map(made.map_id)
    if sketch.picture is None or of_map is None or of_map.run_id != made.run_id:
        return state
    others = tuple(each for each in sketch.sketches if each.map_id != made.map_id)
    return replace(state, sketch=replace(sketch, sketches=(*others, made)))


def _keep(event: MarkKept, state: ExplorerState) -> ExplorerState:
    kept = (*state.sketch.kept, event.mark)[-MAX_KEPT:]
    return replace(state, sketch=replace(state.sketch, kept=kept))


def _forget(event: MarkForgotten, state: ExplorerState) -> ExplorerState:
    kept = tuple(mark for mark in state.sketch.kept if mark.number != event.number)
    if len(kept) == len(state.sketch.kept):
        return state
    return replace(state, sketch=replace(state.sketch, kept=kept))


TRANSITIONS: tuple[tuple[type, Callable[..., ExplorerState]], ...] = (
    (PictureDrawn, _draw),
    (SketchOptionsChosen, _choose_options),
    (SketchMade, _take_sketch),
    (MarkKept, _keep),
    (MarkForgotten, _forget),
)
"""What answers each of these facts."""
