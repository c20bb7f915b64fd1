"""The plane tiled with what it decodes to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class AtlasGrid:
    """Where the tiles of an atlas lie.

    Their centres stand on multiples of the step, so panning moves no tile.

    Attributes
    ----------
    first_column, first_row : int
        The lowest multiples of the step, left and bottom.
    columns, rows : int
        Number of tiles.
    step : float
        Side of a tile, in units of the plane.
    """

    first_column: int
    first_row: int
    columns: int
    rows: int
    step: float

    @classmethod
    def covering(
        cls, rectangle: tuple[float, float, float, float], step: float, max_tiles: int = 10_000
    ) -> AtlasGrid:
        """Return the grid that covers ``x_min, x_max, y_min, y_max``; coarser if it had too many tiles."""
        x_min, x_max, y_min, y_max = rectangle
        while ((x_max - x_min) / step + 2) * ((y_max - y_min) / step + 2) > max_tiles:
            step *= 2
        first_column, first_row = round(x_min / step), round(y_min / step)
        return cls(
            first_column,
            first_row,
            round(x_max / step) - first_column + 1,
            round(y_max / step) - first_row + 1,
            step,
        )

    @classmethod
    def along(cls, x_min: float, x_max: float, step: float, max_tiles: int = 10_000) -> AtlasGrid:
        """Return the one row of tiles around y = 0 that covers ``x_min … x_max``."""
        while (x_max - x_min) / step + 2 > max_tiles:
            step *= 2
        first_column = round(x_min / step)
        return cls(first_column, 0, round(x_max / step) - first_column + 1, 1, step)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """``x_min, x_max, y_min, y_max`` of the whole atlas, the tiles' outer edges."""
        left, bottom = (self.first_column - 0.5) * self.step, (self.first_row - 0.5) * self.step
        return left, left + self.columns * self.step, bottom, bottom + self.rows * self.step

    def centres(self) -> np.ndarray:
        """Return the tiles' centres ``(rows · columns, 2) float64``, row by row from the top."""
        x = (self.first_column + np.arange(self.columns)) * self.step
        y = (self.first_row + np.arange(self.rows)[::-1]) * self.step
        grid = np.stack(np.meshgrid(x, y), axis=-1)
        return grid.reshape(-1, 2)

    def keys(self) -> list[tuple[float, int, int]]:
        """Return what tells each tile from all others at any zoom: step, column and row, from the top."""
        columns = range(self.first_column, self.first_column + self.columns)
        rows = range(self.first_row + self.rows - 1, self.first_row - 1, -1)
        return [(self.step, column, row) for row in rows for column in columns]

    def stand_ins(self, stride: int) -> np.ndarray:
        """Return for every tile which one stands for it while only every ``stride``-th is known.

        Those are the tiles at multiples of ``stride`` in both directions, so that panning changes none of
        them, and at least one in each direction.

        Returns
        -------
        (rows · columns,) int64
            Positions in the order of :meth:`centres`; a tile that is known stands for itself.
        """
        columns = _nearest_multiples(self.first_column, self.columns, stride)
        rows = (self.rows - 1 - _nearest_multiples(self.first_row, self.rows, stride))[::-1]
        positions: np.ndarray = rows[:, None] * self.columns + columns
        return positions.reshape(-1)


def _nearest_multiples(first: int, count: int, stride: int) -> np.ndarray:
    """Return for each of ``count`` numbers from ``first`` the offset of the nearest multiple among them."""
    low = -(-first // stride)
    high = (first + count - 1) // stride
    if low > high:
        return np.full(count, count // 2, np.int64)
    # Python's integers: far out and far in, the numbers are larger than 64 bits would bear.
    nearest = [min(max(round(number / stride), low), high) * stride for number in range(first, first + count)]
    return np.array([number - first for number in nearest], np.int64)


def tile_step(units_per_pixel: float, tile_px: float) -> float:
    """Return the side of a tile that is about ``tile_px`` wide on the screen.

    It is a power of two of the plane's unit: zooming within a factor of two keeps the tiles where they are;
    they only grow or shrink.
    """
    return float(2.0 ** np.round(np.log2(max(units_per_pixel * tile_px, 1e-300))))


def assemble(images: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """Return ``(rows · h, columns · w, c)`` from tiles ``(rows · columns, h, w, c)``, row by row."""
    count, height, width, channels = images.shape
    if count != rows * columns:
        raise ValueError(f"{count} tiles do not fill {rows} × {columns}")
    grid = images.reshape(rows, columns, height, width, channels)
    sheet: np.ndarray = grid.swapaxes(1, 2).reshape(rows * height, columns * width, channels)
    return sheet


def shrunk(images: np.ndarray, side: int) -> np.ndarray:
    """Return images no larger than ``side`` pixels, each pixel the mean of the area that it covers.

    Parameters
    ----------
    images : (n, h, w, c) float32
    side : int
        The most pixels along the longer side; smaller images stay as they are.

    Returns
    -------
    (n, h', w', c) float32
    """
    height, width = images.shape[1:3]
    longer = max(height, width)
    if longer <= side:
        return images
    down = _area_weights(height, max(1, round(height * side / longer)))
    across = _area_weights(width, max(1, round(width * side / longer)))
    return np.asarray(np.einsum("ah,nhwc,bw->nabc", down, images, across, optimize=True), np.float32)


def _area_weights(size: int, target: int) -> np.ndarray:
    """Return how much of each of ``size`` pixels belongs to each of ``target`` wider ones: rows add to 1."""
    edges = np.arange(target + 1) * (size / target)
    places = np.arange(size)
    covered = np.minimum(edges[1:, None], places + 1) - np.maximum(edges[:-1, None], places)
    weights: np.ndarray = (np.maximum(covered, 0.0) * (target / size)).astype(np.float32)
    return weights


def squared(images: np.ndarray, margin: float) -> np.ndarray:
    """Return tiles as high as wide with an empty frame, so that pictures that fill theirs stay apart.

    Parameters
    ----------
    images : (n, h, w, c) uint8
    margin : float
        Share of a tile's longer side that stays empty on each side.
    """
    height, width = images.shape[1:3]
    longer = max(height, width)
    side = longer + 2 * max(1, round(margin * longer))
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(images, ((0, 0), (top, side - height - top), (left, side - width - left), (0, 0)))
