"""Notices when the window has painted what it was told to show."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vae_explorer.ui.map_area import MapArea

# A change is shown in the first round of the event loop, a map asks for its paint in the next, is painted in
# the one after it, and what that asked for comes in the last.
_ROUNDS = 4


class Lull(QObject):
    """Lets the event loop go round until nothing is left of what a state asked for.

    By rounds, not by paint events: a window that nobody sees is not painted.

    Parameters
    ----------
    maps : MapArea
        Whose maps move one after the other.
    """

    come = Signal()

    def __init__(self, maps: MapArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._maps = maps
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_round)
        self._is_awaited = False
        maps.settled.connect(self._go_on)

    def await_it(self) -> None:
        """Begin to count, anew where another count is going on."""
        self._rounds = _ROUNDS
        self._is_awaited = True
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._is_awaited = False
        self._timer.stop()

    @Slot()
    def _go_round(self) -> None:
        if self._maps.is_moving:
            # Not round and round: that would take the core from those who paint the points.
            self._rounds = _ROUNDS
            self._timer.stop()
            return
        self._rounds -= 1
        if self._rounds <= 0:
            self.stop()
            self.come.emit()

    @Slot()
    def _go_on(self) -> None:
        if self._is_awaited:
            self._timer.start()
