"""Work of the maps that takes longer than a frame, in a thread of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QFont

from vae_explorer.workers.thread import WorkerThread


class Workshop(QObject):
    """Has a worker, which is hired with the first order.

    ``close`` must be called before the workshop is dropped; what is being done is finished first.

    Parameters
    ----------
    name : str
        Of the thread.
    parent : QObject
    """

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name
        self._thread: WorkerThread | None = None

    def close(self) -> None:
        """End the thread; a later order begins another."""
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = None

    def _start(self) -> None:
        """See to it that there is a worker."""
        if self._thread is None:
            worker = self._hire()
            self._thread = WorkerThread(self._name, worker, self)
            self._thread.finished.connect(worker.deleteLater)
            self._thread.start(QThread.Priority.LowPriority)

    def _hire(self) -> QObject:
        """Return a new worker that hears the orders and is heard."""
        raise NotImplementedError


def own_font(font: QFont) -> QFont:
    """Return a font that shares nothing with that of a widget: Qt fills in what copies share as it writes."""
    own = QFont(font)
    # Any change parts a copy from what it was copied from.
    own.setKerning(not font.kerning())
    own.setKerning(font.kerning())
    return own
