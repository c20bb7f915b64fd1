from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.autoencoders.sample import build, spec
from vae_explorer.autoencoders.model import Autoencoder

SHAPES = [(1, 1, 1), (5, 7, 1), (28, 28, 1), (32, 32, 3), (33, 17, 3), (3, 50, 1), (1, 9, 3), (2, 2, 1)]


def assert_fits(model: Autoencoder, count: int) -> None:
    pixels = math.prod(model.spec.image_shape)
    images = torch.rand(count, pixels, generator=torch.Generator().manual_seed(0))
    encoding = model.encode(images)
    assert encoding.mu.shape == (count, model.spec.latent_dim)
    if model.spec.kind == "vae":
        assert encoding.logvar is not None
        assert encoding.logvar.shape == encoding.mu.shape
    else:
        assert encoding.logvar is None
    decoded = model.decode(encoding.mu)
    assert decoded.shape == (count, pixels)
    assert decoded.min() >= 0
    assert decoded.max() <= 1
    assert model.decode_output(encoding.mu).shape == (count, pixels)


@pytest.mark.parametrize("network", ["mlp", "conv"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("latent_dim", [1, 2, 16, 64])
def test_that_images_of_any_shape_come_back_in_it(network, shape, latent_dim):
    for kind in ("ae", "vae"):
        model = spec(kind, network, image_shape=shape, latent_dim=latent_dim, hidden=(6, 5, 4))
        assert_fits(build(model), 3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    network=st.sampled_from(["mlp", "conv"]),
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    channels=st.sampled_from([1, 3]),
    hidden=st.lists(st.integers(1, 5), min_size=1, max_size=7),
    latent_dim=st.integers(1, 64),
    count=st.integers(1, 3),
)
def test_that_any_network_fits_its_images(network, height, width, channels, hidden, latent_dim, count):
    shape = (height, width, channels)
    model = spec("vae", network, image_shape=shape, hidden=tuple(hidden), latent_dim=latent_dim)
    assert_fits(build(model.check()), count)


def test_that_a_network_without_hidden_layers_is_linear():
    model = build(spec("ae", hidden=()))
    z = torch.randn(6, 2, generator=torch.Generator().manual_seed(1))
    origin = model.decode_output(torch.zeros(1, 2))
    outputs = model.decode_output(z) - origin
    torch.testing.assert_close(model.decode_output(z[:3] + z[3:]) - origin, outputs[:3] + outputs[3:])


@pytest.mark.parametrize("network", ["mlp", "conv"])
def test_that_every_pixel_reaches_the_code_and_every_code_every_pixel(network):
    model = build(spec("ae", network, image_shape=(9, 6, 3), hidden=(8, 8)))
    images = torch.rand(1, 9 * 6 * 3, generator=torch.Generator().manual_seed(1)).requires_grad_()
    model.encode(images).mu.sum().backward()
    assert (images.grad != 0).all()
    z = torch.randn(1, 2, generator=torch.Generator().manual_seed(2))
    jacobian = torch.autograd.functional.jacobian(model.decode_output, z)
    assert (jacobian != 0).all()


def test_that_convolutions_see_rows_columns_and_channels_where_the_image_has_them():
    model = build(spec("ae", "conv", image_shape=(8, 8, 3), hidden=(4,)))
    picture = torch.zeros(1, 8, 8, 3)
    picture[0, 2, 5, 1] = 1.0
    seen = model.encoder[0](picture.reshape(1, -1))
    assert seen.shape == (1, 3, 8, 8)
    assert seen[0, 1, 2, 5] == 1
    assert seen.sum() == 1
    # A kernel that answers to its centre pixel puts it back at the place from which it came.
    back = model.decoder[-1](seen)
    assert torch.equal(back, picture.reshape(1, -1))
