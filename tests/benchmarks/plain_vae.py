"""What a first program would write: pictures that are converted one at a time, and a plain loop over them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

BATCH_SIZE = 128
LEARNING_RATE = 1e-3


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
    """A VAE with the layers of ours.

    Parameters
    ----------
    hidden : sequence of int
        Widths of the encoder's hidden layers; the decoder mirrors them.
    latent_dim : int
        Dimension of the code.
    """

    def __init__(self, hidden: Sequence[int], latent_dim: int) -> None:
        super().__init__()
        self.encoder = layers([784, *hidden, 2 * latent_dim])
        self.decoder = layers([latent_dim, *reversed(hidden), 784])

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        return self.decoder(z), mu, logvar


def layers(widths: Sequence[int]) -> nn.Sequential:
    parts: list[nn.Module] = []
    for inputs, outputs in itertools.pairwise(widths):
        parts += [nn.Linear(inputs, outputs), nn.SiLU()]
    return nn.Sequential(*parts[:-1])


def bound(model: PlainVae, x: Tensor) -> Tensor:
    """Return the mean of −E log p(x∣z) + KL over a batch ``(n, 784)``."""
    logits, mu, logvar = model(x)
    reconstruction = functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return (reconstruction + kl) / len(x)


def learn_epoch(model: PlainVae, optimiser: torch.optim.Optimizer, dataset: PlainDataset) -> float:
    """Learn from every picture once, and return the mean loss."""
    loader = DataLoader(dataset, batch_size=BATCH_SIZE, shuffle=True)
    total = 0.0
    for images, _ in loader:
        loss = bound(model, images.view(-1, 784))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item()
    return total / len(loader)
