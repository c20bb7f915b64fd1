"""Builds large clouds in a thread of its own: the newest order counts, older ones are given up."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.ui.map.index import BuildCancelledError, PointIndex
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.look import PointLook
from vae_explorer.ui.map.workshop import Workshop


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


class CloudBuilder(Workshop):
    """Takes orders and tells of the newest once it is done.

    Parameters
    ----------
    parent : QObject
    """

    built = Signal(object)  # LargeCloud
    _ordered = Signal(object)  # BuildOrder

    def __init__(self, parent: QObject) -> None:
        super().__init__("cloud_builder", parent)
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
        super().close()

    def _hire(self) -> QObject:
        worker = _Worker()
        self._ordered.connect(worker.build)
        worker.built.connect(self._take)
        return worker

    @Slot(object)
    def _take(self, built: BuiltCloud) -> None:
        if self._order is not None and built.number == self._order.number:
            self._order = None
            self.built.emit(built.cloud)
