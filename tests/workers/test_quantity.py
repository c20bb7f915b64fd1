"""One number per image: each against another way to compute it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import model_letter
from vae_explorer.analysis.code_density import code_density
from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.state.colour_state import Absence, ColourChoice, ColourKind, Quantity
from vae_explorer.workers import quantity as quantity_module
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.quantity import measure

COUNT = 30


def data(fingerprint: str, shape: tuple[int, int, int]) -> ImageDataset:
    images = np.random.default_rng(1).integers(0, 256, (COUNT + 30, *shape), dtype=np.uint8)
    labels = np.zeros(len(images), np.int64)
    dataset = ImageDataset.from_arrays(
        "a",
        "A",
        train_images=images,
        train_labels=labels,
        test_images=images[:2],
        test_labels=labels[:2],
        label_names=("x",),
        train_columns=(("weight", np.arange(len(images)) * 0.5),),
    )
    return replace(dataset, fingerprint=fingerprint)


def context(kind: str = "vae", *, has_images: bool = True) -> AnalysisContext:
    letter = model_letter(checkpoint(spec(kind), count=COUNT))
    images = data(letter.fingerprint if has_images else "other", letter.model.image_shape)
    return AnalysisContext(letter, images)


def measured(kind: ColourKind, of: AnalysisContext, column: str = "") -> Quantity:
    answers = [answer for answer in measure(ColourChoice(kind, column), of) if answer is not None]
    assert len(answers) == 1
    return answers[0]


@pytest.mark.parametrize("kind", ["ae", "map", "vae", "pca"])
def test_that_the_reconstruction_error_is_that_of_every_image_alone(kind, monkeypatch):
    monkeypatch.setattr(quantity_module, "_BLOCK", 7)
    of = context(kind)
    steps = list(measure(ColourChoice(ColourKind.RECONSTRUCTION), of))
    assert [step is None for step in steps] == [True] * 5 + [False]
    dataset = of.dataset
    assert dataset is not None
    model = restore_autoencoder(of.spec, of._letter.weights)
    for position in range(0, COUNT, 9):
        pixels = dataset.train_images[of.codes.indices[position]].reshape(1, -1) / np.float32(255)
        output = model.decode_output(torch.tensor(of.codes.mu[position : position + 1]))
        x, c = torch.tensor(pixels), model.c_value
        if model.spec.likelihood == "bernoulli":
            p = torch.sigmoid(output.double())
            wanted = -(x * p.log() + (1 - x) * (1 - p).log()).sum()
        else:
            mean = output if kind == "pca" else torch.sigmoid(output)
            wanted = -torch.distributions.Normal(mean.double(), c**0.5).log_prob(x.double()).sum()
        assert steps[-1].values[position] == pytest.approx(float(wanted), rel=1e-4)


def test_that_the_kl_is_that_of_two_gaussians():
    of = context("vae")
    mu, logvar = (torch.tensor(array).double() for array in (of.codes.mu, of.codes.logvar))
    posterior = torch.distributions.Normal(mu, (logvar / 2).exp())
    prior = torch.distributions.Normal(torch.zeros_like(mu), 1.0)
    wanted = torch.distributions.kl_divergence(posterior, prior).sum(dim=1).numpy()
    assert measured(ColourKind.KL, of).values == pytest.approx(wanted)


def test_that_density_and_columns_belong_to_the_images_of_the_preview_set():
    of = context()
    density = measured(ColourKind.DENSITY, of)
    assert np.array_equal(density.values, code_density(of.codes.mu), equal_nan=True)
    assert density.is_logarithmic
    weight = measured(ColourKind.COLUMN, of, "weight")
    assert np.array_equal(weight.values, of.codes.indices * 0.5)
    assert (weight.low, weight.high) == pytest.approx(
        tuple(np.quantile(of.codes.indices * 0.5, [0.01, 0.99]))
    )


@pytest.mark.parametrize(
    ("kind", "of", "absence"),
    [
        (ColourKind.KL, context("ae"), Absence.NO_POSTERIOR),
        (ColourKind.RECONSTRUCTION, context(has_images=False), Absence.NO_IMAGES),
        (ColourKind.COLUMN, context(has_images=False), Absence.NO_COLUMN),
    ],
)
def test_that_a_quantity_that_a_model_does_not_have_is_said_to_be_absent(kind, of, absence):
    found = measured(kind, of, "weight")
    assert (found.values, found.absence) == (None, absence)
