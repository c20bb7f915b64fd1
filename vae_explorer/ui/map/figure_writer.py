"""Paints figures and writes them to files, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vae_explorer.atomic_file import write_atomically
from vae_explorer.errors import ExplorerError
from vae_explorer.ui.map.figure import FigureOrder, figure_bytes

_STACK_BYTES = 8 << 20  # the default of some systems is too small for numerical libraries


@dataclass(frozen=True)
class FigureWritten:
    """A figure was written, or not, where ``error`` says why."""

    path: Path
    error: ExplorerError | None = None


class _Worker(QObject):
    written = Signal(object)  # FigureWritten

    @Slot(object)
    def write(self, order: FigureOrder) -> None:
        try:
            write_atomically(order.path, figure_bytes(order))
        except ExplorerError as error:
            self.written.emit(FigureWritten(order.path, error))
        else:
            self.written.emit(FigureWritten(order.path))


class FigureWriter(QObject):
    """Writes one figure after another.

    The thread begins with the first order. ``close`` must be called before the writer is dropped; a figure
    that is being written is finished first.

    Parameters
    ----------
    parent : QObject
    """

    written = Signal(object)  # FigureWritten
    _ordered = Signal(object)  # FigureOrder

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._worker: _Worker | None = None

    def order(self, order: FigureOrder) -> None:
        """Have a figure written."""
        self._start()
        self._ordered.emit(order)

    def close(self) -> None:
        """End the thread; a later order begins another."""
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = self._worker = None

    def _start(self) -> None:
        if self._thread is not None:
            return
        self._thread = QThread(self)
        self._thread.setObjectName("figure_writer")
        self._thread.setStackSize(_STACK_BYTES)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._ordered.connect(self._worker.write)
        self._worker.written.connect(self.written)
        self._thread.finished.connect(self._worker.deleteLater)
        self._thread.start(QThread.Priority.LowPriority)
