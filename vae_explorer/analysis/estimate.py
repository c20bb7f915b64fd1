"""A figure with the interval in which it would fall again, had other images been drawn."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

RESAMPLES = 200
_SEED = 19790101
_NORMAL_QUANTILE = 1.959964


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval.

    Attributes
    ----------
    value : float
        The figure.
    low, high : float
        The interval.
    """

    value: float
    low: float
    high: float


def bootstrap_mean(values: np.ndarray) -> Estimate:
    """Return the mean of ``values : (n,)`` with its bootstrap interval.

    The bias-corrected percentile interval of Efron & Tibshirani, *An Introduction to the Bootstrap* (1993),
    chapter 14, from the means of 200 samples of the same size, drawn with replacement.
    """
    values = np.asarray(values, np.float64)
    weights = resample_weights(len(values))
    return percentile_interval(float(values.mean()), weights @ values / len(values))


def bootstrap_median(values: np.ndarray) -> Estimate:
    """Return the median of ``values : (n,)`` with its bootstrap interval, as :func:`bootstrap_mean`."""
    order = np.sort(np.asarray(values, np.float64))
    # The first value by which half of a sample's weight is reached; the same as sorting every sample.
    reached = np.cumsum(resample_weights(len(order)), axis=1) >= len(order) / 2
    return percentile_interval(float(np.median(order)), order[reached.argmax(axis=1)])


def normal_interval(value: float, influences: np.ndarray) -> Estimate:
    """Return a figure with the interval that its influence values give.

    The infinitesimal jackknife, the bootstrap's limit for smooth statistics (Efron & Tibshirani 1993, chapter
    22): a figure T of n independent images has the standard error √(Σ U²)/n, where U is the change of T per
    weight given to one image.

    Parameters
    ----------
    value : float
        T.
    influences : (n,)
        U of every image; their mean is taken off.
    """
    spread = float(np.std(influences)) / max(len(influences), 1) ** 0.5
    return Estimate(value, value - _NORMAL_QUANTILE * spread, value + _NORMAL_QUANTILE * spread)


def resample_weights(count: int, resamples: int = RESAMPLES) -> np.ndarray:
    """Return how often each of ``count`` is drawn, ``(resamples, count) float32``, always the same draws."""
    return _drawn_counts(count, resamples).astype(np.float32)


@functools.lru_cache(maxsize=4)
def _drawn_counts(count: int, resamples: int) -> np.ndarray:
    """Return the draws, ``(resamples, count) uint8``: to draw them takes longer than all that they are for.

    Kept, as every model of a data set is measured with the same; no image is drawn more than a dozen times.
    """
    random = np.random.default_rng(_SEED)
    counts = np.empty((resamples, count), np.uint8)
    for row in counts:
        row[:] = np.bincount(random.integers(count, size=count), minlength=count)
    counts.flags.writeable = False
    return counts


def percentile_interval(value: float, replicates: np.ndarray) -> Estimate:
    """Return a value with its 95 % interval from bootstrap replicates, bias-corrected.

    The percentiles are moved by how far the value is from the replicates' median (Efron & Tibshirani 1993,
    section 14.3, with acceleration 0): samples with repeats are a little more clustered than the data.
    """
    from scipy.special import ndtr, ndtri

    below = (np.mean(replicates < value) + np.mean(replicates <= value)) / 2
    shift = 2 * ndtri(np.clip(below, 0.5 / len(replicates), 1 - 0.5 / len(replicates)))
    ends = 100 * ndtr(shift + np.array([-_NORMAL_QUANTILE, _NORMAL_QUANTILE]))
    low, high = np.percentile(replicates, ends)
    return Estimate(value, min(float(low), value), max(float(high), value))
