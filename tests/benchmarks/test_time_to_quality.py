"""How soon a 2-D VAE of MNIST is good: the shortest recipe of ours against a plain loop.

To be run by hand, since the plain loop takes minutes:
``python3 bootstrap.py test --benchmark-only tests/benchmarks/test_time_to_quality.py``.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
import torch

from tests.benchmarks.plain_vae import LEARNING_RATE, PlainDataset, PlainVae, bound, learn_epoch
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.data import ImageDataset, open_dataset
from vae_explorer.data.preview import preview_indices
from vae_explorer.training.event import EpochFinished
from vae_explorer.training.loop import TrainingData, train

BOUND_NATS = 140.0
WANTED_RATIO = 4.0
MOST_PLAIN_EPOCHS = 40
SPEC = ModelSpec(kind="vae", image_shape=(28, 28, 1))
# A high peak, and an end of the schedule just after the bound is reached.
RECIPE = TrainingSpec(epochs=6, batch_size=256, learning_rate=5e-3)


def plain_seconds(mnist: ImageDataset) -> dict[str, float]:
    """Return the time until the test bound is reached, without that of measuring it; or when to give up."""
    torch.manual_seed(0)
    model = PlainVae(SPEC.hidden, SPEC.latent_dim)
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    dataset = PlainDataset(mnist.train_images, mnist.train_labels)
    test = torch.tensor(mnist.test_images).reshape(-1, 784).float() / 255
    seconds, epochs, nats = 0.0, 0, float("inf")
    while nats > BOUND_NATS and epochs < MOST_PLAIN_EPOCHS:
        started = time.perf_counter()
        learn_epoch(model, optimiser, dataset)
        seconds += time.perf_counter() - started
        with torch.no_grad():
            nats = float(bound(model, test))
        epochs += 1
    return {"seconds": seconds, "epochs": epochs, "nats": nats}


def our_seconds(mnist: ImageDataset) -> dict[str, float]:
    """Return the time from the call to the end of the first epoch that reaches the bound, all included."""
    data = TrainingData(mnist.train_images, mnist.test_images, preview_indices(mnist.train_labels))
    started = time.perf_counter()
    for event in train([SPEC], data, RECIPE, device="cpu"):
        if isinstance(event, EpochFinished):
            record = event.records[0]
            if record.test.total_nats <= BOUND_NATS:
                break
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "epochs": record.epoch, "nats": record.test.total_nats}


@pytest.mark.timeout(1800)
def test_that_a_good_vae_is_there_several_times_sooner(benchmark: Any, mnist_folder) -> None:
    mnist = open_dataset(mnist_folder)
    ours = benchmark.pedantic(our_seconds, args=(mnist,), rounds=1)
    plain = plain_seconds(mnist)
    again = our_seconds(mnist)
    ratio = plain["seconds"] / max(ours["seconds"], again["seconds"])
    benchmark.extra_info.update(plain=plain, ours=ours, again=again, ratio=ratio)
    print(benchmark.extra_info)
    assert max(ours["nats"], again["nats"]) <= BOUND_NATS, benchmark.extra_info
    assert ratio >= WANTED_RATIO, benchmark.extra_info
