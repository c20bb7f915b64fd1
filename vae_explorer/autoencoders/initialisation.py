"""Where networks start from: weights that let a signal through, and a decoder that knows the mean image."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

_Layer = nn.Linear | nn.Conv2d | nn.ConvTranspose2d
_LAYERS = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)
# A Gaussian mean is the sigmoid of an output, whose gradient is lost where it is all but 0 or 1.
_DARKEST_MEAN = 0.01


def initialise(network: nn.Module, generator: torch.Generator) -> None:
    """Draw weights that keep the size of a signal from layer to layer, and set all biases to 0.

    N(0, 2/n) for a layer whose outputs have n inputs each (He et al. 2015, arXiv:1502.01852, eq. 10). The
    library's own start lets it shrink to a third in each of the first layers.

    Parameters
    ----------
    network : Module
        Of fully connected layers and convolutions, on the CPU.
    generator : torch.Generator
        Source of the weights.
    """
    for layer in _layers(network):
        nn.init.normal_(layer.weight, 0.0, math.sqrt(2 / _inputs_of(layer)), generator)
        assert layer.bias is not None
        nn.init.zeros_(layer.bias)


def start_at_mean(decoder: nn.Module, pixel_sums: Tensor, images: int, *, is_gaussian: bool) -> None:
    """Let a fresh decoder begin near the mean image, by the biases of its last layer.

    Else the first hundred steps go into nothing but which pixels are dark in all images. Half a lit and half
    a dark image are added to the sums (Krichevsky & Trofimov 1981), so that pixels that are the same
    everywhere have finite logits too.

    Parameters
    ----------
    decoder : Module
        Whose last layer has a bias for each pixel, or for each channel.
    pixel_sums : (h·w·c,) float64
        Sums over images of the pixels in 0 … 1, on the CPU.
    images : int
        How many those are.
    is_gaussian : bool
        Whether the likelihood is; pixels near 0 and 1 then begin farther from there.
    """
    mean = (pixel_sums + 0.5) / (images + 1)
    bias = _layers(decoder)[-1].bias
    assert bias is not None
    mean = mean.view(-1, len(bias)).mean(dim=0)
    if is_gaussian:
        mean = mean.clamp(_DARKEST_MEAN, 1 - _DARKEST_MEAN)
    with torch.no_grad():
        bias.copy_(torch.logit(mean))


def _layers(network: nn.Module) -> list[_Layer]:
    return [module for module in network.modules() if isinstance(module, _LAYERS)]


def _inputs_of(layer: _Layer) -> float:
    if isinstance(layer, nn.Linear):
        return layer.in_features
    inputs = layer.in_channels * math.prod(layer.kernel_size)
    # Each input of a transposed convolution is spread over its outputs, which are more by the strides.
    return inputs / math.prod(layer.stride) if isinstance(layer, nn.ConvTranspose2d) else inputs
