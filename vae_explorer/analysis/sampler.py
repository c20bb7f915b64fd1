"""Where samples come from: the prior, a Gaussian fitted to the codes, or a mixture of Gaussians."""

from __future__ import annotations

import importlib
from enum import Enum

import numpy as np

from vae_explorer.analysis.prior import prior_draws
from vae_explorer.analysis.work import Steps

COMPONENTS = 10
_FITTED_CODES = 5_000


class SamplerKind(Enum):
    """The distribution that codes to decode are drawn from."""

    PRIOR = "prior"  # N(0, I)
    GAUSSIAN = "gaussian"  # N(m, S) with the codes' mean and covariance
    MIXTURE = "mixture"  # ten Gaussians with full covariances, fitted by expectation maximisation


def loaded() -> Steps[None]:
    """Load scikit-learn bit by bit: at once it takes so long that closing the window would have to wait."""
    for name in ("scipy.sparse", "scipy.stats", "sklearn.base", "sklearn.neighbors", "sklearn.mixture"):
        importlib.import_module(name)
        yield


def draw_codes(
    kind: SamplerKind, mu: np.ndarray, logvar: np.ndarray | None, count: int, seed: int = 0
) -> np.ndarray:
    """Draw codes to decode.

    What a plain autoencoder lacks is only a distribution to sample from: with a density fitted to its codes
    after training it samples well (Ghosh et al. 2020, *From Variational to Deterministic Autoencoders*,
    arXiv:1903.12436, section 4, whose mixture has ten components as well).

    Parameters
    ----------
    kind : SamplerKind
        Where from.
    mu : (n, d) float32
        The codes, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of their variances: the densities are fitted to one draw from every q(z∣x).
    count : int
        How many.
    seed : int
        The same seed gives the same draws; the fit itself does not depend on it.

    Returns
    -------
    (count, d) float32
        Codes.
    """
    if kind is SamplerKind.PRIOR:
        return prior_draws(count, mu.shape[1], seed).astype(np.float32)
    codes = posterior_draws(mu, logvar)
    random = np.random.default_rng(seed)
    if kind is SamplerKind.GAUSSIAN:
        means, covariances = codes.mean(axis=0)[None], np.cov(codes.T).reshape(1, mu.shape[1], -1)
        weights = np.ones(1)
    else:
        weights, means, covariances = fit_mixture(codes)
    return _draw_mixture(weights, means, covariances, count, random)


def posterior_draws(mu: np.ndarray, logvar: np.ndarray | None, seed: int = 2) -> np.ndarray:
    """Return one draw from every q(z∣x), ``(n, d) float64``; the codes themselves where they are points."""
    if logvar is None:
        return mu.astype(np.float64)
    noise = np.random.default_rng(seed).standard_normal(mu.shape)
    return mu + np.exp(0.5 * logvar.astype(np.float64)) * noise


def fit_mixture(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return weights ``(k,)``, means ``(k, d)`` and covariances ``(k, d, d)`` of a mixture of Gaussians.

    scikit-learn's expectation maximisation, started from k-means, on at most 5 000 codes.
    """
    from sklearn.mixture import GaussianMixture

    stride = max(len(codes) // _FITTED_CODES, 1)
    fitted = codes[::stride]
    distinct = len(np.unique(fitted, axis=0))
    scale = max(float(np.abs(fitted).max()), 1e-12)
    mixture = GaussianMixture(
        min(COMPONENTS, distinct), random_state=0, max_iter=200, reg_covar=1e-6, tol=1e-3
    )
    mixture.fit(fitted / scale)
    return mixture.weights_, mixture.means_ * scale, mixture.covariances_ * scale**2


def _draw_mixture(
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    count: int,
    random: np.random.Generator,
) -> np.ndarray:
    components = random.choice(len(weights), count, p=weights / weights.sum())
    noise = random.standard_normal((count, means.shape[1]))
    values, directions = np.linalg.eigh(covariances)
    roots = directions * np.sqrt(np.maximum(values, 0))[:, None, :]
    draws: np.ndarray = means[components] + np.einsum("nij,nj->ni", roots[components], noise)
    return draws.astype(np.float32)
