"""A linear-Gaussian model: everything about it is known in closed form (Tipping & Bishop 1999)."""

from __future__ import annotations

import numpy as np
import torch

from vae_explorer.analysis.decode_grid import DecodeGrid
from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.specification import ModelSpec

SHAPE = (3, 4, 1)
PIXELS = 12


class LinearGaussian:
    """x = m + Wᵀz + noise of variance c, z ~ N(0, I)."""

    def __init__(self, seed: int = 0, c: float = 0.05, spread: float = 0.3, latent_dim: int = 2) -> None:
        random = np.random.default_rng(seed)
        self.mean = random.uniform(0.3, 0.7, PIXELS).astype(np.float32)
        self.weights = random.normal(0, spread, (latent_dim, PIXELS)).astype(np.float32)
        self.c = c
        spec = ModelSpec(kind="pca", image_shape=SHAPE, likelihood="gaussian", c=c, latent_dim=latent_dim)
        network = Autoencoder(spec)
        network.load_state_dict(
            {
                "encoder.mean": torch.from_numpy(self.mean),
                "encoder.components": torch.from_numpy(self.weights),
            }
        )
        self.network = network.eval().requires_grad_(False)
        self.model = GenerativeModel(self.network, has_prior=True)

    def images(self, count: int, seed: int = 1) -> np.ndarray:
        """Return images drawn from the model, ``(count, 12) float64``."""
        random = np.random.default_rng(seed)
        z = random.standard_normal((count, len(self.weights)))
        return self.mean + z @ self.weights + random.normal(0, self.c**0.5, (count, PIXELS))

    def log_evidence(self, image: np.ndarray) -> float:
        """Return log N(x; m, WᵀW + cI)."""
        covariance = self.weights.T.astype(np.float64) @ self.weights + self.c * np.eye(PIXELS)
        offset = image - self.mean
        _, log_det = np.linalg.slogdet(covariance)
        square = offset @ np.linalg.solve(covariance, offset)
        return float(-0.5 * (square + log_det + PIXELS * np.log(2 * np.pi)))

    def posterior(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mean and covariance of p(z∣x): N(M⁻¹W(x − m), cM⁻¹), M = WWᵀ + cI."""
        precision = self.weights.astype(np.float64) @ self.weights.T / self.c + np.eye(len(self.weights))
        covariance = np.linalg.inv(precision)
        return covariance @ self.weights @ (image - self.mean) / self.c, covariance

    def grid(self, side: int = 40, reach: float = 5.0) -> DecodeGrid:
        """Return a filled grid over the prior."""
        grid = DecodeGrid(self.model, (-reach, reach, -reach, reach), side)
        for _ in grid.fill():
            pass
        return grid


def kl_nats(
    mean: np.ndarray, covariance: np.ndarray, other_mean: np.ndarray, other_covariance: np.ndarray
) -> float:
    """Return KL(N(mean, covariance) ‖ N(other_mean, other_covariance))."""
    inverse = np.linalg.inv(other_covariance)
    offset = other_mean - mean
    _, log_det = np.linalg.slogdet(covariance)
    _, other_log_det = np.linalg.slogdet(other_covariance)
    trace = np.trace(inverse @ covariance)
    return float(0.5 * (trace + offset @ inverse @ offset - len(mean) + other_log_det - log_det))
