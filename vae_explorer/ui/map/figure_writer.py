"""Paints figures and writes them to files, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.atomic_file import write_atomically
from vae_explorer.errors import ExplorerError
from vae_explorer.ui.map.figure import FigureOrder, figure_bytes
from vae_explorer.ui.map.workshop import Workshop, own_font


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
            write_atomically(order.path, figure_bytes(replace(order, font=own_font(order.font))))
        except ExplorerError as error:
            self.written.emit(FigureWritten(order.path, error))
        else:
            self.written.emit(FigureWritten(order.path))


class FigureWriter(Workshop):
    """Writes one figure after another.

    Parameters
    ----------
    parent : QObject
    """

    written = Signal(object)  # FigureWritten
    _ordered = Signal(object)  # FigureOrder

    def __init__(self, parent: QObject) -> None:
        super().__init__("figure_writer", parent)

    def order(self, order: FigureOrder) -> None:
        """Have a figure written."""
        self._start()
        self._ordered.emit(order)

    def _hire(self) -> QObject:
        worker = _Worker()
        self._ordered.connect(worker.write)
        worker.written.connect(self.written)
        return worker
