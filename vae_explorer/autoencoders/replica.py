"""A thread's own copy of a model: numpy in, numpy out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import torch

from vae_explorer.autoencoders.model import Autoencoder, restore_autoencoder
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

    @classmethod
    def renewed(cls, spare: Replica | None, spec: ModelSpec, weights: Mapping[str, Tensor]) -> Replica:
        """Return a replica with these weights: the spare one where it fits, which is far quicker to renew.

        Parameters
        ----------
        spare : Replica or None
            Nobody may need it any more as it was.
        spec : ModelSpec
            What the weights belong to.
        weights : mapping of str to tensor
            Copied.
        """
        if spare is None or spare.spec != spec:
            return cls(spec, weights)
        with torch.no_grad():
            for name, own in spare._model.state_dict().items():
                own.copy_(weights[name])
        return spare

    @property
    def model(self) -> Autoencoder:
        """The model itself, for what numpy can't say: likelihoods, derivatives."""
        return self._model

    def encode(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return what images are encoded to.

        Parameters
        ----------
        images : (n, h, w, c) uint8, or float32 in 0 … 1
            Images of the model's shape.

        Returns
        -------
        mu : (n, d) float32
            The codes, or the means of their distributions.
        logvar : (n, d) float32 or None
            Logarithm of the variances; None where a code is a point.
        """
        flat = images.reshape(len(images), -1)
        parts = [self._encode(flat[start : start + _BLOCK]) for start in range(0, max(len(flat), 1), _BLOCK)]
        mu = np.concatenate([part[0] for part in parts])
        logvars = [part[1] for part in parts if part[1] is not None]
        return mu, np.concatenate(logvars) if logvars else None

    def _encode(self, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        with torch.inference_mode():
            pixels = torch.tensor(flat)
            pixels = pixels.float().div_(255) if pixels.dtype == torch.uint8 else pixels.float()
            encoding = self._model.encode(pixels)
        return encoding.mu.numpy(), None if encoding.logvar is None else encoding.logvar.numpy()

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
        return to_bytes(self.decode(z))


def to_bytes(images: np.ndarray) -> np.ndarray:
    """Return pixels from 0 to 1 as uint8, rounded."""
    return (images * 255 + 0.5).astype(np.uint8)
