"""A thread's own copy of a model's decoder: numpy in, numpy out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import torch

from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec

if TYPE_CHECKING:
    from torch import Tensor

_BLOCK = 1024


class Replica:
    """Decodes and encodes on the CPU with weights of its own, in whatever thread calls it.

    Parameters
    ----------
    spec : ModelSpec
        What the weights belong to.
    weights : mapping of str to tensor
        Copied.
    """

    def __init__(self, spec: ModelSpec, weights: Mapping[str, Tensor]) -> None:
        self.spec = spec
        self._model = restore_autoencoder(spec, weights)

    def decode(self, z: np.ndarray) -> np.ndarray:
        """Return the pixel means ``(n, h, w, c) float32`` in 0 … 1 of codes ``z : (n, d) float32``."""
        with torch.inference_mode():
            # Copied, for torch does not take memory that it may not write.
            codes = torch.tensor(z, dtype=torch.float32)
            blocks = [self._model.decode(block) for block in torch.split(codes, _BLOCK)]
            images: np.ndarray = torch.cat(blocks).numpy()
        return images.reshape(-1, *self.spec.image_shape)

    def decode_uint8(self, z: np.ndarray) -> np.ndarray:
        """Return the pixel means ``(n, h, w, c) uint8``, rounded."""
        return (self.decode(z) * 255 + 0.5).astype(np.uint8)
