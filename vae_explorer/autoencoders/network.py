"""The encoder and decoder networks: fully connected, and convolutional for any height × width."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from torch import Tensor, nn

from vae_explorer.autoencoders.specification import ModelSpec

ImageShape = tuple[int, int, int]


class _ToChannelsFirst(nn.Module):
    """(n, h·w·c), the layout of the pixels in memory → (n, c, h, w), what a convolution expects."""

    def __init__(self, image_shape: ImageShape) -> None:
        super().__init__()
        self.image_shape = image_shape

    def forward(self, x: Tensor) -> Tensor:
        return x.view(-1, *self.image_shape).permute(0, 3, 1, 2)


class _ToPixels(nn.Module):
    """(n, c, h, w) → (n, h·w·c)."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


def build_encoder(spec: ModelSpec) -> nn.Sequential:
    """Return the encoder ``(n, h·w·c) → (n, d)``, or ``(n, 2d)``, mean then log-variance, for a VAE."""
    outputs = spec.latent_dim * (2 if spec.has_posterior else 1)
    if spec.network == "mlp":
        return _mlp((spec.pixel_count, *spec.hidden, outputs))
    return _conv_encoder(spec.image_shape, spec.hidden, outputs)


def build_decoder(spec: ModelSpec) -> nn.Sequential:
    """Return the decoder ``(n, d) → (n, h·w·c)``; its output are logits of the pixel means."""
    if spec.network == "mlp":
        return _mlp((spec.latent_dim, *reversed(spec.hidden), spec.pixel_count))
    return _conv_decoder(spec.image_shape, spec.hidden, spec.latent_dim)


def _mlp(widths: Sequence[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise(widths):
        layers += [nn.Linear(inputs, outputs), nn.SiLU()]
    return nn.Sequential(*layers[:-1])


def _sizes(image_shape: ImageShape, levels: int) -> list[tuple[int, int]]:
    """Return height and width before and after every stride-2 level, which halves them and rounds up."""
    sizes = [image_shape[:2]]
    for _ in range(levels):
        height, width = sizes[-1]
        sizes.append(((height + 1) // 2, (width + 1) // 2))
    return sizes


def _conv_encoder(image_shape: ImageShape, channels: Sequence[int], outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = [_ToChannelsFirst(image_shape)]
    inputs = image_shape[2]
    for width in channels:
        layers += [nn.Conv2d(inputs, width, kernel_size=3, stride=2, padding=1), nn.SiLU()]
        inputs = width
    height, width = _sizes(image_shape, len(channels))[-1]
    layers += [nn.Flatten(), nn.Linear(inputs * height * width, outputs)]
    return nn.Sequential(*layers)


def _conv_decoder(image_shape: ImageShape, channels: Sequence[int], latent_dim: int) -> nn.Sequential:
    sizes = _sizes(image_shape, len(channels))
    height, width = sizes[-1]
    layers: list[nn.Module] = [
        nn.Linear(latent_dim, channels[-1] * height * width),
        nn.Unflatten(1, (channels[-1], height, width)),
    ]
    outputs = [image_shape[2], *channels[:-1]]
    for level in reversed(range(len(channels))):
        # An even side needs one more row than an odd one to come back to its exact size.
        extra = (1 - sizes[level][0] % 2, 1 - sizes[level][1] % 2)
        layers += [
            nn.SiLU(),
            nn.ConvTranspose2d(
                channels[level], outputs[level], kernel_size=3, stride=2, padding=1, output_padding=extra
            ),
        ]
    layers.append(_ToPixels())
    return nn.Sequential(*layers)
