"""The points of one map as they are drawn and picked: in a fixed order of layers, hidden classes left out."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vae_explorer.ui.map.marker_size import typical_density
from vae_explorer.ui.map.pyramid import DensityPyramid
from vae_explorer.ui.map.view import PlaneRect


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPoints:
    """Points to draw, the lowest layer first.

    Parameters
    ----------
    x, y : (n,) floating
        Finite plane coordinates.
    slots : (n,) uint8
        Row of the mark of each.
    ranks : (n,) uint32
        Layer of each from 1; the highest is on top.
    indices : (n,) int32
        Where each stands in the data.
    """

    x: np.ndarray
    y: np.ndarray
    slots: np.ndarray
    ranks: np.ndarray
    indices: np.ndarray


class Cloud(Protocol):
    """What the map needs of a cloud, whatever its size."""

    @property
    def count(self) -> int:
        """How many visible points there are."""

    @property
    def density(self) -> float:
        """Points in a square plane unit at a typical place."""

    @property
    def pyramid(self) -> DensityPyramid | None:
        """Counts at every resolution, where there are too many points to look at each."""

    def stride_for(self, rect: PlaneRect) -> int:
        """Return of how many points in a rectangle one is drawn, so that a frame stays short."""

    def points_in(self, rect: PlaneRect, stride: int = 1) -> DrawnPoints:
        """Return at least every ``stride``-th of the points inside a rectangle."""

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """Return the index of the visible point nearest to a place, and how far it is in plane units."""

    def neighbours(self, x: float, y: float, count: int) -> list[int]:
        """Return the visible points nearest to a place, nearest first."""


class SmallCloud:
    """Up to some hundred thousand points, looked at one by one in every frame.

    Parameters
    ----------
    codes : (n, 2) floating
        Plane coordinates; points that are not finite are neither drawn nor picked.
    slots : (n,) uint8
        Row of the mark of each point.
    shown : (n,) bool or None
        Which points are visible; None for all.
    step : int
        If the points are a sample, every how many-th point of the data they are.
    """

    pyramid: DensityPyramid | None = None

    def __init__(
        self, codes: np.ndarray, slots: np.ndarray, shown: np.ndarray | None = None, step: int = 1
    ) -> None:
        # Data often come sorted by class: without a shuffle the last class would lie over all others.
        self._order = np.random.default_rng(len(codes)).permutation(len(codes)).astype(np.int32)
        self._slots = slots
        self._shown = shown
        self._step = step
        self.density = 0.0
        self.move(codes)

    @property
    def count(self) -> int:
        """How many visible points there are, or how many the sample stands for."""
        return len(self._x) * self._step

    def move(self, codes: np.ndarray) -> None:
        """Take new places of the same points: (n, 2) floating."""
        self._codes = codes
        self._rebuild()
        self.density = typical_density(self._x, self._y, len(self._x) * self._step)

    def moved(self, codes: np.ndarray) -> SmallCloud:
        """Return the same points at new places (n, 2) floating, and leave these as they are."""
        other = copy(self)
        other.move(codes)
        return other

    def restyle(self, slots: np.ndarray, shown: np.ndarray | None) -> None:
        """Take new marks (n,) uint8 and a new choice of visible points (n,) bool."""
        self._slots, self._shown = slots, shown
        self._rebuild()

    def _rebuild(self) -> None:
        usable = np.isfinite(self._codes[:, 0]) & np.isfinite(self._codes[:, 1])
        if self._shown is not None:
            usable &= self._shown
        drawn = self._order if usable.all() else self._order[usable[self._order]]
        self._indices = drawn if self._step == 1 else drawn * np.int32(self._step)
        self._x = self._codes[:, 0].take(drawn).astype(np.float64)
        self._y = self._codes[:, 1].take(drawn).astype(np.float64)
        self._points = DrawnPoints(
            self._x,
            self._y,
            self._slots.take(drawn),
            np.arange(1, len(drawn) + 1, dtype=np.uint32),
            self._indices,
        )

    def stride_for(self, rect: PlaneRect) -> int:  # noqa: ARG002 - see Cloud
        """Return 1: every point is drawn."""
        return 1

    def points_in(self, rect: PlaneRect, stride: int = 1) -> DrawnPoints:  # noqa: ARG002 - see Cloud
        """Return all visible points: to look at each is quicker than to search."""
        return self._points

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """Return the visible point nearest to a place and its distance in plane units."""
        if not len(self._x):
            return None
        away = self._squared_distances(x, y)
        place = int(away.argmin())
        return int(self._indices[place]), float(np.sqrt(away[place]))

    def neighbours(self, x: float, y: float, count: int) -> list[int]:
        """Return the visible points nearest to a place, nearest first."""
        away = self._squared_distances(x, y)
        count = min(count, len(away))
        if not count:
            return []
        closest = np.argpartition(away, count - 1)[:count]
        order = np.lexsort((self._indices[closest], away[closest]))
        return [int(index) for index in self._indices[closest[order]]]

    def _squared_distances(self, x: float, y: float) -> np.ndarray:
        away = self._x - x
        away *= away
        up = self._y - y
        up *= up
        away += up
        return away
