"""The objective of a batch that several processes share."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.training.objective import objective
from vae_explorer.training.precision import Precision
from vae_explorer.training.share import Share


class SharedObjective(nn.Module):
    """The objective as a module, which is what PyTorch averages gradients around.

    Parameters
    ----------
    model : Autoencoder
        What learns.
    generator : torch.Generator
        Source of the noise, in the same state in all processes.
    precision : {"float32", "bfloat16"}
        In which the networks compute.
    """

    def __init__(self, model: Autoencoder, generator: torch.Generator, precision: Precision) -> None:
        super().__init__()
        self.model = model
        self._generator = generator
        self._precision: Precision = precision

    def forward(self, images: Tensor, share: Share) -> tuple[Tensor, Tensor, Tensor]:
        """Return loss, reconstruction and regulariser of a share of a batch, means over its images."""
        terms = objective(self.model, images, self._generator, self._precision, share)
        return terms.loss, terms.reconstruction, terms.regulariser
