from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tests.analysis.linear_model import LinearGaussian, kl_nats
from vae_explorer.analysis.decode_grid import DecodeGrid
from vae_explorer.analysis.exact_inference import exact_account, split_gap
from vae_explorer.analysis.gaussian_fit import Gaussian
from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.analysis.importance import weighted_account
from vae_explorer.analysis.posterior_lattice import posterior_lattice
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.autoencoders.model import build_autoencoder, restore_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.data.source import open_dataset

IMAGES = 100


@pytest.mark.parametrize("c", [2.0, 0.05, 1e-4])
def test_that_the_evidence_of_a_linear_model_is_the_closed_form(c: float) -> None:
    linear = LinearGaussian(c=c)
    grid = linear.grid()
    for image in linear.images(6):
        lattice = posterior_lattice(grid, image)
        assert lattice.error_nats < 0.02
        assert lattice.log_evidence == pytest.approx(linear.log_evidence(image), abs=lattice.error_nats)


def test_that_the_posterior_of_a_linear_model_is_the_closed_form() -> None:
    linear = LinearGaussian()
    for image in linear.images(4):
        mean, covariance = posterior_lattice(linear.grid(), image).moments()
        true_mean, true_covariance = linear.posterior(image)
        assert np.allclose(mean, true_mean, atol=2e-3 * np.sqrt(true_covariance.max()))
        assert np.allclose(covariance, true_covariance, atol=2e-3 * true_covariance.max())


def test_that_a_posterior_far_narrower_than_the_grid_is_found_and_integrated() -> None:
    linear = LinearGaussian(c=1e-5, spread=1.0)
    grid = linear.grid(side=20)
    image = linear.images(1)[0]
    _, covariance = linear.posterior(image)
    assert np.sqrt(covariance.max()) < 0.01 * grid.spacing.min()
    lattice = posterior_lattice(grid, image)
    # A thousand nats per sigma of the data: what is left of single precision decides.
    assert lattice.log_evidence == pytest.approx(linear.log_evidence(image), abs=0.2)


def test_that_the_posterior_is_followed_beyond_the_edge_of_the_grid() -> None:
    linear = LinearGaussian()
    image = linear.mean + 3.5 * linear.weights[0].astype(np.float64)
    mean, _ = linear.posterior(image)
    small = linear.grid(side=16, reach=0.8 * abs(float(mean[0])))
    lattice = posterior_lattice(small, image)
    assert lattice.log_evidence == pytest.approx(linear.log_evidence(image), abs=lattice.error_nats)


def test_that_the_gap_is_the_divergence_of_q_from_the_posterior() -> None:
    linear = LinearGaussian()
    image = linear.images(1)[0]
    mean, covariance = linear.posterior(image)
    q = Gaussian.diagonal(mean + 0.1, np.log(1.7 * np.diag(covariance)))
    account, _ = exact_account(linear.grid(), image, q)
    assert account.gap_nats == pytest.approx(kl_nats(q.mean, q.covariance, mean, covariance), abs=5e-3)


def test_that_the_gap_is_split_as_the_closed_form_splits_it() -> None:
    linear = LinearGaussian(seed=3)
    grid, image = linear.grid(), linear.images(1)[0]
    mean, covariance = linear.posterior(image)
    # The diagonal Gaussian closest to N(m, S) has its mean, and the diagonal of its precision.
    best = np.diag(1 / np.diag(np.linalg.inv(covariance)))
    approximation = kl_nats(mean, best, mean, covariance)
    assert approximation > 0.02
    q = Gaussian.diagonal(mean - 0.2, np.log(0.4 * np.diag(covariance)))
    account, lattice = exact_account(grid, image, q)
    account, fits = split_gap(grid, image, q, account, lattice)
    assert account.approximation_nats == pytest.approx(approximation, abs=6e-3)
    assert account.amortisation_nats == pytest.approx(
        kl_nats(q.mean, q.covariance, mean, covariance) - approximation, abs=1e-2
    )
    # The posterior of a linear model is a Gaussian: a turned ellipse wins all that is left.
    assert account.tilt_nats == pytest.approx(approximation, abs=6e-3)
    assert fits.tilted is not None
    assert np.allclose(fits.tilted.covariance, covariance, rtol=0.05, atol=1e-5)


