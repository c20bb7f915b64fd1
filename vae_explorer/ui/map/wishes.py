"""What people ask of a map, by pointer or key, told as facts and wishes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.map.camera import Camera
from vae_explorer.ui.map.geometry import geometry_of
from vae_explorer.ui.map.message import MapLeft, MapPoint, MapSelection, SelectionMode
from vae_explorer.ui.map.point_store import PointStore
from vae_explorer.ui.map.scene import MapScene
from vae_explorer.ui.map.strip import gap_px

_SAME_PX = 0.01


class MapWishes(QObject):
    """Knows what lies under a place, and tells it; moves the camera itself.

    Parameters
    ----------
    map_id : int
        Named in every message.
    widget : QWidget
        The map, on which places lie.
    store : PointStore
    camera : Camera
    scene : MapScene

    Attributes
    ----------
    rank_neighbours : callable or None
        Returns the points nearest to the pin, where that is not told by their places on the map.
    """

    press_requested = Signal(object)  # MapPoint
    hover_requested = Signal(object)  # MapPoint
    hover_left = Signal(object)  # MapLeft
    selection_changed = Signal(object)  # MapSelection

    def __init__(
        self, map_id: int, widget: QWidget, store: PointStore, camera: Camera, scene: MapScene
    ) -> None:
        super().__init__(widget)
        self._map_id = map_id
        self._widget = widget
        self._store = store
        self._camera = camera
        self._scene = scene
        self.rank_neighbours: Callable[[], list[int]] | None = None
        self._neighbours: list[int] = []
        self._neighbour = -1
        self._is_hovering = False

    def plot_rect(self) -> QRectF:
        """Return where in the widget the plane lies."""
        return geometry_of(self._widget).plot

    def wish_press(self, place: QPointF, *, is_drag: bool) -> None:
        """Ask to decode a place and pin it."""
        self.press_requested.emit(self._point_at(*self.plane_of(place), is_drag=is_drag))

    def wish_hover(self, place: QPointF) -> None:
        """Ask to decode a place softly."""
        self._is_hovering = True
        self.hover_requested.emit(self._point_at(*self.plane_of(place)))

    def wish_leave(self) -> None:
        """Tell once that the pointer is gone."""
        if self._is_hovering:
            self._is_hovering = False
            self.hover_left.emit(MapLeft(self._map_id))

    def pan_by(self, right_px: float, down_px: float) -> None:
        """Move the content by device-independent pixels."""
        ratio = self._widget.devicePixelRatioF()
        self._camera.pan(right_px * ratio, down_px * ratio)

    def zoom_at_place(self, place: QPointF, factor: float, *, is_animated: bool) -> None:
        """Zoom, holding the plane still at a place in the widget."""
        self._camera.zoom(factor, *geometry_of(self._widget).pixel_of(place), is_animated=is_animated)

    def zoom_by(self, factor: float) -> None:
        """Zoom, holding the pin still where it is in sight, else the middle."""
        view = self._camera.view
        column, row = view.to_pixel(*self._scene.pin) if self._scene.pin else (-1.0, -1.0)
        if not (0 <= column < view.width and 0 <= row < view.height):
            column, row = view.width / 2, view.height / 2
        self._camera.zoom(factor, column, row)

    def reset_view(self) -> None:
        """Show all."""
        self._camera.reset()

    def walk(self, right: float, up: float) -> None:
        """Ask to decode a place beside the pin, by fractions of the visible width."""
        view = self._camera.view
        x, y = self._scene.pin or view.centre
        span = view.width / view.scale
        self.press_requested.emit(self._point_at(x + right * span, y + up * span))

    def visit_neighbour(self, step: int) -> None:
        """Ask to decode the next or the previous of the codes nearest to the pin."""
        if self._neighbour < 0:
            self._neighbours = self._ranked_neighbours()
        if not self._neighbours:
            return
        self._neighbour = min(max(self._neighbour + step, 0), len(self._neighbours) - 1)
        index = self._neighbours[self._neighbour]
        self.press_requested.emit(MapPoint(self._map_id, *self._place_of(index), index, 0.0, is_code=True))

    def _ranked_neighbours(self) -> list[int]:
        if self.rank_neighbours is not None:
            return [index for index in self.rank_neighbours() if self._store.is_shown(index)]
        return self._store.neighbours(*(self._scene.pin or self._camera.view.centre))

    def _place_of(self, index: int) -> tuple[float, float]:
        x, y = self._store.place_of(index)
        return x, 0.0 if self._scene.is_strip else y

    def forget_neighbours(self, x: float, y: float) -> None:
        """Note that the pin is somewhere: unless a visit led there, the next visit starts anew."""
        if self._neighbour < 0:
            return
        visited_x, visited_y = self._place_of(self._neighbours[self._neighbour])
        # The pin may have been rounded on its way, to less than can be seen.
        if max(abs(visited_x - x), abs(visited_y - y)) * self._camera.view.scale > _SAME_PX:
            self._neighbours, self._neighbour = [], -1

    def show_outline(self, places: list[QPointF]) -> None:
        """Draw the line that encloses points so far."""
        if places or self._scene.outline:
            self._scene.outline = list(places)
            self._widget.update()

    def enclose(self, places: list[QPointF], mode: SelectionMode) -> None:
        """Tell which visible points a line in the widget encloses."""
        corners = np.array([self.plane_of(place) for place in places])
        indices = self._store.enclosed(corners)
        indices.setflags(write=False)
        self.selection_changed.emit(MapSelection(self._map_id, indices, mode))

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the pointer's look."""
        if self._widget.cursor().shape() != shape:
            self._widget.setCursor(shape)

    def plane_of(self, place: QPointF) -> tuple[float, float]:
        """Return the plane point at a place in the widget."""
        return self._camera.view.to_plane(*geometry_of(self._widget).pixel_of(place))

    def distance_px(self, distance: float) -> float:
        """Return how long a length in plane units is on the screen, in device-independent pixels."""
        return distance * self._camera.view.scale / self._widget.devicePixelRatioF()

    def _point_at(self, x: float, y: float, *, is_drag: bool = False) -> MapPoint:
        found = self._nearest(x, y)
        if found is None:
            return MapPoint(self._map_id, x, y, is_drag=is_drag)
        return MapPoint(self._map_id, x, y, found[0], self.distance_px(found[1]), is_drag)

    def _nearest(self, x: float, y: float) -> tuple[int, float] | None:
        ratio = self._widget.devicePixelRatioF()
        if self._scene.is_strip and y * self._camera.view.scale < gap_px(ratio):
            return self._store.nearest_along(x)
        return self._store.nearest(x, y)
