from __future__ import annotations

import pytest
import torch

from tests.autoencoders.sample import spec
from vae_explorer.autoencoders.initialisation import start_at_mean
from vae_explorer.autoencoders.model import build_autoencoder


def signal_sizes(network: torch.nn.Sequential, signal: torch.Tensor) -> list[float]:
    """Return how large the signal is after every layer with weights, as root mean square."""
    sizes = []
    with torch.no_grad():
        for layer in network:
            signal = layer(signal)
            if hasattr(layer, "weight"):
                sizes.append(float(signal.square().mean().sqrt()))
    return sizes


@pytest.mark.parametrize("network", ["mlp", "conv"])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_that_a_signal_gets_through_fresh_networks_without_fading(network, part):
    hidden = (256,) * 6 if network == "mlp" else (32,) * 4
    side = 16
    model = build_autoencoder(
        spec("ae", network, image_shape=(side, side, 1), hidden=hidden, latent_dim=32), 1
    )
    generator = torch.Generator().manual_seed(2)
    signal = torch.randn(200, side * side if part == "encoder" else 32, generator=generator)
    sizes = signal_sizes(getattr(model, part), signal)
    # The library's own start leaves less than a tenth after three layers.
    assert all(0.2 < size < 3 for size in sizes), sizes


def test_that_kinds_of_model_differ_at_first_in_their_codes_alone():
    ae, vae = (build_autoencoder(spec(kind), 3).state_dict() for kind in ("ae", "vae"))
    different = [name for name in ae if not torch.equal(ae[name], vae[name][: len(ae[name])])]
    assert len(different) == 1
    assert different[0].startswith("encoder.")


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
@pytest.mark.parametrize("network", ["mlp", "conv"])
@pytest.mark.parametrize("channels", [1, 3])
def test_that_a_decoder_that_starts_at_the_mean_image_decodes_it_where_no_code_tells_otherwise(
    likelihood, network, channels
):
    images = torch.rand(500, 8 * 8 * channels, generator=torch.Generator().manual_seed(1))
    images *= torch.linspace(0.1, 0.9, 8 * 8 * channels)
    model = build_autoencoder(
        spec("vae", network, image_shape=(8, 8, channels), likelihood=likelihood, c=1.0, latent_dim=2)
    )
    start_at_mean(
        model.decoder, images.double().sum(dim=0), len(images), is_gaussian=likelihood == "gaussian"
    )
    with torch.no_grad():
        decoded = model.decode(torch.zeros(1, 2))[0]
    expected = images.mean(dim=0)
    if network == "conv":
        expected = expected.view(-1, channels).mean(dim=0).repeat(8 * 8)
    assert torch.allclose(decoded, expected, atol=2e-3)


def test_that_pixels_that_are_always_the_same_can_still_become_others():
    sums = torch.tensor([0.0, 600.0] * 32, dtype=torch.float64)
    biases = []
    for is_gaussian in (False, True):
        model = build_autoencoder(spec("ae", image_shape=(8, 8, 1)))
        start_at_mean(model.decoder, sums, 600, is_gaussian=is_gaussian)
        biases.append(list(model.decoder.parameters())[-1].detach().sigmoid())
    assert biases[0][:2].tolist() == pytest.approx([0.5 / 601, 600.5 / 601], rel=1e-4)
    # The gradient of a Gaussian mean would be lost farther out.
    assert biases[1][:2].tolist() == pytest.approx([0.01, 0.99], rel=1e-4)
