"""The widget beneath a map: Qt's events, told to the parts that know what they mean."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QImage,
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
from vae_explorer.ui.map.geometry import geometry_of
from vae_explorer.ui.map.interaction import PointerInteraction
from vae_explorer.ui.map.keyboard import handle_key
from vae_explorer.ui.map.message import MapFile, MapFocus, MapView
from vae_explorer.ui.map.point_store import PointStore
from vae_explorer.ui.map.scene import MapScene
from vae_explorer.ui.map.still_picture import StillPicture
from vae_explorer.ui.map.theme import DARK
from vae_explorer.ui.map.view import View
from vae_explorer.ui.map.wishes import MapWishes

_REPORT_MS = 16
_MARK_MS = 5
_FOCUS_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class MapSurface(QWidget):
    """A widget that paints a scene and hears pointer and keys.

    Parameters
    ----------
    map_id : int
        Named in every message.
    parent : QWidget, optional
    """

    press_requested = Signal(object)  # MapPoint
    hover_requested = Signal(object)  # MapPoint
    hover_left = Signal(object)  # MapLeft
    view_changed = Signal(object)  # MapView, at most once a frame
    view_moved = Signal(object)  # MapView, at every step
    file_dropped = Signal(object)  # MapFile
    selection_changed = Signal(object)  # MapSelection
    focus_requested = Signal(object)  # MapFocus

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map_id = map_id
        self._store = PointStore(self)
        self._still = StillPicture(is_opaque=True)
        self._scene = MapScene(DARK, self._store.look.slot_marks(DARK))
        self._camera = Camera(self)
        self._camera.moved.connect(self._show_view)
        self._wishes = MapWishes(map_id, self, self._store, self._camera, self._scene)
        self._wishes.press_requested.connect(self.press_requested)
        self._wishes.hover_requested.connect(self.hover_requested)
        self._wishes.hover_left.connect(self.hover_left)
        self._wishes.selection_changed.connect(self.selection_changed)
        self._pointer = PointerInteraction(self._wishes)
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.setInterval(0)
        self._repaint.timeout.connect(self.update)
        # What is marked follows the picture that is decoded there: to paint maps before it would only keep
        # the window and whoever decodes from each other's way.
        self._marking = QTimer(self)
        self._marking.setSingleShot(True)
        self._marking.setInterval(_MARK_MS)
        self._marking.timeout.connect(self.update)
        self._report = QTimer(self)
        self._report.setSingleShot(True)
        self._report.setInterval(_REPORT_MS)
        self._report.timeout.connect(self._tell_view)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # Every pixel is painted here, so that nothing needs to be painted beneath.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 140)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def current_view(self) -> MapView:
        """Return what part of the plane is shown."""
        view = self._camera.view
        rect = view.rect
        return MapView(
            self.map_id,
            rect.x_min,
            rect.x_max,
            rect.y_min,
            rect.y_max,
            view.width,
            view.height,
            self.devicePixelRatioF(),
            self._camera.is_led,
        )

    @Slot(object)
    def _show_view(self, _view: View) -> None:
        if not self._report.isActive():
            self._report.start()
        self.view_moved.emit(self.current_view())
        self.update()

    @Slot()
    def _tell_view(self) -> None:
        self.view_changed.emit(self.current_view())

    def sizeHint(self) -> QSize:
        """Return a size at which a map is pleasant to use."""
        return QSize(520, 480)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the map."""
        self._marking.stop()
        scene, geometry, view, font = self._scene, geometry_of(self), self._camera.view, self.font()

        def draw(painter: QPainter) -> None:
            scene.paint_ground(painter, self.rect(), geometry, view, font)

        painter = QPainter(self)
        self._still.paint(painter, self.rect(), self._still_look(view), draw)
        scene.paint_marks(painter, geometry, view, font)
        painter.end()

    def _still_look(self, view: View) -> Hashable | None:
        look = self._scene.look(view)
        return None if look is None else (look, geometry_of(self), self.font().key())

    def _ground_look(self) -> Hashable | None:
        """Return what decides how the map looks but for what moves; None as ``MapScene.look``."""
        look = self._scene.ground_look()
        return None if look is None else (look, geometry_of(self), self.font().key())

    def _keep(self, view: View, picture: QImage) -> None:
        """Take a picture of all that is still in the map, with the points as they are now."""
        look = self._still_look(view)
        if look is not None:
            self._still.put(look, self.devicePixelRatioF(), picture)

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
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._pointer.hold_space(True)
        return super().event(event)

    def _fit_size(self) -> None:
        geometry = geometry_of(self)
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
        # A key does not wait for a move of the view, and acts on where that leads.
        self._camera.animation.finish()
        if handle_key(self._wishes, event, self._pointer.cancel):
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


def _local_file(event: QDropEvent) -> Path | None:
    for url in event.mimeData().urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    return None
