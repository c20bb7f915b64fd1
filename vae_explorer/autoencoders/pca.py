"""Principal component analysis: the linear autoencoder, in closed form."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import torch

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.data.mapping import forget_pages, is_mapped
from vae_explorer.errors import TrainingError

# Up to this many pixels their covariance is decomposed: exact for any number of images, and the quickest.
_MAX_COVARIANCE_SIDE = 4096
# Above this many values the images are never held as float all at once.
_MAX_VALUES_AT_ONCE = 150_000_000
_BLOCK_VALUES = 4_000_000
_SPARE_COMPONENTS = 32
_SMALLEST_C = 1e-6


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
    count, values = flat.shape
    mean, is_constant = _moments(flat)
    if is_constant:
        # Without any variance each direction is as good as another, and no solver knows what to answer.
        components = np.eye(latent_dim, values)
    elif count > values and values <= _MAX_COVARIANCE_SIDE:
        components = _from_covariance(flat, mean, latent_dim)
    elif flat.size <= _MAX_VALUES_AT_ONCE:
        components = _from_singular_vectors(flat, latent_dim)
    else:
        components = _from_blocks(flat, latent_dim)
    largest = components[np.arange(latent_dim), np.abs(components).argmax(axis=1)]
    return mean, (components * np.sign(largest)[:, None]).astype(np.float32)


def _moments(flat: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the mean image, and whether all images are the same."""
    if not is_mapped(flat):
        mean = flat.mean(axis=0, dtype=np.float64).astype(np.float32) / 255
        return mean, bool((flat.min(axis=0) == flat.max(axis=0)).all())
    total, is_constant = np.zeros(flat.shape[1]), True
    first = flat[0].copy()
    for block in _blocks(flat):
        total += block.sum(axis=0, dtype=np.float64)
        is_constant = is_constant and bool((block == first).all())
    return (total / len(flat)).astype(np.float32) / 255, is_constant


def _from_covariance(flat: np.ndarray, mean: np.ndarray, latent_dim: int) -> np.ndarray:
    from scipy.linalg import eigh

    values = flat.shape[1]
    covariance = np.zeros((values, values))
    for block in _blocks(flat):
        centred = _as_float(block) - mean
        covariance += centred.T @ centred
    _, vectors = eigh(covariance, subset_by_index=(values - latent_dim, values - 1))
    components: np.ndarray = vectors.T[::-1]
    return components


def _from_singular_vectors(flat: np.ndarray, latent_dim: int) -> np.ndarray:
    from sklearn.decomposition import PCA

    # The randomised solver, the library's own choice here, is off by a tenth where variances fall slowly.
    solver = "arpack" if latent_dim < min(flat.shape) else "full"
    fitted = PCA(latent_dim, svd_solver=solver, random_state=0).fit(_as_float(flat))
    components: np.ndarray = fitted.components_
    return components


def _from_blocks(flat: np.ndarray, latent_dim: int) -> np.ndarray:
    from sklearn.decomposition import IncrementalPCA
    from sklearn.utils import gen_batches

    # What a block leaves out is lost for good: with components to spare the first ones come out right.
    kept = min(latent_dim + _SPARE_COMPONENTS, *flat.shape)
    fitted = IncrementalPCA(kept)
    block = max(_MAX_VALUES_AT_ONCE // (4 * flat.shape[1]), 2 * kept)
    for part in gen_batches(len(flat), block, min_batch_size=kept):
        fitted.partial_fit(_as_float(flat[part]))
        forget_pages(flat)
    components: np.ndarray = fitted.components_[:latent_dim]
    return components


def _mean_squared_residual(flat: np.ndarray, mean: np.ndarray, components: np.ndarray) -> float:
    """Return the mean over pixels and images of the squared residual; never 0, since log c must exist."""
    total = 0.0
    for block in _blocks(flat):
        centred = _as_float(block) - mean
        residual = centred - (centred @ components.T) @ components
        total += float(np.square(residual, dtype=np.float64).sum())
    return max(total / flat.size, _SMALLEST_C)


def _blocks(flat: np.ndarray) -> Iterator[np.ndarray]:
    rows = max(_BLOCK_VALUES // flat.shape[1], 1)
    for start in range(0, len(flat), rows):
        yield flat[start : start + rows]
        forget_pages(flat)


def _as_float(flat: np.ndarray) -> np.ndarray:
    values: np.ndarray = flat.astype(np.float32)
    values /= 255
    return values
