"""What one map was last told of its state, so that it is told only news."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.map_state import TRUST_KINDS, Codes, MapState, UnderlayKind, UnderlayTile
from vae_explorer.state.plane import Plane
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.view_state import ViewOptions
from vae_explorer.ui.mark_shown import MarkShown
from vae_explorer.ui.plane_text import axis_names
from vae_explorer.ui.quantity_scale import show_quantity

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap
    from vae_explorer.ui.map.look import ValueScale
    from vae_explorer.ui.map.underlay import UnderlayTile as MapTile

PRIOR_RADII = (1.0, 2.0, 3.0)
_SCALE_SAMPLE = 4_000
# So many of the nearest codes can be visited one after the other.
_VISITED = 64
_EMPTY_PLANE = np.empty((0, 2), dtype=np.float32)


class MapPresenter:
    """Shows codes, underlay, pin and marks of one state after the other on a map.

    Until :meth:`attach` gives it the map, it only keeps how that is to be looked at.
    """

    def __init__(self) -> None:
        self._plane: LatentMap | None = None
        self._shown: MapState | None = None
        self._tiles: dict[int, tuple[UnderlayTile, MapTile]] = {}
        self._opacity = 1.0
        self._has_circles = False
        self._options = ViewOptions()
        self._selection = SelectionState()
        self._marks = MarkShown()
        self._scale: ValueScale | None = None
        self._is_painted = False

    @property
    def shown(self) -> MapState | None:
        """The state that the map shows."""
        return self._shown

    @property
    def is_painted(self) -> bool:
        """Whether the newest codes have been painted."""
        return self._is_painted

    def note_paint(self) -> None:
        """Learn that the map has been painted."""
        self._is_painted = True

    def attach(self, plane: LatentMap) -> None:
        """Show everything on this map from now on."""
        self._plane = plane

    def has_moved(self, state: MapState) -> bool:
        """Whether time has moved the points of this state, by training or replay."""
        before = self._shown
        if before is None or before.codes is state.codes or not _is_same_cloud(before, state):
            return False
        return before.version != state.version or state.replay is not None

    def show(self, state: MapState) -> None:
        """Show this state; what has not changed is left alone. Needs the map."""
        plane, before = self._plane, self._shown
        assert plane is not None
        self._shown = state
        self._show_circles(state)
        is_turned = before is None or not before.plane.is_parallel(state.plane)
        if before is None or before.codes is not state.codes or is_turned:
            self._show_codes(plane, state, before)
        if before is None or before.underlay is not state.underlay:
            self._show_underlay(plane, state.underlay)
        if before is None or before.pin != state.pin or is_turned:
            _show_pin(plane, state.pin, state.plane)
        if before is None or before.linked_index != state.linked_index:
            plane.set_highlight(state.linked_index)
        if before is None or before.replay is not state.replay:
            _show_moment(plane, state)
        self._marks.show(plane, state, self._selection)

    def show_scale(self, scale: ValueScale | None) -> None:
        """Colour the points by the map's quantity on this scale, or by class where there is none."""
        self._scale = scale
        self._show_values()

    def show_view_options(self, options: ViewOptions) -> None:
        """Look at the map in this way."""
        self._options = options
        self._marks.has_pictures = options.has_pictures
        if self._plane is not None and self._shown is not None:
            self._show_circles(self._shown)
            self._show_scale_bar(self._shown)
            self._marks.show(self._plane, self._shown, self._selection)

    def show_selection(self, selection: SelectionState) -> None:
        """Show which points are selected, and the picture of the image that is lit."""
        self._selection = selection
        if self._plane is not None and self._shown is not None:
            self._marks.show(self._plane, self._shown, selection)

    def set_underlay_opacity(self, opacity: float) -> None:
        """Draw the underlay this strongly, 0 … 1."""
        self._opacity = opacity
        if self._plane is not None and self._shown is not None:
            self._show_underlay(self._plane, self._shown.underlay)

    def _show_values(self) -> None:
        state, plane = self._shown, self._plane
        if plane is None or state is None or state.codes is None:
            return
        if self._scale is None or state.quantity is None:
            plane.set_values(None, self._scale)
        else:
            show_quantity(plane, state.quantity, self._scale, len(state.codes.mu))

    def _show_circles(self, state: MapState) -> None:
        has_prior = state.kind in ("map", "vae") and state.codes is not None
        has_circles = has_prior and self._options.has_circles
        if self._plane is not None and has_circles != self._has_circles:
            self._has_circles = has_circles
            self._plane.set_prior_circles(has_circles, PRIOR_RADII)

    def _show_scale_bar(self, state: MapState) -> None:
        """Tell the map how long a standard deviation of the codes is: the verdicts count in the same."""
        if self._plane is None:
            return
        has_bar = state.codes is not None and self._options.has_scale_bar
        sigma = 0.0
        if has_bar and state.codes is not None:
            # Of some thousand codes: the bar is some pixels long, and codes may glide sixty times a second.
            sample = state.codes.mu[:: max(1, len(state.codes.mu) // _SCALE_SAMPLE)]
            # Axis by axis: numpy takes ten times as long over rows of two.
            variances = [np.ascontiguousarray(axis, np.float64).var() for axis in sample.T]
            sigma = float(np.sqrt(np.mean(variances)))
        self._plane.set_scale_bar("σ" if sigma > 0 else "", sigma or 1.0)

    def _show_codes(self, plane: LatentMap, state: MapState, before: MapState | None) -> None:
        self._is_painted = False
        if state.codes is None:
            plane.set_points(_EMPTY_PLANE, None)
            self._marks.forget()
            return
        shown, places = state.plane, state.plane.to_plane(state.codes.mu)
        plane.set_axis_names(*axis_names(shown))
        # A map that shows all of the space tells by itself which codes are near.
        plane.set_neighbour_ranking(None if shown.latent_dim == 2 else self._rank_neighbours)
        if before is not None and _is_same_cloud(before, state):
            plane.move_points(places, is_refitted=before.plane.choice != shown.choice)
        else:
            plane.set_strip(shown.is_strip)
            plane.set_points(places, _known_labels(state.codes))
            self._marks.forget()
            if state.quantity is not None:
                self._show_values()
        self._show_scale_bar(state)

    def _rank_neighbours(self) -> list[int]:
        """Return the codes nearest to the pin in the whole latent space, nearest first."""
        state = self._shown
        if state is None or state.codes is None or state.pin is None:
            return []
        away = np.square(state.codes.mu - np.asarray(state.pin, np.float32)).sum(axis=1)
        closest = np.argpartition(away, min(_VISITED, len(away) - 1))[:_VISITED]
        return [int(index) for index in closest[np.lexsort((closest, away[closest]))]]

    def _show_underlay(self, plane: LatentMap, underlay: tuple[UnderlayTile, ...]) -> None:
        from vae_explorer.ui.map.underlay import Underlay

        # A tile that stays is handed on as the same object, so that its picture need not be made again.
        self._tiles = {id(tile): self._tiles.get(id(tile)) or (tile, _map_tile(tile)) for tile in underlay}
        tiles = tuple(tile for _, tile in self._tiles.values())
        plane.set_underlay(Underlay(tiles, self._opacity) if tiles else None)


def _show_pin(plane: LatentMap, pin: tuple[float, ...] | None, seen: Plane) -> None:
    if pin is None:
        plane.clear_pin()
    else:
        plane.set_pin(*seen.place_of(pin))


def _show_moment(plane: LatentMap, state: MapState) -> None:
    """Let the image that is followed be ringed while time is gone through, with what it decodes to."""
    moment = state.replay
    if moment is None or moment.chosen_index is None or state.codes is None:
        plane.set_highlight(state.linked_index)
        plane.set_thumbnail(None)
        return
    if state.linked_index is None:
        plane.set_highlight(moment.chosen_index)
    x, y = state.plane.to_plane(state.codes.mu[moment.chosen_index : moment.chosen_index + 1])[0]
    image = moment.chosen_image
    if image is not None and image.shape[2] == 1:
        image = image[..., 0]
    plane.set_thumbnail(image, float(x), float(y))


def _known_labels(codes: Codes) -> np.ndarray | None:
    """Return the labels, (n,) int64, or None where no image has one."""
    return codes.labels if codes.labels.size and int(codes.labels.max()) >= 0 else None


def _is_same_cloud(before: MapState, state: MapState) -> bool:
    """Return whether the codes are those of the same images, moved by training."""
    if before.codes is None or state.codes is None or before.run_id != state.run_id:
        return False
    old, new = before.codes, state.codes
    return old.labels is new.labels or np.array_equal(old.labels, new.labels)


def _map_tile(tile: UnderlayTile) -> MapTile:
    from vae_explorer.ui.map.underlay import UnderlayTile as MapTile
    from vae_explorer.ui.map.view import PlaneRect

    rect = PlaneRect(tile.x_min, tile.x_max, tile.y_min, tile.y_max)
    return MapTile(
        tile.image,
        rect,
        is_density=tile.kind is UnderlayKind.DENSITY,
        is_trust=tile.kind in TRUST_KINDS,
    )
