from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.distributions import Bernoulli, Independent, Normal

from vae_explorer.autoencoders.likelihood import (
    bernoulli_nats,
    gaussian_nats,
    log_normaliser,
    mean_bernoulli_nats,
    mean_gaussian_nats,
)


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(11)


def logits_and_grey(generator: torch.Generator, spread: float = 3.0) -> tuple[torch.Tensor, torch.Tensor]:
    logits = spread * torch.randn(9, 30, generator=generator, dtype=torch.float64)
    return logits, torch.rand(9, 30, generator=generator, dtype=torch.float64)


def test_that_on_black_and_white_it_is_the_bernoulli_likelihood(generator):
    logits, grey = logits_and_grey(generator)
    binary = grey.round()
    expected = -Independent(Bernoulli(logits=logits), 1).log_prob(binary)
    torch.testing.assert_close(bernoulli_nats(logits, binary), expected)


def test_that_on_grey_it_is_the_cross_entropy_summed_over_pixels(generator):
    logits, grey = logits_and_grey(generator)
    p, x = 1 / (1 + np.exp(-logits.numpy())), grey.numpy()
    expected = -(x * np.log(p) + (1 - x) * np.log1p(-p)).sum(axis=1)
    np.testing.assert_allclose(bernoulli_nats(logits, grey).numpy(), expected, rtol=1e-12)


@pytest.mark.parametrize("logit", [-1e4, -100.0, 100.0, 1e4])
def test_that_extreme_logits_stay_finite_and_exact(logit):
    x = torch.tensor([[0.0, 1.0, 0.25]])
    logits = torch.full((1, 3), logit)
    expected = sum(max(logit, 0) - logit * value for value in (0.0, 1.0, 0.25))
    assert bernoulli_nats(logits, x).item() == pytest.approx(expected, rel=1e-6)
    assert mean_bernoulli_nats(logits, x).item() == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("c", [1e-3, 0.05, 1.0, 40.0])
def test_that_the_gaussian_term_is_a_normal_density_of_variance_c(generator, c):
    mean, grey = logits_and_grey(generator, spread=0.5)
    expected = -Independent(Normal(mean, c**0.5), 1).log_prob(grey)
    torch.testing.assert_close(gaussian_nats(mean, grey, c), expected)
    as_tensor = torch.tensor(c, dtype=torch.float64)
    torch.testing.assert_close(gaussian_nats(mean, grey, as_tensor), expected)
    rest = gaussian_nats(mean, grey, c) - (mean - grey).square().sum(dim=1) / (2 * c)
    torch.testing.assert_close(rest, torch.full_like(rest, log_normaliser(30, c)))


def test_that_the_means_are_means_over_images(generator):
    logits, grey = logits_and_grey(generator)
    torch.testing.assert_close(mean_bernoulli_nats(logits, grey), bernoulli_nats(logits, grey).mean())
    for c in (0.3, torch.tensor(0.3, dtype=torch.float64)):
        torch.testing.assert_close(mean_gaussian_nats(logits, grey, c), gaussian_nats(logits, grey, c).mean())


def test_that_single_precision_means_of_large_batches_are_right(generator):
    logits = 6 * torch.randn(512, 784, generator=generator)
    images = torch.rand(512, 784, generator=generator)
    exact = bernoulli_nats(logits.double(), images.double()).mean().item()
    assert mean_bernoulli_nats(logits, images).item() == pytest.approx(exact, rel=2e-6)


def test_that_the_closed_form_gradient_is_the_gradient(generator):
    logits, grey = logits_and_grey(generator)
    logits.requires_grad_()
    assert torch.autograd.gradcheck(lambda values: mean_bernoulli_nats(values, grey), (logits,))
    (gradient,) = torch.autograd.grad(3 * mean_bernoulli_nats(logits, grey), logits)
    torch.testing.assert_close(gradient, 3 * (torch.sigmoid(logits) - grey).detach() / 9)


def test_that_the_gaussian_gradient_reaches_a_learned_variance(generator):
    mean, grey = logits_and_grey(generator)
    log_c = torch.tensor(-1.3, dtype=torch.float64, requires_grad=True)
    mean.requires_grad_()
    assert torch.autograd.gradcheck(
        lambda values, log_variance: mean_gaussian_nats(values, grey, log_variance.exp()), (mean, log_c)
    )


def test_that_the_likeliest_variance_is_the_mean_squared_residual(generator):
    mean, grey = logits_and_grey(generator, spread=0.4)
    log_c = (mean - grey).square().mean().log().requires_grad_()
    (gradient,) = torch.autograd.grad(mean_gaussian_nats(mean, grey, log_c.exp()), log_c)
    assert abs(gradient.item()) < 1e-9


def test_that_strided_logits_count_like_contiguous_ones(generator):
    logits, grey = logits_and_grey(generator)
    strided = torch.stack((logits, logits), dim=2)[:, :, 0].requires_grad_()
    assert not strided.is_contiguous()
    mean = mean_bernoulli_nats(strided, grey)
    torch.testing.assert_close(mean, bernoulli_nats(logits, grey).mean())
    (gradient,) = torch.autograd.grad(mean, strided)
    torch.testing.assert_close(gradient, (torch.sigmoid(logits) - grey) / 9)
