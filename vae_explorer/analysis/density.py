"""The density of codes over a rectangle of the plane, as a picture."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter


def density_grid(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    columns: int,
    rows: int,
    bandwidth_sigma: float = 0.06,
) -> np.ndarray:
    """Return a kernel density estimate of the codes on a grid.

    Parameters
    ----------
    codes : (n, 2) float32
        The points.
    rectangle : tuple of float
        ``x_min, x_max, y_min, y_max``.
    columns, rows : int
        Size of the grid.
    bandwidth_sigma : float
        Standard deviation of the Gaussian kernel, in standard deviations of the codes.

    Returns
    -------
    (rows, columns) float32
        Share of the codes per unit of area; first row at the top (largest y).
    """
    x_min, x_max, y_min, y_max = rectangle
    cell_x, cell_y = (x_max - x_min) / columns, (y_max - y_min) / rows
    bandwidth = bandwidth_sigma * (float(np.sqrt(np.var(codes, axis=0, dtype=np.float64).mean())) or 1.0)
    # Codes just outside still shed density inside: count them on a wider grid and cut it off afterwards.
    margin_x, margin_y = (
        min(int(np.ceil(4 * bandwidth / cell)), 4 * max(columns, rows)) for cell in (cell_x, cell_y)
    )
    counts, _, _ = np.histogram2d(
        codes[:, 1],
        codes[:, 0],
        bins=(rows + 2 * margin_y, columns + 2 * margin_x),
        range=(
            (y_min - margin_y * cell_y, y_max + margin_y * cell_y),
            (x_min - margin_x * cell_x, x_max + margin_x * cell_x),
        ),
    )
    smooth = gaussian_filter(counts, (bandwidth / cell_y, bandwidth / cell_x), mode="constant")
    inner = smooth[margin_y : margin_y + rows, margin_x : margin_x + columns]
    density: np.ndarray = (inner / (len(codes) * cell_x * cell_y)).astype(np.float32)
    return density[::-1]
