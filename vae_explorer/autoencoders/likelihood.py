"""The one reconstruction term of every model: −log p(x∣z), summed over pixels, in nats.

It serves the AE, the MAP-AE, the VAE and PCA alike, so that their figures stand on one scale.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class _BernoulliTotal(torch.autograd.Function):
    """Sum of softplus(l) − l·x over a batch, with the closed-form gradient sigmoid(l) − x.

    ``binary_cross_entropy_with_logits`` computes the same in several passes; at small batches those passes,
    not the matrix products, decide the speed on a CPU.
    """

    @staticmethod
    def forward(ctx: Any, logits: Tensor, images: Tensor) -> Tensor:
        ctx.save_for_backward(logits, images)
        return functional.softplus(logits).addcmul_(logits, images, value=-1).sum()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        logits, images = ctx.saved_tensors
        return torch.sigmoid(logits).sub_(images).mul_(gradients[0]), None


def bernoulli_nats(logits: Tensor, images: Tensor) -> Tensor:
    """Return −Σ x log p + (1 − x) log(1 − p) of every image, p = sigmoid(logits).

    On grey values this is a bound on no true likelihood; it is one where pixels are 0 or 1.

    Parameters
    ----------
    logits, images : (n, d) float32
        Images in 0 … 1.

    Returns
    -------
    (n,) float32
        Nats per image.
    """
    return (functional.softplus(logits) - logits * images).sum(dim=1)


def gaussian_nats(mean: Tensor, images: Tensor, c: Tensor | float) -> Tensor:
    """Return Σ (x − f)²/2c + ½ log 2πc of every image, f the pixel means and ``c`` the observation variance.

    Parameters
    ----------
    mean, images : (n, d) float32
        Images in 0 … 1.
    c : float or scalar tensor
        Observation variance of a pixel.

    Returns
    -------
    (n,) float32
        Nats per image.
    """
    return (mean - images).square().sum(dim=1) / (2 * c) + log_normaliser(images.shape[1], c)


def mean_bernoulli_nats(logits: Tensor, images: Tensor) -> Tensor:
    """Return the mean over images of :func:`bernoulli_nats`, by the shortest way to its gradient."""
    total: Tensor = _BernoulliTotal.apply(logits, images)  # type: ignore[no-untyped-call]
    return total / logits.shape[0]


def mean_gaussian_nats(mean: Tensor, images: Tensor, c: Tensor | float) -> Tensor:
    """Return the mean over images of :func:`gaussian_nats`, by the shortest way to its gradient."""
    squared_error = functional.mse_loss(mean, images, reduction="sum") / mean.shape[0]
    return squared_error / (2 * c) + log_normaliser(images.shape[1], c)


def log_normaliser(pixel_count: int, c: Tensor | float) -> Tensor | float:
    """Return d/2 log 2πc, the part of the Gaussian −log-likelihood that does not depend on the image."""
    log_c = torch.log(c) if isinstance(c, Tensor) else math.log(c)
    return 0.5 * pixel_count * (math.log(2 * math.pi) + log_c)
