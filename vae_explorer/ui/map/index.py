"""Find points by place among millions: slabs of equal count across x, each sorted along y.

The first step of sort-tile-recursive packing (Leutenegger, Lopez & Edgington 1997). Slabs follow the data, so
that clusters and strays cost nothing, and sorting is quicker than building a k-d tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

CHUNK = 1 << 18  # points handled in one go, so that other threads get their turn
_SLAB_SHAPE = 16.0  # a slab holds this many times as many points as there are slabs
_MOST_SLABS = 4096
_CROWDED = 50_000
_PROBE = 16
_GRID = 1 << 15


class BuildCancelledError(Exception):
    """What was being built is no longer wanted."""


def check(is_cancelled: Callable[[], bool] | None) -> None:
    """Raise where a build is no longer wanted.

    Raises
    ------
    BuildCancelledError
        If ``is_cancelled`` says so.
    """
    if is_cancelled is not None and is_cancelled():
        raise BuildCancelledError


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Coordinates sorted along y, and where each point stands in the data."""

    x: np.ndarray
    y: np.ndarray
    order: np.ndarray


class PointIndex:
    """Points in slabs.

    Parameters
    ----------
    x, y : (n,) float32
        Finite coordinates, slab after slab, ascending in y within each.
    order : (n,) int32
        Where each point stands in the data.
    starts : (slabs + 1,) int64
        Where each slab begins.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, order: np.ndarray, starts: np.ndarray) -> None:
        self.x, self.y, self.order = x, y, order
        used = np.flatnonzero(np.diff(starts))
        self._first, self._last = starts[used], starts[used + 1]
        if len(used):
            self._left = np.minimum.reduceat(x, self._first).astype(np.float64)
            self._right = np.maximum.reduceat(x, self._first).astype(np.float64)
            self._bottom = y[self._first].astype(np.float64)
            self._top = y[self._last - 1].astype(np.float64)
        self._crowded = self._without_doubles()

    @classmethod
    def build(cls, codes: np.ndarray, is_cancelled: Callable[[], bool] | None = None) -> PointIndex:
        """Sort a cloud.

        Parameters
        ----------
        codes : (n, 2) floating
            Points that are not finite are left out.
        is_cancelled : callable, optional
            Asked now and then.

        Raises
        ------
        BuildCancelledError
            If ``is_cancelled`` said so.
        """
        x, y, order = _finite_columns(codes, is_cancelled)
        slabs = int(min(max(1.0, np.sqrt(len(x) / _SLAB_SHAPE)), _MOST_SLABS))
        slab = _slab_of_each(x, slabs, is_cancelled)
        starts = np.zeros(slabs + 1, dtype=np.int64)
        np.cumsum(np.bincount(slab, minlength=slabs), out=starts[1:])
        by_slab = np.argsort(slab, kind="stable").astype(np.int32)
        del slab
        check(is_cancelled)
        x, y = x[by_slab], y[by_slab]
        order = by_slab if order is None else order[by_slab]
        for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            check(is_cancelled)
            along = np.argsort(y[first:last])
            for column in (x, y, order):
                column[first:last] = column[first:last][along]
        return cls(x, y, order, starts)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def nbytes(self) -> int:
        """Memory that the columns take."""
        return self.x.nbytes + self.y.nbytes + self.order.nbytes

    def kept(self, mask: np.ndarray) -> PointIndex:
        """Return the index of those points of the data that ``mask`` (n_data,) bool keeps."""
        keep = mask[self.order]
        before = np.concatenate([[0], np.cumsum(keep)])
        starts = np.append(before[self._first], before[-1])
        return PointIndex(self.x[keep], self.y[keep], self.order[keep], starts)

    def slices_in(self, x_min: float, x_max: float, y_min: float, y_max: float) -> list[tuple[int, int]]:
        """Return runs of points that hold at least all points in a rectangle."""
        if not len(self.x):
            return []
        runs = []
        low, high = np.float32(max(y_min, -3e38)), np.float32(min(y_max, 3e38))
        for slab in np.flatnonzero((self._right >= x_min) & (self._left <= x_max)).tolist():
            first, last = int(self._first[slab]), int(self._last[slab])
            column = self.y[first:last]
            start = first + int(column.searchsorted(low))
            end = first + int(column.searchsorted(high, side="right"))
            if start < end:
                runs.append((start, end))
        return runs

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """Return the point of the data nearest to a place and its distance; None without points."""
        if not len(self.x):
            return None
        away = np.maximum(np.maximum(self._left - x, x - self._right), 0.0)
        up = np.maximum(np.maximum(self._bottom - y, y - self._top), 0.0)
        bound = away * away
        bound += up * up
        best, found = np.inf, -1
        while True:
            slab = int(bound.argmin())
            # Of several points equally near any may be found: a slab that is only as near is not looked at.
            if found >= 0 and not bound[slab] < best:
                return found, float(np.sqrt(best))
            best, found = self._search(slab, x, y, best, found)
            bound[slab] = np.inf

    def _search(self, slab: int, x: float, y: float, best: float, found: int) -> tuple[float, int]:
        points = self._crowded.get(slab)
        if points is None:
            run = slice(int(self._first[slab]), int(self._last[slab]))
            points = _Points(self.x[run], self.y[run], self.order[run])
        middle = int(points.y.searchsorted(np.float32(y)))
        best, found = _closest(points, max(0, middle - _PROBE), middle + _PROBE, x, y, best, found)
        reach = float(np.sqrt(best))
        first = int(points.y.searchsorted(_below(y - reach)))
        last = int(points.y.searchsorted(_above(y + reach), side="right"))
        return _closest(points, first, last, x, y, best, found)

    def _without_doubles(self) -> dict[int, _Points]:
        """Return, for slabs too full to look through, their points with those at the same place left out."""
        crowded = {}
        for slab in np.flatnonzero(self._last - self._first > _CROWDED).tolist():
            run = slice(int(self._first[slab]), int(self._last[slab]))
            x, y, order = self.x[run], self.y[run], self.order[run]
            by_place = np.lexsort((x, y))
            x, y = x[by_place], y[by_place]
            fresh = np.ones(len(x), dtype=bool)
            fresh[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
            crowded[slab] = _Points(x[fresh], y[fresh], order[by_place][fresh])
        return crowded


def _slab_of_each(x: np.ndarray, slabs: int, is_cancelled: Callable[[], bool] | None) -> np.ndarray:
    """Return in which of about equally full slabs each point lies: (n,) uint16, never falling along x."""
    slab = np.empty(len(x), dtype=np.uint16)
    if not len(x):
        return slab
    sample = x[:: max(1, len(x) // 100_000)].astype(np.float64)
    edges = np.quantile(sample, np.arange(slabs + 1) / slabs)
    # Looking up in a fine even grid is quicker than searching; it does where no slab is thinner than a cell.
    low, per_unit = edges[0], _GRID / max(edges[-1] - edges[0], 1e-300)
    is_even = per_unit < 1e300 and np.diff(edges).min() * per_unit > 2
    cells = low + (np.arange(_GRID) + 0.5) / per_unit
    slab_of_cell = np.searchsorted(edges[1:-1], cells, side="right").astype(np.uint16)
    for first in range(0, len(x), CHUNK):
        check(is_cancelled)
        part = x[first : first + CHUNK]
        if is_even:
            cell = (part - np.float64(low)) * np.float64(per_unit)
            np.clip(cell, 0, _GRID - 1, out=cell)
            slab[first : first + CHUNK] = slab_of_cell.take(cell.astype(np.int32))
        else:
            slab[first : first + CHUNK] = np.searchsorted(edges[1:-1], part, side="right")
    return slab


def _closest(
    points: _Points, first: int, last: int, x: float, y: float, best: float, found: int
) -> tuple[float, int]:
    if first >= last or first >= len(points.x):
        return best, found
    away = points.x[first:last].astype(np.float64)
    away -= x
    away *= away
    up = points.y[first:last].astype(np.float64)
    up -= y
    up *= up
    away += up
    place = int(away.argmin())
    if away[place] < best:
        return float(away[place]), int(points.order[first + place])
    return best, found


def _below(value: float) -> np.float32:
    return np.float32(np.nextafter(np.float32(max(value, -3e38)), np.float32(-np.inf)))


def _above(value: float) -> np.float32:
    return np.float32(np.nextafter(np.float32(min(value, 3e38)), np.float32(np.inf)))


def _finite_columns(
    codes: np.ndarray, is_cancelled: Callable[[], bool] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return x, y as (n,) float32 and, where points had to be left out, which (n,) int32 remain."""
    count = len(codes)
    x, y = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.float32)
    is_finite = True
    for first in range(0, count, CHUNK):
        check(is_cancelled)
        part = codes[first : first + CHUNK]
        x[first : first + CHUNK], y[first : first + CHUNK] = part[:, 0], part[:, 1]
        is_finite = is_finite and bool(np.isfinite(part).all())
    if is_finite:
        return x, y, None
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).astype(np.int32)
    return x[usable], y[usable], usable
