from __future__ import annotations

import math

import pytest
import torch
from torch.distributions import Independent, Normal, kl_divergence

from vae_explorer.autoencoders.posterior import kl_to_standard_normal, prior_penalty, sample


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(7)


def test_that_the_kl_is_the_expectation_that_it_stands_for(generator):
    mu = torch.tensor([[0.0, 0.0], [1.5, -0.3], [-2.0, 0.7]], dtype=torch.float64)
    logvar = torch.tensor([[0.0, 0.0], [-3.0, 0.4], [1.0, -1.2]], dtype=torch.float64)
    noise = torch.randn(200_000, *mu.shape, generator=generator, dtype=torch.float64)
    z = sample(mu, logvar, noise)
    prior = Normal(torch.zeros_like(mu), 1.0)
    posterior = Normal(mu, torch.exp(0.5 * logvar))
    ratios = (posterior.log_prob(z) - prior.log_prob(z)).sum(dim=-1)
    errors = ratios.std(dim=0) / math.sqrt(len(ratios))
    assert ((ratios.mean(dim=0) - kl_to_standard_normal(mu, logvar)).abs() <= 4 * errors + 1e-12).all()


@pytest.mark.parametrize("dim", [1, 2, 64])
def test_that_the_kl_agrees_with_the_library(generator, dim):
    mu = torch.randn(50, dim, generator=generator)
    logvar = torch.randn(50, dim, generator=generator)
    posterior = Independent(Normal(mu, torch.exp(0.5 * logvar)), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    torch.testing.assert_close(kl_to_standard_normal(mu, logvar), kl_divergence(posterior, prior))


def test_that_the_kl_is_never_negative_and_0_at_the_prior(generator):
    assert kl_to_standard_normal(torch.zeros(1, 3), torch.zeros(1, 3)).item() == 0
    near = 1e-3 * torch.randn(1000, 2, generator=generator)
    assert (kl_to_standard_normal(near, near.flip(0)) > -1e-6).all()


@pytest.mark.parametrize("dim", [1, 2, 16])
def test_that_the_prior_penalty_is_the_priors_log_density_less_its_constant(generator, dim):
    z = 3 * torch.randn(50, dim, generator=generator)
    log_density = Independent(Normal(torch.zeros_like(z), torch.ones_like(z)), 1).log_prob(z)
    constant = 0.5 * dim * math.log(2 * math.pi)
    torch.testing.assert_close(prior_penalty(z), -log_density - constant, atol=1e-4, rtol=1e-5)


def test_that_samples_have_the_posteriors_moments(generator):
    mu = torch.tensor([[0.3, -4.0]]).expand(300_000, 2)
    logvar = torch.tensor([[-2.0, 1.0]]).expand(300_000, 2)
    z = sample(mu, logvar, torch.randn(mu.shape, generator=generator)).double()
    sigma = torch.exp(0.5 * logvar[0]).double()
    assert ((z.mean(dim=0) - mu[0]).abs() < 4 * sigma / math.sqrt(len(z))).all()
    assert ((z.var(dim=0) / sigma.square() - 1).abs() < 4 * math.sqrt(2 / len(z))).all()
    assert abs(torch.corrcoef(z.T)[0, 1]) < 4 / math.sqrt(len(z))


def test_that_gradients_pass_through_a_sample():
    mu = torch.zeros(1, 3, requires_grad=True)
    logvar = torch.tensor([[-1.0, 0.0, 2.0]], requires_grad=True)
    noise = torch.tensor([[0.5, -1.0, 2.0]])
    sample(mu, logvar, noise).sum().backward()
    torch.testing.assert_close(mu.grad, torch.ones(1, 3))
    torch.testing.assert_close(logvar.grad, 0.5 * noise * torch.exp(0.5 * logvar.detach()))


def test_that_without_noise_a_sample_is_the_mean():
    mu = torch.tensor([[1.0, -2.0]])
    assert torch.equal(sample(mu, torch.tensor([[3.0, 3.0]]), torch.zeros(1, 2)), mu)
