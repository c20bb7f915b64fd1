"""An image's way through a network, against the network itself and against what is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from vae_explorer.analysis.activation import LayerPart
from vae_explorer.analysis.network_trace import noise, trace_image, with_log_evidence
from vae_explorer.autoencoders.model import build_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec

SHAPE = (4, 5, 1)
IMAGE = np.random.default_rng(3).integers(0, 256, SHAPE, dtype=np.uint8)


def spec(kind: str, **changes: object) -> ModelSpec:
    return ModelSpec(kind=kind, image_shape=SHAPE, hidden=(7, 6), **changes)


def test_that_the_layers_are_those_of_the_network_in_order() -> None:
    model = build_autoencoder(spec("vae"), 1).eval()
    trace = trace_image(model, IMAGE, 4, 2, is_real=True)
    parts = [(layer.part.value, layer.width) for layer in trace.layers]
    assert parts == [
        *[
            ("image", 20),
            ("encoder", 7),
            ("encoder", 6),
            ("mu", 2),
            ("sigma", 2),
            ("epsilon", 2),
            ("code", 2),
        ],
        *[("decoder", 6), ("decoder", 7), ("picture", 20)],
    ]
    x = torch.tensor(IMAGE.reshape(1, -1) / 255, dtype=torch.float32)
    hidden = model.encoder[1](model.encoder[0](x))
    np.testing.assert_allclose(trace.layers[1].values, hidden[0].detach().numpy(), rtol=1e-6)
    with pytest.raises(ValueError, match="read-only"):
        trace.layers[1].values[0] = 0


def test_that_z_is_mu_plus_sigma_epsilon_and_the_picture_what_it_decodes_to() -> None:
    model = build_autoencoder(spec("vae"), 1).eval()
    trace = trace_image(model, IMAGE, 0, 5, is_real=True)
    mu, sigma, epsilon, z = (
        np.array(trace.numbers(part))
        for part in (LayerPart.MU, LayerPart.SIGMA, LayerPart.EPSILON, LayerPart.CODE)
    )
    np.testing.assert_allclose(z, mu + sigma * epsilon, rtol=1e-5)
    np.testing.assert_array_equal(epsilon.astype(np.float32), noise(5, 2))
    with torch.no_grad():
        picture = model.decode(torch.tensor(z[None], dtype=torch.float32))[0].numpy().reshape(SHAPE)
    np.testing.assert_allclose(trace.layers[-1].values, picture, rtol=1e-5)


def test_that_every_draw_is_another_dart_and_the_same_one_again() -> None:
    assert (noise(1, 2) == noise(1, 2)).all()
    assert (noise(1, 2) != noise(2, 2)).any()
    many = np.concatenate([noise(draw, 2) for draw in range(2000)])
    assert abs(many.mean()) < 0.06
    assert abs(many.std() - 1) < 0.04


@pytest.mark.parametrize("kind", ["pca", "ae", "map"])
def test_that_a_model_of_points_has_no_cloud_and_no_bound(kind: str) -> None:
    changes = {"likelihood": "gaussian", "c": 0.1} if kind == "pca" else {}
    model = build_autoencoder(spec(kind, **changes), 0).eval()
    trace = trace_image(model, IMAGE, 0, 0, is_real=False)
    assert trace.layer(LayerPart.MU) is None
    assert trace.accounts.elbo is None
    assert trace.accounts.expected_log_likelihood == trace.accounts.log_likelihood
    assert len([layer for layer in trace.layers if layer.part is LayerPart.ENCODER]) == (kind != "pca") * 2


def test_that_the_accounts_are_those_of_the_distributions_themselves() -> None:
    model = build_autoencoder(spec("vae"), 2).eval()
    trace = trace_image(model, IMAGE, 0, 0, is_real=True)
    mu = torch.tensor(trace.numbers(LayerPart.MU))
    sigma = torch.tensor(trace.numbers(LayerPart.SIGMA))
    q = torch.distributions.Normal(mu, sigma)
    kl = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum()
    assert trace.accounts.kl == pytest.approx(float(kl), rel=1e-4)
    x = torch.tensor(IMAGE.reshape(1, -1) / 255, dtype=torch.float32)
    torch.manual_seed(0)
    with torch.no_grad():
        logits = model.decode_output(q.sample((4000,)).float())
        terms = torch.distributions.Bernoulli(logits=logits, validate_args=False).log_prob(x).sum(dim=1)
    error = float(terms.std()) / 4000**0.5
    assert trace.accounts.expected_log_likelihood == pytest.approx(float(terms.mean()), abs=6 * error + 0.02)
    whole = with_log_evidence(trace, trace.accounts.elbo + 1.5)
    assert whole.accounts.posterior_kl == pytest.approx(1.5)


def test_that_feature_maps_stay_pictures() -> None:
    model = build_autoencoder(spec("vae", network="conv"), 0).eval()
    trace = trace_image(model, IMAGE, 0, 0, is_real=True)
    shapes = [layer.values.shape for layer in trace.layers if layer.part is LayerPart.ENCODER]
    assert shapes == [(2, 3, 7), (1, 2, 6)]
