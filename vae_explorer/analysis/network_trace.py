"""Sends one image through a network and writes down what every layer answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.activation import Accounts, Layer, LayerPart, Trace

if TYPE_CHECKING:
    from torch import Tensor, nn

    from vae_explorer.autoencoders.model import Autoencoder

_NOISE_SEED = 20_013
_DARTS = 256


def noise(draw: int, latent_dim: int) -> np.ndarray:
    """Return the ε of a draw, ``(d,) float32`` from N(0, I); the same in every map."""
    rng = np.random.default_rng((_NOISE_SEED, draw))
    values: np.ndarray = rng.standard_normal(latent_dim).astype(np.float32)
    return values


def trace_image(model: Autoencoder, image: np.ndarray, index: int, draw: int, *, is_real: bool) -> Trace:
    """Return an image's way through encoder, code and decoder.

    Parameters
    ----------
    model : Autoencoder
        In evaluation mode, on the CPU, the calling thread's own.
    image : (h, w, c) uint8
        What goes in.
    index, draw : int
        Written into the trace; ``draw`` chooses ε.
    is_real : bool
        Whether it is an image of the data.
    """
    import torch

    spec = model.spec
    pixels = image.astype(np.float32) / 255
    with torch.inference_mode():
        x = torch.from_numpy(pixels.reshape(1, -1))
        layers = [_layer(LayerPart.IMAGE, 0, pixels)]
        layers += _hidden(model.encoder, x, LayerPart.ENCODER)
        encoding = model.encode(x)
        z = encoding.mu
        if encoding.logvar is not None:
            sigma = torch.exp(0.5 * encoding.logvar)
            epsilon = torch.from_numpy(noise(draw, spec.latent_dim))[None]
            z = encoding.mu + sigma * epsilon
            layers += [
                _layer(LayerPart.MU, 0, encoding.mu[0].numpy()),
                _layer(LayerPart.SIGMA, 0, sigma[0].numpy()),
                _layer(LayerPart.EPSILON, 0, epsilon[0].numpy()),
            ]
        layers.append(_layer(LayerPart.CODE, 0, z[0].numpy()))
        layers += _hidden(model.decoder, z, LayerPart.DECODER)
        picture = model.decode(z)[0].numpy().reshape(spec.image_shape)
        layers.append(_layer(LayerPart.PICTURE, 0, picture))
        accounts = _accounts(model, x, z, encoding.mu, encoding.logvar)
    return Trace(index, draw, is_real, tuple(layers), accounts)


def with_log_evidence(trace: Trace, log_evidence: float) -> Trace:
    """Return the trace with log p(x) in its accounts."""
    return replace(trace, accounts=replace(trace.accounts, log_evidence=log_evidence))


def _accounts(model: Autoencoder, x: Tensor, z: Tensor, mu: Tensor, logvar: Tensor | None) -> Accounts:
    import torch

    from vae_explorer.autoencoders.posterior import kl_to_standard_normal

    at_z = -float(model.reconstruction_nats(model.decode_output(z), x)[0])
    expected, kl = at_z, None
    if logvar is not None:
        kl = float(kl_to_standard_normal(mu, logvar)[0])
        generator = torch.Generator().manual_seed(_NOISE_SEED)
        half = torch.randn(_DARTS // 2, mu.shape[1], generator=generator)
        # In pairs ±ε: what is linear in ε falls out, so that few darts give a steady mean.
        darts = mu + torch.exp(0.5 * logvar) * torch.cat([half, -half])
        nats = model.reconstruction_nats(model.decode_output(darts), x.expand(_DARTS, -1))
        expected = -float(nats.mean())
    return Accounts(at_z, expected, kl, float(0.5 * z.square().sum()))


def _hidden(network: nn.Module, inputs: Tensor, part: LayerPart) -> list[Layer]:
    """Return what the hidden layers answer: the output of every non-linearity but what follows the last."""
    return [_layer(part, number, values.numpy()) for number, values in enumerate(_answers(network, inputs))]


def _answers(network: nn.Module, inputs: Tensor) -> Iterator[Tensor]:
    from torch import nn

    if not isinstance(network, nn.Sequential):
        return  # PCA: one matrix, nothing in between.
    values = inputs
    for module in network:
        values = module(values)
        if isinstance(module, nn.SiLU):
            # (channels, h, w) is shown as (h, w, channels), like an image.
            yield values[0].permute(1, 2, 0) if values.dim() == 4 else values[0]


def _layer(part: LayerPart, number: int, values: np.ndarray) -> Layer:
    kept = np.array(values, np.float32, copy=True)
    kept.flags.writeable = False
    return Layer(part, number, kept)
