"""A model read as what it claims to be: p(x∣z) with a prior p(z), and q(z∣x) beside them."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional

from vae_explorer.autoencoders.model import Autoencoder

_BLOCK = 1024
_BLOCK_VALUES = 8_000_000
_LOG_TWO_PI = math.log(2 * math.pi)


class GenerativeModel:
    """The densities of one model on the CPU; numpy in, numpy out.

    Both likelihoods are affine in the image once the decoder has spoken: with its outputs o(z), logits for
    Bernoulli and pixel means for Gaussian,

        log p(x∣z) = (o(z)·x − b(z)) / s − t(x),

    b = Σ softplus(o), s = 1, t = 0 for Bernoulli; b = ‖o‖²/2, s = c, t = ‖x‖²/2c + D/2 log 2πc for Gaussian.
    One product of a matrix and an image thus asks as many places as there are rows.

    Parameters
    ----------
    model : Autoencoder
        A replica that the calling thread has for itself.
    has_prior : bool, optional
        Whether z has the prior N(0, I), else every z counts alike. By default as training had it: only the
        MAP-AE and the VAE know one.
    """

    def __init__(self, model: Autoencoder, *, has_prior: bool | None = None) -> None:
        self.spec = model.spec
        self.has_prior = self.spec.kind in ("map", "vae") if has_prior is None else has_prior
        self._model = model
        self._is_bernoulli = self.spec.likelihood == "bernoulli"
        self.scale = 1.0 if self._is_bernoulli else self._model.c_value

    def encode(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the codes of images in 0 … 1, or mean and log-variance of q(z∣x).

        Parameters
        ----------
        images : (n, h·w·c) float

        Returns
        -------
        (n, d) float64, and (n, d) float64 or None
        """
        with torch.inference_mode():
            encoding = self._model.encode(torch.tensor(images, dtype=torch.float32))
        logvar = None if encoding.logvar is None else encoding.logvar.double().numpy()
        return encoding.mu.double().numpy(), logvar

    def outputs(self, z: np.ndarray) -> np.ndarray:
        """Return o(z), ``(n, h·w·c) float32``: logits, or pixel means, PCA's not cut off."""
        block = max(min(_BLOCK, _BLOCK_VALUES // self.spec.pixel_count), 1)
        made = np.empty((len(z), self.spec.pixel_count), np.float32)
        with torch.inference_mode():
            codes = torch.tensor(z, dtype=torch.float32)
            for start in range(0, len(z), block):
                output = self._model.decode_output(codes[start : start + block])
                if not self._is_bernoulli and self.spec.kind != "pca":
                    output = torch.sigmoid(output)
                made[start : start + block] = output.numpy()
        return made

    def offsets(self, outputs: np.ndarray) -> np.ndarray:
        """Return b of outputs ``(n, h·w·c) float32``, ``(n,) float64``."""
        with torch.inference_mode():
            rows = torch.from_numpy(outputs)
            terms = functional.softplus(rows) if self._is_bernoulli else 0.5 * rows * rows
            totals: np.ndarray = terms.sum(dim=1, dtype=torch.float64).numpy()
        return totals

    def image_term(self, image: np.ndarray) -> float:
        """Return t(x) of an image ``(h·w·c,)`` in 0 … 1."""
        if self._is_bernoulli:
            return 0.0
        values = image.astype(np.float64)
        norm = float(values @ values)
        return norm / (2 * self.scale) + 0.5 * len(values) * (_LOG_TWO_PI + math.log(self.scale))

    def log_likelihood(self, z: np.ndarray, image: np.ndarray) -> np.ndarray:
        """Return log p(x∣z) at places ``(n, d)``, ``(n,) float64``; sums are taken in double precision."""
        values = image.astype(np.float32)
        rows = max(_BLOCK_VALUES // self.spec.pixel_count, 1)
        parts = [self._block_likelihood(z[start : start + rows], values) for start in range(0, len(z), rows)]
        return np.concatenate([np.empty(0), *parts])

    def _block_likelihood(self, z: np.ndarray, image: np.ndarray) -> np.ndarray:
        outputs = torch.from_numpy(self.outputs(z))
        pixels = torch.from_numpy(image)
        with torch.inference_mode():
            if self._is_bernoulli:
                terms = functional.softplus(outputs) - outputs * pixels
            else:
                # As residuals: with a small c, the difference of the large terms of the affine form would
                # have no digits left.
                terms = (outputs - pixels).square_().mul_(0.5 / self.scale)
            nats: np.ndarray = terms.sum(dim=1, dtype=torch.float64).numpy()
        nats += 0.0 if self._is_bernoulli else 0.5 * len(image) * math.log(2 * math.pi * self.scale)
        return -nats

    def log_prior(self, z: np.ndarray) -> np.ndarray:
        """Return log p(z) of places ``(n, d)``, ``(n,) float64``; 0 where there is no prior."""
        places = np.asarray(z, np.float64)
        if not self.has_prior:
            return np.zeros(len(places))
        density: np.ndarray = -0.5 * (np.square(places).sum(axis=1) + places.shape[1] * _LOG_TWO_PI)
        return density

    def log_joint(self, z: np.ndarray, image: np.ndarray) -> np.ndarray:
        """Return log p(x, z) at places ``(n, d)`` for one image ``(h·w·c,)``, ``(n,) float64``."""
        joint: np.ndarray = self.log_likelihood(z, image) + self.log_prior(z)
        return joint
