"""The latent map: one plane of codes that is looked at, pointed at, and decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.ui.map.camera import Camera
from vae_explorer.ui.map.cloud import Cloud
from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.interaction import PointerInteraction
from vae_explorer.ui.map.keyboard import handle_key
from vae_explorer.ui.map.message import (
    MapFile,
    MapFocus,
    MapLeft,
    MapPoint,
    MapSelection,
    MapView,
    SelectionMode,
    Tool,
)
from vae_explorer.ui.map.point_store import PointStore
from vae_explorer.ui.map.scene import MapScene
from vae_explorer.ui.map.selection import inside_polygon
from vae_explorer.ui.map.style import LabelStyle, Mark
from vae_explorer.ui.map.theme import DARK, MapTheme
from vae_explorer.ui.map.underlay import Underlay, picture_of
from vae_explorer.ui.map.view import PlaneRect, View

_REPORT_MS = 16
_FOCUS_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LatentMap(QWidget):
    """One latent plane: points, an underlay, the prior's circles and a pinned place.

    It takes arrays and tells wishes; it knows neither models nor who listens.

    Parameters
    ----------
    map_id : int
        Named in every message, so that one listener serves several maps.
    parent : QWidget, optional
    """

    press_requested = Signal(object)  # MapPoint
    hover_requested = Signal(object)  # MapPoint
    hover_left = Signal(object)  # MapLeft
    view_changed = Signal(object)  # MapView, at most once a frame
    file_dropped = Signal(object)  # MapFile
    selection_changed = Signal(object)  # MapSelection
    focus_requested = Signal(object)  # MapFocus

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map_id = map_id
        self._theme = DARK
        self._store = PointStore(self)
        self._store.cloud_changed.connect(self._show_cloud)
        self._scene = MapScene(DARK, self._marks())
        self._camera = Camera(self)
        self._camera.moved.connect(self._show_view)
        self._pointer = PointerInteraction(self)
        self._selected = np.zeros(0, dtype=np.int64)
        self._highlight: int | None = None
        self._neighbours: list[int] = []
        self._neighbour = -1
        self._is_hovering = False
        self._report = QTimer(self)
        self._report.setSingleShot(True)
        self._report.setInterval(_REPORT_MS)
        self._report.timeout.connect(self._tell_view)
        self._set_up_widget()

    def _set_up_widget(self) -> None:
        self.setObjectName(f"latent_map_{self.map_id}")
        self.setAccessibleName(self.tr("Latent map {number}").format(number=self.map_id + 1))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 140)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # ---- data in -------------------------------------------------------------------------------------------

    def set_points(self, codes: np.ndarray, labels: np.ndarray | None = None) -> None:
        """Show another cloud, and all of it.

        Parameters
        ----------
        codes : (n, 2) float32
            Plane coordinates; points that are not finite are not shown.
        labels : (n,) int64 or None

        Raises
        ------
        ValueError
            The shapes do not fit each other.
        """
        self.set_selection(np.zeros(0, dtype=np.int64))
        self.set_highlight(None)
        self._store.set_points(codes, labels)
        self._camera.set_content(self._content())

    def move_points(self, codes: np.ndarray) -> None:
        """Move the same points to new places; the view stays unless they leave it.

        Parameters
        ----------
        codes : (n, 2) float32

        Raises
        ------
        ValueError
            There are more or fewer points than before.
        """
        self._store.move(codes)
        self._camera.follow(self._content())
        self._place_highlight()
        self._draw_selection()

    def set_label_style(self, style: LabelStyle) -> None:
        """Take the look of the classes, as the legend tells it to every map."""
        self._store.restyle(style)
        self._draw_selection()

    def set_underlay(self, underlay: Underlay | None) -> None:
        """Lay pictures beneath the points; tiles that were there before cost nothing."""
        self._scene.underlay.set_underlay(underlay)
        self.update()

    def set_prior_circles(self, is_visible: bool, radii: tuple[float, ...] = (1.0, 2.0, 3.0)) -> None:
        """Show circles around the origin, with radii in plane units, or none."""
        before = self._scene.circle_radii
        self._scene.circle_radii = radii if is_visible else ()
        if self._scene.circle_radii != before and self._store.count:
            self._camera.follow(self._content())
        self.update()

    def set_scale_bar(self, unit: str) -> None:
        """Show how long a round number of plane units is, with this unit behind it; an empty one shows none."""
        self._scene.scale_unit = unit
        self.update()

    def set_pin(self, x: float, y: float) -> None:
        """Mark the place that is decoded."""
        if self._scene.pin != (x, y):
            self._scene.pin = (x, y)
            if self._neighbour < 0 or self._store.place_of(self._neighbours[self._neighbour]) != (x, y):
                self._neighbours, self._neighbour = [], -1
            text = self.tr("Pinned at {x}, {y}").format(x=f"{x:.4g}", y=f"{y:.4g}")
            self.setAccessibleDescription(text)
            self.update()

    def clear_pin(self) -> None:
        """Mark no place."""
        self._scene.pin = None
        self._neighbours, self._neighbour = [], -1
        self.setAccessibleDescription("")
        self.update()

    def set_highlight(self, index: int | None, xy: tuple[float, float] | None = None) -> None:
        """Ring one point, or a place where the point is not part of this cloud, or nothing."""
        self._highlight = index if xy is None else None
        if index is None or xy is not None:
            self._scene.highlight = xy
        self._place_highlight()
        self.update()

    def set_thumbnail(self, image: np.ndarray | None, x: float = 0.0, y: float = 0.0) -> None:
        """Show a small picture beside a place: (h, w) or (h, w, 3) uint8, or None for no picture."""
        if image is None:
            self._scene.thumbnail = None
        else:
            grey = np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image
            self._scene.thumbnail = (picture_of(grey, self._theme.ink), x, y)
        self.update()

    def set_selection(self, indices: np.ndarray) -> None:
        """Show which points are selected: (k,) integer; the others fade while there are any."""
        self._selected = np.asarray(indices, dtype=np.int64)
        self._draw_selection()

    def set_theme(self, theme: MapTheme) -> None:
        """Take the colours of the window."""
        self._theme = theme
        self._scene.set_theme(theme)
        self._scene.set_marks(self._marks())
        self.update()

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there are no points."""
        self._scene.hint = text
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does: decode, or enclose points."""
        self._pointer.set_tool(tool)

    def set_reduced_motion(self, is_reduced: bool) -> None:
        """Choose whether the view jumps where it would glide."""
        self._camera.animation.is_motion_reduced = is_reduced

    # ---- the view ------------------------------------------------------------------------------------------

    def current_view(self) -> MapView:
        """Return what part of the plane is shown."""
        view = self._camera.view
        rect = view.rect
        return MapView(
            self.map_id, rect.x_min, rect.x_max, rect.y_min, rect.y_max, view.width, view.height
        )

    def reset_view(self) -> None:
        """Show all points; from here on the view follows them."""
        self._camera.reset()

    def set_view(self, rect: PlaneRect, *, is_animated: bool = False) -> None:
        """Show all of a rectangle of the plane."""
        self._camera.show(rect, is_animated=is_animated)

    def zoom_at(self, x: float, y: float, factor: float, *, is_animated: bool = True) -> None:
        """Come closer by ``factor``, holding one plane point still."""
        self._camera.zoom(factor, *self._camera.view.to_pixel(x, y), is_animated=is_animated)

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where in the widget a plane point is drawn."""
        return self._geometry().place_of(self._camera.view, x, y)

    def nearest(self, x: float, y: float, radius_px: float | None = None) -> int | None:
        """Return the visible point nearest to a place.

        Parameters
        ----------
        x, y : float
            Place in plane units.
        radius_px : float or None
            If given, points farther away on the screen do not count; device-independent pixels.

        Returns
        -------
        int or None
            None where there is no such point.
        """
        found = self._store.nearest(x, y)
        if found is None or (radius_px is not None and self._distance_px(found[1]) > radius_px):
            return None
        return found[0]

    # ---- what the pointer and the keys ask for ---------------------------------------------------------------

    def plot_rect(self) -> QRectF:
        """Return where in the widget the plane lies."""
        return self._geometry().plot

    def wish_press(self, place: QPointF, *, is_drag: bool) -> None:
        """Ask to decode a place and pin it."""
        self.press_requested.emit(self._point_at(*self._plane_of(place), is_drag=is_drag))

    def wish_hover(self, place: QPointF) -> None:
        """Ask to decode a place softly."""
        self._is_hovering = True
        self.hover_requested.emit(self._point_at(*self._plane_of(place)))

    def wish_leave(self) -> None:
        """Tell once that the pointer is gone."""
        if self._is_hovering:
            self._is_hovering = False
            self.hover_left.emit(MapLeft(self.map_id))

    def pan_by(self, right_px: float, down_px: float) -> None:
        """Move the content by device-independent pixels."""
        ratio = self.devicePixelRatioF()
        self._camera.pan(right_px * ratio, down_px * ratio)

    def zoom_at_place(self, place: QPointF, factor: float, *, is_animated: bool) -> None:
        """Zoom, holding the plane still at a place in the widget."""
        self._camera.zoom(factor, *self._geometry().pixel_of(place), is_animated=is_animated)

    def zoom_by(self, factor: float) -> None:
        """Zoom, holding the pin still where it is in sight, else the middle."""
        view = self._camera.view
        column, row = view.to_pixel(*self._scene.pin) if self._scene.pin else (-1.0, -1.0)
        if not (0 <= column < view.width and 0 <= row < view.height):
            column, row = view.width / 2, view.height / 2
        self._camera.zoom(factor, column, row)

    def walk(self, right: float, up: float) -> None:
        """Ask to decode a place beside the pin, by fractions of the visible width."""
        view = self._camera.view
        x, y = self._scene.pin or view.centre
        span = view.width / view.scale
        self.press_requested.emit(self._point_at(x + right * span, y + up * span))

    def visit_neighbour(self, step: int) -> None:
        """Ask to decode the next or the previous of the codes nearest to the pin."""
        if self._neighbour < 0:
            self._neighbours = self._store.neighbours(*(self._scene.pin or self._camera.view.centre))
        if not self._neighbours:
            return
        self._neighbour = min(max(self._neighbour + step, 0), len(self._neighbours) - 1)
        index = self._neighbours[self._neighbour]
        self.press_requested.emit(MapPoint(self.map_id, *self._store.place_of(index), index, 0.0))

    def show_outline(self, places: list[QPointF]) -> None:
        """Draw the line that encloses points so far."""
        if places or self._scene.outline:
            self._scene.outline = list(places)
            self.update()

    def enclose(self, places: list[QPointF], mode: SelectionMode) -> None:
        """Tell which visible points a line in the widget encloses."""
        corners = np.array([self._plane_of(place) for place in places])
        indices = self._store.enclosed(corners)
        indices.setflags(write=False)
        self.selection_changed.emit(MapSelection(self.map_id, indices, mode))

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the pointer's look."""
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def cancel(self) -> bool:
        """Give up what the pointer is doing, and say whether there was anything."""
        return self._pointer.cancel()

    # ---- inside ----------------------------------------------------------------------------------------------

    def _marks(self) -> tuple[Mark, ...]:
        return self._store.style.slot_marks(self._theme)

    def _content(self) -> PlaneRect | None:
        bounds = self._store.bounds()
        radii = self._scene.circle_radii
        if bounds is None or not radii:
            return bounds
        widest = max(radii)
        return bounds.united(PlaneRect(-widest, widest, -widest, widest))

    def _geometry(self) -> Geometry:
        return Geometry.of_widget(self.width(), self.height(), self.devicePixelRatioF())

    def _plane_of(self, place: QPointF) -> tuple[float, float]:
        return self._camera.view.to_plane(*self._geometry().pixel_of(place))

    def _distance_px(self, distance: float) -> float:
        return distance * self._camera.view.scale / self.devicePixelRatioF()

    def _point_at(self, x: float, y: float, *, is_drag: bool = False) -> MapPoint:
        found = self._store.nearest(x, y)
        if found is None:
            return MapPoint(self.map_id, x, y, is_drag=is_drag)
        return MapPoint(self.map_id, x, y, found[0], self._distance_px(found[1]), is_drag)

    def _place_highlight(self) -> None:
        if self._highlight is not None and 0 <= self._highlight < self._store.count:
            self._scene.highlight = self._store.place_of(self._highlight)

    def _draw_selection(self) -> None:
        selected = self._selected
        if len(selected) or self._scene.has_selection:
            self._scene.set_selected(self._store.subset(selected) if len(selected) else None)
            self.update()

    @Slot(object)
    def _show_cloud(self, cloud: Cloud | None) -> None:
        self._scene.has_points = cloud is not None
        self._scene.set_marks(self._marks())
        self._scene.points.set_cloud(cloud)
        self.update()

    @Slot(object)
    def _show_view(self, _view: View) -> None:
        if not self._report.isActive():
            self._report.start()
        self.update()

    @Slot()
    def _tell_view(self) -> None:
        self.view_changed.emit(self.current_view())

    def close_background(self) -> None:
        """End all work in the background; the map cannot take points afterwards."""
        self._report.stop()
        self._camera.animation.stop()
        self._store.close()

    # ---- Qt's own names --------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return a size at which a map is pleasant to use."""
        return QSize(520, 480)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the map."""
        painter = QPainter(self)
        self._scene.paint(painter, self._geometry(), self._camera.view, self.font())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle, or all in sight."""
        super().resizeEvent(event)
        self._fit_size()

    def event(self, event: QEvent) -> bool:
        """Take gestures, another pixel ratio, and the space bar even where it is a shortcut."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._fit_size()
        if isinstance(event, QNativeGestureEvent) and self._pointer.gesture(event):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                self._pointer.hold_space(True)
        return super().event(event)

    def _fit_size(self) -> None:
        geometry = self._geometry()
        self._camera.set_size(geometry.width, geometry.height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to decode, pan or enclose."""
        self._show_focus(False)
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Decode, pan, enclose or hover."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come closer."""
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self._pointer.wheel(event)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what the left button would do."""
        self._pointer.enter(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        self._pointer.leave(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do by key what the pointer does."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.hold_space(True)
        if handle_key(self, event):
            self._show_focus(True)
            event.accept()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the space bar go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.hold_space(False)
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell which map the keys act on."""
        super().focusInEvent(event)
        self._show_focus(event.reason() in _FOCUS_BY_KEY)
        self.focus_requested.emit(MapFocus(self.map_id))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget held keys."""
        super().focusOutEvent(event)
        self._pointer.hold_space(False)
        self._show_focus(False)

    def _show_focus(self, is_shown: bool) -> None:
        if self._scene.is_focus_shown != is_shown:
            self._scene.is_focus_shown = is_shown
            self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if _local_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        path = _local_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(MapFile(self.map_id, path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work in the background."""
        self.close_background()
        super().closeEvent(event)


def _local_file(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None
