"""A map whose points, view and underlay move by way of another thread, where there are many points."""

from __future__ import annotations

from copy import copy

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.map.cloud import SmallCloud
from vae_explorer.ui.map.geometry import geometry_of
from vae_explorer.ui.map.mover import MovedPoints, PointMover, Setting
from vae_explorer.ui.map.surface import MapSurface
from vae_explorer.ui.map.underlay import Underlay
from vae_explorer.ui.map.view import PlaneRect, View

# Fewer points are painted sooner than they are handed to another thread.
_HANDED_ON_FROM = 2_000


class MovingMap(MapSurface):
    """A surface that takes new places of its points.

    Parameters
    ----------
    map_id : int
        Named in every message.
    parent : QWidget, optional
    """

    settled = Signal()  # the points are where they were last moved to

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(map_id, parent)
        self._underlay: Underlay | None = None
        self._mover = PointMover(self)
        self._mover.moved.connect(self._take_moved)
        self._mover.settled.connect(self.settled)
        self._camera.prepare = self._prepare

    @property
    def is_moving(self) -> bool:
        """Whether points are on their way to new places; ``settled`` tells when they are not."""
        return self._mover.is_moving

    def move_points(self, codes: np.ndarray, *, is_refitted: bool = False) -> None:
        """Move the same points to new places; the view stays unless they leave it.

        Many points that are in sight arrive a little later, when they have been painted in another thread.

        Parameters
        ----------
        codes : (n, 2) float32
        is_refitted : bool
            Show all of them: the plane is another one.

        Raises
        ------
        ValueError
            There are more or fewer points than before.
        """
        self._store.check(codes)
        cloud = self._cloud_to_hand_on()
        if not is_refitted and cloud is not None:
            self._mover.move(cloud, codes, self._camera.coming, self._setting())
            return
        self._forget_moves()
        self._move_now(codes)
        if is_refitted:
            self._camera.set_content(self._content())
        else:
            self._camera.follow(self._content())

    def _move_now(self, codes: np.ndarray) -> None:
        self._store.move(self._laid(codes))
        self._place_highlight()

    def _cloud_to_hand_on(self) -> SmallCloud | None:
        """Return the points if another thread can paint them, and it is worth it."""
        is_simple = not self._scene.is_strip and not self._scene.has_selection
        is_worth_it = self._store.count >= _HANDED_ON_FROM and is_simple and self.isVisible()
        return self._store.small_cloud if is_worth_it else None

    def _setting(self) -> Setting:
        scene, font = self._scene, QFont(self.font())
        return Setting(copy(scene), self._underlay, self.rect(), geometry_of(self), font, self._ground_look())

    def _prepare(self, view: View) -> bool:
        cloud = self._cloud_to_hand_on()
        if cloud is not None:
            self._mover.lead(cloud, view, self._setting())
        return cloud is not None

    @Slot(object)
    def _take_moved(self, moved: MovedPoints) -> None:
        order = moved.order
        if order.codes is not None:
            self._store.take_moved(order.codes, moved.cloud, moved.bounds)
        if order.setting.underlay is self._underlay:
            self._scene.underlay.adopt(moved.underlay)
        if order.is_step:
            self._camera.arrive(order.view)
        # A picture of another view could not even be panned to this one.
        is_of_use = order.view.shift_to(self._camera.view) is not None
        if is_of_use and order.setting.scene.marks is self._scene.marks:
            self._scene.points.adopt(moved.points)
            is_alike = order.setting.look == self._ground_look() and order.view == self._camera.view
            if moved.picture is not None and is_alike and order.setting.underlay is self._underlay:
                self._keep(order.view, moved.picture)
        if order.codes is not None:
            self._camera.follow(self._content())
            self._place_highlight()
        self._repaint.stop()
        self.update()

    def _settle(self) -> None:
        """Let points be at once where they were last moved to."""
        codes = self._forget_moves()
        if codes is not None:
            self._move_now(codes)
            self._camera.follow(self._content())

    def _forget_moves(self) -> np.ndarray | None:
        """Wait no longer for what is being painted, and return where the points were to move, if at all."""
        codes = self._mover.forget()
        self._camera.settle()
        self._scene.underlay.set_underlay(self._underlay)
        return codes

    def set_underlay(self, underlay: Underlay | None) -> None:
        """Lay pictures beneath the points; tiles that were there before cost nothing."""
        self._underlay = underlay
        cloud = self._cloud_to_hand_on()
        if cloud is not None:
            self._mover.redress(cloud, self._camera.coming, self._setting())
            return
        self._scene.underlay.set_underlay(underlay)
        self.update()

    def _laid(self, codes: np.ndarray) -> np.ndarray:
        """Return where points with these codes are drawn."""
        raise NotImplementedError

    def _content(self) -> PlaneRect | None:
        """Return what is worth showing."""
        raise NotImplementedError

    def _place_highlight(self) -> None:
        """Let the ring follow the point that it marks."""
        raise NotImplementedError
