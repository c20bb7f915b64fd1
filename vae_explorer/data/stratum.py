"""Shares of strata: how many items of each class a sample of a given size takes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]


def class_quotas(counts: Counts, total: int, *, floor: int = 0, ceiling: Counts | None = None) -> Counts:
    """Share `total` out over the classes in proportion to their sizes (largest remainders).

    Parameters
    ----------
    counts : (k,) int64
        The size of each class, all at least 1.
    total : int
        The size of the sample, at most ``sum(ceiling)``.
    floor : int
        What every class gets at least, where `total` suffices for that.
    ceiling : (k,) int64 or None
        What each class can give at most; its whole size when None.

    Returns
    -------
    (k,) int64
        Quotas that add up to `total`, each within one of its exact share wherever floor and ceiling leave
        room.
    """
    limit = counts if ceiling is None else ceiling
    exact = counts.astype(np.float64) * (total / int(counts.sum()))
    lowest = np.minimum(floor, limit) if floor * len(counts) <= total else np.zeros_like(counts)
    quotas: Counts = np.clip(np.floor(exact).astype(np.int64), lowest, limit)
    while (missing := total - int(quotas.sum())) != 0:
        step = 1 if missing > 0 else -1
        movable = np.flatnonzero(quotas < limit if step > 0 else quotas > lowest)
        neediest = np.argsort((quotas - exact)[movable] * step, kind="stable")[: abs(missing)]
        quotas[movable[neediest]] += step
    return quotas


def split_off_test(labels: npt.NDArray[np.int64], seed: int = 0) -> tuple[Counts, Counts]:
    """Choose a tenth of a data set for testing: random, stratified by label, the same at every call.

    At least one image and at most 10 000 are chosen; a class gives up its last image only when every
    class has just one.

    Parameters
    ----------
    labels : (n,) int64
        The label of each image, n at least 2; -1 counts as a class of its own.
    seed : int
        Seed of the choice.

    Returns
    -------
    train, test : (n - m,) int64, (m,) int64
        Ascending indices.
    """
    classes, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    total = min(max(round(len(labels) / 10), 1), 10_000)
    spare = counts - 1
    quotas = class_quotas(counts, total, ceiling=spare if spare.sum() >= total else None)
    generator = np.random.default_rng(seed)
    is_test = np.zeros(len(labels), dtype=bool)
    for index in range(len(classes)):
        members = np.flatnonzero(inverse == index)
        is_test[generator.permutation(members)[: quotas[index]]] = True
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)
