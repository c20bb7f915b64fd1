"""Each illness on a real small run that has it; healthy runs and the bundled models have none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.training.run import digit_spec
from vae_explorer.assets import model_paths
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.autoencoders.record import EpochRecord, Terms
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.diagnosis import (
    ACTIVE_VARIANCE,
    Finding,
    Illness,
    Patient,
    Remedy,
    RemedyKind,
    active_units,
    diagnose,
)
from vae_explorer.training.event import EpochFinished, Snapshot, SnapshotTaken
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train


def examined(
    digits: TrainingData, kind: str, *, epochs: int = 15, batch: int = 64, **changes: Any
) -> tuple[Finding, ...]:
    """Train a model on the digits and diagnose it."""
    recipe = {name: changes.pop(name) for name in ("learning_rate", "image_limit", "seed") if name in changes}
    training = TrainingSpec(epochs=epochs, batch_size=batch, **{"learning_rate": 5e-3, **recipe})
    spec = digit_spec(kind, **{"hidden": (64, 32), **changes})
    history: list[EpochRecord] = []
    snapshot: Snapshot | None = None
    has_diverged = False
    try:
        for event in train([spec], digits, training, device="cpu"):
            if isinstance(event, EpochFinished):
                history.append(event.records[0])
            elif isinstance(event, SnapshotTaken):
                snapshot = event.snapshots[0]
    except NonFiniteLossError:
        has_diverged = True
    assert snapshot is not None
    return diagnose(
        Patient(
            spec,
            tuple(history),
            snapshot.mu,
            snapshot.logvar,
            training.learning_rate,
            training.image_limit,
            has_diverged,
        )
    )


@pytest.mark.parametrize("kind", ["ae", "map", "vae"])
def test_that_a_healthy_run_has_nothing(digits: TrainingData, kind: str) -> None:
    assert examined(digits, kind) == ()


def test_that_a_healthy_gaussian_or_wide_vae_has_nothing(digits: TrainingData) -> None:
    assert examined(digits, "vae", likelihood="gaussian", c=0.05) == ()
    assert examined(digits, "vae", latent_dim=16) == ()


@pytest.mark.parametrize("path", model_paths(), ids=lambda path: path.stem)
def test_that_a_bundled_model_has_nothing(path) -> None:
    model = load_checkpoint(path)
    preview = model.preview
    patient = Patient(model.model, model.history, preview.mu, preview.logvar, model.training.learning_rate)
    assert diagnose(patient) == ()


def test_that_a_large_c_makes_the_posterior_collapse(digits: TrainingData) -> None:
    (found,) = examined(digits, "vae", c=50.0)
    assert found.illness is Illness.COLLAPSE
    assert found.figures[:2] == (0, 2)
    assert max(found.evidence.values) < ACTIVE_VARIANCE
    assert found.remedy == Remedy(RemedyKind.C, 1.0)


def test_that_a_small_c_shrinks_the_posteriors(digits: TrainingData) -> None:
    (found,) = examined(digits, "vae", c=1e-3, epochs=40)
    assert found.illness is Illness.SMALL_C
    sigma, width, c = found.figures
    assert sigma < 0.05
    assert width > 2
    assert c == 1e-3
    assert found.remedy == Remedy(RemedyKind.C, 1.0)


def test_that_few_images_are_learnt_by_heart(digits: TrainingData) -> None:
    found = examined(digits, "ae", epochs=40, batch=10, image_limit=60, latent_dim=8, hidden=(256, 256))
    (overfit,) = found
    assert overfit.illness is Illness.OVERFITTING
    best, rise, gap = overfit.figures
    test, train_ = np.array(overfit.evidence.values), np.array(overfit.evidence.beside)
    assert best == 1 + int(test.argmin())
    assert np.isnan(rise) or rise == pytest.approx(test[-1] - test.min())
    assert gap == pytest.approx(test[-1] - train_[-1])
    assert overfit.remedy.kind is RemedyKind.ALL_IMAGES


@pytest.mark.parametrize(
    ("test", "train", "is_ill"),
    [
        # The preset on 200 images of MNIST, and the whole of it, every tenth epoch.
        ((539, 202, 188, 179, 175, 179, 181, 184, 184), (545, 207, 186, 174, 157, 151, 141, 137, 136), True),
        ((539, 209, 194, 191, 189, 189, 188, 188, 188), (545, 211, 196, 190, 184, 178, 174, 172, 171), True),
        ((207, 172, 150, 145, 142, 140, 138, 137, 136), (250, 175, 152, 146, 142, 140, 138, 136, 135), False),
    ],
)
def test_that_the_loss_of_the_first_epochs_hides_no_overfitting(test, train, is_ill: bool) -> None:
    epochs = np.linspace(1, 80, 80)
    at = (1, 9, 20, 30, 40, 50, 60, 70, 80)
    history = tuple(
        EpochRecord(
            epoch=int(epoch),
            seconds=epoch,
            train=Terms(reconstruction_nats=np.interp(epoch, at, train), kl_nats=0.0, c=1.0),
            test=Terms(reconstruction_nats=np.interp(epoch, at, test), kl_nats=0.0, c=1.0),
        )
        for epoch in epochs
    )
    codes = np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    found = diagnose(Patient(digit_spec("ae"), history, codes, None, image_limit=200))
    assert [each.illness for each in found] == [Illness.OVERFITTING] * is_ill


def test_that_a_huge_step_makes_codes_explode(digits: TrainingData) -> None:
    found = examined(digits, "ae", epochs=6, learning_rate=5.0)
    exploded = next(each for each in found if each.illness is Illness.EXPLODING_CODES)
    assert exploded.figures[0] > 300
    assert exploded.remedy == Remedy(RemedyKind.KIND, "map")


@pytest.mark.parametrize("kind", ["ae", "vae"])
def test_that_too_high_a_learning_rate_shows(digits: TrainingData, kind: str) -> None:
    found = examined(digits, kind, epochs=10, learning_rate=0.5)
    assert found[0].illness is Illness.LEARNING_RATE
    assert found[0].figures[0] == 0.5
    assert found[0].remedy == Remedy(RemedyKind.LEARNING_RATE, 0.05)


@pytest.mark.parametrize("seed", range(3))
def test_that_codes_thrown_together_by_long_steps_are_not_blamed_on_c(
    digits: TrainingData, seed: int
) -> None:
    recipe = {"epochs": 40, "batch": 128, "hidden": (256, 128), "seed": seed}
    hurried = examined(digits, "vae", learning_rate=0.3, **recipe)
    assert hurried[0].illness is Illness.LEARNING_RATE
    assert hurried[0].remedy.kind is RemedyKind.LEARNING_RATE
    assert all(found.illness is not Illness.COLLAPSE for found in hurried)
    (collapsed,) = examined(digits, "vae", learning_rate=2e-3, c=20.0, **recipe)
    assert collapsed.illness is Illness.COLLAPSE
    assert examined(digits, "vae", learning_rate=1e-2, **recipe) == ()


def history_of(train: tuple[float, ...], c: tuple[float, ...] = ()) -> tuple[EpochRecord, ...]:
    weights = c or (1.0,) * len(train)
    return tuple(
        EpochRecord(
            epoch=epoch,
            seconds=float(epoch),
            train=Terms(reconstruction_nats=nats, c=weight),
            test=Terms(reconstruction_nats=nats, c=weight),
        )
        for epoch, (nats, weight) in enumerate(zip(train, weights, strict=True), start=1)
    )


@pytest.mark.parametrize(
    ("train", "c", "lost"),
    [
        ((40.0, 30.0, 27.0, 26.0, 27.0, 28.0, 28.0, 28.0, 28.0), (), 2.0),
        ((40.0, 30.0, 27.0, 26.0, 27.0, 26.0, 26.0, 25.9, 25.8), (), None),
        # Another c is another objective: the curve may end higher.
        ((40.0, 30.0, 27.0, 26.0, 28.0, 28.0, 28.0, 28.0, 28.0), (1.0,) * 4 + (5.0,) * 5, None),
    ],
)
def test_that_only_what_was_lost_for_good_is_told(train, c, lost: float | None) -> None:
    codes = np.random.default_rng(0).normal(size=(100, 2)).astype(np.float32)
    found = diagnose(Patient(digit_spec("ae"), history_of(train, c), codes, None))
    assert [each.illness for each in found] == [Illness.LEARNING_RATE] * (lost is not None)
    if lost is not None:
        assert found[0].figures[2] == pytest.approx(lost)


def test_that_a_model_is_not_judged_before_its_third_epoch(digits: TrainingData) -> None:
    assert examined(digits, "vae", epochs=2, c=50.0) == ()


def test_that_active_units_are_variances_of_the_means() -> None:
    mu = np.random.default_rng(0).normal(size=(5000, 2)).astype(np.float32) * np.array(
        [1.0, 0.05], np.float32
    )
    assert active_units(mu) == pytest.approx([1.0, 0.0025], rel=0.1)
