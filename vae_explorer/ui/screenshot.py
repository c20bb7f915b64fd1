"""A picture of the real window, taken once everything in it has been drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from vae_explorer.atomic_file import write_atomically
from vae_explorer.errors import ExplorerError, WindowError

USUAL_SIZE = (1625, 1000)
_LOOK_MS = 25
_TIMEOUT_MS = 60_000
# Looks in a row that must find everything drawn: a resize or a late underlay is painted in the meantime.
_STEADY_LOOKS = 12


class ScreenshotTaker(QObject):
    """Waits until the window is drawn, writes its picture, and ends the event loop.

    Parameters
    ----------
    window : QWidget
        What to photograph.
    path : Path
        Where to write the PNG.
    is_drawn : callable
        Whether all that was asked for is shown.
    size : tuple of int
        Width and height of the window.
    """

    def __init__(
        self,
        window: QWidget,
        path: Path,
        is_drawn: Callable[[], bool],
        size: tuple[int, int] = USUAL_SIZE,
    ) -> None:
        super().__init__()
        self._window = window
        self._path = path
        self._is_drawn = is_drawn
        self._steady = 0
        self._waited_ms = 0
        self._error: ExplorerError | None = None
        window.resize(*size)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def check(self) -> None:
        """Raise what kept the picture from being made.

        Raises
        ------
        WindowError, WriteError
        """
        if self._error is not None:
            raise self._error

    @Slot()
    def _look(self) -> None:
        self._waited_ms += _LOOK_MS
        self._steady = self._steady + 1 if self._is_drawn() else 0
        if self._steady >= _STEADY_LOOKS:
            self._take()
        elif self._waited_ms >= _TIMEOUT_MS:
            self._error = WindowError(
                "the window was not drawn within {seconds} s",
                where=self._path,
                remedy="try again when the computer is less busy",
                seconds=_TIMEOUT_MS // 1000,
            )
        else:
            return
        self._timer.stop()
        QApplication.quit()

    def _take(self) -> None:
        buffer = QBuffer(self)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grab().save(buffer, "PNG")
        try:
            write_atomically(self._path, bytes(buffer.data().data()))
        except ExplorerError as error:
            self._error = error
