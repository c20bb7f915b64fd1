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
    sums, (width_x, width_y) = kernel_sums(codes, rectangle, columns, rows, bandwidth_sigma)
    return (sums / (2 * np.pi * width_x * width_y * len(codes))).astype(np.float32)


def kernel_sums(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    columns: int,
    rows: int,
    bandwidth_sigma: float = 0.06,
) -> tuple[np.ndarray, tuple[float, float]]:
    """Return the density as it stands in relation to one code's own, which is 1 at that code.

    Unlike a share per unit of area this has a number for codes of any extent.

    Returns
    -------
    sums : (rows, columns) float32
    widths : tuple of float
        The kernel's standard deviations in x and in y.
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
    return density, (width_x, width_y)


def line_sums(
    codes: np.ndarray, x_min: float, x_max: float, columns: int, bandwidth_sigma: float = 0.06
) -> np.ndarray:
    """Return the same as :func:`kernel_sums` for codes on a line, ``(n,)``: ``(columns,) float32``."""
    cell = (x_max - x_min) / columns
    bandwidth = bandwidth_sigma * (float(codes.std(dtype=np.float64)) or 1.0)
    width = max(bandwidth, _LEAST_CELLS * cell)
    x = codes.astype(np.float64)
    x = x[np.abs(x - (x_min + x_max) / 2) < (x_max - x_min) / 2 + _REACH * width]
    across = x_min + (np.arange(columns) + 0.5) * cell
    density = np.zeros(columns, np.float32)
    for start in range(0, len(x), _BLOCK):
        density += _kernel(across, x[start : start + _BLOCK], width).sum(axis=1)
    return density


def _kernel(places: np.ndarray, codes: np.ndarray, width: float) -> np.ndarray:
    """Return the Gaussian kernel ``(places, codes) float32``, 1 at its middle, of every code on one axis."""
    # Differences in double precision: far from 0 and zoomed in, single has too few digits.
    distances = ((places[:, None] - codes) / width).astype(np.float32)
    distances *= distances
    distances *= np.float32(-0.5)
    kernel: np.ndarray = np.exp(distances, out=distances)
    return kernel