def test_that_importance_weighting_finds_the_evidence_of_five_dimensions() -> None:
    linear = LinearGaussian(latent_dim=5)
    for seed, image in enumerate(linear.images(3)):
        mean, covariance = linear.posterior(image)
        account = weighted_account(
            linear.model, image, mean + 0.3, np.log(0.5 * np.diag(covariance)), seed=seed
        )
        assert not account.is_exact
        assert account.log_evidence == pytest.approx(linear.log_evidence(image), abs=0.1)
        assert account.elbo is not None
        assert account.elbo < account.log_evidence


def test_that_the_picture_of_a_posterior_lies_where_its_mass_is() -> None:
    linear = LinearGaussian()
    lattice = posterior_lattice(linear.grid(), linear.images(1)[0])
    picture, (x_min, x_max, y_min, y_max) = lattice.picture(64)
    assert picture.max() == 255
    assert max(picture.shape) <= 64
    rows, columns = picture.shape
    shares = picture / picture.sum()
    x = x_min + (np.arange(columns) + 0.5) * (x_max - x_min) / columns
    y = y_max - (np.arange(rows) + 0.5) * (y_max - y_min) / rows
    mean, _ = lattice.moments()
    assert shares.sum(axis=0) @ x == pytest.approx(mean[0], abs=2 * lattice.spacing[0])
    assert shares.sum(axis=1) @ y == pytest.approx(mean[1], abs=2 * lattice.spacing[1])


@pytest.mark.parametrize(("likelihood", "c"), [("bernoulli", 1.0), ("gaussian", 0.02), ("gaussian", "auto")])
def test_that_the_affine_form_is_the_models_own_reconstruction_term(likelihood: str, c: object) -> None:
    spec = ModelSpec(kind="vae", image_shape=(4, 5, 1), hidden=(6,), likelihood=likelihood, c=c)
    network = build_autoencoder(spec).eval()
    model = GenerativeModel(network)
    z = np.random.default_rng(0).normal(size=(7, 2))
    image = np.random.default_rng(1).uniform(size=20)
    with torch.inference_mode():
        output = network.decode_output(torch.tensor(z, dtype=torch.float32))
        nats = network.reconstruction_nats(output, torch.tensor(image, dtype=torch.float32)[None]).numpy()
    assert np.allclose(model.log_likelihood(z, image), -nats, rtol=1e-5)
    outputs = model.outputs(z)
    affine = (outputs @ image - model.offsets(outputs)) / model.scale - model.image_term(image)
    assert np.allclose(affine, -nats, rtol=1e-4)


def test_that_grid_and_importance_weighting_agree_on_a_hundred_test_images(
    project_root: Path, tmp_path: Path
) -> None:
    checkpoint = load_checkpoint(project_root / "models" / "digits-vae.safetensors")
    model = GenerativeModel(restore_autoencoder(checkpoint.model, checkpoint.weights))
    images = open_dataset("digits", cache_folder=tmp_path).test_images[:IMAGES].reshape(IMAGES, -1) / 255
    mu, logvar = model.encode(images)
    assert logvar is not None
    grid = DecodeGrid.around(model, checkpoint.preview.mu, checkpoint.preview.logvar)
    for _ in grid.fill():
        pass
    differences = []
    for number, image in enumerate(images):
        account, _ = exact_account(grid, image, Gaussian.diagonal(mu[number], logvar[number]))
        assert account.elbo is not None
        assert account.log_evidence + account.error_nats >= account.elbo
        weighted = weighted_account(model, image, mu[number], logvar[number])
        differences.append(account.log_evidence - weighted.log_evidence)
    assert abs(np.mean(differences)) <= 0.05
