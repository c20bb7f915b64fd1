"""How much the decoder stretches the latent space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vae_explorer.autoencoders.model import Autoencoder


def pull_back_metric(model: Autoencoder, z: np.ndarray) -> np.ndarray:
    """Return JᵀJ of the decoder's pixel means at places ``(n, d) float32``, ``(n, d, d) float64``.

    The metric that the decoder pulls back into the latent space (Arvanitidis et al. 2018, *Latent Space
    Oddity*, arXiv:1710.11379, equation 4): the squared change of the picture, in pixels from 0 to 1, per
    squared step in z. One derivative per dimension.
    """
    import torch

    with torch.enable_grad():
        codes = torch.tensor(z, dtype=torch.float32, requires_grad=True)
        images = model.decode(codes)
        # Jᵀu is linear in u, whatever u is, and its derivative by u is J: so backward twice goes forward.
        anything = torch.zeros_like(images, requires_grad=True)
        (pulled_back,) = torch.autograd.grad(images, codes, anything, create_graph=True)
        columns: list[torch.Tensor] = []
        for axis in range(codes.shape[1]):
            direction = torch.zeros_like(codes)
            direction[:, axis] = 1
            columns += torch.autograd.grad(pulled_back, anything, direction, retain_graph=True)
    jacobian = torch.stack(columns, dim=1).detach()
    metric: np.ndarray = torch.einsum("nip,njp->nij", jacobian, jacobian).double().numpy()
    return metric


def log_stretch(model: Autoencoder, z: np.ndarray) -> np.ndarray:
    """Return log √det(JᵀJ) at places ``(n, d) float32``, ``(n,) float64``; −∞ where the decoder is flat.

    √det(JᵀJ) is by how much a small area of the latent plane (length in 1-D, volume above) grows when it is
    decoded, in pixel lengths per unit of z to the power d (Chen et al. 2018, arXiv:1711.01204, call it the
    magnification factor). Where it is large a small step changes the picture a lot.
    """
    _, log_determinant = np.linalg.slogdet(pull_back_metric(model, z))
    result: np.ndarray = 0.5 * log_determinant
    return result
