"""Our training loop against the loop of a first program: the same network, the same mathematics."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest
import torch

from tests.benchmarks.plain_vae import (
    BATCH_SIZE,
    LEARNING_RATE,
    LeanDataset,
    PlainDataset,
    PlainVae,
    learn_epoch,
)
from vae_explorer.autoencoders.specification import CompilationKind, ModelSpec, PrecisionKind, TrainingSpec
from vae_explorer.data import open_dataset
from vae_explorer.training.compilation import find_compiler
from vae_explorer.training.event import TrainingFinished
from vae_explorer.training.loop import TrainingData, train
from vae_explorer.training.precision import bfloat16_gain
from vae_explorer.training.recipe import usual_batch_size

DEFAULT_BATCH = usual_batch_size(60_000)
HIDDEN = 400
LATENT_DIM = 20
IMAGES = 12_800
ROUNDS = 5
WANTED_RATIO = 2.5
WANTED_RATIO_AT_DEFAULT_BATCH = 5.0


def plain_images_per_second(dataset: PlainDataset) -> float:
    torch.manual_seed(0)
    model = PlainVae((HIDDEN,), LATENT_DIM)
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    started = time.perf_counter()
    assert 50 < learn_epoch(model, optimiser, dataset) < 600
    return len(dataset) / (time.perf_counter() - started)


def our_images_per_second(
    data: TrainingData,
    precision: PrecisionKind = "auto",
    batch_size: int = BATCH_SIZE,
    compilation: CompilationKind = "off",
) -> float:
    spec = ModelSpec(kind="vae", image_shape=(28, 28, 1), hidden=(HIDDEN,), latent_dim=LATENT_DIM)
    training = TrainingSpec(
        epochs=1,
        batch_size=batch_size,
        learning_rate=LEARNING_RATE,
        precision=precision,
        compilation=compilation,
    )
    *_, finished = train([spec], data, training, device="cpu")
    assert isinstance(finished, TrainingFinished)
    return finished.images_per_second


@pytest.mark.timeout(400)
def test_that_training_is_several_times_as_fast_as_a_plain_loop(benchmark, mnist_folder, monkeypatch):
    monkeypatch.delenv("CXX", raising=False)
    # Where there is no compiler, these are the same as without.
    compiled: CompilationKind = "on" if find_compiler() is not None else "off"
    mnist = open_dataset(mnist_folder)
    images, labels = mnist.train_images[:IMAGES], mnist.train_labels[:IMAGES]
    plain, lean = PlainDataset(images, labels), LeanDataset(images, labels)
    data = TrainingData(images, mnist.test_images[:256], np.arange(2048))

    def turn() -> dict[str, float]:
        return {
            "ours": our_images_per_second(data),
            "ours in float32": our_images_per_second(data, "float32"),
            "ours at the default batch": our_images_per_second(data, batch_size=DEFAULT_BATCH),
            "ours, compiled": our_images_per_second(data, compilation=compiled),
            "ours at the default batch, compiled": our_images_per_second(
                data, batch_size=DEFAULT_BATCH, compilation=compiled
            ),
            "plain": plain_images_per_second(plain),
            "lean": plain_images_per_second(lean),
        }

    turn()
    turns = [turn() for _ in range(ROUNDS)]

    def ratio(one: str, other: str) -> float:
        return statistics.median(speeds[one] / speeds[other] for speeds in turns)

    benchmark.extra_info.update(
        images_per_second={name: statistics.median(speeds[name] for speeds in turns) for name in turns[0]},
        to_plain=ratio("ours", "plain"),
        to_lean=ratio("ours", "lean"),
        compiled_to_plain=ratio("ours, compiled", "plain"),
        float32_to_plain=ratio("ours in float32", "plain"),
        float32_to_lean=ratio("ours in float32", "lean"),
        default_batch=DEFAULT_BATCH,
        default_batch_to_plain=ratio("ours at the default batch", "plain"),
        default_batch_to_lean=ratio("ours at the default batch", "lean"),
        default_batch_compiled_to_plain=ratio("ours at the default batch, compiled", "plain"),
        bfloat16_gain=bfloat16_gain(),
        threads=torch.get_num_threads(),
    )
    benchmark.pedantic(our_images_per_second, args=(data,), rounds=1)
    assert ratio("ours", "plain") >= WANTED_RATIO, benchmark.extra_info
    assert ratio("ours at the default batch, compiled", "plain") >= WANTED_RATIO_AT_DEFAULT_BATCH, (
        benchmark.extra_info
    )
