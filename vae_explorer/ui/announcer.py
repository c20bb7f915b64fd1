"""Says aloud, where a screen reader listens, what the eye would see change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_QUIET_MS = 350


class Announcer(QObject):
    """Tells the last of several messages that follow each other quickly, once it has become quiet.

    Parameters
    ----------
    widget : QWidget
        In whose name it speaks.
    """

    announced = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._text: Callable[[], str] = str
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self._speak)

    def say(self, text: Callable[[], str]) -> None:
        """Say soon what this returns by then, unless something newer comes before."""
        self._text = text
        self._timer.start()

    @Slot()
    def _speak(self) -> None:
        text = self._text()
        self.announced.emit(text)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._widget, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)
