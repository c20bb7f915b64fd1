"""The diagonal Gaussian q(z∣x) = N(μ, σ²) of a VAE and what it is compared with."""

from __future__ import annotations

import torch
from torch import Tensor


def kl_to_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """Return KL(q(z∣x)‖N(0, I)) of every code (Kingma & Welling 2014, appendix B).

    Parameters
    ----------
    mu, logvar : (n, d) float32
        Mean and logarithm of the variance of every code.

    Returns
    -------
    (n,) float32
        ½ Σ (μ² + σ² − 1 − log σ²), in nats.
    """
    return 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(dim=1)


def prior_penalty(z: Tensor) -> Tensor:
    """Return the MAP-AE's regulariser ‖z‖²/2 in nats: −log N(z; 0, I) less its constant; ``z : (n, d)``."""
    return 0.5 * z.square().sum(dim=1)


def sample(mu: Tensor, logvar: Tensor, noise: Tensor) -> Tensor:
    """Return z = μ + σ ε (the reparameterisation trick), all ``(n, d)``, ``noise`` drawn from N(0, I)."""
    return torch.addcmul(mu, torch.exp(0.5 * logvar), noise)
