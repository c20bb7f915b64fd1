"""What inference costs for one image: log p(x), the ELBO, and where the nats between them go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.decode_grid import DecodeGrid
from vae_explorer.analysis.gaussian_fit import Gaussian, closest_gaussian
from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.analysis.posterior_lattice import PosteriorLattice, posterior_lattice


@dataclass(frozen=True)
class InferenceAccount:
    """The accounts of one image, in nats.

    Attributes
    ----------
    log_evidence : float
        log p(x) = log ∫ p(x∣z) p(z) dz.
    error_nats : float
        How far `log_evidence` may be off: resolution and truncation of the grid, or one standard error of an
        importance-weighted estimate.
    is_exact : bool
        Whether the integral was taken on a grid (two latent dimensions), else by importance weighting.
    elbo : float or None
        E_q log p(x, z) − E_q log q(z∣x); None where the encoder says a point.
    amortisation_nats : float or None
        What the best Gaussian of q's own family, axes along the coordinates, would win.
    approximation_nats : float or None
        What no such Gaussian wins.
    tilt_nats : float or None
        How much of that a Gaussian with a turned ellipse (full covariance) would win.
    """

    log_evidence: float
    error_nats: float
    is_exact: bool
    elbo: float | None = None
    amortisation_nats: float | None = None
    approximation_nats: float | None = None
    tilt_nats: float | None = None

    @property
    def gap_nats(self) -> float | None:
        """Log p(x) − ELBO = KL(q(z∣x)‖p(z∣x))."""
        return None if self.elbo is None else self.log_evidence - self.elbo


@dataclass(frozen=True, eq=False)
class GaussianFits:
    """The ellipses beside q(z∣x): the best with axes along the coordinates, and the best of all."""

    straight: Gaussian | None
    tilted: Gaussian | None


def exact_account(
    grid: DecodeGrid, image: np.ndarray, q: Gaussian | None
) -> tuple[InferenceAccount, PosteriorLattice]:
    """Return log p(x), the ELBO and their gap for one image, and its posterior.

    Parameters
    ----------
    grid : DecodeGrid
    image : (h·w·c,) float
        In 0 … 1.
    q : Gaussian or None
        What the encoder says; None for a point.
    """
    lattice = posterior_lattice(grid, image)
    elbo = None if q is None else _elbos(grid.model, image, (q,))[0]
    return InferenceAccount(lattice.log_evidence, lattice.error_nats, True, elbo), lattice


def split_gap(
    grid: DecodeGrid, image: np.ndarray, q: Gaussian, account: InferenceAccount, lattice: PosteriorLattice
) -> tuple[InferenceAccount, GaussianFits]:
    """Split the gap into amortisation and approximation (Cremer, Li & Duvenaud 2018, eqs. 3 and 4).

    With q* the best of q's family, log p(x) − ELBO(q) = [log p(x) − ELBO(q*)] + [ELBO(q*) − ELBO(q)]: the
    approximation gap and the amortisation gap. A VAE's family here are Gaussians with a diagonal covariance;
    what a full covariance would win of the first is told as well. The search runs on the lattice; all ELBOs
    are then taken with the decoder, so that q* never counts for better than it is.
    """
    straight = closest_gaussian(lattice, (q,), is_tilted=False)
    tilted = closest_gaussian(lattice, (q,) if straight is None else (q, straight), is_tilted=True)
    candidates = [q, straight or q, tilted or straight or q]
    elbo, straight_elbo, tilted_elbo = _elbos(grid.model, image, tuple(candidates))
    best = max(elbo, straight_elbo)
    return (
        InferenceAccount(
            log_evidence=account.log_evidence,
            error_nats=account.error_nats,
            is_exact=True,
            elbo=elbo,
            amortisation_nats=best - elbo,
            approximation_nats=account.log_evidence - best,
            tilt_nats=max(tilted_elbo - best, 0.0),
        ),
        GaussianFits(straight, tilted),
    )


def _elbos(model: GenerativeModel, image: np.ndarray, gaussians: tuple[Gaussian, ...]) -> list[float]:
    rules = [gaussian.quadrature() for gaussian in gaussians]
    joint = model.log_joint(np.concatenate([places for places, _ in rules]), image)
    parts = np.split(joint, len(gaussians))
    return [
        float(weights @ part) + gaussian.entropy_nats
        for part, (_, weights), gaussian in zip(parts, rules, gaussians, strict=True)
    ]
