"""Principal component analysis: the linear autoencoder, in closed form."""

from __future__ import annotations

import msgspec
import numpy as np
import torch

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.errors import TrainingError

# Above this many values the fit goes through the images in blocks instead of holding them all as float.
_MAX_VALUES_AT_ONCE = 150_000_000
_BLOCK = 4096


def fit_pca(spec: ModelSpec, images: np.ndarray) -> Autoencoder:
    """Fit the linear autoencoder to images.

    Parameters
    ----------
    spec : ModelSpec
        Of kind ``pca``. With ``c="auto"`` the observation variance becomes the mean squared residual, its
        maximum likelihood estimate for the decoder as it stands.
    images : (n, h, w, c) uint8
        The training images.

    Returns
    -------
    Autoencoder
        With orthonormal components in order of falling variance, and a specification whose ``c`` is a number.

    Raises
    ------
    TrainingError
        If there are fewer images than components.
    """
    spec.check()
    count = len(images)
    if count < spec.latent_dim + 1:
        raise TrainingError(
            "{count} images are too few for {latent_dim} principal components",
            where="PCA",
            remedy="use more images or a smaller latent dimension",
            count=count,
            latent_dim=spec.latent_dim,
        )
    flat = images.reshape(count, -1)
    mean, components = _principal_components(flat, spec.latent_dim)
    if spec.c == "auto":
        spec = msgspec.structs.replace(spec, c=_mean_squared_residual(flat, mean, components))
    model = Autoencoder(spec)
    model.load_state_dict(
        {"encoder.mean": torch.from_numpy(mean), "encoder.components": torch.from_numpy(components)}
    )
    return model.eval().requires_grad_(False)


def _principal_components(flat: np.ndarray, latent_dim: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.decomposition import PCA, IncrementalPCA

    count, values = flat.shape
    if count * values <= _MAX_VALUES_AT_ONCE:
        solver = "covariance_eigh" if values <= 4096 and count > values else "auto"
        fitted = PCA(latent_dim, svd_solver=solver, random_state=0).fit(flat.astype(np.float32) / 255)
    else:
        fitted = IncrementalPCA(latent_dim)
        for start in range(0, count - _BLOCK + 1, _BLOCK):
            fitted.partial_fit(flat[start : start + _BLOCK].astype(np.float32) / 255)
    return fitted.mean_.astype(np.float32), fitted.components_.astype(np.float32)


def _mean_squared_residual(flat: np.ndarray, mean: np.ndarray, components: np.ndarray) -> float:
    """Return the mean over pixels and images of the squared residual; never 0, since log c must exist."""
    total = 0.0
    for start in range(0, len(flat), _BLOCK):
        centred = flat[start : start + _BLOCK].astype(np.float32) / 255 - mean
        residual = centred - (centred @ components.T) @ components
        total += float(np.square(residual, dtype=np.float64).sum())
    return max(total / flat.size, 1e-6)
