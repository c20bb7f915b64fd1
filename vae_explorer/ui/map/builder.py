"""Builds large clouds in a thread of its own: the newest order counts, older ones are given up."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from vae_explorer.ui.map.index import BuildCancelledError, PointIndex
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.look import PointLook

_STACK_BYTES = 8 << 20  # the default of some systems is too small for numerical libraries


@dataclass(frozen=True, slots=True, eq=False)
class BuildOrder:
    """A cloud to be built.

    Parameters
    ----------
    number : int
        Tells this order from all others of the same builder.
    codes, look, complete
        See ``LargeCloud.build``.
    cancelled : threading.Event
        Set once the cloud is no longer wanted.
    """

    number: int
    codes: np.ndarray
    look: PointLook
    complete: PointIndex | None
    cancelled: threading.Event


@dataclass(frozen=True, slots=True, eq=False)
class BuiltCloud:
    """An order that was carried out."""

    number: int
    cloud: LargeCloud


class _Worker(QObject):
    built = Signal(object)  # BuiltCloud

    @Slot(object)
    def build(self, order: BuildOrder) -> None:
        try:
            if order.cancelled.is_set():
                return
            cloud = LargeCloud.build(order.codes, order.look, order.complete, order.cancelled.is_set)
        except BuildCancelledError:
            return
        self.built.emit(BuiltCloud(order.number, cloud))


class CloudBuilder(QObject):
    """Takes orders and tells of the newest once it is done.

    The thread begins with the first order. ``close`` must be called before the builder is dropped.

    Parameters
    ----------
    parent : QObject
    """

    built = Signal(object)  # LargeCloud
    _ordered = Signal(object)  # BuildOrder

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: QThread | None = None
        self._worker: _Worker | None = None
        self._order: BuildOrder | None = None
        self._count = 0

    @property
    def is_busy(self) -> bool:
        """Whether an order is being carried out."""
        return self._order is not None

    def order(
        self,
        codes: np.ndarray,
        look: PointLook,
        complete: PointIndex | None = None,
    ) -> None:
        """Ask for a cloud; an order that is not done yet is given up."""
        self.cancel()
        self._start()
        self._count += 1
        self._order = BuildOrder(self._count, codes, look, complete, threading.Event())
        self._ordered.emit(self._order)

    def cancel(self) -> None:
        """Give up what is being built."""
        if self._order is not None:
            self._order.cancelled.set()
            self._order = None

    def close(self) -> None:
        """Give up all and end the thread; a later order begins another."""
        self.cancel()
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = self._worker = None

    def _start(self) -> None:
        if self._thread is not None:
            return
        self._thread = QThread(self)
        self._thread.setObjectName("cloud_builder")
        self._thread.setStackSize(_STACK_BYTES)
        self._worker = _Worker()
        self._worker.moveToThread(self._thread)
        self._ordered.connect(self._worker.build)
        self._worker.built.connect(self._take)
        self._thread.finished.connect(self._worker.deleteLater)
        self._thread.start(QThread.Priority.LowPriority)

    @Slot(object)
    def _take(self, built: BuiltCloud) -> None:
        if self._order is not None and built.number == self._order.number:
            self._order = None
            self.built.emit(built.cloud)
