"""The posterior of one image on a lattice that becomes finer where the mass is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.decode_grid import DecodeGrid

# Nodes so many nats below the top are followed no further; what they hold is counted as an error.
_DEPTH_NATS = 10.0
_TOLERANCE_NATS = 5e-3
_FINEST_LEVEL = 16
_MAX_NODES = 6_000
_MAX_GROWTH = 64
# Of the conditional standard deviations of the posterior, so that a Gaussian on it can be compared as well.
_SPACING_SIGMAS = 1.5
_STRIDE = 1 << 32


@dataclass(frozen=True, eq=False)
class PosteriorLattice:
    """log p(x, z) at the nodes of a lattice that cover the posterior's mass.

    Attributes
    ----------
    places : (n, 2) float64
        The nodes.
    nodes : (n, 2) int64
        The same as whole numbers.
    log_joint : (n,) float64
        log p(x, z).
    spacing : (2,) float64
        Distance between neighbours.
    log_evidence : float
        log Σ p(x, z) · cell: log p(x) where there is a prior.
    error_nats : float
        How far `log_evidence` may be off: resolution plus truncation.
    """

    places: np.ndarray
    nodes: np.ndarray
    log_joint: np.ndarray
    spacing: np.ndarray
    log_evidence: float
    error_nats: float

    @property
    def mass(self) -> np.ndarray:
        """Share of the posterior at every node, ``(n,) float64``; it adds up to 1."""
        weights = np.exp(self.log_joint - self.log_joint.max())
        shares: np.ndarray = weights / weights.sum()
        return shares

    def moments(self) -> tuple[np.ndarray, np.ndarray]:
        """Return mean ``(2,)`` and covariance ``(2, 2)`` of the posterior."""
        mass = self.mass
        mean = mass @ self.places
        centred = self.places - mean
        covariance = (centred * mass[:, None]).T @ centred
        return mean, covariance + np.diag(np.square(self.spacing) * 1e-6)

    def picture(self, largest_side: int = 256) -> tuple[np.ndarray, tuple[float, float, float, float]]:
        """Return the density as a picture, and where it lies.

        Returns
        -------
        (rows, columns) uint8
            Of the densest cell 255; first row at the top (largest second coordinate).
        tuple of float
            ``x_min, x_max, y_min, y_max`` of its outer edges.
        """
        low, high = self.nodes.min(axis=0), self.nodes.max(axis=0)
        step = max(math.ceil((int((high - low).max()) + 1) / largest_side), 1)
        cells = (self.nodes - low) // step
        columns, rows = cells.max(axis=0) + 1
        picture = np.zeros((int(rows), int(columns)))
        np.add.at(picture, (rows - 1 - cells[:, 1], cells[:, 0]), self.mass)
        picture *= 255 / picture.max()
        first = self.places.min(axis=0) - self.spacing / 2
        width = np.array([columns, rows]) * step * self.spacing
        extent = (
            float(first[0]), float(first[0] + width[0]), float(first[1]), float(first[1] + width[1])
        )  # fmt: skip
        return np.rint(picture).astype(np.uint8), extent


def posterior_lattice(grid: DecodeGrid, image: np.ndarray) -> PosteriorLattice:
    """Integrate p(x∣z) p(z) over the plane for one image.

    The even nodes of the grid are looked at first. Wherever a node, or the peak that may hide between it and
    its neighbours, comes within 10 nats of the top, its surroundings are looked at twice as finely: at the
    stored nodes once, then with the decoder. The set grows until it is surrounded by nodes that do not
    matter, also beyond the grid's edge.

    On a lattice the sum of a smooth, decaying function converges faster than any power of the spacing
    (Trefethen & Weideman 2014): of a Gaussian with standard deviation σ it is off by about
    2 exp(−2π²σ²/h²), so that halving h takes the error to its fourth power. The four sublattices of double
    spacing show the error e at 2h; 20 (e/2)⁴ is stated, ten times what follows for a Gaussian, plus the mass
    of the surrounding nodes.

    Parameters
    ----------
    grid : DecodeGrid
    image : (h·w·c,) float
        In 0 … 1.
    """
    search = _Search(grid, image)
    while not search.is_fine_enough() and search.refine():
        pass
    return search.result()


class _Search:
    """The nodes of one level at a time."""

    def __init__(self, grid: DecodeGrid, image: np.ndarray) -> None:
        self._grid = grid
        self._image = image
        self._level = -1
        self._nodes = grid.even_nodes()
        self._values = grid.even_log_joint(image)
        self._hidden = self._hidden_rise()
        self._is_active = self._values > self._values.max() - _DEPTH_NATS - self._hidden
        self._keep_neighbourhood()

    @property
    def _spacing(self) -> np.ndarray:
        spacing: np.ndarray = self._grid.spacing / 2.0**self._level
        return spacing

    def is_fine_enough(self) -> bool:
        if self._level < 0:
            return False
        return self._resolution_error() <= _TOLERANCE_NATS and self._resolves_conditionals()

    def refine(self) -> bool:
        """Go one level down, unless that would take too long; return whether it was done."""
        active = self._nodes[self._is_active]
        if self._level >= _FINEST_LEVEL or (self._level >= 0 and 4 * len(active) > _MAX_NODES):
            return False
        known, values = 2 * self._nodes, self._values
        self._level += 1
        self._hidden /= 4
        self._nodes = _unique((2 * active[:, None, :] + _AROUND).reshape(-1, 2))
        self._values = self._ask(self._nodes, known, values)
        self._grow()
        return True

    def result(self) -> PosteriorLattice:
        self._look_again()
        shell = float(self._shares()[~self._is_active].sum())
        cell = float(np.prod(self._spacing))
        top = self._values.max()
        return PosteriorLattice(
            places=self._grid.places(self._nodes, self._level),
            nodes=self._nodes,
            log_joint=self._values,
            spacing=self._spacing,
            log_evidence=float(top + np.log(np.exp(self._values - top).sum() * cell)),
            error_nats=self._resolution_error() + shell + _ROUNDING_NATS,
        )

    def _look_again(self) -> None:
        """Take what was stored in single precision once more in double, where that takes no time."""
        if self._level == 0 and len(self._nodes) <= _MAX_NODES:
            self._values = self._grid.model.log_joint(self._grid.places(self._nodes), self._image)

    def _ask(
        self, nodes: np.ndarray, known: np.ndarray | None = None, known_values: np.ndarray | None = None
    ) -> np.ndarray:
        """Return log p(x, z) at nodes; those that are known already are not decoded again."""
        if known is None or known_values is None:
            return self._measure(nodes)
        order = np.argsort(_keys(known))
        keys, known_keys = _keys(nodes), _keys(known)[order]
        place = np.minimum(np.searchsorted(known_keys, keys), len(known_keys) - 1)
        is_new = known_keys[place] != keys
        values: np.ndarray = known_values[order][place]
        values[is_new] = self._measure(nodes[is_new])
        return values

    def _measure(self, nodes: np.ndarray) -> np.ndarray:
        if self._level > 0:
            return self._grid.model.log_joint(self._grid.places(nodes, self._level), self._image)
        is_stored = ((nodes >= 0) & (nodes < self._grid.side)).all(axis=1)
        values = np.empty(len(nodes))
        values[is_stored] = self._grid.log_joint(nodes[is_stored], self._image)
        beyond = nodes[~is_stored]
        if len(beyond):
            values[~is_stored] = self._grid.model.log_joint(self._grid.places(beyond), self._image)
        return values

    def _grow(self) -> None:
        """Add what surrounds the nodes that matter until nothing that matters is at the rim."""
        for _ in range(_MAX_GROWTH):
            self._is_active = self._values > self._values.max() - _DEPTH_NATS - self._hidden
            around = (self._nodes[self._is_active][:, None, :] + _AROUND).reshape(-1, 2)
            keys = np.unique(_keys(around))
            missing = _from_keys(keys[~np.isin(keys, _keys(self._nodes))])
            if not len(missing) or len(self._nodes) > 4 * _MAX_NODES:
                return
            self._nodes = np.concatenate([self._nodes, missing])
            self._values = np.concatenate([self._values, self._ask(missing)])

    def _keep_neighbourhood(self) -> None:
        """Let the nodes that do not matter go, once all of the plane has been looked at."""
        self._nodes, self._values = self._nodes[self._is_active], self._values[self._is_active]
        self._is_active = np.ones(len(self._nodes), bool)

    def _hidden_rise(self) -> float:
        """Return how much higher a peak between the nodes may be than the nodes around it.

        Along a parabola the top lies at most an eighth of the second difference above the nearer node.
        """
        half = self._grid.side // 2
        field = np.full((half, half), -np.inf)
        field[self._nodes[:, 0], self._nodes[:, 1]] = self._values
        column, row = np.unravel_index(int(field.argmax()), field.shape)
        bend = 0.0
        for line, at in ((field[:, row], int(column)), (field[column, :], int(row))):
            middle = min(max(at, 1), half - 2)
            bend += abs(float(line[middle - 1] - 2 * line[middle] + line[middle + 1])) / 8
        return bend

    def _shares(self) -> np.ndarray:
        weights = np.exp(self._values - self._values.max())
        shares: np.ndarray = weights / weights.sum()
        return shares

    def _resolution_error(self) -> float:
        shares = self._shares()
        parity = (self._nodes[:, 0] % 2) * 2 + self._nodes[:, 1] % 2
        totals = np.bincount(parity, weights=shares, minlength=4)
        error = float(np.abs(4 * totals - 1).max())
        return 20 * (error / 2) ** 4

    def _resolves_conditionals(self) -> bool:
        shares, places = self._shares(), self._grid.places(self._nodes, self._level)
        centred = places - shares @ places
        covariance = (centred * shares[:, None]).T @ centred + np.diag(np.square(self._spacing) * 1e-3)
        conditional = 1 / np.sqrt(np.diag(np.linalg.inv(covariance)))
        return bool((self._spacing <= _SPACING_SIGMAS * conditional).all())


_AROUND = np.array([(column, row) for column in (-1, 0, 1) for row in (-1, 0, 1)], np.int64)
# The decoder itself computes in single precision.
_ROUNDING_NATS = 5e-4


def _keys(nodes: np.ndarray) -> np.ndarray:
    keys: np.ndarray = (nodes[:, 0] + _STRIDE // 4) * _STRIDE + (nodes[:, 1] + _STRIDE // 4)
    return keys


def _from_keys(keys: np.ndarray) -> np.ndarray:
    return np.stack([keys // _STRIDE - _STRIDE // 4, keys % _STRIDE - _STRIDE // 4], axis=1)


def _unique(nodes: np.ndarray) -> np.ndarray:
    return _from_keys(np.unique(_keys(nodes)))
