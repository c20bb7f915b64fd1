"""Paints points that move, and views that they lead, in another thread: the window only lays them down."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QImage, QPainter

from vae_explorer.ui.map.cloud import SmallCloud
from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.point_cloud import PaintedPoints, PointCloudLayer
from vae_explorer.ui.map.scene import MapScene
from vae_explorer.ui.map.still_picture import StillPicture, drawn
from vae_explorer.ui.map.underlay import DressedUnderlay, Underlay, UnderlayLayer
from vae_explorer.ui.map.view import PlaneRect, View, bounds_of
from vae_explorer.ui.map.workshop import Workshop, own_font
from vae_explorer.workers.thread import lower_priority


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """How a map looks at one moment, but for its points.

    Parameters
    ----------
    scene : MapScene
        The map's own; only what is replaced as a whole is read.
    underlay : Underlay or None
        What is to lie beneath the points.
    rect : QRect
        The widget, in its own coordinates.
    geometry : Geometry
    font : QFont
    look : hashable or None
        Changes whenever a map with the same points and underlay in the same view would look different; None
        where only the map itself can paint all of it.
    """

    scene: MapScene
    underlay: Underlay | None
    rect: QRect
    geometry: Geometry
    font: QFont
    look: Hashable | None


@dataclass(frozen=True, slots=True, eq=False)
class MoveOrder:
    """Points to be painted, at new places or in another view.

    Parameters
    ----------
    number : int
        Tells this order from all others of the same mover.
    cloud : SmallCloud
        The points as they are shown.
    codes : (n, 2) floating or None
        Where they move to; None where they stay.
    view : View
        The view to paint them in.
    is_step : bool
        Whether the view is one that the map is to show next, and not the one it shows.
    setting : Setting
    """

    number: int
    cloud: SmallCloud
    codes: np.ndarray | None
    view: View
    is_step: bool
    setting: Setting


@dataclass(frozen=True, slots=True, eq=False)
class MovedPoints:
    """An order that was carried out.

    Parameters
    ----------
    order : MoveOrder
    cloud : SmallCloud
        The points where they lie now.
    bounds : PlaneRect or None
        The rectangle worth showing, where they have moved.
    points : PaintedPoints
        Their picture alone.
    underlay : DressedUnderlay
    picture : QImage or None
        The picture of all that is still in the map, if it could be painted.
    """

    order: MoveOrder
    cloud: SmallCloud
    bounds: PlaneRect | None
    points: PaintedPoints
    underlay: DressedUnderlay
    picture: QImage | None


class _Worker(QObject):
    painted = Signal(object)  # MovedPoints

    def __init__(self) -> None:
        super().__init__()
        self._points: PointCloudLayer | None = None
        self._underlay: UnderlayLayer | None = None
        self._frame = StillPicture(is_opaque=False)

    @Slot(object)
    def paint(self, order: MoveOrder) -> None:
        setting, view = order.setting, order.view
        scene, ratio = setting.scene, setting.geometry.pixel_ratio
        if self._points is None or self._underlay is None:
            lower_priority()
            self._points, self._underlay = PointCloudLayer(scene.marks), UnderlayLayer(scene.theme)
        points, underlay = self._points, self._underlay
        if points.marks is not scene.marks:
            points.set_marks(scene.marks)
        underlay.set_theme(scene.theme)
        underlay.set_underlay(setting.underlay)
        cloud, bounds = order.cloud, None
        if order.codes is not None:
            cloud, bounds = cloud.moved(order.codes), bounds_of(order.codes)
        if points.cloud is not cloud:
            points.set_cloud(cloud)
        twin = scene.twin(points, underlay, self._frame)
        picture = self._picture(twin, order) if setting.look is not None else None
        painted = points.handed_over(view, ratio)
        self.painted.emit(MovedPoints(order, cloud, bounds, painted, underlay.dressed(), picture))

    @staticmethod
    def _picture(twin: MapScene, order: MoveOrder) -> QImage:
        setting = order.setting
        font = own_font(setting.font)

        def draw(painter: QPainter) -> None:
            twin.paint_ground(painter, setting.rect, setting.geometry, order.view, font)

        return drawn(setting.rect, setting.geometry.pixel_ratio, draw, is_opaque=True)


class PointMover(Workshop):
    """Has one order carried out at a time; of what is wished meanwhile, the newest counts.

    Parameters
    ----------
    parent : QObject
    """

    moved = Signal(object)  # MovedPoints
    settled = Signal()  # no points are on their way any more
    _ordered = Signal(object)  # MoveOrder

    def __init__(self, parent: QObject) -> None:
        super().__init__("point_mover", parent)
        self._count = 0
        self._order: MoveOrder | None = None
        self._next: MoveOrder | None = None
        # Once the window has done what it is at: both want the interpreter, and the window must not wait.
        self._sending = QTimer(self)
        self._sending.setSingleShot(True)
        self._sending.setInterval(0)
        self._sending.timeout.connect(self._hand_over)

    @property
    def is_moving(self) -> bool:
        """Whether points are on their way to new places."""
        return any(order is not None and order.codes is not None for order in (self._order, self._next))

    def move(self, cloud: SmallCloud, codes: np.ndarray, view: View, setting: Setting) -> None:
        """Ask for points at new places (n, 2) floating, in the view that is shown."""
        self._ask(cloud, codes, view, setting, is_step=False)

    def lead(self, cloud: SmallCloud, view: View, setting: Setting) -> None:
        """Ask for the points in a view that the map is to show next."""
        self._ask(cloud, None, view, setting, is_step=True)

    def redress(self, cloud: SmallCloud, view: View, setting: Setting) -> None:
        """Ask for the points where they are, in the view that is shown: what lies beneath them is new."""
        self._ask(cloud, None, view, setting, is_step=False)

    def _ask(
        self, cloud: SmallCloud, codes: np.ndarray | None, view: View, setting: Setting, *, is_step: bool
    ) -> None:
        self._count += 1
        order = MoveOrder(self._count, cloud, codes, view, is_step, setting)
        waiting = self._next
        if waiting is not None and codes is None:
            order = replace(order, codes=waiting.codes)
        if waiting is not None and waiting.is_step and not is_step:
            order = replace(order, view=waiting.view, is_step=True)
        if self._order is None:
            self._send(order)
        else:
            self._next = order

    def forget(self) -> np.ndarray | None:
        """Give up all orders; return the newest places (n, 2) that no picture has come of, or None."""
        orders = (self._next, self._order)
        self._order = self._next = None
        places = (order.codes for order in orders if order is not None and order.codes is not None)
        newest = next(places, None)
        if newest is not None:
            self.settled.emit()
        return newest

    def close(self) -> None:
        """Give up all and end the thread; a later order begins another."""
        self.forget()
        self._sending.stop()
        super().close()

    def _send(self, order: MoveOrder) -> None:
        self._order = order
        self._sending.start()

    @Slot()
    def _hand_over(self) -> None:
        if self._order is not None:
            self._start()
            self._ordered.emit(self._order)

    def _hire(self) -> QObject:
        worker = _Worker()
        self._ordered.connect(worker.paint)
        worker.painted.connect(self._take)
        return worker

    @Slot(object)
    def _take(self, moved: MovedPoints) -> None:
        if self._order is None or moved.order.number != self._order.number:
            return
        self._order, waiting = None, self._next
        self._next = None
        if waiting is not None:
            # The points have moved meanwhile, and move on from there.
            self._send(replace(waiting, cloud=moved.cloud))
        self.moved.emit(moved)
        if moved.order.codes is not None and not self.is_moving:
            self.settled.emit()
