"""The density of codes over a rectangle of the plane, as a picture."""

from __future__ import annotations

import numpy as np

# Codes are added up in blocks: two small matrices each, however many there are.
_BLOCK = 1024
# Beyond so many standard deviations a kernel is nothing to the eye.
_REACH = 5.0
# The cells' centres add up to the mass of a kernel this many cells wide, to two parts in a thousand.
_LEAST_CELLS = 0.6


def density_grid(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    columns: int,
    rows: int,
    bandwidth_sigma: float = 0.06,
) -> np.ndarray:
    """Return a kernel density estimate of the codes on a grid.

    A Gaussian kernel is a product of one function of x and one of y, so that the sum over all codes is a
    product of matrices: exact at every zoom, and quicker the farther one zooms in.

    Parameters
    ----------
    codes : (n, 2) float32
        The points.
    rectangle : tuple of float
        ``x_min, x_max, y_min, y_max``.
    columns, rows : int
        Size of the grid.
    bandwidth_sigma : float
        Standard deviation of the Gaussian kernel, in standard deviations of the codes. Where cells are wider
        than that, it grows with them.

    Returns
    -------
    (rows, columns) float32
        Share of the codes per unit of area at the cells' centres; first row at the top (largest y).
    """
    x_min, x_max, y_min, y_max = rectangle
    cell_x, cell_y = (x_max - x_min) / columns, (y_max - y_min) / rows
    bandwidth = bandwidth_sigma * (float(np.sqrt(np.var(codes, axis=0, dtype=np.float64).mean())) or 1.0)
    width_x, width_y = max(bandwidth, _LEAST_CELLS * cell_x), max(bandwidth, _LEAST_CELLS * cell_y)
    x, y = codes[:, 0].astype(np.float64), codes[:, 1].astype(np.float64)
    is_near = (np.abs(x - (x_min + x_max) / 2) < (x_max - x_min) / 2 + _REACH * width_x) & (
        np.abs(y - (y_min + y_max) / 2) < (y_max - y_min) / 2 + _REACH * width_y
    )
    x, y = x[is_near], y[is_near]
    across = x_min + (np.arange(columns) + 0.5) * cell_x
    down = y_max - (np.arange(rows) + 0.5) * cell_y
    density = np.zeros((rows, columns), np.float32)
    for start in range(0, len(x), _BLOCK):
        block = slice(start, start + _BLOCK)
        density += _kernel(down, y[block], width_y) @ _kernel(across, x[block], width_x).T
    return density / np.float32(len(codes))


def _kernel(places: np.ndarray, codes: np.ndarray, width: float) -> np.ndarray:
    """Return the Gaussian density ``(places, codes) float32`` of every code at every place on one axis."""
    # Differences in double precision: far from 0 and zoomed in, single has too few digits.
    distances = ((places[:, None] - codes) / width).astype(np.float32)
    kernel: np.ndarray = np.exp(-0.5 * distances * distances) / np.float32(width * np.sqrt(2 * np.pi))
    return kernel
