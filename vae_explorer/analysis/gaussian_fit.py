"""The Gaussian that comes closest to a posterior: how good an ellipse could be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from vae_explorer.analysis.posterior_lattice import PosteriorLattice

_LOG_TWO_PI = math.log(2 * math.pi)
# Gauss–Hermite nodes along each axis; exact where log p(x, z) is a polynomial of degree 23 along it.
_QUADRATURE = 12
_MAX_STEPS = 60
_SEARCHES = 2


@dataclass(frozen=True, eq=False)
class Gaussian:
    """A normal distribution over the plane.

    Attributes
    ----------
    mean : (2,) float64
    root : (2, 2) float64
        A matrix R with R Rᵀ the covariance; lower triangular.
    """

    mean: np.ndarray
    root: np.ndarray

    @classmethod
    def diagonal(cls, mean: np.ndarray, logvar: np.ndarray) -> Gaussian:
        """Return N(mean, exp(logvar)), as a VAE's encoder says it."""
        return cls(np.asarray(mean, np.float64), np.diag(np.exp(0.5 * np.asarray(logvar, np.float64))))

    @property
    def covariance(self) -> np.ndarray:
        """The covariance, ``(2, 2)``."""
        covariance: np.ndarray = self.root @ self.root.T
        return covariance

    @property
    def entropy_nats(self) -> float:
        """Differential entropy."""
        return float(np.log(np.abs(np.diag(self.root))).sum() + 1 + _LOG_TWO_PI)

    def quadrature(self) -> tuple[np.ndarray, np.ndarray]:
        """Return places ``(144, 2)`` and weights ``(144,)`` with which expectations are taken."""
        points, weights = np.polynomial.hermite_e.hermegauss(_QUADRATURE)
        weights = weights / weights.sum()
        units = np.stack(np.meshgrid(points, points, indexing="ij"), axis=-1).reshape(-1, 2)
        places: np.ndarray = self.mean + units @ self.root.T
        return places, np.outer(weights, weights).reshape(-1)


def closest_gaussian(
    lattice: PosteriorLattice, starts: tuple[Gaussian, ...], *, is_tilted: bool
) -> Gaussian | None:
    """Return the Gaussian q* with the smallest KL(q‖p(z∣x)): the best that an encoder could say.

    KL(q‖p) is summed over the lattice's nodes, where both are known, and minimised over the mean and the
    precision's triangular root, from the best of
    several starts since a posterior of several peaks has several minima.

    Parameters
    ----------
    lattice : PosteriorLattice
        The posterior.
    starts : tuple of Gaussian
        Tried besides the posterior's own moments and its peak.
    is_tilted : bool
        Whether the ellipse may be turned (full covariance). A VAE's encoder says diagonal ones.

    Returns
    -------
    Gaussian or None
        None where the lattice is too small to hold any.
    """
    if len(lattice.places) < 6:
        return None
    mean, covariance = lattice.moments()
    # In units of the posterior's own width and place every posterior is alike to the search.
    width = np.sqrt(np.diag(covariance))
    problem = _Problem((lattice.places - mean) / width, lattice.log_joint, is_tilted=is_tilted)
    best: tuple[float, np.ndarray] | None = None
    first = [problem.parameters(start, mean, width) for start in _starts(lattice, starts, mean, covariance)]
    for parameters in sorted(first, key=lambda each: problem.divergence(each)[0])[:_SEARCHES]:
        found = minimize(
            problem.divergence,
            parameters,
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": _MAX_STEPS},
        )
        if np.isfinite(found.fun) and (best is None or found.fun < best[0]):
            best = float(found.fun), found.x
    if best is None:
        return None
    centre, factor = problem.unpack(best[1])
    # u = A (z − m)/width is standard normal, so that the root is width · A⁻¹, brought to triangular form.
    root = width[:, None] * np.linalg.inv(factor)
    return Gaussian(mean + width * centre, np.linalg.cholesky(root @ root.T))


def _starts(
    lattice: PosteriorLattice, given: tuple[Gaussian, ...], mean: np.ndarray, covariance: np.ndarray
) -> list[Gaussian]:
    conditional = np.diag(1 / np.sqrt(np.diag(np.linalg.inv(covariance))))
    peak = lattice.places[int(lattice.log_joint.argmax())]
    low = lattice.places.min(axis=0) - lattice.spacing
    high = lattice.places.max(axis=0) + lattice.spacing
    inside = [start for start in given if ((start.mean > low) & (start.mean < high)).all()]
    return [Gaussian(mean, conditional), Gaussian(peak, 0.7 * conditional), *inside]


class _Problem:
    """KL(q‖p) over the nodes and its gradient, by the parameters (m, log A₁₁, log A₂₂[, A₁₂])."""

    def __init__(self, places: np.ndarray, log_joint: np.ndarray, *, is_tilted: bool) -> None:
        self._places = places
        self._log_joint = log_joint - log_joint.max()
        self._is_tilted = is_tilted

    def parameters(self, start: Gaussian, mean: np.ndarray, width: np.ndarray) -> np.ndarray:
        precision = np.linalg.inv(start.covariance / np.outer(width, width))
        factor = np.linalg.cholesky(precision).T
        parameters = [*((start.mean - mean) / width), *np.log(np.diag(factor))]
        return np.array([*parameters, factor[0, 1]] if self._is_tilted else parameters)

    def unpack(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        slant = parameters[4] if self._is_tilted else 0.0
        diagonal = np.exp(np.clip(parameters[2:4], -12, 12))
        return parameters[:2], np.array([[diagonal[0], slant], [0.0, diagonal[1]]])

    def divergence(self, parameters: np.ndarray) -> tuple[float, np.ndarray]:
        centre, factor = self.unpack(parameters)
        offsets = self._places - centre
        units = offsets @ factor.T
        scores = -0.5 * np.square(units).sum(axis=1)
        shifted = scores - scores.max()
        log_q = shifted - np.log(np.exp(shifted).sum())
        q = np.exp(log_q)
        difference = log_q - self._log_joint
        divergence = float(q @ difference)
        # d KL = Σ q (difference − KL) dscore, since Σ q dlog q = 0.
        pull = q * (difference - divergence)
        centre_gradient = (pull @ units) @ factor
        diagonal_gradient = -np.einsum("n,nj,nj->j", pull, units, offsets) * np.diag(factor)
        gradient = [*centre_gradient, *diagonal_gradient]
        if self._is_tilted:
            gradient.append(-float(pull @ (units[:, 0] * offsets[:, 1])))
        return divergence, np.array(gradient)
