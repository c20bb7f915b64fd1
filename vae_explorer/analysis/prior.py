"""The prior N(0, I) of the latent space: draws, and the disc that holds most of it."""

from __future__ import annotations

import math

import numpy as np

DISC_MASS = 0.95


def prior_draws(count: int, dimension: int, seed: int = 0) -> np.ndarray:
    """Return draws ``(count, dimension) float64`` from N(0, I); the same seed gives the same draws."""
    draws: np.ndarray = np.random.default_rng(seed).standard_normal((count, dimension))
    return draws


def disc_radius(dimension: int, mass: float = DISC_MASS) -> float:
    """Return the radius of the ball that holds this share of N(0, I); 2.448 for 95 % of a plane.

    ‖z‖² has the χ² distribution with d degrees of freedom.
    """
    from scipy.special import gammaincinv

    return math.sqrt(2 * float(gammaincinv(dimension / 2, mass)))


def log_prior(places: np.ndarray) -> np.ndarray:
    """Return log N(z; 0, I) of places ``(n, d)``, ``(n,) float64``."""
    squared = np.einsum("ij,ij->i", places, places, dtype=np.float64)
    log_density: np.ndarray = -0.5 * squared - 0.5 * places.shape[1] * math.log(2 * math.pi)
    return log_density


def whitened(codes: np.ndarray) -> np.ndarray:
    """Return codes ``(n, d)`` moved, turned and stretched to mean 0 and covariance I, float64.

    The scale of an AE's codes is arbitrary; this takes it away, and with it what a Gaussian fitted to the
    codes would know. A direction in which the codes do not differ at all stays at 0.
    """
    centred = codes.astype(np.float64) - codes.mean(axis=0, dtype=np.float64)
    values, directions = np.linalg.eigh(centred.T @ centred / len(codes))
    is_wide = values > 1e-10 * max(float(values.max()), 1e-300)
    scale = np.where(is_wide, 1 / np.sqrt(np.where(is_wide, values, 1.0)), 0.0)
    result: np.ndarray = centred @ directions * scale
    return result
