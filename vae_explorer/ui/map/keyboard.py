"""What the keys do on a map: everything that the pointer does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_STEP = 0.01
_LARGE_STEP = 0.1
_ZOOM = 1.5
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_NEIGHBOUR_KEYS = {"[": -1, "]": 1}
_ZOOM_KEYS = {"+": _ZOOM, "=": _ZOOM, "-": 1 / _ZOOM, "_": 1 / _ZOOM}


class Keyed(Protocol):
    """What a map can be asked for by keys."""

    def walk(self, right: float, up: float) -> None:
        """Move the pin by fractions of the visible width."""

    def visit_neighbour(self, step: int) -> None:
        """Pin the next (1) or the previous (−1) of the codes nearest to the pin."""

    def zoom_by(self, factor: float) -> None:
        """Zoom, holding the pin still, or the middle."""

    def reset_view(self) -> None:
        """Show all."""


def handle_key(target: Keyed, event: QKeyEvent, cancel: Callable[[], bool]) -> bool:
    """Do what a key asks for, and say whether it meant anything here.

    Parameters
    ----------
    target : Keyed
    event : QKeyEvent
    cancel : callable
        Gives up what the pointer is doing, and says whether there was anything.
    """
    key, text = event.key(), event.text()
    if key in _ARROWS:
        is_large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = _LARGE_STEP if is_large else _STEP
        right, up = _ARROWS[Qt.Key(key)]
        target.walk(right * step, up * step)
    elif text in _NEIGHBOUR_KEYS:
        target.visit_neighbour(_NEIGHBOUR_KEYS[text])
    elif text in _ZOOM_KEYS:
        target.zoom_by(_ZOOM_KEYS[text])
    elif text == "0":
        target.reset_view()
    elif key == Qt.Key.Key_Escape:
        return cancel()
    else:
        return False
    return True
