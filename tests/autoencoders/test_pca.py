from __future__ import annotations

import numpy as np
import pytest
import torch

from vae_explorer.autoencoders import pca
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.errors import TrainingError, UsageError


def spec_for(images: np.ndarray, latent_dim: int, c: float | str = 1.0) -> ModelSpec:
    return ModelSpec(
        kind="pca", image_shape=images.shape[1:], latent_dim=latent_dim, likelihood="gaussian", c=c
    )


def centred(images: np.ndarray) -> np.ndarray:
    flat = images.reshape(len(images), -1) / 255
    return flat - flat.mean(axis=0)


def parts(model: Autoencoder) -> tuple[np.ndarray, np.ndarray]:
    state = model.state_dict()
    return state["encoder.mean"].double().numpy(), state["encoder.components"].double().numpy()


def as_tensor(images: np.ndarray) -> torch.Tensor:
    return torch.tensor(images.reshape(len(images), -1) / 255, dtype=torch.float32)


def random_images(random: np.random.Generator, count: int, shape: tuple[int, int, int]) -> np.ndarray:
    """Return images that vary along 100 directions, each a tenth less than the one before, and some noise."""
    values = int(np.prod(shape))
    strengths = 0.9 ** np.arange(100)
    codes = random.standard_normal((count, 100)) * strengths
    directions = np.linalg.qr(random.standard_normal((max(values, 100), 100)))[0][:values]
    flat = 128 + 60 * codes @ directions.T * np.sqrt(values / 10) + random.standard_normal((count, values))
    return np.clip(np.rint(flat), 0, 255).astype(np.uint8).reshape(count, *shape)


# The last of each: more images than values, fewer, and as many components as there can be.
CASES = [
    *((300, (5, 7, 1), 2), (300, (5, 7, 1), 16), (60, (6, 6, 3), 2), (60, (6, 6, 3), 16)),
    *((40, (2, 2, 1), 4), (5, (3, 3, 1), 4), (3, (8, 8, 1), 2), (700, (40, 30, 1), 2)),
]


@pytest.mark.parametrize(("count", "shape", "latent_dim"), CASES)
def test_that_the_components_are_the_leading_singular_vectors(random, count, shape, latent_dim):
    images = random_images(random, count, shape)
    mean, components = parts(fit_pca(spec_for(images, latent_dim), images))
    x = centred(images)
    _, strengths, vectors = np.linalg.svd(x, full_matrices=False)
    np.testing.assert_allclose(mean, images.reshape(count, -1).mean(axis=0) / 255, atol=1e-6)
    np.testing.assert_allclose(components @ components.T, np.eye(latent_dim), atol=1e-5)
    cosines = np.abs((components * vectors[:latent_dim]).sum(axis=1))
    gaps = strengths[:latent_dim] ** 2 > 1.05 * np.append(strengths, 0)[1 : latent_dim + 1] ** 2
    gaps &= np.append(True, gaps[:-1])
    np.testing.assert_allclose(cosines[gaps], 1, atol=1e-4)
    variances = ((x @ components.T) ** 2).sum(axis=0)
    np.testing.assert_allclose(variances, strengths[:latent_dim] ** 2, rtol=2e-3)
    assert (np.diff(variances) <= 1e-6 * variances[0]).all()


