"""Nearest neighbours among codes or images, in few dimensions and in many."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

# A tree is quicker up to here; beyond it looks at nearly every code anyway, and matrices do that faster.
_TREE_DIMENSIONS = 8
_BLOCK_VALUES = 4_000_000


class NearestCodes:
    """Finds the nearest of the same codes again and again.

    Parameters
    ----------
    codes : (n, d) float
        At least one.
    """

    def __init__(self, codes: np.ndarray) -> None:
        self.count, self.dimension = codes.shape
        self._codes = np.ascontiguousarray(codes, np.float32)
        self._tree = cKDTree(codes) if self.dimension <= _TREE_DIMENSIONS else None

    def find(self, places: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the ``min(k, n)`` nearest codes of every place, nearest first.

        Parameters
        ----------
        places : (m, d) float
            Where to look.
        k : int
            How many.

        Returns
        -------
        distances : (m, k) float64
            Euclidean distances.
        indices : (m, k) int64
            Positions among the codes.
        """
        count = min(k, self.count)
        if self._tree is not None:
            distances, indices = self._tree.query(places, k=range(1, count + 1))
            return distances, indices
        step = max(_BLOCK_VALUES // self.count, 1)
        parts = [
            self._find_block(np.asarray(places[start : start + step], np.float32), count)
            for start in range(0, len(places), step)
        ]
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def _find_block(self, places: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        squared = squared_distances(places, self._codes)
        indices = np.argpartition(squared, count - 1, axis=1)[:, :count]
        nearest = np.take_along_axis(squared, indices, axis=1)
        order = np.argsort(nearest, axis=1)
        distances = np.sqrt(np.take_along_axis(nearest, order, axis=1), dtype=np.float64)
        return distances, np.take_along_axis(indices, order, axis=1).astype(np.int64)


def squared_distances(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return ``(m, n) float32`` squared distances between rows, by one matrix product.

    ‖a − b‖² = ‖a‖² + ‖b‖² − 2ab; both are moved to the mean of ``second`` first, so that single precision
    keeps its digits where the points lie far from the origin.
    """
    centre = second.mean(axis=0, dtype=np.float64).astype(np.float32)
    a, b = first.astype(np.float32) - centre, second.astype(np.float32) - centre
    squared: np.ndarray = a @ b.T
    squared *= -2
    squared += np.einsum("ij,ij->i", a, a)[:, None]
    squared += np.einsum("ij,ij->i", b, b)
    np.maximum(squared, 0, out=squared)
    return squared
