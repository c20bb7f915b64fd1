"""Which points a line encloses."""

from __future__ import annotations

import numpy as np


def inside_polygon(x: np.ndarray, y: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return which points lie inside a polygon, by the even-odd rule (Shimrat 1962, Algorithm 112).

    Parameters
    ----------
    x, y : (n,) floating
    corners : (k, 2) floating
        Corners in order; the last is joined to the first.

    Returns
    -------
    (n,) bool
    """
    inside = np.zeros(len(x), dtype=bool)
    if len(corners) < 3:
        return inside
    low, high = corners.min(axis=0), corners.max(axis=0)
    near = np.flatnonzero((x >= low[0]) & (x <= high[0]) & (y >= low[1]) & (y <= high[1]))
    near_x, near_y = x[near].astype(np.float64), y[near].astype(np.float64)
    is_odd = np.zeros(len(near), dtype=bool)
    # Sorted by height, the points that one edge passes are a run: a long lasso stays cheap.
    order = np.argsort(near_y, kind="stable")
    near_x, near_y = near_x[order], near_y[order]
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        first, last = np.searchsorted(near_y, (min(y1, y2), max(y1, y2)), side="right")
        run_y = near_y[first:last]
        crossing = x1 + (run_y - y1) * ((x2 - x1) / (y2 - y1))
        is_odd[first:last] ^= near_x[first:last] < crossing
    inside[near[order]] = is_odd
    return inside