@pytest.mark.parametrize(("count", "shape"), [(900, (10, 10, 1)), (60, (10, 10, 1))])
def test_that_the_codes_are_uncorrelated_and_centred(random, count, shape):
    images = random_images(random, count, shape)
    codes = fit_pca(spec_for(images, 3), images).encode(as_tensor(images)).mu.numpy()
    covariance = np.cov(codes.T.astype(np.float64), bias=True)
    np.testing.assert_allclose(codes.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(covariance, np.diag(np.diag(covariance)), atol=1e-4 * covariance[0, 0])


def test_that_real_digits_agree_with_the_singular_value_decomposition(digits):
    model = fit_pca(spec_for(digits, 2), digits)
    _, strengths, vectors = np.linalg.svd(centred(digits), full_matrices=False)
    cosines = (parts(model)[1] * vectors[:2]).sum(axis=1)
    np.testing.assert_allclose(np.abs(cosines), 1, atol=1e-6)
    x = as_tensor(digits)
    output = model.decode_output(model.encode(x).mu)
    squared_error = float((output - x).double().square().sum())
    assert squared_error == pytest.approx((strengths[2:] ** 2).sum(), rel=1e-5)


def test_that_the_largest_weight_of_every_component_is_positive(random):
    images = random_images(random, 200, (6, 6, 1))
    for count in (200, 20):
        _, components = parts(fit_pca(spec_for(images, 4), images[:count]))
        assert (components[np.arange(4), np.abs(components).argmax(axis=1)] > 0).all()


def test_that_the_same_images_give_the_same_bits(digits):
    for images in (digits, digits[:50]):
        first, second = (fit_pca(spec_for(images, 2), images).state_dict() for _ in range(2))
        assert all(torch.equal(first[name], second[name]) for name in first)


def test_that_blocks_give_what_all_images_at_once_give(random, monkeypatch):
    images = random_images(random, 403, (24, 24, 1))
    _, _, vectors = np.linalg.svd(centred(images), full_matrices=False)
    monkeypatch.setattr(pca, "_MAX_COVARIANCE_SIDE", 8)
    monkeypatch.setattr(pca, "_MAX_VALUES_AT_ONCE", 100_000)
    _, components = parts(fit_pca(spec_for(images, 2), images))
    cosines = np.abs((components * vectors[:2]).sum(axis=1))
    np.testing.assert_allclose(cosines, 1, atol=1e-3)
    np.testing.assert_allclose(components @ components.T, np.eye(2), atol=1e-5)


def test_that_few_large_images_are_fitted_in_blocks_too(random, monkeypatch):
    images = random_images(random, 30, (40, 40, 1))
    _, strengths, _ = np.linalg.svd(centred(images), full_matrices=False)
    monkeypatch.setattr(pca, "_MAX_COVARIANCE_SIDE", 8)
    monkeypatch.setattr(pca, "_MAX_VALUES_AT_ONCE", 10_000)
    _, components = parts(fit_pca(spec_for(images, 2), images))
    variances = ((centred(images) @ components.T) ** 2).sum(axis=0)
    np.testing.assert_allclose(variances, strengths[:2] ** 2, rtol=1e-3)


def test_that_covariances_summed_over_blocks_are_exact(digits, monkeypatch):
    expected = parts(fit_pca(spec_for(digits, 3), digits))[1]
    monkeypatch.setattr(pca, "_BLOCK_VALUES", 64 * 100)
    np.testing.assert_allclose(parts(fit_pca(spec_for(digits, 3), digits))[1], expected, atol=1e-6)


def test_that_a_learned_variance_is_the_mean_squared_residual(digits):
    model = fit_pca(spec_for(digits, 2, c="auto"), digits)
    strengths = np.linalg.svd(centred(digits), compute_uv=False)
    expected = (strengths[2:] ** 2).sum() / digits.size
    assert model.spec.c == pytest.approx(expected, rel=1e-4)
    assert not model.spec.has_learned_c
    assert model.c == model.spec.c


@pytest.mark.parametrize("count", [2, 3, 90])
def test_that_images_without_any_variance_are_fitted(count):
    images = np.full((count, 4, 4, 1), 77, np.uint8)
    model = fit_pca(spec_for(images, 1, c="auto"), images)
    assert model.encode(as_tensor(images)).mu.abs().max() < 1e-6
    torch.testing.assert_close(model.decode(torch.zeros(1, 1)), torch.full((1, 16), 77 / 255))
    assert model.spec.c == pytest.approx(1e-6)


@pytest.mark.parametrize("count", [3, 100])
def test_that_fewer_directions_than_components_still_give_orthonormal_ones(count):
    images = np.zeros((count, 4, 4, 1), np.uint8)
    images[0] = 255
    _, components = parts(fit_pca(spec_for(images, 2), images))
    np.testing.assert_allclose(components @ components.T, np.eye(2), atol=1e-5)
    np.testing.assert_allclose(np.abs(components[0]), 0.25, atol=1e-6)


def test_that_too_few_images_are_refused():
    with pytest.raises(TrainingError, match="2 images are too few for 2 principal components"):
        fit_pca(spec_for(np.zeros((2, 4, 4, 1), np.uint8), 2), np.zeros((2, 4, 4, 1), np.uint8))


def test_that_more_components_than_pixels_are_refused():
    images = np.zeros((20, 2, 2, 1), np.uint8)
    with pytest.raises(UsageError, match="from 1 to 4"):
        fit_pca(spec_for(images, 5), images)


def test_that_the_decoder_is_the_encoders_transpose_and_stays_inside_the_pixel_range(digits):
    model = fit_pca(spec_for(digits, 2), digits)
    mean, components = parts(model)
    z = torch.tensor([[0.0, 0.0], [1.0, -2.0], [50.0, 50.0]])
    np.testing.assert_allclose(model.decode_output(z).numpy(), mean + z.numpy() @ components, atol=1e-4)
    assert model.decode(z).min() == 0
    assert model.decode(z).max() == 1


def test_that_read_only_images_are_left_alone(digits):
    before = digits.copy()
    fit_pca(spec_for(digits, 2), digits)
    np.testing.assert_array_equal(digits, before)
