"""Counts of points at every resolution, so that a frame costs pixels and not points."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vae_explorer.ui.map.index import CHUNK, check
from vae_explorer.ui.map.raster import keys_of, pixel_indices, rank_of
from vae_explorer.ui.map.view import PlaneRect, View

_STRAY_SHARE = 0.0005
_WORTH_LEAVING_OUT = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """One resolution.

    Parameters
    ----------
    counts : (rows, columns) uint32
        Points in each bin; the first row is the top.
    keys : (rows, columns) uint32
        The topmost point of each bin, see ``raster``; 0 for an empty one.
    side : float
        Side of a bin in plane units.
    """

    counts: np.ndarray
    keys: np.ndarray
    side: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A cloud seen through a view.

    Parameters
    ----------
    keys : (height, width) uint32
        The topmost point of each pixel, see ``raster``; 0 for an empty one.
    counts : (height, width) uint32
        Points in each pixel: every point is counted in exactly one.
    densities : (height, width) float32
        Points in each pixel if bins and pixels were cut alike; without the beat between the two.
    """

    keys: np.ndarray
    counts: np.ndarray
    densities: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Strays:
    """The few points too far out for the bins: coordinates (n,) float32 and keys (n,) uint32."""

    x: np.ndarray
    y: np.ndarray
    keys: np.ndarray


