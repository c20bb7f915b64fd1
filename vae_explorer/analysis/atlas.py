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

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """``x_min, x_max, y_min, y_max`` of the whole atlas, the tiles' outer edges."""
        left, bottom = (self.first_column - 0.5) * self.step, (self.first_row - 0.5) * self.step
        return left, left + self.columns * self.step, bottom, bottom + self.rows * self.step

    def centres(self) -> np.ndarray:
        """Return the tiles' centres ``(rows · columns, 2) float32``, row by row from the top."""
        x = (self.first_column + np.arange(self.columns)) * self.step
        y = (self.first_row + np.arange(self.rows)[::-1]) * self.step
        grid = np.stack(np.meshgrid(x, y), axis=-1)
        return grid.reshape(-1, 2).astype(np.float32)


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
