from __future__ import annotations

import copy

import pytest
import torch

from tests.autoencoders.sample import build, same_weights, spec
from vae_explorer.autoencoders.model import Autoencoder, build_autoencoder, restore_autoencoder
from vae_explorer.errors import UsageError

ALL = [
    *(spec(kind, network) for kind in ("ae", "map", "vae") for network in ("mlp", "conv")),
    spec("vae", likelihood="gaussian", c="auto"),
    spec("pca"),
]


def ids(model) -> str:
    return f"{model.kind}-{model.network}-{model.c}"


def images(model, count: int = 5) -> torch.Tensor:
    return torch.rand(count, model.pixel_count, generator=torch.Generator().manual_seed(4))


@pytest.mark.parametrize("model", ALL[:-1], ids=ids)
def test_that_a_seed_fixes_every_bit_and_another_changes_them(model):
    weights = [build_autoencoder(model, seed).state_dict() for seed in (3, 3, 4)]
    assert same_weights(weights[0], weights[1])
    assert not same_weights(weights[0], weights[2])


def test_that_building_leaves_the_common_random_numbers_alone():
    torch.manual_seed(99)
    expected = torch.rand(3)
    torch.manual_seed(99)
    build_autoencoder(spec(), 5)
    assert torch.equal(torch.rand(3), expected)


def test_that_all_kinds_start_from_the_same_first_weights():
    ae, prior, vae = (build_autoencoder(spec(kind), 3) for kind in ("ae", "map", "vae"))
    assert same_weights(ae.state_dict(), prior.state_dict())
    first = "encoder.0.weight"
    assert torch.equal(ae.state_dict()[first], vae.state_dict()[first])


def test_that_what_cannot_be_built_is_refused():
    with pytest.raises(UsageError, match="latent dimension"):
        build_autoencoder(spec(latent_dim=65))


@pytest.mark.parametrize("model", ALL, ids=ids)
def test_that_a_restored_model_decodes_the_same_and_shares_no_memory(model):
    original = build(model)
    weights = original.state_dict()
    restored = restore_autoencoder(original.spec, weights)
    z = torch.randn(4, 2, generator=torch.Generator().manual_seed(1))
    before = restored.decode(z)
    assert torch.equal(before, original.decode(z))
    torch.testing.assert_close(restored.encode(images(model)).mu, original.encode(images(model)).mu)
    assert not restored.training
    assert not any(parameter.requires_grad for parameter in restored.parameters())
    with torch.no_grad():
        for weight in weights.values():
            weight.zero_()
    assert torch.equal(restored.decode(z), before)


@pytest.mark.parametrize("model", ALL, ids=ids)
def test_that_a_moved_or_copied_model_stays_whole(model):
    original = build(model)
    z = torch.randn(4, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    x = images(model).double()
    for changed in (
        copy.deepcopy(original).double(),
        restore_autoencoder(model, original.state_dict()).double(),
    ):
        assert changed.decode(z).dtype == torch.float64
        assert changed.encode(x).mu.dtype == torch.float64
        torch.testing.assert_close(
            changed.decode(z).float(), original.decode(z.float()), atol=1e-5, rtol=1e-5
        )
    assert original.device == torch.device("cpu")
    with torch.device("meta"):
        assert Autoencoder(model).device == torch.device("meta")


def test_that_a_fixed_c_is_a_number_and_a_learned_one_a_parameter():
    fixed = build(spec(likelihood="gaussian", c=0.25))
    assert fixed.c == 0.25
    assert "log_c" not in fixed.state_dict()
    learned = build(spec(likelihood="gaussian", c="auto"))
    assert learned.c.requires_grad
    with torch.no_grad():
        learned.log_c.fill_(-2.0)
    assert learned.c.item() == pytest.approx(0.1353353, rel=1e-6)
    assert (fixed.c_value, learned.c_value) == (0.25, learned.c.item())


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_that_the_mean_reconstruction_is_the_mean_of_the_images(likelihood):
    model = build(spec("ae", likelihood=likelihood, c=0.1))
    x = images(model.spec)
    output = model.decode_output(model.encode(x).mu)
    per_image = model.reconstruction_nats(output, x)
    assert per_image.shape == (5,)
    torch.testing.assert_close(model.mean_reconstruction_nats(output, x), per_image.mean())


def test_that_the_pcas_likelihood_sees_its_values_beyond_the_pixel_range():
    model = build(spec("pca", c=0.5))
    x = images(model.spec, 1)
    output = model.decode_output(torch.tensor([[90.0, -70.0]]))
    assert output.min() < 0
    assert output.max() > 1
    expected = -torch.distributions.Normal(output, 0.5**0.5).log_prob(x).sum()
    torch.testing.assert_close(model.reconstruction_nats(output, x)[0], expected)
    assert model.pixel_mean(output).min() == 0
    assert model.pixel_mean(output).max() == 1
