"""Our training loop against the loop of a first program: the same network, the same mathematics."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from vae_explorer.autoencoders.specification import ModelSpec, PrecisionKind, TrainingSpec
from vae_explorer.data import open_dataset
from vae_explorer.training.event import TrainingFinished
from vae_explorer.training.loop import TrainingData, train
from vae_explorer.training.precision import bfloat16_gain

BATCH_SIZE = 128
HIDDEN = 400
LATENT_DIM = 20
LEARNING_RATE = 1e-3
IMAGES = 12_800
ROUNDS = 5
WANTED_RATIO = 2.2


class PlainDataset(Dataset[tuple[Tensor, int]]):
    """One picture at a time becomes a float tensor, by the steps of torchvision's MNIST and ToTensor."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        self.images = torch.tensor(images[..., 0])
        self.labels = torch.tensor(labels)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        picture = Image.fromarray(self.images[index].numpy())
        pixels = torch.from_numpy(np.array(picture, np.uint8, copy=True))
        pixels = pixels.view(picture.size[1], picture.size[0], 1).permute(2, 0, 1).contiguous()
        return pixels.to(torch.float32).div(255), int(self.labels[index])


class LeanDataset(PlainDataset):
    """The same, with the conversion of all pictures done beforehand: the leanest that a DataLoader reads."""

    def __init__(self, images: np.ndarray, labels: np.ndarray) -> None:
        super().__init__(images, labels)
        self.pixels = self.images.unsqueeze(1).float().div(255)
        self.classes = self.labels.tolist()

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self.pixels[index], self.classes[index]


class PlainVae(nn.Module):
    """The 784-400-20 VAE with the layers of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, 2 * LATENT_DIM))
        self.decoder = nn.Sequential(nn.Linear(LATENT_DIM, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, 784))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decoder(z), mu, logvar


def plain_images_per_second(dataset: PlainDataset) -> float:
    torch.manual_seed(0)
    model = PlainVae()
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    loader = DataLoader(dataset, batch_size=BATCH_SIZE, shuffle=True)
    total = 0.0
    started = time.perf_counter()
    for images, _ in loader:
        x = images.view(-1, 784)
        logits, mu, logvar = model(x)
        reconstruction = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
        kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = (reconstruction + kl) / len(x)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item()
    assert 50 < total / len(loader) < 600
    return len(dataset) / (time.perf_counter() - started)


def our_images_per_second(data: TrainingData, precision: PrecisionKind = "auto") -> float:
    spec = ModelSpec(kind="vae", image_shape=(28, 28, 1), hidden=(HIDDEN,), latent_dim=LATENT_DIM)
    training = TrainingSpec(epochs=1, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, precision=precision)
    *_, finished = train([spec], data, training, device="cpu")
    assert isinstance(finished, TrainingFinished)
    return finished.images_per_second


@pytest.mark.timeout(400)
def test_that_training_is_more_than_twice_as_fast_as_a_plain_loop(benchmark, mnist_folder):
    mnist = open_dataset(mnist_folder)
    images, labels = mnist.train_images[:IMAGES], mnist.train_labels[:IMAGES]
    plain, lean = PlainDataset(images, labels), LeanDataset(images, labels)
    data = TrainingData(images, mnist.test_images[:256], np.arange(2048))

    def turn() -> dict[str, float]:
        return {
            "ours": our_images_per_second(data),
            "ours in float32": our_images_per_second(data, "float32"),
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
        float32_to_plain=ratio("ours in float32", "plain"),
        float32_to_lean=ratio("ours in float32", "lean"),
        bfloat16_gain=bfloat16_gain(),
        threads=torch.get_num_threads(),
    )
    benchmark.pedantic(our_images_per_second, args=(data,), rounds=1)
    assert ratio("ours", "plain") >= WANTED_RATIO, benchmark.extra_info
