from __future__ import annotations

import itertools
import math

import pytest
import torch

from tests.autoencoders.sample import build, spec
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.training.objective import objective

KINDS = ("ae", "map", "vae")
OBJECTIVES = [
    spec(kind, network, likelihood, c=c)
    for kind, network, (likelihood, c) in itertools.product(
        KINDS,
        ("mlp", "conv"),
        (("bernoulli", 1.0), ("bernoulli", 3.0), ("gaussian", 0.2), ("gaussian", "auto")),
    )
]


def ids(model) -> str:
    return f"{model.kind}-{model.network}-{model.likelihood}-{model.c}"


def images(model: Autoencoder, count: int = 6) -> torch.Tensor:
    generator = torch.Generator().manual_seed(2)
    return torch.rand(count, model.spec.pixel_count, generator=generator, dtype=torch.float64)


def noise() -> torch.Generator:
    return torch.Generator().manual_seed(8)


def loss(model: Autoencoder, x: torch.Tensor) -> torch.Tensor:
    """Return the loss with the same noise every time."""
    return objective(model, x, noise()).loss


@pytest.mark.parametrize("model_spec", OBJECTIVES, ids=ids)
def test_that_gradients_agree_with_finite_differences(model_spec):
    model = build(model_spec).double()
    x = images(model)
    loss(model, x).backward()
    generator = torch.Generator().manual_seed(3)
    step = 1e-5
    for name, parameter in model.named_parameters():
        direction = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        values = []
        for sign in (1, -1):
            with torch.no_grad():
                parameter.add_(direction, alpha=sign * step)
                values.append(loss(model, x).item())
                parameter.sub_(direction, alpha=sign * step)
        slope = (values[0] - values[1]) / (2 * step)
        assert parameter.grad is not None
        assert (parameter.grad * direction).sum().item() == pytest.approx(slope, rel=1e-6, abs=1e-8), name


@pytest.mark.parametrize("model_spec", OBJECTIVES, ids=ids)
def test_that_the_loss_is_the_sum_of_its_parts(model_spec):
    model = build(model_spec).double()
    terms = objective(model, images(model), noise())
    weight = 3.0 if model_spec.c == 3.0 else 1.0
    expected = terms.reconstruction + (0 if model_spec.kind == "ae" else weight * terms.regulariser)
    torch.testing.assert_close(terms.loss, expected)
    assert terms.reconstruction.item() > 0 or model_spec.likelihood == "gaussian"
    assert terms.regulariser.item() >= 0


def silenced(model: Autoencoder, source: Autoencoder) -> Autoencoder:
    """Return the VAE with the weights of a plain autoencoder and a posterior of no width."""
    weights = source.state_dict()
    last = max(name for name in weights if name.startswith("encoder.") and name.endswith(".weight"))
    bias = last.replace("weight", "bias")
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            if name in (last, bias):
                weight[: len(weights[name])] = weights[name]
                weight[len(weights[name]) :] = -200.0 if name == bias else 0.0
            else:
                weight.copy_(weights[name])
    return model


@pytest.mark.parametrize("network", ["mlp", "conv"])
@pytest.mark.parametrize(("likelihood", "c"), [("bernoulli", 1.0), ("gaussian", 0.2)])
def test_that_a_vae_without_noise_reconstructs_like_the_plain_autoencoder(network, likelihood, c):
    plain = build(spec("ae", network, likelihood, c=c)).double()
    vae = silenced(build(spec("vae", network, likelihood, c=c)).double(), plain)
    x = images(plain)
    torch.testing.assert_close(objective(vae, x, noise()).reconstruction, loss(plain, x), rtol=1e-12, atol=0)


@pytest.mark.parametrize("c", [0.5, 1.0, 4.0])
def test_that_the_map_objective_is_the_plain_one_and_half_c_times_the_squared_codes(c):
    plain, prior = (build(spec(kind, c=c)).double() for kind in ("ae", "map"))
    x = images(plain)
    penalty = plain.encode(x).mu.square().sum(dim=1).mean() / 2
    torch.testing.assert_close(loss(prior, x), loss(plain, x) + c * penalty)


@pytest.mark.parametrize("kind", ["map", "vae"])
def test_that_a_gaussian_c_is_a_variance(kind):
    small, large = (build(spec(kind, likelihood="gaussian", c=c)).double() for c in (0.1, 0.4))
    x = images(small)
    one, other = objective(small, x, noise()), objective(large, x, noise())
    torch.testing.assert_close(one.regulariser, other.regulariser)
    d = small.spec.pixel_count
    squares = [
        (terms.reconstruction - d / 2 * math.log(2 * math.pi * c)) * 2 * c
        for terms, c in ((one, 0.1), (other, 0.4))
    ]
    torch.testing.assert_close(squares[0], squares[1])


def test_that_the_same_noise_gives_the_same_loss_and_other_noise_another():
    model = build(spec())
    x = images(model).float()
    generator = noise()
    first, second = (objective(model, x, generator).loss.item() for _ in range(2))
    assert first == loss(model, x).item()
    assert first != second


def test_that_the_expected_loss_over_noise_is_the_negative_bound():
    """With a decoder that is linear in z before a Gaussian likelihood the expectation has a closed form."""
    model = build(spec("vae", likelihood="gaussian", c=0.3, hidden=())).double()
    with torch.no_grad():
        # A nearly linear sigmoid: its argument stays small.
        model.decoder[0].weight.mul_(0.01)
        model.decoder[0].bias.zero_()
    x = images(model, 3)
    encoding = model.encode(x)
    jacobian = model.decoder[0].weight / 4
    mean = 0.5 + encoding.mu @ jacobian.T
    spread = (jacobian.square().sum(dim=0) * encoding.logvar.exp()).sum(dim=1)
    squares = (x - mean).square().sum(dim=1) + spread
    expected = (squares / 0.6).mean() + model.spec.pixel_count / 2 * math.log(2 * math.pi * 0.3)
    generator = noise()
    with torch.no_grad():
        drawn = torch.stack([objective(model, x, generator).reconstruction for _ in range(4000)])
    error = drawn.std() / math.sqrt(len(drawn))
    assert abs(drawn.mean() - expected) < 4 * error + 1e-4
