"""What the pointer does on a map: decode, pan, zoom, enclose."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from vae_explorer.ui.map.message import SelectionMode, Tool

_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.3
_ZOOM_PER_PIXEL = 1.006
_DOUBLE_CLICK_ZOOM = 2.0


class Pointed(Protocol):
    """What a map can be asked for by the pointer; places are in widget coordinates."""

    def plot_rect(self) -> QRectF:
        """Return where the plane lies."""

    def wish_press(self, place: QPointF, *, is_drag: bool) -> None:
        """Ask to decode a place and pin it."""

    def wish_hover(self, place: QPointF) -> None:
        """Ask to decode a place softly."""

    def wish_leave(self) -> None:
        """Tell that the pointer is gone."""

    def pan_by(self, right_px: float, down_px: float) -> None:
        """Move the content by device-independent pixels."""

    def zoom_at_place(self, place: QPointF, factor: float, *, is_animated: bool) -> None:
        """Zoom, holding the plane still at a place."""

    def show_outline(self, places: list[QPointF]) -> None:
        """Draw the line that encloses points so far."""

    def enclose(self, places: list[QPointF], mode: SelectionMode) -> None:
        """Select what a line encloses."""

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the pointer's look."""


class PointerInteraction:
    """Turns mouse events into wishes.

    Parameters
    ----------
    target : Pointed
        The map.
    """

    def __init__(self, target: Pointed) -> None:
        self._target = target
        self.tool: Tool = "decode"
        self.is_space_held = False
        self._doing: Tool | str | None = None
        self._last = QPointF()
        self._rest = QPointF()
        self._outline: list[QPointF] = []
        self._button = Qt.MouseButton.NoButton
        self._mode: SelectionMode = "replace"

    @property
    def is_busy(self) -> bool:
        """Whether a button is held for something."""
        return self._doing is not None

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self.cancel()
        self.tool = tool
        self._show_idle_cursor()

    def hold_space(self, is_held: bool) -> None:
        """Note whether the space bar makes the left button pan."""
        self.is_space_held = is_held
        if not self.is_busy:
            self._show_idle_cursor()

    def cancel(self) -> bool:
        """Give up what is being done, and say whether there was anything."""
        was_busy = self.is_busy
        self._doing = None
        self._outline = []
        self._target.show_outline([])
        self._show_idle_cursor()
        return was_busy

    def press(self, event: QMouseEvent) -> None:
        """Begin what the button means here."""
        place = event.position()
        if self.is_busy or not self._target.plot_rect().contains(place):
            return
        self._doing = self._meaning(event)
        self._button = event.button()
        self._last, self._rest = place, QPointF()
        if self._doing == "pan":
            self._target.show_cursor(Qt.CursorShape.ClosedHandCursor)
        elif self._doing == "decode":
            self._target.wish_press(place, is_drag=False)
        elif self._doing is not None:
            self._outline = [place]
            self._mode = _selection_mode(event.modifiers())

    def _meaning(self, event: QMouseEvent) -> Tool | str | None:
        if event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
            return "pan"
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        is_control_held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        # With Ctrl the lasso takes away: many window managers keep Alt and a drag for themselves.
        if self.is_space_held or (is_control_held and self.tool == "decode"):
            return "pan"
        return self.tool

    def move(self, event: QMouseEvent) -> None:
        """Go on with what the held button means, or hover."""
        place = event.position()
        if self._doing == "decode":
            self._target.wish_press(place, is_drag=True)
        elif self._doing == "pan":
            self._pan(place)
        elif self._doing is not None:
            self._extend(place)
        elif self._target.plot_rect().contains(place):
            self._target.wish_hover(place)
        else:
            self._target.wish_leave()

    def _pan(self, place: QPointF) -> None:
        step = place - self._last
        self._last = place
        self._target.pan_by(step.x(), step.y())

    def _extend(self, place: QPointF) -> None:
        if self._doing == "rectangle":
            first = self._outline[0]
            corners = [first, QPointF(place.x(), first.y()), place, QPointF(first.x(), place.y())]
            self._outline = corners
        elif (place - self._outline[-1]).manhattanLength() >= 2:
            self._outline.append(place)
        self._target.show_outline(self._outline)

    def release(self, event: QMouseEvent) -> None:
        """End what the button began."""
        if event.button() != self._button or not self.is_busy:
            return
        outline = self._outline if self._doing in ("lasso", "rectangle") else []
        self.cancel()
        if outline:
            # What was held at either end counts.
            mode = self._mode if self._mode != "replace" else _selection_mode(event.modifiers())
            self._target.enclose(outline, mode)

    def double_click(self, event: QMouseEvent) -> None:
        """Come closer."""
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._target.plot_rect().contains(place):
            self._target.zoom_at_place(place, _DOUBLE_CLICK_ZOOM, is_animated=True)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer: smoothly for a wheel's notch, at once for a touchpad's fine steps."""
        place = event.position()
        if event.hasPixelDelta():
            down = event.pixelDelta().y()
            self._target.zoom_at_place(place, _ZOOM_PER_PIXEL**down, is_animated=False)
        elif event.angleDelta().y():
            notches = event.angleDelta().y() / _NOTCH
            self._target.zoom_at_place(place, _ZOOM_PER_NOTCH**notches, is_animated=True)

    def gesture(self, event: QNativeGestureEvent) -> bool:
        """Zoom with two fingers, and say whether the gesture was one to zoom."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._target.zoom_at_place(event.position(), math.exp(event.value()), is_animated=False)
        return True

    def enter(self, _event: QEnterEvent) -> None:
        """Show what the left button would do."""
        self._show_idle_cursor()

    def leave(self, _event: QEvent) -> None:
        """Tell that the pointer is gone."""
        self._target.wish_leave()

    def _show_idle_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor if self.is_space_held else Qt.CursorShape.CrossCursor
        self._target.show_cursor(shape)


def _selection_mode(modifiers: Qt.KeyboardModifier) -> SelectionMode:
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
        return "subtract"
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return "add"
    return "replace"
