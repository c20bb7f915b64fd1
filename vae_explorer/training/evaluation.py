"""Measuring a model on a whole split, and encoding it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.posterior import kl_to_standard_normal, prior_penalty, sample
from vae_explorer.autoencoders.record import Terms
from vae_explorer.training.memory import is_out_of_memory, too_little_memory

Measured = TypeVar("Measured")

# Images per block: large enough for full speed, small enough for the processor's cache and a small GPU, and
# to answer a cancellation within a few batches' time.
_BLOCK = 512
_BLOCK_VALUES = 16_000_000
_EVALUATION_SEED = 20140416


class EvaluationCancelledError(Exception):
    """Measuring was given up between two blocks of images; never shown to a person."""


def evaluate(
    model: Autoencoder, images: Tensor, *, samples: int = 1, is_cancelled: Callable[[], bool] | None = None
) -> Terms:
    """Measure every loss term on a split.

    The expectation over q(z∣x) is taken with ``samples`` draws an image from a generator of its own, so that
    the same model and images give the same figures and training's random numbers are left alone.

    Parameters
    ----------
    model : Autoencoder
        On any device.
    images : (n, h·w·c) uint8
        On any device; brought to the model's block by block.
    samples : int
        Draws from q(z∣x) per image; 1 is unbiased, more is less noisy.
    is_cancelled : callable, optional
        Asked between blocks of images.

    Raises
    ------
    EvaluationCancelledError
        As soon as ``is_cancelled`` says so.
    TrainingError
        If the device's memory is too small even for single images.
    """
    generator = torch.Generator(model.device).manual_seed(_EVALUATION_SEED)
    with torch.inference_mode():
        sums = _each_block(
            model, images, is_cancelled, lambda block: _block_sums(model, block, generator, samples)
        )
    reconstruction, kl, prior, squared_error = (torch.stack(sums).sum(dim=0) / len(images)).tolist()
    return Terms(
        reconstruction_nats=reconstruction,
        kl_nats=kl,
        prior_nats=prior,
        squared_error=squared_error,
        c=model.c_value,
    )


def encode_images(
    model: Autoencoder, images: Tensor, *, is_cancelled: Callable[[], bool] | None = None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Encode ``images : (n, h·w·c) uint8`` and return codes and log-variances, ``(n, d) float32``, read-only.

    Raises
    ------
    EvaluationCancelledError
        As soon as ``is_cancelled``, asked between blocks of images, says so.
    TrainingError
        If the device's memory is too small even for single images.
    """
    with torch.inference_mode():
        encodings = _each_block(model, images, is_cancelled, model.encode)
    mu = _frozen(torch.cat([encoding.mu for encoding in encodings]))
    logvars = [encoding.logvar for encoding in encodings if encoding.logvar is not None]
    return mu, _frozen(torch.cat(logvars)) if logvars else None


def to_float(images: Tensor) -> Tensor:
    """Return uint8 pixels as float32 in 0 … 1."""
    return images.float().mul_(1 / 255)


def _each_block(
    model: Autoencoder,
    images: Tensor,
    is_cancelled: Callable[[], bool] | None,
    measure: Callable[[Tensor], Measured],
) -> list[Measured]:
    """Return what is measured of every block of images, in smaller blocks where memory is short."""
    device = model.device
    size = max(min(_BLOCK, _BLOCK_VALUES // images.shape[1]), 1)
    start, results = 0, []
    while start < len(images):
        if is_cancelled is not None and is_cancelled():
            raise EvaluationCancelledError
        try:
            results.append(measure(to_float(images[start : start + size].to(device))))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            if size == 1:
                raise too_little_memory(device) from error
            size //= 2
        else:
            start += size
    return results


def _block_sums(model: Autoencoder, block: Tensor, generator: torch.Generator, samples: int) -> Tensor:
    """Return a block's sums of reconstruction, KL, prior penalty and squared error, float64 on the CPU."""
    encoding = model.encode(block)
    zero = block.new_zeros(())
    kl = zero if encoding.logvar is None else kl_to_standard_normal(encoding.mu, encoding.logvar).sum()
    prior = prior_penalty(encoding.mu).sum() if model.spec.kind == "map" else zero
    draws = samples if encoding.logvar is not None else 1
    reconstruction, squared_error = zero, zero
    for _ in range(draws):
        z = encoding.mu
        if encoding.logvar is not None:
            noise = torch.randn(z.shape, generator=generator, device=z.device, dtype=z.dtype)
            z = sample(encoding.mu, encoding.logvar, noise)
        output = model.decode_output(z)
        reconstruction = reconstruction + model.reconstruction_nats(output, block).sum() / draws
        squared_error = squared_error + (model.pixel_mean(output) - block).square().sum() / draws
    # To the CPU first: MPS has no double precision.
    return torch.stack([reconstruction, kl, prior, squared_error]).cpu().double()


def _frozen(tensor: Tensor) -> np.ndarray:
    array: np.ndarray = tensor.cpu().numpy()
    array.flags.writeable = False
    return array
