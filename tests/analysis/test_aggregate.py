from __future__ import annotations

import math

import numpy as np
import pytest

from vae_explorer.analysis.aggregate import aggregate_divergence, kernel_bandwidth, log_mixture
from vae_explorer.analysis.work import finished


def normal(count: int, dimension: int, seed: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, dimension))


def of_one(mu: np.ndarray, variance: np.ndarray) -> float:
    """KL(N(mu, diag variance)‖N(0, I)) in closed form."""
    return float(0.5 * (mu**2 + variance - 1 - np.log(variance)).sum())


@pytest.mark.parametrize(("dimension", "tolerance"), [(1, 0.001), (2, 0.001), (5, 0.2)])
def test_that_one_gaussian_has_its_own_divergence(dimension, tolerance):
    mu = np.linspace(-1, 2, dimension)[None]
    variance = np.linspace(0.2, 1.5, dimension)[None]
    found = finished(aggregate_divergence(mu, np.log(variance)))
    assert found.kl.value == pytest.approx(of_one(mu, variance), abs=tolerance)
    assert found.kl_per_image == pytest.approx(of_one(mu, variance))
    assert found.mutual_information == pytest.approx(0, abs=tolerance)


@pytest.mark.parametrize("dimension", [1, 2, 6])
def test_that_gaussians_that_do_not_overlap_tell_which_image_it_was(dimension):
    mu = np.zeros((3, dimension))
    mu[:, 0] = [-6, 0, 6]
    logvar = np.full(mu.shape, math.log(0.01))
    found = finished(aggregate_divergence(mu, logvar))
    # I(x; z) = log 3, so that KL(q(z)‖p) = E KL − log 3.
    assert found.mutual_information == pytest.approx(math.log(3), abs=0.05 if dimension > 2 else 0.005)
    assert found.kl.value == pytest.approx(found.kl_per_image - math.log(3), abs=0.2)


@pytest.mark.parametrize("dimension", [1, 2, 4])
def test_that_codes_that_fill_the_prior_have_no_divergence(dimension):
    sigma = 0.4
    mu = normal(4_000, dimension) * math.sqrt(1 - sigma**2)
    found = finished(aggregate_divergence(mu, np.full(mu.shape, 2 * math.log(sigma))))
    assert found.kl.value == pytest.approx(0, abs=0.05 * dimension)
    # The linear Gaussian channel: I = d · ½ log 1/σ².
    assert found.mutual_information == pytest.approx(-dimension * math.log(sigma), rel=0.08)


def test_that_narrow_gaussians_are_measured_beyond_the_size_of_a_cell():
    mu = normal(400, 2) * 2
    logvar = np.full(mu.shape, 2 * math.log(0.01))
    found = finished(aggregate_divergence(mu, logvar))
    random = np.random.default_rng(0)
    z = np.repeat(mu, 30, axis=0) + 0.01 * random.standard_normal((12_000, 2))
    expected = (log_mixture(z, mu, logvar) + 0.5 * (z**2).sum(axis=1) + math.log(2 * math.pi)).mean()
    assert abs(found.kl.value - expected) < found.error + 0.05
    assert found.error < 0.2


def test_that_a_density_is_the_mean_of_its_gaussians():
    mu, logvar, z = normal(20, 3), normal(20, 3, 1) - 1, normal(6, 3, 2)
    sigma = np.exp(0.5 * logvar)
    each = np.exp(-0.5 * ((z[:, None] - mu) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
    np.testing.assert_allclose(log_mixture(z, mu, logvar), np.log(each.prod(axis=2).mean(axis=1)), rtol=1e-9)


def test_that_point_codes_are_given_a_kernel_whose_width_is_told():
    codes = normal(4_000, 2) * [3.0, 0.5] + [40.0, 0.0]
    found = finished(aggregate_divergence(codes.astype(np.float32), None))
    assert found.kl.value == pytest.approx(of_one(np.array([40.0, 0]), np.array([9.0, 0.25])), rel=0.01)
    assert found.kl_per_image is found.mutual_information is None
    assert found.kl.low < found.kl.value < found.kl.high
    np.testing.assert_allclose(found.bandwidth, codes.std(axis=0) * 4_000 ** (-1 / 6), rtol=0.45)


def test_that_clustered_codes_get_a_narrower_kernel_than_their_spread_suggests():
    codes = np.repeat([[-5.0, 0], [5, 0], [0, 5], [0, -5]], 500, axis=0) + 0.1 * normal(2_000, 2)
    bandwidth = finished(kernel_bandwidth(codes))
    assert (bandwidth < 0.15).all()
    assert (bandwidth > 0.01).all()


def test_that_codes_that_coincide_are_no_error():
    found = finished(aggregate_divergence(np.ones((30, 2)), None))
    assert math.isfinite(found.kl.value)
