"""Facts about the selection, and the transitions that answer them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.selection_state import LitImage, PreviewIdentity, SheetBlock


@dataclass(frozen=True, eq=False)
class SelectionChanged:
    """Other images are selected: positions in the preview set, (k,) int64, read-only."""

    indices: np.ndarray
    preview: PreviewIdentity | None
    map_id: int


@dataclass(frozen=True, eq=False)
class SheetPictured:
    """Pictures of selected images arrived."""

    block: SheetBlock


@dataclass(frozen=True, eq=False)
class LitPictured:
    """The picture of the image that lights up arrived."""

    lit: LitImage


def change_selection(event: SelectionChanged, state: ExplorerState) -> ExplorerState:
    """Select other images."""
    selection = replace(
        state.selection, indices=event.indices, preview=event.preview, map_id=event.map_id, sheet=None
    )
    return replace(state, selection=selection)


def add_pictures(event: SheetPictured, state: ExplorerState) -> ExplorerState:
    """Show pictures; those that were asked for before the selection was cleared come too late."""
    if not state.selection.count:
        return state
    return replace(state, selection=replace(state.selection, sheet=event.block))


def show_lit_picture(event: LitPictured, state: ExplorerState) -> ExplorerState:
    """Show the picture of the image that lights up, unless another does by now, or none."""
    if all(shown.linked_index != event.lit.index for shown in state.maps):
        return state
    return replace(state, selection=replace(state.selection, lit=event.lit))
