"""What a map was last told of the selection and of the image that is lit, so that it is told only news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.map_state import MapState
from vae_explorer.state.selection_state import LitImage, SelectionState

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap


class MarkShown:
    """Hands the selected points and the small picture beside the lit one on to a map."""

    def __init__(self) -> None:
        self._selected: np.ndarray | None = None
        self._lit: LitImage | None = None
        self._place: tuple[float, float] | None = None
        self.has_pictures = True

    def forget(self) -> None:
        """Note that the map shows other points, none of them selected.

        The picture is not forgotten: where none of these points is lit it has to be taken away.
        """
        self._selected = None
        self._lit = None

    def show(self, plane: LatentMap, state: MapState, selection: SelectionState) -> None:
        """Show what is selected, and the picture of the lit image where it has arrived."""
        selected = selection.of(state)
        is_unmarked = self._selected is None or not len(self._selected)
        if selected is not self._selected and (len(selected) or not is_unmarked):
            plane.set_selection(selected)
        self._selected = selected
        self._show_picture(plane, state, selection.lit)

    def _show_picture(self, plane: LatentMap, state: MapState, lit: LitImage | None) -> None:
        index, codes = state.linked_index, state.codes
        if index is None or codes is None or index >= len(codes.mu) or not self.has_pictures:
            if self._place is not None:
                plane.set_thumbnail(None)
            self._place = None
            return
        if lit is None or lit.index != index:
            # The picture before stays, at its own place, until this one arrives: nothing blinks.
            return
        x, y = state.plane.place_of(codes.mu[index].tolist())
        image = lit.images[state.map_id] if state.map_id < len(lit.images) else None
        if image is None or (lit is self._lit and (x, y) == self._place):
            return
        self._lit, self._place = lit, (x, y)
        plane.set_thumbnail(image[..., 0] if image.shape[2] == 1 else image, x, y)
