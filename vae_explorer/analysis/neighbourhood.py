"""How far a place in the latent space is backed by encoded images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# The neighbour whose distance stands for the density, as everywhere in the program's k-NN figures.
DENSITY_NEIGHBOURS = 10
GAP_PERCENTILE = 1.0
EDGE_PERCENTILE = 10.0
_SAMPLE = 1_000
_PLACES = 2_000
_TREE_DIMENSIONS = 5
_DEEP_SAMPLE = 500


@dataclass(frozen=True)
class Neighbourhood:
    """The surroundings of one place.

    Attributes
    ----------
    indices : tuple of int
        Positions of the nearest codes, nearest first.
    distances_sigma : tuple of float
        Their distances, in standard deviations of the codes.
    density_percentile : float
        Percent of the codes whose own neighbourhood is at least as thin as this place's, 0 … 100.
    """

    indices: tuple[int, ...]
    distances_sigma: tuple[float, ...]
    density_percentile: float

    @property
    def is_gap(self) -> bool:
        """Whether at most 1 % of the codes live as thinly as this place would."""
        return self.density_percentile <= GAP_PERCENTILE

    @property
    def is_edge(self) -> bool:
        """Whether between 1 % and 10 % of the codes live as thinly."""
        return not self.is_gap and self.density_percentile <= EDGE_PERCENTILE


class NeighbourIndex:
    """Answers what is encoded near a place, in well under a millisecond.

    The density at a place is read from the distance to its k-th nearest code, k = 10 (k-nearest-neighbour
    density estimate, Loftsgaarden & Quesenberry 1965), and compared with that of the codes themselves, so
    that no absolute scale is needed: an AE's is arbitrary.

    Parameters
    ----------
    codes : (n, d) float32
        At least one code.
    """

    def __init__(self, codes: np.ndarray) -> None:
        # Here, so that those who only need the names below, the window among them, need not wait for scipy.
        from scipy.spatial import cKDTree

        # A tree split at the middles of places, not of counts, is built in half the time and answers as soon.
        self._tree = cKDTree(codes, compact_nodes=False, balanced_tree=False)
        self._k = min(DENSITY_NEIGHBOURS, max(len(codes) - 1, 1))
        variance = float(np.var(codes, axis=0, dtype=np.float64).mean())
        self.sigma = variance**0.5 or 1.0
        self._own_distances = self._measure_codes(codes)

    def probe(self, z: np.ndarray | tuple[float, ...], neighbours: int = 6) -> Neighbourhood:
        """Return what is encoded near ``z : (d,)``."""
        count = min(max(neighbours, self._k + 1), self._tree.n)
        distances, indices = self._tree.query(np.asarray(z, np.float64), k=range(1, count + 1))
        # A code is not its own neighbour, neither here nor among the distances it is compared with.
        is_code = distances[0] == 0
        reach = distances[min(self._k + int(is_code), count) - 1]
        thinner = len(self._own_distances) - np.searchsorted(self._own_distances, reach, side="left")
        return Neighbourhood(
            indices=tuple(indices[:neighbours].tolist()),
            distances_sigma=tuple((distances[:neighbours] / self.sigma).tolist()),
            density_percentile=100.0 * float(thinner) / len(self._own_distances),
        )

    def density_percentiles(self, places: np.ndarray) -> np.ndarray:
        """Return the density percentiles ``(m,) float64`` of ``places : (m, d)`` that are no codes."""
        reach, _ = self._tree.query(np.asarray(places, np.float64), k=[min(self._k, self._tree.n)])
        thinner = len(self._own_distances) - np.searchsorted(self._own_distances, reach[:, 0], side="left")
        return np.asarray(100.0 * thinner / len(self._own_distances))

    def emptiest_place(self, seed: int = 0) -> tuple[float, ...]:
        """Return the place within two standard deviations of the codes that is farthest from all of them.

        The same rule for every model, so that the first look at two maps is a fair comparison.
        """
        codes = np.asarray(self._tree.data)
        centre, spread = codes.mean(axis=0), codes.std(axis=0)
        random = np.random.default_rng(seed)
        offsets = random.standard_normal((_PLACES, codes.shape[1]))
        offsets *= 2 * random.uniform(0.1, 1.0, (_PLACES, 1)) / np.linalg.norm(offsets, axis=1, keepdims=True)
        places = centre + offsets * spread
        distances, _ = self._tree.query(places, k=1)
        return tuple(places[int(np.argmax(distances))].tolist())

    def _measure_codes(self, codes: np.ndarray) -> np.ndarray:
        """Return the sorted k-th neighbour distances of (a sample of) the codes, each without itself."""
        # In many dimensions a tree saves nothing: each code asked about is compared with all others.
        sample = _SAMPLE if codes.shape[1] <= _TREE_DIMENSIONS else _DEEP_SAMPLE
        if len(codes) > sample:
            # Drawn: data are often sorted or repeat themselves, and every n-th code might be of one kind.
            drawn = np.random.default_rng(0).choice(len(codes), sample, replace=False, shuffle=False)
            codes = codes[drawn]
        distances, _ = self._tree.query(codes, k=[min(self._k + 1, self._tree.n)])
        return np.sort(distances[:, 0])
