"""Inference for one image, summed over the plane: its evidence, its ELBO, and the gap between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.decode_grid import DecodeGrid
from vae_explorer.analysis.gaussian_fit import Gaussian, closest_gaussian
from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.analysis.inference_account import InferenceAccount
from vae_explorer.analysis.posterior_lattice import PosteriorLattice, posterior_lattice


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
