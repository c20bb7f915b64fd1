"""The look of codes on a line: a strip with the points in a cloud above it, higher where they are denser."""

from __future__ import annotations

import numpy as np

# Where the line lies, as a share of the map's height from the top.
BASELINE = 0.88
_GAP_PX = 44.0
_TOP_SHARE = 0.05
_BINS = 192
_SMOOTHING_BINS = 3.0


def heights(x: np.ndarray) -> np.ndarray:
    """Return how high above the line each of the codes ``(n,)`` is drawn: (n,) float32, 0 … 1.

    Each lies at random below the density of the codes there (a sina plot, Sidiropoulos et al. 2018), always
    at the same share of it.
    """
    share = np.random.default_rng(len(x)).random(len(x), dtype=np.float32)
    usable = np.isfinite(x)
    if not usable.any():
        return np.zeros(len(x), dtype=np.float32)
    places = x.astype(np.float64)
    low, high = np.quantile(places[usable], [0.001, 0.999])
    if not high > low:
        return share
    bins = np.clip((np.where(usable, places, low) - low) * (_BINS / (high - low)), 0, _BINS - 1).astype(
        np.intp
    )
    counts = np.bincount(bins[usable], minlength=_BINS).astype(np.float64)
    reach = np.arange(-4 * int(_SMOOTHING_BINS), 4 * int(_SMOOTHING_BINS) + 1)
    kernel = np.exp(-0.5 * (reach / _SMOOTHING_BINS) ** 2)
    density = np.convolve(counts, kernel / kernel.sum(), mode="same")
    return np.asarray(share * (density / density.max()).take(bins), dtype=np.float32)


def lifted(x: np.ndarray, share: np.ndarray, height: int, scale: float, pixel_ratio: float) -> np.ndarray:
    """Return plane coordinates of codes on a line for one view: (n, 2) float32.

    Parameters
    ----------
    x : (n,) floating
        The codes.
    share : (n,) float32
        See ``heights``.
    height : int
        Of the view, in device pixels.
    scale : float
        Of the view, in device pixels for each plane unit.
    pixel_ratio : float
        Device pixels in a device-independent one.
    """
    gap = gap_px(pixel_ratio)
    room = max((BASELINE - _TOP_SHARE) * height - gap, 1.0)
    return np.column_stack([x, (gap + share * np.float64(room)) / scale]).astype(np.float32)


def gap_px(pixel_ratio: float) -> float:
    """Return how far above the line the lowest points are, in device pixels."""
    return _GAP_PX * pixel_ratio
