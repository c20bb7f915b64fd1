"""Round trips, stretch and samplers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import build, spec
from vae_explorer.analysis.round_trip import code_sigma, round_trips
from vae_explorer.analysis.sampler import SamplerKind, draw_codes, fit_mixture, posterior_draws
from vae_explorer.analysis.stretch import log_stretch, pull_back_metric
from vae_explorer.autoencoders.replica import Replica


def replica(kind: str = "vae", network: str = "mlp", **changes: int) -> Replica:
    model = spec(kind, network, **changes)
    return Replica(model, build(model).state_dict())


def test_that_a_linear_model_brings_every_place_back():
    pca = replica("pca")
    z = np.random.default_rng(0).uniform(-0.05, 0.05, (20, 2)).astype(np.float32)
    np.testing.assert_allclose(round_trips(pca, z), 0, atol=1e-5)
    np.testing.assert_allclose(np.exp(log_stretch(pca.model, z)), 1, rtol=1e-4)


def test_that_a_round_trip_is_decoding_and_encoding_again():
    vae = replica(latent_dim=3)
    z = np.random.default_rng(1).normal(size=(9, 3)).astype(np.float32)
    with torch.no_grad():
        back = vae.model.encode(vae.model.decode(torch.from_numpy(z))).mu.numpy()
    expected = np.linalg.norm(back - z, axis=1)
    np.testing.assert_allclose(round_trips(vae, z), expected, rtol=1e-4)
    np.testing.assert_allclose(round_trips(vae, z, vae.decode(z)), expected, rtol=1e-4)


@pytest.mark.parametrize("network", ["mlp", "conv"])
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_that_the_metric_is_that_of_small_steps(network, dimension):
    vae = replica(network=network, latent_dim=dimension)
    model = vae.model.double()
    z = np.random.default_rng(2).normal(size=(4, dimension))
    steps = []
    for axis in range(dimension):
        step = np.zeros(dimension)
        step[axis] = 1e-5
        with torch.no_grad():
            ahead, back = model.decode(torch.from_numpy(z + step)), model.decode(torch.from_numpy(z - step))
        steps.append(((ahead - back) / 2e-5).numpy())
    jacobian = np.stack(steps, axis=2)
    expected = np.einsum("npi,npj->nij", jacobian, jacobian)
    single = vae.model.float()
    np.testing.assert_allclose(pull_back_metric(single, z), expected, rtol=2e-3, atol=1e-8)
    if dimension <= 2:  # so small a network hardly has five directions to stretch
        area = 0.5 * np.log(np.linalg.det(expected))
        np.testing.assert_allclose(log_stretch(single, z), area, atol=0.02)


def test_that_sigma_is_that_of_the_codes():
    assert code_sigma(np.array([[0.0, 0], [2, 4]])) == pytest.approx(2.5**0.5)
    assert code_sigma(np.ones((3, 2))) == 1


@pytest.mark.parametrize("dimension", [1, 2, 7])
def test_that_a_fitted_gaussian_has_the_codes_mean_and_covariance(dimension):
    random = np.random.default_rng(3)
    codes = random.normal(size=(3_000, dimension)) @ random.normal(size=(dimension, dimension)) + 5
    draws = draw_codes(SamplerKind.GAUSSIAN, codes, None, 20_000)
    np.testing.assert_allclose(draws.mean(axis=0), codes.mean(axis=0), atol=0.1)
    np.testing.assert_allclose(np.cov(draws.T), np.cov(codes.T), rtol=0.15, atol=0.15)


def test_that_a_mixture_draws_where_the_codes_are_and_nowhere_between():
    codes = np.repeat([[-50.0, 0], [50, 0]], 400, axis=0) + np.random.default_rng(4).normal(size=(800, 2))
    draws = draw_codes(SamplerKind.MIXTURE, codes.astype(np.float32), None, 500)
    nearest = np.abs(np.abs(draws[:, 0]) - 50)
    assert np.mean(nearest < 5) > 0.99
    assert 0.4 < np.mean(draws[:, 0] > 0) < 0.6
    between = draw_codes(SamplerKind.GAUSSIAN, codes.astype(np.float32), None, 500)
    assert np.mean(np.abs(between[:, 0]) < 25) > 0.2


def test_that_other_seeds_draw_others_from_the_same_fit():
    codes = np.random.default_rng(5).normal(size=(200, 2)).astype(np.float32)
    for kind in SamplerKind:
        first, again, other = (draw_codes(kind, codes, None, 10, seed) for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        assert not np.array_equal(first, other)
        assert first.dtype == np.float32


def test_that_one_draw_is_made_from_every_posterior():
    mu, logvar = np.zeros((20_000, 2), np.float32), np.full((20_000, 2), np.log(0.09), np.float32)
    assert posterior_draws(mu, logvar).std() == pytest.approx(0.3, rel=0.03)
    assert posterior_draws(mu, None).std() == 0


def test_that_a_mixture_fits_few_codes_and_codes_on_a_line():
    weights, means, covariances = fit_mixture(np.column_stack([np.arange(6.0), np.zeros(6)]))
    assert len(weights) == len(means) == len(covariances) == 6
    assert np.isfinite(draw_codes(SamplerKind.MIXTURE, np.zeros((5, 3), np.float32) + 2, None, 4)).all()