class DensityPyramid:
    """A cloud in bins.

    Parameters
    ----------
    left, top : float
        The upper left corner of the bins in plane units.
    levels : tuple of Level
        From the finest to a single bin.
    strays : Strays
        Points outside of the bins.
    """

    def __init__(self, left: float, top: float, levels: tuple[Level, ...], strays: Strays) -> None:
        self.left, self.top = left, top
        self.levels = levels
        self.strays = strays

    @classmethod
    def build(
        cls,
        x: np.ndarray,
        y: np.ndarray,
        slots: np.ndarray,
        indices: np.ndarray,
        resolution: int,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> DensityPyramid:
        """Count a cloud.

        Parameters
        ----------
        x, y : (n,) float32
            Finite coordinates.
        slots : (n,) uint8
            Row of the mark of each point.
        indices : (n,) int32
            Where each point stands in the data; decides which lies on top.
        resolution : int
            Bins along the longer side of the finest level.
        is_cancelled : callable, optional
            Asked now and then.

        Raises
        ------
        BuildCancelledError
            If ``is_cancelled`` said so.
        """
        rect = _binned_rect(x, y)
        side = max(rect.width, rect.height) / resolution
        columns = max(1, math.ceil(rect.width / side - 1e-9))
        rows = max(1, math.ceil(rect.height / side - 1e-9))
        left, top = rect.x_min, rect.y_max
        counts = np.zeros(rows * columns, dtype=np.uint32)
        keys = np.zeros(rows * columns, dtype=np.uint32)
        stray_parts: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
        for first in range(0, len(x), CHUNK):
            check(is_cancelled)
            part = slice(first, first + CHUNK)
            bins, outside = _bins_of(x[part], y[part], left, top, side, rows, columns)
            part_keys = keys_of(rank_of(indices[part]), slots[part])
            if len(outside):
                stray_parts.append(outside + first)
                inside = bins >= 0
                bins, part_keys = bins[inside], part_keys[inside]
            np.add.at(counts, bins, np.uint32(1))
            np.maximum.at(keys, bins, part_keys)
        out = np.concatenate(stray_parts)
        strays = Strays(x[out], y[out], keys_of(rank_of(indices[out]), slots[out]))
        finest = Level(counts.reshape(rows, columns), keys.reshape(rows, columns), side)
        return cls(left, top, _halved_down(finest, is_cancelled), strays)

    @property
    def total(self) -> int:
        """How many points there are."""
        return int(self.levels[-1].counts.sum()) + len(self.strays.x)

    @property
    def nbytes(self) -> int:
        """Memory that the levels take."""
        return sum(level.counts.nbytes + level.keys.nbytes for level in self.levels)

    def is_fine_enough(self, view: View) -> bool:
        """Say whether a bin of the finest level is at most one pixel wide in a view."""
        return self.levels[0].side * view.scale <= 1.0

    def count_in(self, rect: PlaneRect) -> int:
        """Return about how many points lie in a rectangle, and not fewer."""
        longest = max(rect.width, rect.height)
        coarse = self.levels[-1]
        for level in self.levels:
            if longest <= 64 * level.side:
                coarse = level
                break
        rows, columns = coarse.counts.shape
        first_column = max(0, math.floor((rect.x_min - self.left) / coarse.side))
        last_column = min(columns, math.ceil((rect.x_max - self.left) / coarse.side))
        first_row = max(0, math.floor((self.top - rect.y_max) / coarse.side))
        last_row = min(rows, math.ceil((self.top - rect.y_min) / coarse.side))
        if first_column >= last_column or first_row >= last_row:
            return len(self.strays.x)
        part = coarse.counts[first_row:last_row, first_column:last_column]
        return int(part.sum()) + len(self.strays.x)

    def frame(self, view: View) -> Frame:
        """Return the cloud as one view shows it; the view's bins are at most one pixel wide."""
        level = self._level_for(view)
        keys = np.zeros((view.height, view.width), dtype=np.uint32)
        counts = np.zeros((view.height, view.width), dtype=np.uint32)
        densities = np.zeros((view.height, view.width), dtype=np.float32)
        across = _Cut.of(
            self.left * view.scale - view.left, level.side * view.scale, level.counts.shape[1], view.width
        )
        down = _Cut.of(
            -self.top * view.scale - view.top, level.side * view.scale, level.counts.shape[0], view.height
        )
        if across.pixels and down.pixels:
            part = np.s_[down.start : down.start + down.pixels, across.start : across.start + across.pixels]
            keys[part] = _merged_keys(level.keys, down, across)
            counts[part] = merged = _merged_counts(level.counts, down, across)
            bins_per_pixel = 1.0 / max(level.side * view.scale, 1e-300)
            even = (bins_per_pixel / down.bins)[:, None] * (bins_per_pixel / across.bins)
            np.multiply(merged, even.astype(np.float32), out=densities[part])
        self._add_strays(view, keys, counts, densities)
        return Frame(keys, counts, densities)

    def _level_for(self, view: View) -> Level:
        for level in reversed(self.levels):
            if level.side * view.scale <= 1.0:
                return level
        return self.levels[0]

    def _add_strays(self, view: View, keys: np.ndarray, counts: np.ndarray, densities: np.ndarray) -> None:
        strays = self.strays
        pixels, inside = pixel_indices(view.columns(strays.x), view.rows(strays.y), view.width, view.height)
        if len(inside):
            np.maximum.at(keys.reshape(-1), pixels, strays.keys[inside])
            np.add.at(counts.reshape(-1), pixels, np.uint32(1))
            np.add.at(densities.reshape(-1), pixels, np.float32(1))


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """Along one axis: which pixels have bins, and the one or several bins whose middles lie in each.

    ``first``, ``last`` are (pixels,) bin numbers from ``base`` on, both included; ``bins`` says how many.
    """

    start: int
    pixels: int
    base: int
    end: int
    first: np.ndarray
    last: np.ndarray
    bins: np.ndarray

    @classmethod
    def of(cls, origin: float, bin_px: float, bin_count: int, pixel_count: int) -> _Cut:
        """Cut ``bin_count`` bins of ``bin_px`` pixels, the first beginning at pixel ``origin``."""
        edges = np.ceil((np.arange(pixel_count + 1) - origin) / bin_px - 0.5)
        edges = np.clip(edges, 0, bin_count).astype(np.int64)
        used = np.flatnonzero(np.diff(edges))
        if not len(used):
            empty = np.zeros(0, dtype=np.int64)
            return cls(0, 0, 0, 0, empty, empty, empty)
        start, stop = int(used[0]), int(used[-1]) + 1
        edges = edges[start : stop + 1]
        base, end = int(edges[0]), int(edges[-1])
        return cls(start, stop - start, base, end, edges[:-1] - base, edges[1:] - 1 - base, np.diff(edges))


def _merged_keys(keys: np.ndarray, down: _Cut, across: _Cut) -> np.ndarray:
    part = keys[down.base : down.end, across.base : across.end]
    rows = part[down.first]
    np.maximum(rows, part[down.last], out=rows)
    columns = rows.take(across.first, axis=1)
    np.maximum(columns, rows.take(across.last, axis=1), out=columns)
    return np.asarray(columns)


def _merged_counts(counts: np.ndarray, down: _Cut, across: _Cut) -> np.ndarray:
    part = counts[down.base : down.end, across.base : across.end]
    width = part.shape[1]
    # One more column of zeros is the second bin of pixels that have only one.
    rows = np.zeros((len(down.first), width + 1), dtype=counts.dtype)
    second = part[down.last]
    second *= (down.bins > 1).astype(counts.dtype)[:, None]
    np.add(part[down.first], second, out=rows[:, :width])
    columns = rows.take(across.first, axis=1)
    columns += rows.take(np.where(across.bins > 1, across.last, width), axis=1)
    return columns


def _binned_rect(x: np.ndarray, y: np.ndarray) -> PlaneRect:
    """Return where bins are worth their memory: all of the cloud, or all but a few strays."""
    if not len(x):
        return PlaneRect(-1.0, 1.0, -1.0, 1.0)
    edges = []
    for column in (x, y):
        low, high = float(column.min()), float(column.max())
        sample = column[:: max(1, len(column) // 200_000)].astype(np.float64)
        inner_low, inner_high = np.quantile(sample, [_STRAY_SHARE, 1 - _STRAY_SHARE]).tolist()
        if high - low > _WORTH_LEAVING_OUT * (inner_high - inner_low) > 0:
            room = 0.1 * (inner_high - inner_low)
            low, high = max(low, inner_low - room), min(high, inner_high + room)
        edges.append((low, high))
    (left, right), (bottom, top) = edges
    span = max(right - left, top - bottom)
    if span <= 1e-6 * max(abs(left), abs(right), abs(bottom), abs(top)) or span == 0:
        span = max(1e-3 * max(abs(left), abs(right), abs(bottom), abs(top)), 1e-30)
    room = 1e-4 * span  # so that rounding leaves no edge point outside
    return PlaneRect(left - room, right + room, bottom - room, top + room)


def _bins_of(
    x: np.ndarray, y: np.ndarray, left: float, top: float, side: float, rows: int, columns: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the flat bin of each point, −1 outside, and the points outside."""
    column = (x - np.float64(left)) * np.float64(1 / side)
    row = (np.float64(top) - y) * np.float64(1 / side)
    mask = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    outside = np.flatnonzero(~mask)
    if len(outside):
        column[outside] = row[outside] = 0
    bins = row.astype(np.int32)
    bins *= np.int32(columns)
    bins += column.astype(np.int32)
    if len(outside):
        bins[outside] = -1
    return bins, outside


def _halved_down(finest: Level, is_cancelled: Callable[[], bool] | None) -> tuple[Level, ...]:
    levels = [finest]
    while max(levels[-1].counts.shape) > 1:
        check(is_cancelled)
        level = levels[-1]
        levels.append(Level(_halved(level.counts, np.add), _halved(level.keys, np.maximum), 2 * level.side))
    return tuple(levels)


def _halved(plane: np.ndarray, merge: np.ufunc) -> np.ndarray:
    rows, columns = plane.shape
    tall = merge(plane[0 : rows // 2 * 2 : 2], plane[1::2])
    if rows % 2:
        tall = np.concatenate([tall, plane[-1:]])
    wide = merge(tall[:, 0 : columns // 2 * 2 : 2], tall[:, 1::2])
    if columns % 2:
        wide = np.concatenate([wide, tall[:, -1:]], axis=1)
    return np.ascontiguousarray(wide)
