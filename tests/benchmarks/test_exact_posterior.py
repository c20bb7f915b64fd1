"""The exact posterior keeps up with a pointer: the grid once per snapshot, then one image after the other."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_limits

from vae_explorer.analysis.decode_grid import DecodeGrid
from vae_explorer.analysis.exact_inference import split_gap
from vae_explorer.analysis.gaussian_fit import Gaussian
from vae_explorer.analysis.generative_model import GenerativeModel
from vae_explorer.analysis.importance import weighted_account
from vae_explorer.analysis.inference_account import InferenceAccount
from vae_explorer.analysis.posterior_lattice import posterior_lattice
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.data.source import open_dataset

IMAGES = 100
GRID_LIMIT_S = 0.5
IMAGE_LIMIT_S = 0.010
MEAN_DIFFERENCE_NATS = 0.05


@pytest.fixture(scope="module")
def mnist(project_root: Path) -> tuple[GenerativeModel, Any]:
    torch.set_num_threads(1)
    threadpool_limits(limits=1)
    checkpoint = load_checkpoint(project_root / "models" / "mnist-vae.safetensors")
    return GenerativeModel(restore_autoencoder(checkpoint.model, checkpoint.weights)), checkpoint.preview


@pytest.fixture(scope="module")
def grid(mnist: tuple[GenerativeModel, Any]) -> DecodeGrid:
    model, preview = mnist
    made = DecodeGrid.around(model, preview.mu, preview.logvar)
    for _ in made.fill():
        pass
    return made


@pytest.fixture(scope="module")
def images(mnist_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    dataset = open_dataset(str(mnist_folder), cache_folder=tmp_path_factory.mktemp("cache"))
    return dataset.test_images[:IMAGES].reshape(IMAGES, -1) / 255


def test_that_the_grid_of_a_snapshot_is_decoded_in_half_a_second(
    benchmark: Any, mnist: tuple[GenerativeModel, Any]
) -> None:
    model, preview = mnist

    def decode() -> None:
        for _ in DecodeGrid.around(model, preview.mu, preview.logvar).fill():
            pass

    benchmark.pedantic(decode, rounds=5, warmup_rounds=1)
    assert benchmark.stats.stats.min <= GRID_LIMIT_S


def test_that_one_image_is_integrated_in_ten_milliseconds(
    benchmark: Any, grid: DecodeGrid, images: np.ndarray
) -> None:
    seconds = []

    def integrate() -> None:
        for image in images:
            started = time.perf_counter()
            posterior_lattice(grid, image)
            seconds.append(time.perf_counter() - started)

    benchmark.pedantic(integrate, rounds=3, warmup_rounds=1)
    best = np.array(seconds).reshape(-1, IMAGES).min(axis=0)
    benchmark.extra_info["median_ms"] = 1000 * float(np.median(best))
    benchmark.extra_info["p95_ms"] = 1000 * float(np.percentile(best, 95))
    assert np.median(best) <= IMAGE_LIMIT_S


def test_that_the_grid_agrees_with_importance_weighting_on_mnist(
    benchmark: Any, grid: DecodeGrid, images: np.ndarray
) -> None:
    mu, logvar = grid.model.encode(images)
    assert logvar is not None
    differences, accounts = [], []

    def compare() -> None:
        for number, image in enumerate(images):
            lattice = posterior_lattice(grid, image)
            q = Gaussian.diagonal(mu[number], logvar[number])
            account = InferenceAccount(lattice.log_evidence, lattice.error_nats, True)
            account, _ = split_gap(grid, image, q, account, lattice)
            assert account.gap_nats is not None
            assert account.gap_nats + account.error_nats >= 0
            accounts.append(account)
            weighted = weighted_account(grid.model, image, mu[number], logvar[number])
            differences.append(account.log_evidence - weighted.log_evidence)

    benchmark.pedantic(compare, rounds=1)
    for name in ("log_evidence", "elbo", "gap_nats", "amortisation_nats", "approximation_nats"):
        benchmark.extra_info[name] = float(np.mean([getattr(account, name) for account in accounts]))
    benchmark.extra_info["mean_difference_nats"] = float(np.mean(differences))
    assert abs(np.mean(differences)) <= MEAN_DIFFERENCE_NATS
