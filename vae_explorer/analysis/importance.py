"""log p(x) in any latent dimension, by importance weighting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.analysis.inference_account import InferenceAccount

DRAWS = 5_000
_ROUNDS = 20
_ROUND_DRAWS = 300
_FIRST_DRAWS = 1_000
# Of the two found Gaussians, narrow and wide, of q and of the prior.
_PORTIONS = (0.3, 0.3, 0.1, 0.1, 0.15, 0.05)
_LEAST_SHARE = 0.1
_WIDER = 3.0


@dataclass(frozen=True, eq=False)
class _Normal:
    mean: np.ndarray
    root: np.ndarray

    def draw(self, count: int, random: np.random.Generator) -> np.ndarray:
        places: np.ndarray = self.mean + random.standard_normal((count, len(self.mean))) @ self.root.T
        return places

    def log_density(self, places: np.ndarray) -> np.ndarray:
        units = np.linalg.solve(self.root, (places - self.mean).T)
        constant = np.log(np.abs(np.diag(self.root))).sum() + 0.5 * len(self.mean) * np.log(2 * np.pi)
        density: np.ndarray = -0.5 * np.square(units).sum(axis=0) - constant
        return density

    def wider(self, factor: float) -> _Normal:
        return _Normal(self.mean, factor * self.root)


def weighted_account(
    model: GenerativeModel,
    image: np.ndarray,
    mu: np.ndarray,
    logvar: np.ndarray,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> InferenceAccount:
    """Estimate log p(x) and the ELBO of one image.

    log 1/K Σ p(x, z_k)/r(z_k) with z_k drawn from r is in expectation a lower bound of log p(x), the tighter
    the more draws and the closer r to p(z∣x) (Burda, Grosse & Salakhutdinov 2016, eqs. 8 and 9). With r = q
    it misses whatever q misses, which is just what is to be measured. So r is a mixture: q itself, the prior,
    and two Gaussians that rounds of tempered weighting led to the mass (population Monte Carlo, Cappé et al.
    2004), one from q and one from the prior, each in two widths. The rounds' own draws are not counted.

    Parameters
    ----------
    model : GenerativeModel
        Of any latent dimension, with a prior.
    image : (h·w·c,) float
        In 0 … 1.
    mu, logvar : (d,) float
        What the encoder says.
    draws, seed : int

    Returns
    -------
    InferenceAccount
        Not exact; `error_nats` is one standard error of the estimate.
    """
    random = np.random.default_rng(seed)
    q = _Normal(np.asarray(mu, np.float64), np.diag(np.exp(0.5 * np.asarray(logvar, np.float64))))
    prior = _Normal(np.zeros(len(mu)), np.eye(len(mu)))
    found = [_led_to_mass(model, image, start, random) for start in (q, prior)]
    parts = (*(each.wider(1.3) for each in found), *(each.wider(_WIDER) for each in found), q, prior)
    places, log_mixture = _draw_mixture(parts, _PORTIONS, draws, random)
    log_weights = model.log_joint(places, image) - log_mixture
    top = log_weights.max()
    weights = np.exp(log_weights - top)
    mean = float(weights.mean())
    own = q.draw(draws // 5, random)
    elbo = float((model.log_joint(own, image) - q.log_density(own)).mean())
    error = float(weights.std(ddof=1) / (mean * np.sqrt(draws)))
    return InferenceAccount(float(top + np.log(mean)), error, False, elbo)


def _led_to_mass(
    model: GenerativeModel, image: np.ndarray, start: _Normal, random: np.random.Generator
) -> _Normal:
    """Return a Gaussian over the posterior's mass, found in rounds.

    In every round the weights are flattened to a power at which a tenth of the draws still counts: far from
    the mass a single draw would otherwise outweigh all others.
    """
    near = start
    for step in range(_ROUNDS):
        parts = (near, near.wider(_WIDER), start)
        draws = _FIRST_DRAWS if step == 0 else _ROUND_DRAWS
        places, log_mixture = _draw_mixture(parts, (0.5, 0.3, 0.2), draws, random)
        log_weights = model.log_joint(places, image) - log_mixture
        power = _tempering(log_weights)
        shares = _shares(power * log_weights)
        mean = shares @ places
        centred = places - mean
        covariance = (centred * shares[:, None]).T @ centred
        covariance += np.eye(len(mean)) * (1e-6 + 1e-3 * float(np.trace(covariance)) / len(mean))
        near = _Normal(mean, np.linalg.cholesky(covariance))
        if power == 1.0:
            break
    return near


def _tempering(log_weights: np.ndarray) -> float:
    """Return the largest power up to 1 at which the effective number of draws is a tenth of all."""
    least = _LEAST_SHARE * len(log_weights)
    if 1 / np.square(_shares(log_weights)).sum() >= least:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if 1 / np.square(_shares(middle * log_weights)).sum() >= least:
            low = middle
        else:
            high = middle
    return low


def _draw_mixture(
    parts: tuple[_Normal, ...], portions: tuple[float, ...], draws: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return places drawn from fixed portions of a mixture, and its log-density there."""
    counts = [round(portion * draws) for portion in portions[:-1]]
    counts.append(draws - sum(counts))
    places = np.concatenate(
        [part.draw(count, random) for part, count in zip(parts, counts, strict=True) if count]
    )
    densities = [
        part.log_density(places) + np.log(count / draws)
        for part, count in zip(parts, counts, strict=True)
        if count
    ]
    return places, np.logaddexp.reduce(densities)


def _shares(log_weights: np.ndarray) -> np.ndarray:
    weights = np.exp(log_weights - log_weights.max())
    shares: np.ndarray = weights / weights.sum()
    return shares
