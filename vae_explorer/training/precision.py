"""In which number format the networks compute while they learn."""

from __future__ import annotations

import contextlib
import functools
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Literal

import torch

from vae_explorer.autoencoders.specification import ModelSpec, PrecisionKind

Precision = Literal["float32", "bfloat16"]

# How much faster a processor must multiply in bfloat16 for the casts to be worth it.
_LEAST_GAIN = 1.3
_TRIALS = 9
# Multiplications an image: smaller networks are quick anyway, and keep the same bits on every processor.
_SMALLEST_NETWORK = 500_000


def resolve_precision(asked: PrecisionKind, models: Sequence[ModelSpec], device: torch.device) -> Precision:
    """Return the format that a run computes in.

    ``auto`` takes bfloat16 on a CPU that multiplies such numbers faster, which is measured once in a process
    and takes some milliseconds, for fully connected networks that are large enough to gain by it. Weights,
    optimiser, losses and all measuring stay in float32 either way. After ten epochs on MNIST, one seed, the
    test bound of the default VAE was 141.84 nats in bfloat16 and 141.69 in float32.

    Parameters
    ----------
    asked : {"auto", "float32", "bfloat16"}
        What the recipe says.
    models : sequence of ModelSpec
        What is to be trained.
    device : torch.device
        Where.
    """
    if asked != "auto":
        return asked
    is_large = any(_multiplications(spec) >= _SMALLEST_NETWORK for spec in models if spec.kind != "pca")
    if device.type == "cpu" and is_large and bfloat16_gain() >= _LEAST_GAIN:
        return "bfloat16"
    return "float32"


@functools.cache
def bfloat16_gain() -> float:
    """Return how many times faster one core multiplies matrices in bfloat16 than in float32.

    Whatever else the computer does in these milliseconds must not decide it: both formats take turns, the
    middle of several ratios counts, and no thread waits for another.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        ratios = [_seconds(torch.float32) / _seconds(torch.bfloat16) for _ in range(_TRIALS)]
    finally:
        torch.set_num_threads(threads)
    return statistics.median(ratios)


@contextlib.contextmanager
def computing_in(precision: Precision, device: torch.device) -> Iterator[None]:
    """Let the networks that are called inside compute in this format."""
    with torch.autocast(device.type, torch.bfloat16, enabled=precision == "bfloat16"):
        yield


def _seconds(dtype: torch.dtype) -> float:
    left, right = torch.ones(128, 512, dtype=dtype), torch.ones(512, 512, dtype=dtype)
    began = time.perf_counter()
    torch.mm(left, right)
    return time.perf_counter() - began


def _multiplications(spec: ModelSpec) -> int:
    # Convolutions gained on one core, but on two the short format made them three times slower.
    if spec.network != "mlp":
        return 0
    widths = (spec.pixel_count, *spec.hidden, spec.latent_dim)
    return 2 * sum(inputs * outputs for inputs, outputs in itertools.pairwise(widths))
