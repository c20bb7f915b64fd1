"""How large and how opaque markers are, so that a cloud of any size stays readable."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

SMALLEST_PX = 1.3
LARGEST_PX = 6.0
_LAYERS = 2.5  # markers that may lie on each other at a typical place before they get smaller
_FAINTEST = 0.3
_GRID = 48
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class MarkerSize:
    """Diameter of the markers in device-independent pixels, and the opacity of a lone one."""

    diameter_px: float
    opacity: float


def smallest_marker(count: int) -> float:
    """Return the least diameter in pixels for a cloud of so many points: a lone stray must still be seen.

    Only from a million points on do markers get as small as pixels.
    """
    return SMALLEST_PX + 0.6 * min(max(6 - math.log10(max(count, 1)), 0.0), 2.0)


def marker_size(points_per_px2: float, smallest_px: float = SMALLEST_PX) -> MarkerSize:
    """Return the marker size for a density: it falls with the density, then opacity does.

    It depends on the density alone and without a step, so that a pan never changes it and a zoom changes it
    steadily.

    Parameters
    ----------
    points_per_px2 : float
        Points at a typical place in each square device-independent pixel.
    smallest_px : float
        Least diameter, see ``smallest_marker``. Markers larger than ``SMALLEST_PX`` stay opaque.
    """
    if points_per_px2 <= 0 or not math.isfinite(points_per_px2):
        wanted = LARGEST_PX if points_per_px2 <= 0 else 0.0
    else:
        wanted = math.sqrt(4 * _LAYERS / (math.pi * points_per_px2))
    diameter = min(max(wanted, smallest_px), LARGEST_PX)
    if wanted >= SMALLEST_PX or smallest_px > SMALLEST_PX:
        return MarkerSize(diameter, 1.0)
    return MarkerSize(diameter, max(_FAINTEST, (wanted / SMALLEST_PX) ** 0.6))


def typical_density(x: np.ndarray, y: np.ndarray, total: int) -> float:
    """Return how many points of the whole cloud lie in one square plane unit where a typical point lies.

    Parameters
    ----------
    x, y : (n,) floating
        Finite coordinates of the cloud or of a sample of it.
    total : int
        How many points the whole cloud has.

    Returns
    -------
    float
        Infinite where all points coincide; 0 for fewer than two points.
    """
    if len(x) < 2:
        return 0.0
    step = max(1, len(x) // _SAMPLE)
    x, y = x[::step].astype(np.float64), y[::step].astype(np.float64)
    low, high = np.quantile([x, y], [0.01, 0.99], axis=1)
    spans = high - low
    if spans[0] <= 0 and spans[1] <= 0:
        return 0.0 if total < 1000 else math.inf
    spans = np.maximum(spans, 1e-3 * spans.max())
    columns = np.clip((x - low[0]) * (_GRID / spans[0]), 0, _GRID - 1).astype(np.intp)
    rows = np.clip((y - low[1]) * (_GRID / spans[1]), 0, _GRID - 1).astype(np.intp)
    counts = np.bincount(rows * _GRID + columns, minlength=_GRID * _GRID).astype(np.float64)
    cell_side = np.sqrt(spans[0]) * np.sqrt(spans[1]) / _GRID
    # A point shares its cell with this many on average; its own presence says nothing about density.
    neighbours = max(float((counts * (counts - 1)).sum()) / len(x), 0.25)
    density = neighbours * (total / len(x)) / cell_side / cell_side
    return float(density)
