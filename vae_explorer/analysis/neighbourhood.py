"""How far a place in the latent space is backed by encoded images."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

# The neighbour whose distance stands for the density, as everywhere in the program's k-NN figures.
DENSITY_NEIGHBOURS = 10
GAP_PERCENTILE = 1.0
EDGE_PERCENTILE = 10.0
_SAMPLE = 1_000
_PLACES = 2_000
_TREE_DIMENSIONS = 5
_DEEP_SAMPLE = 500
# So many codes are looked through, one by one, in half a millisecond or less for each 60 000.
_MANY = 200_000


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


@dataclass(frozen=True, eq=False)
class DensityScale:
    """How thinly the codes themselves live, to compare a place with.

    In standard deviations of the codes, so that the scale of one moment of a training run still serves a
    little later, when all codes have moved.

    Attributes
    ----------
    reaches : (m,) float64
        Ascending distances from (a sample of) the codes to their k-th neighbours, in σ.
    """

    reaches: np.ndarray

    def percentile(self, reach: float | np.ndarray) -> np.ndarray:
        """Return the percent of the codes whose own reach is at least ``reach``, in σ."""
        thinner = len(self.reaches) - np.searchsorted(self.reaches, reach, side="left")
        return np.asarray(100.0 * thinner / len(self.reaches))


class NeighbourIndex:
    """Answers what is encoded near a place, in well under a millisecond.

    The density at a place is read from the distance to its k-th nearest code, k = 10 (k-nearest-neighbour
    density estimate, Loftsgaarden & Quesenberry 1965), and compared with that of the codes themselves, so
    that no absolute scale is needed: an AE's is arbitrary.

    Parameters
    ----------
    codes : (n, d) float32
        At least one code.
    scale : DensityScale, optional
        That of codes a moment before, where measuring it anew, most of the work, can wait.
    """

    def __init__(self, codes: np.ndarray, scale: DensityScale | None = None) -> None:
        self._k = min(DENSITY_NEIGHBOURS, max(len(codes) - 1, 1))
        # Coordinate by coordinate: numpy goes through long rows several times as fast as through pairs.
        self._coordinates = np.array(codes.T, np.float64, order="C")
        self.sigma = float(np.mean([row.var() for row in self._coordinates])) ** 0.5 or 1.0
        self.scale = scale if scale is not None else self._measure_codes()

    def probe(self, z: np.ndarray | tuple[float, ...], neighbours: int = 6) -> Neighbourhood:
        """Return what is encoded near ``z : (d,)``."""
        count = min(max(neighbours, self._k + 1), self._count)
        distances, indices = self._nearest(np.asarray(z, np.float64), count)
        # A code is not its own neighbour, neither here nor among the distances it is compared with.
        is_code = distances[0] == 0
        distances = distances / self.sigma
        reach = distances[min(self._k + int(is_code), count) - 1]
        return Neighbourhood(
            indices=tuple(indices[:neighbours].tolist()),
            distances_sigma=tuple(distances[:neighbours].tolist()),
            density_percentile=float(self.scale.percentile(reach)),
        )

    def density_percentiles(self, places: np.ndarray) -> np.ndarray:
        """Return the density percentiles ``(m,) float64`` of ``places : (m, d)`` that are no codes."""
        nth = [min(self._k, self._count)]
        reach, _ = self._tree.query(np.asarray(places, np.float64), k=nth)
        return self.scale.percentile(reach[:, 0] / self.sigma)

    def emptiest_place(self, seed: int = 0) -> tuple[float, ...]:
        """Return the place within two standard deviations of the codes that is farthest from all of them.

        The same rule for every model, so that the first look at two maps is a fair comparison.
        """
        centre, spread = self._coordinates.mean(axis=1), self._coordinates.std(axis=1)
        random = np.random.default_rng(seed)
        offsets = random.standard_normal((_PLACES, len(centre)))
        offsets *= 2 * random.uniform(0.1, 1.0, (_PLACES, 1)) / np.linalg.norm(offsets, axis=1, keepdims=True)
        places = centre + offsets * spread
        distances, _ = self._tree.query(places, k=1)
        return tuple(places[int(np.argmax(distances))].tolist())

    @property
    def _count(self) -> int:
        return int(self._coordinates.shape[1])

    @cached_property
    def _tree(self) -> cKDTree:
        # Here, so that those who only need the names above, the window among them, need not wait for scipy.
        from scipy.spatial import cKDTree

        # A tree split at the middles of places, not of counts, is built in half the time and answers as soon.
        return cKDTree(self._coordinates.T, compact_nodes=False, balanced_tree=False)

    def _nearest(self, z: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return distances and positions of the ``count`` nearest codes, nearest first."""
        if self._count > _MANY:
            distances, indices = self._tree.query(z, k=range(1, count + 1))
            return distances, indices
        # For one place a look at every code is sooner done than a tree is built.
        squares = np.zeros(self._count)
        for row, own in zip(self._coordinates, z, strict=True):
            squares += (row - own) ** 2
        nearest = np.argpartition(squares, count - 1)[:count]
        nearest = nearest[np.argsort(squares[nearest], kind="stable")]
        return np.sqrt(squares[nearest]), nearest

    def _measure_codes(self) -> DensityScale:
        """Measure the k-th neighbour distances of (a sample of) the codes, each without itself."""
        codes = self._coordinates.T
        # In many dimensions a tree saves nothing: each code asked about is compared with all others.
        sample = _SAMPLE if codes.shape[1] <= _TREE_DIMENSIONS else _DEEP_SAMPLE
        if len(codes) > sample:
            # Drawn: data are often sorted or repeat themselves, and every n-th code might be of one kind.
            drawn = np.random.default_rng(0).choice(len(codes), sample, replace=False, shuffle=False)
            codes = codes[drawn]
        distances, _ = self._tree.query(codes, k=[min(self._k + 1, self._count)])
        return DensityScale(np.sort(distances[:, 0]) / self.sigma)
