"""How far the codes as a whole are from the prior, and how much a code tells about its image."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.estimate import Estimate, normal_interval
from vae_explorer.analysis.nearest import squared_distances
from vae_explorer.analysis.prior import log_prior
from vae_explorer.analysis.work import Steps

_CELLS = 1024
_REACH = 5.0
_GROUP = 100
_DRAWS = 2_000
_BANDWIDTH_PROBES = 500
_PROBES_AT_ONCE = 25
# Factors on Scott's bandwidth from which the codes' own likelihood chooses: the variance is halved each time.
_FACTORS = tuple(2.0**-power for power in np.arange(0, 5.5, 0.5))


@dataclass(frozen=True)
class AggregateDivergence:
    """KL(q(z)‖p(z)) of the aggregate posterior and what belongs to it.

    Attributes
    ----------
    kl : Estimate
        In nats.
    kl_per_image : float or None
        E KL(q(z∣x)‖p), in nats; None for point codes, where it is infinite.
    mutual_information : float or None
        I(x; z) = E KL(q(z∣x)‖p) − KL(q(z)‖p) over the n encoded images, in nats; at most log n.
    error : float
        What the grid's resolution, or the number of draws, may have cost, in nats.
    bandwidth : tuple of float or None
        Standard deviations of the kernel that was put on point codes, per dimension.
    """

    kl: Estimate
    kl_per_image: float | None
    mutual_information: float | None
    error: float
    bandwidth: tuple[float, ...] | None


def aggregate_divergence(mu: np.ndarray, logvar: np.ndarray | None) -> Steps[AggregateDivergence]:
    """Measure KL(q(z)‖p(z)) of the aggregate posterior q(z) = 1/n Σ q(z∣xᵢ).

    For a VAE q(z) is a mixture of n known Gaussians. In one and two dimensions the mass that each puts into
    every cell of a 1 024 × 1 024 grid is a product of differences of Φ, so that nothing but the cells' size
    stands between the sum and the integral; it is extrapolated to cells of no size (``error``: by how much).
    Above, the mean of log q(z) − log p(z) over 2 000 draws from q(z), one image each (``error``: half the
    interval).

    With point codes q(z) is a sum of point masses and its KL infinite; a Gaussian kernel is put on each code.
    Its bandwidth is the fraction of Scott's rule σ n^(−1/(d+4)) under which each code is most likely given
    all others (leave-one-out likelihood, Duin 1976), and is told with the figure.

    The split E KL(q(z∣x)‖p) = I(x; z) + KL(q(z)‖p) is that of Hoffman & Johnson 2016 (*ELBO surgery*).

    Chance level: about 0 for codes from the prior (the finite number of codes adds a little). The interval is
    the infinitesimal jackknife's.

    Parameters
    ----------
    mu : (n, d) float32
        Codes, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of the variances.
    """
    mu = mu.astype(np.float64)
    bandwidth: np.ndarray | None = None
    if logvar is None:
        bandwidth = yield from kernel_bandwidth(mu)
        logvar = np.broadcast_to(2 * np.log(np.maximum(bandwidth, 1e-12)), mu.shape)
        per_image = None
    else:
        logvar = logvar.astype(np.float64)
        per_image = float(0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum(axis=1).mean())
    kl, error = yield from (_on_grid if mu.shape[1] <= 2 else _by_draws)(mu, logvar)
    return AggregateDivergence(
        kl=kl,
        kl_per_image=per_image,
        mutual_information=None if per_image is None else max(per_image - kl.value, 0.0),
        error=error,
        bandwidth=None if bandwidth is None else tuple(bandwidth.tolist()),
    )


def kernel_bandwidth(codes: np.ndarray) -> Steps[np.ndarray]:
    """Return the kernel's standard deviation per dimension, ``(d,)``: see :func:`aggregate_divergence`."""
    count, dimension = codes.shape
    scott = codes.std(axis=0) * count ** (-1 / (dimension + 4))
    scott = np.maximum(scott, 1e-6 * max(float(scott.max()), 1e-6))
    probes = np.arange(0, count, max(count // _BANDWIDTH_PROBES, 1))
    likelihoods = np.zeros(len(_FACTORS))
    # So few at a time that their distances stay in the processor's cache.
    for chosen in np.array_split(probes, -(-len(probes) // _PROBES_AT_ONCE)):
        squared = squared_distances(codes[chosen] / scott, codes / scott)
        # A code says nothing about itself.
        squared[np.arange(len(chosen)), chosen] = np.inf
        nearest = squared.min(axis=1)
        kernels = np.exp(0.5 * (nearest[:, None] - squared))
        for position, factor in enumerate(_FACTORS):
            likelihoods[position] += (np.log(kernels.sum(axis=1)) - nearest / (2 * factor**2)).sum()
            # Half the variance is twice the exponent. A square takes a tenth of the time of an exponential.
            np.square(kernels, out=kernels)
        yield
    likelihoods -= len(probes) * dimension * np.log(_FACTORS)
    bandwidth: np.ndarray = scott * _FACTORS[int(np.argmax(likelihoods))]
    return bandwidth


@dataclass(frozen=True)
class _Group:
    """Codes that lie near one another, and the mass of each in the cells around them, axis by axis."""

    codes: np.ndarray
    down: np.ndarray
    rows: slice
    across: np.ndarray
    columns: slice


def _on_grid(mu: np.ndarray, logvar: np.ndarray) -> Steps[tuple[Estimate, float]]:
    """Sum over the cells of a grid; see :func:`aggregate_divergence`."""
    sigma = np.exp(0.5 * logvar)
    edges = [_edges(mu[:, axis], sigma[:, axis]) for axis in range(mu.shape[1])]
    mass = np.zeros((_CELLS if len(edges) > 1 else 1, _CELLS))
    groups = []
    for codes in _neighbourly(mu):
        across, columns = _cell_masses(mu[codes, 0], sigma[codes, 0], edges[0])
        down, rows = np.ones((len(codes), 1), np.float32), slice(0, 1)
        if len(edges) > 1:
            down, rows = _cell_masses(mu[codes, 1], sigma[codes, 1], edges[1])
        mass[rows, columns] += down.T @ across
        groups.append(_Group(codes, down, rows, across, columns))
        if len(groups) % 20 == 0:
            yield
    mass /= len(mu)
    log_prior_mass = _log_normal_masses(edges[0])[None]
    if len(edges) > 1:
        log_prior_mass = log_prior_mass + _log_normal_masses(edges[1])[:, None]
    value, log_ratio = _divergence(mass, log_prior_mass)
    yield
    limit = _limit_of_small_cells(value, mass, log_prior_mass)
    influence = np.empty(len(mu))
    for group in groups:
        ratio = log_ratio[group.rows, group.columns].astype(np.float32)
        influence[group.codes] = np.einsum("ij,ij->i", group.down @ ratio, group.across)
    return normal_interval(limit, influence), abs(limit - value)


def _neighbourly(mu: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the codes' positions in groups of neighbours: their Gaussians fill few cells together."""
    count = max(round((len(mu) / _GROUP) ** 0.5), 1)
    for strip in np.array_split(np.argsort(mu[:, 0]), count):
        yield from np.array_split(strip[np.argsort(mu[strip, -1])], count)


def _edges(mu: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Return the cells' edges on one axis; the outermost reach to infinity, so nothing is cut off."""
    low = min(float((mu - _REACH * sigma).min()), -_REACH)
    high = max(float((mu + _REACH * sigma).max()), _REACH)
    edges = np.linspace(low, high, _CELLS + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    return edges


def _cell_masses(mu: np.ndarray, sigma: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, slice]:
    """Return each Gaussian's mass ``(n, cells) float32`` in the cells that they fill, and which these are."""
    from scipy.special import ndtr

    first = max(int(np.searchsorted(edges, (mu - _REACH * sigma).min())) - 1, 0)
    last = min(int(np.searchsorted(edges, (mu + _REACH * sigma).max())), len(edges) - 1)
    filled = edges[first : last + 1].copy()
    filled[0], filled[-1] = -np.inf, np.inf
    masses = np.diff(ndtr((filled - mu[:, None]) / sigma[:, None]), axis=1)
    return masses.astype(np.float32), slice(first, last)


def _limit_of_small_cells(value: float, mass: np.ndarray, log_prior_mass: np.ndarray) -> float:
    """Return to what the sum converges as cells shrink, from cells 1, 2 and 4 times as wide.

    Joining cells only ever takes divergence away, by a factor less each time they are halved: Aitken's Δ².
    """
    coarser = [value]
    for _ in range(2):
        mass, log_prior_mass = _halved(mass), _log_halved(log_prior_mass)
        coarser.append(_divergence(mass, log_prior_mass)[0])
    gain, gain_before = coarser[0] - coarser[1], coarser[1] - coarser[2]
    if not 0 < gain < gain_before:
        return value
    return value + gain**2 / (gain_before - gain)


def _log_normal_masses(edges: np.ndarray) -> np.ndarray:
    """Return the logarithm of N(0, 1)'s mass between edges, exact also where the mass itself underflows."""
    from scipy.special import log_ndtr

    # Cells above 0 are mirrored: a difference of two numbers close to 1 has no digits.
    is_above = edges[1:] > 0
    low = np.where(is_above, -edges[1:], edges[:-1])
    high = np.where(is_above, -edges[:-1], edges[1:])
    log_high = log_ndtr(high)
    masses: np.ndarray = log_high + np.log1p(-np.exp(log_ndtr(low) - log_high))
    return masses


def _halved(mass: np.ndarray) -> np.ndarray:
    """Return the masses of cells twice as wide, and twice as high where there is more than one row."""
    rows, columns = mass.shape
    height = 2 if rows > 1 else 1
    halved: np.ndarray = mass.reshape(rows // height, height, columns // 2, 2).sum(axis=(1, 3))
    return halved


def _log_halved(log_mass: np.ndarray) -> np.ndarray:
    """Return the same as :func:`_halved` from and to logarithms."""
    rows, columns = log_mass.shape
    height = 2 if rows > 1 else 1
    cells = log_mass.reshape(rows // height, height, columns // 2, 2)
    result: np.ndarray = np.logaddexp.reduce(np.logaddexp.reduce(cells, axis=3), axis=1)
    return result


def _divergence(mass: np.ndarray, log_prior_mass: np.ndarray) -> tuple[float, np.ndarray]:
    """Return Σ q log q/p in nats, and log q/p of every cell."""
    is_filled = mass > 0
    log_ratio = np.zeros_like(mass)
    log_ratio[is_filled] = np.log(mass[is_filled]) - log_prior_mass[is_filled]
    return float((mass * log_ratio).sum()), log_ratio


def _by_draws(mu: np.ndarray, logvar: np.ndarray) -> Steps[tuple[Estimate, float]]:
    """Take the mean of log q(z) − log p(z) over draws from q(z); see :func:`aggregate_divergence`."""
    random = np.random.default_rng(1)
    count, _ = mu.shape
    chosen = random.permutation(np.resize(np.arange(count), max(_DRAWS, 1)))[:_DRAWS]
    z = mu[chosen] + np.exp(0.5 * logvar[chosen]) * random.standard_normal((len(chosen), mu.shape[1]))
    log_q = np.empty(len(z))
    step = max(4_000_000 // count, 1)
    for start in range(0, len(z), step):
        log_q[start : start + step] = log_mixture(z[start : start + step], mu, logvar)
        yield
    estimate = normal_interval(float((log_q - log_prior(z)).mean()), log_q - log_prior(z))
    return estimate, (estimate.high - estimate.low) / 2


def log_mixture(z: np.ndarray, mu: np.ndarray, logvar: np.ndarray) -> np.ndarray:
    """Return log q(z) of places ``(m, d)`` under q(z) = 1/n Σ N(z; μᵢ, σᵢ²), ``(m,) float64``.

    Σⱼ (zⱼ − μⱼ)²/σⱼ² = z²·(1/σ²) − 2 z·(μ/σ²) + Σ μ²/σ²: two matrix products.
    """
    from scipy.special import logsumexp

    precision = np.exp(-logvar)
    constants = -0.5 * (mu**2 * precision + logvar + math.log(2 * math.pi)).sum(axis=1)
    logs = z @ (mu * precision).T - 0.5 * (z**2 @ precision.T) + constants
    result: np.ndarray = logsumexp(logs, axis=1) - math.log(len(mu))
    return result
