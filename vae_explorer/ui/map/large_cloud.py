"""Millions of points: indexed by place and counted at every resolution, both once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vae_explorer.ui.map.cloud import DrawnPoints
from vae_explorer.ui.map.index import PointIndex, check
from vae_explorer.ui.map.look import PointLook
from vae_explorer.ui.map.marker_size import typical_density
from vae_explorer.ui.map.pyramid import DensityPyramid
from vae_explorer.ui.map.raster import rank_of
from vae_explorer.ui.map.view import PlaneRect

_MOST_DRAWN = 600_000
_FINE_FROM = 4_000_000


class LargeCloud:
    """A cloud that is too large to look at each point in each frame.

    Parameters
    ----------
    complete : PointIndex
        All points, hidden ones too, so that another look needs no new sorting.
    shown : PointIndex
        The visible points.
    slots : (n_shown,) uint8
        Row of the mark of each visible point, in the order of the index.
    pyramid : DensityPyramid
        The visible points counted.
    """

    def __init__(
        self,
        complete: PointIndex,
        shown: PointIndex,
        slots: np.ndarray,
        pyramid: DensityPyramid,
    ) -> None:
        self.complete = complete
        self.pyramid = pyramid
        self._index = shown
        self._slots = slots
        step = max(1, len(shown) // 20_000)
        self.density = typical_density(shown.x[::step], shown.y[::step], len(shown))

    @classmethod
    def build(
        cls,
        codes: np.ndarray,
        look: PointLook,
        complete: PointIndex | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> LargeCloud:
        """Index and count a cloud: seconds for ten million points.

        Parameters
        ----------
        codes : (n, 2) floating
        look : PointLook
        complete : PointIndex, optional
            The index of the same codes, if it is known.
        is_cancelled : callable, optional
            Asked now and then.

        Raises
        ------
        BuildCancelledError
            If ``is_cancelled`` said so.
        """
        if complete is None:
            complete = PointIndex.build(codes, is_cancelled)
        slots, mask = look.slots_and_shown(len(codes))
        check(is_cancelled)
        shown = complete if mask is None else complete.kept(mask)
        slots = slots[shown.order]
        resolution = 4096 if len(shown) >= _FINE_FROM else 2048
        pyramid = DensityPyramid.build(shown.x, shown.y, slots, shown.order, resolution, is_cancelled)
        return cls(complete, shown, slots, pyramid)

    @property
    def count(self) -> int:
        """How many visible points there are."""
        return len(self._index)

    @property
    def nbytes(self) -> int:
        """Memory that the cloud takes besides the codes and labels it was made of."""
        index = self.complete.nbytes + (self._index.nbytes if self._index is not self.complete else 0)
        return index + self._slots.nbytes + self.pyramid.nbytes

    def stride_for(self, rect: PlaneRect) -> int:
        """Return of how many points in a rectangle one is drawn, so that a frame stays short."""
        count = sum(end - start for start, end in self._runs(rect))
        stride = 1
        while count > stride * _MOST_DRAWN:
            stride *= 2
        return stride

    def _runs(self, rect: PlaneRect) -> list[tuple[int, int]]:
        return self._index.slices_in(rect.x_min, rect.x_max, rect.y_min, rect.y_max)

    def points_in(self, rect: PlaneRect, stride: int = 1) -> DrawnPoints:
        """Return at least every ``stride``-th of the points inside a rectangle: always the same ones."""
        index = self._index
        parts = [slice(-(-start // stride) * stride, end, stride) for start, end in self._runs(rect)]
        columns = [
            np.concatenate([column[part] for part in parts]) if parts else column[:0]
            for column in (index.x, index.y, self._slots, index.order)
        ]
        x, y, slots, indices = columns
        return DrawnPoints(x, y, slots, rank_of(indices), indices)

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """Return the visible point nearest to a place and its distance in plane units."""
        return self._index.nearest(x, y)

    def neighbours(self, x: float, y: float, count: int) -> list[int]:
        """Return the visible points nearest to a place, nearest first."""
        closest = self.nearest(x, y)
        if closest is None:
            return []
        count = min(count, len(self._index))
        reach = max(closest[1] * 1.5, np.sqrt(count / self.density) if self.density > 0 else 0.0, 1e-37)
        while True:
            points = self.points_in(PlaneRect(x - reach, x + reach, y - reach, y + reach))
            away = (points.x.astype(np.float64) - x) ** 2 + (points.y.astype(np.float64) - y) ** 2
            if np.count_nonzero(away <= reach * reach) >= count:
                nearest = np.argpartition(away, count - 1)[:count]
                order = np.lexsort((points.indices[nearest], away[nearest]))
                return [int(index) for index in points.indices[nearest[order]]]
            reach *= 2
