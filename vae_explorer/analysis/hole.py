"""How much of the prior falls where next to nothing is encoded."""

from __future__ import annotations

import math

import numpy as np

from vae_explorer.analysis.estimate import (
    RESAMPLES,
    Estimate,
    percentile_interval,
    resample_weights,
)
from vae_explorer.analysis.nearest import NearestCodes
from vae_explorer.analysis.prior import disc_radius, log_prior, prior_draws

THRESHOLD = 0.1
"""τ: where q̂(z) is less than a tenth of p(z), there is a hole."""

NEIGHBOURS = 10
"""k of the k-NN density estimate."""

_LARGEST_EXACT_DIMENSION = 3
_DRAWS = 10_000
_DRAWS_IN_MANY_DIMENSIONS = 2_000
# A resampled code may count several times or not at all: so many neighbours hold k draws nearly always.
_REACH = 3 * NEIGHBOURS


def hole_fraction(codes: np.ndarray, *, has_interval: bool = True) -> Estimate:
    """Return the share of the prior, inside its 95 % disc, where q̂(z) < τ·p(z); from 0 to 1.

    q̂(z) = k / (n V_d r_k(z)^d) is the k-nearest-neighbour density of the codes (Loftsgaarden & Quesenberry
    1965), k = 10, τ = 0.1. A sample drawn there is decoded where the decoder has hardly ever been trained
    (Rezende & Viola 2018, arXiv:1810.00597, call them the holes of the aggregate posterior). The share is
    taken over 10 000 draws from N(0, I) that are the same for every model.

    Above three dimensions a ball that holds ten codes is so large that p varies within it, and q̂ cannot be
    compared with p at a point. There q̂ is compared with p̂, the same estimate from as many draws from the
    prior as there are codes, so that the bias falls out: q̂/p̂ = (r_k^p(z)/r_k^q(z))^d. Taken over 2 000 draws.

    The ball reaches from a gap to the data around it, so a gap seems narrower than it is by about the ball's
    radius: the figure errs on the side of too few holes.

    Chance level: codes drawn from the prior itself have about 0 (< 0.1 %). The interval is the bootstrap's,
    over codes and draws.

    Parameters
    ----------
    codes : (n, d) float
        Codes, or the means of their distributions; whiten them first (:func:`prior.whitened`) to leave their
        scale aside.
    has_interval : bool
        Without one it takes a third of the time.
    """
    count, dimension = codes.shape
    k = min(NEIGHBOURS, count)
    is_exact = dimension <= _LARGEST_EXACT_DIMENSION
    draws = prior_draws(_DRAWS if is_exact else _DRAWS_IN_MANY_DIMENSIONS, dimension)
    draws = draws[np.linalg.norm(draws, axis=1) <= disc_radius(dimension)]
    largest = (_exact_radii if is_exact else _calibrated_radii)(draws, count, k)
    distances, indices = NearestCodes(codes).find(draws, max(_REACH, k) if has_interval else k)
    value = float(np.mean(distances[:, k - 1] > largest))
    if not has_interval:
        return Estimate(value, value, value)
    return percentile_interval(value, _replicates(distances, indices, largest, count, k))


def _exact_radii(draws: np.ndarray, count: int, k: int) -> np.ndarray:
    """Return the distance of the k-th code beyond which a place lies in a hole, ``(m,)``."""
    dimension = draws.shape[1]
    log_ball = 0.5 * dimension * math.log(math.pi) - math.lgamma(dimension / 2 + 1)
    log_volume = math.log(k / count) - math.log(THRESHOLD) - log_prior(draws)
    radii: np.ndarray = np.exp((log_volume - log_ball) / dimension)
    return radii


def _calibrated_radii(draws: np.ndarray, count: int, k: int) -> np.ndarray:
    dimension = draws.shape[1]
    reference = NearestCodes(prior_draws(count, dimension, seed=1))
    distances, _ = reference.find(draws, k)
    radii: np.ndarray = distances[:, -1] * THRESHOLD ** (-1 / dimension)
    return radii


def _replicates(
    distances: np.ndarray, indices: np.ndarray, largest: np.ndarray, count: int, k: int
) -> np.ndarray:
    """Return the fraction for resampled codes and draws: in a hole are fewer than k codes within reach.

    Only places with between one and all of the neighbours looked at within reach can change; the others are
    counted once.
    """
    is_within = distances <= largest[:, None]
    within = is_within.sum(axis=1)
    is_open = (within > 0) & (within < distances.shape[1])
    is_hole = np.repeat((within == 0)[None], RESAMPLES, axis=0)
    code_weights = resample_weights(count)
    places = indices[is_open]
    for replicate, weights in zip(is_hole, code_weights, strict=True):
        replicate[is_open] = (weights[places] * is_within[is_open]).sum(axis=1) < k
    draw_weights = resample_weights(len(distances))
    shares: np.ndarray = (is_hole * draw_weights).sum(axis=1) / len(distances)
    return shares
