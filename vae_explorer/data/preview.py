"""The fixed sample of the training images that the maps show."""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

from vae_explorer.data.mapping import is_mapped
from vae_explorer.data.stratum import class_quotas

Integers = npt.NDArray[np.int64]

_USUAL_LIMIT = 10_000
_MAPPED_BYTES = 128 * 2**20
_MANY, _ENOUGH = 2**22, 2**18


def preview_limit(images: npt.NDArray[np.uint8]) -> int:
    """Return how large the preview set of a data set may be: of mapped images no more than 128 MiB."""
    if not is_mapped(images):
        return _USUAL_LIMIT
    return min(_USUAL_LIMIT, max(_MAPPED_BYTES // int(images[0].nbytes), 1))


def preview_indices(labels: Integers, limit: int = _USUAL_LIMIT, seed: int = 0) -> Integers:
    """Choose the images of the preview set: always the same, stratified by label, evenly mixed.

    Every prefix of the result is itself stratified: among its first m images each class appears within
    one image of its exact share, so that a map that draws only the first thousand shows the same
    proportions.

    Parameters
    ----------
    labels : (n,) int64
        The label of each training image; -1 counts as a class of its own.
    limit : int
        The largest size of the set.
    seed : int
        Seed of the choice.

    Returns
    -------
    (k,) int64
        Indices into the training images, all of them (in mixed order) when n is at most `limit`. Every
        class is present, in proportion to its size, unless there are more classes than places.
    """
    if limit < 0:
        raise ValueError(f"limit must not be negative: {limit}")
    if len(labels) > _MANY:
        # To mix millions of images takes memory that the images themselves may not take.
        some = np.linspace(0, len(labels) - 1, _ENOUGH).round().astype(np.int64)
        return some[preview_indices(labels[some], limit, seed)]
    total = min(limit, len(labels))
    if total == 0:
        return np.empty(0, dtype=np.int64)
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    quotas = class_quotas(counts, total, floor=1)
    generator = np.random.default_rng(seed)
    members = [
        generator.permutation(np.flatnonzero(inverse == index))[:quota] for index, quota in enumerate(quotas)
    ]
    taken = np.argsort(even_order(quotas), kind="stable")
    result = np.empty(total, dtype=np.int64)
    result[taken] = np.concatenate(members)
    return result


def even_order(quotas: Integers) -> Integers:
    """Spread the items of several classes so that every prefix holds each in proportion.

    This is the chairman assignment problem (Tijdeman 1980, Discrete Mathematics 32): class i, with the
    share λ_i of k classes, is within 1 - 1/(2k - 2) items of m λ_i among the first m. Item j of a class
    may come from place (j + δ)/λ_i on and is due by (j + 1 - δ)/λ_i, with δ = 1/(2k - 2); earliest due
    date first meets all.

    Parameters
    ----------
    quotas : (k,) int64
        The number of items of each class.

    Returns
    -------
    (n,) int64
        For each place the class that stands there, n being the sum of the quotas.
    """
    total = int(quotas.sum())
    halves = max(2 * int(np.count_nonzero(quotas)) - 2, 1)
    owner = np.repeat(np.arange(len(quotas)), quotas)
    rank = np.arange(total) - np.repeat(np.cumsum(quotas) - quotas, quotas)
    size = quotas[owner]
    release = -(-total * (rank * halves + 1) // (size * halves))
    due = total * ((rank + 1) * halves - 1) / (size * halves)
    waiting = sorted(zip(release.tolist(), due.tolist(), owner.tolist(), strict=True), reverse=True)
    ready: list[tuple[float, int]] = []
    order = np.empty(total, dtype=np.int64)
    for place in range(total):
        while waiting and waiting[-1][0] <= place + 1:
            _, date, index = waiting.pop()
            heapq.heappush(ready, (date, index))
        order[place] = heapq.heappop(ready)[1]
    return order
