"""A run is turned, stepped through, left and gone on with: none of it changes what it learns."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from tests.autoencoders.sample import same_weights
from tests.training.run import Run, digit_spec, same_snapshots
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training.album import frame_epochs
from vae_explorer.training.control import Stride, TrainingControl
from vae_explorer.training.event import (
    BalanceChanged,
    DepartureReached,
    EpochFinished,
    EpochStepped,
    SnapshotTaken,
    StepWatched,
    TrainingEvent,
)
from vae_explorer.training.images import TrainingData, limited
from vae_explorer.training.loop import train

RECIPE = TrainingSpec(epochs=4, batch_size=256, learning_rate=5e-3)


@pytest.fixture
def few(digits: TrainingData) -> TrainingData:
    """Return a part of the digits."""
    return TrainingData(digits.train[:700], digits.test[:100], np.arange(50))


def carry_out(
    few: TrainingData,
    react: Callable[[TrainingEvent, TrainingControl], None] | None = None,
    recipe: TrainingSpec = RECIPE,
    control: TrainingControl | None = None,
    **options: object,
) -> Run:
    """Train an AE and a VAE; ``react`` is told of each event."""
    control = control or TrainingControl()
    happened = []
    specs = options.pop("specs", (digit_spec("ae"), digit_spec("vae")))
    for event in train(specs, few, recipe, device="cpu", control=control, has_departures=True, **options):
        happened.append(event)
        if react is not None:
            react(event, control)
    return Run(tuple(happened))


def final(run: Run, position: int = 1) -> object:
    return run.snapshots(position)[-1].weights


def departure(run: Run, epoch: int) -> object:
    return next(e.departure for e in run.of(DepartureReached) if e.departure.epoch == epoch)


@pytest.fixture
def unbroken(few: TrainingData) -> Run:
    """Return a run that nobody touched."""
    return carry_out(few)


def test_that_going_on_from_an_epoch_gives_the_bits_of_the_unbroken_run(
    few: TrainingData, unbroken: Run
) -> None:
    branch = carry_out(few, departure=departure(unbroken, 2))
    assert [e.records[1].epoch for e in branch.of(EpochFinished)] == [3, 4]
    for position in (0, 1):
        assert same_weights(final(branch, position), final(unbroken, position))
    ends = [run.of(EpochFinished)[-1].records for run in (branch, unbroken)]
    assert [record.test for record in ends[0]] == [record.test for record in ends[1]]


def test_that_a_branch_with_other_settings_goes_another_way_from_the_same_place(
    few: TrainingData, unbroken: Run
) -> None:
    specs = (digit_spec("ae"), digit_spec("vae", c=20.0))
    branch = carry_out(few, departure=departure(unbroken, 2), specs=specs)
    left = next(s for s in unbroken.snapshots(1) if s.epoch == 2)
    assert same_weights(branch.snapshots(1)[0].weights, left.weights)
    assert same_weights(final(branch, 0), final(unbroken, 0))
    assert not same_weights(final(branch, 1), final(unbroken, 1))


def test_that_a_run_can_be_gone_on_with_beyond_its_planned_end(few: TrainingData, unbroken: Run) -> None:
    longer = TrainingSpec(epochs=5, batch_size=256, learning_rate=5e-3)
    branch = carry_out(few, departure=departure(unbroken, 4), recipe=longer)
    assert branch.finished.epoch == 5


def test_that_c_changed_within_a_run_equals_two_runs_joined(few: TrainingData, unbroken: Run) -> None:
    def turn(event: TrainingEvent, control: TrainingControl) -> None:
        if isinstance(event, EpochFinished) and event.records[0].epoch == 2:
            control.change_c(7.0)

    turned = carry_out(few, turn)
    (change,) = turned.of(BalanceChanged)
    assert (change.epoch, change.c) == (2.0, 7.0)
    joined = carry_out(
        few, departure=departure(unbroken, 2), specs=(digit_spec("ae"), digit_spec("vae", c=7.0))
    )
    assert same_weights(final(turned), final(joined))
    assert turned.snapshots(1)[-1].model.c == 7.0
    assert turned.snapshots(0)[-1].model.c == 1.0
    assert [e.records[1].test.c for e in turned.of(EpochFinished)] == [1.0, 1.0, 7.0, 7.0]


def test_that_watching_single_batches_changes_no_bit_and_reports_each(
    few: TrainingData, unbroken: Run
) -> None:
    control = TrainingControl()
    control.step(Stride.BATCH)

    def go_on(event: TrainingEvent, control: TrainingControl) -> None:
        if isinstance(event, StepWatched):
            assert control.is_paused
            control.step(Stride.BATCH) if event.step < 4 else control.resume()

    watched = carry_out(few, go_on, control=control)
    steps = watched.of(StepWatched)
    assert [(step.batch, step.batches, step.step) for step in steps] == [
        (1, 3, 1),
        (2, 3, 2),
        (3, 3, 3),
        (1, 3, 4),
    ]
    for position in (0, 1):
        assert same_weights(final(watched, position), final(unbroken, position))
    ae, vae = steps[0].reports
    assert (ae.mean_sigma, ae.mean_abs_noise, ae.regulariser_nats) == (None, None, 0.0)
    assert (vae.images, vae.pixels, vae.latent_dim) == (256, 64, 2)
    assert vae.mean_abs_noise == pytest.approx(math.sqrt(2 / math.pi), abs=0.1)
    assert vae.loss_nats == pytest.approx(vae.reconstruction_nats + vae.regulariser_nats)
    assert vae.learning_rate == pytest.approx(RECIPE.learning_rate / 25)
    assert vae.gradient_norm > 0


def test_that_the_reported_step_is_the_way_between_two_snapshots(few: TrainingData) -> None:
    control = TrainingControl()
    control.step(Stride.BATCH)

    def stop(event: TrainingEvent, control: TrainingControl) -> None:
        if isinstance(event, SnapshotTaken) and event.snapshots[0].epoch > 0:
            control.cancel()

    run = carry_out(few, stop, control=control)
    first, second = run.snapshots(1)[:2]
    moved = sum(
        float((second.weights[name].double() - first.weights[name].double()).square().sum())
        for name in first.weights
    )
    (report,) = [step.reports[1] for step in run.of(StepWatched)]
    assert report.step_norm == pytest.approx(math.sqrt(moved), rel=1e-5)


def test_that_one_epoch_at_a_time_ends_with_the_epoch(few: TrainingData, unbroken: Run) -> None:
    control = TrainingControl()
    control.step(Stride.EPOCH)
    seen = []

    def go_on(event: TrainingEvent, control: TrainingControl) -> None:
        if isinstance(event, EpochStepped):
            assert control.is_paused
            seen.append(event.epoch)
            control.step(Stride.EPOCH)

    run = carry_out(few, go_on, control=control)
    assert seen == [1.0, 2.0, 3.0, 4.0]
    assert same_snapshots(run.snapshots(1), unbroken.snapshots(1))


def test_that_a_limit_learns_from_the_same_few_images_and_shows_all(digits: TrainingData) -> None:
    indices = np.array([5, 900, 3, 70, 1000, 2])
    data = TrainingData(digits.train, digits.test[:50], indices)
    assert np.array_equal(limited(data, 4), data.train[indices[:4]])
    more = limited(data, 40)
    assert np.array_equal(more[:6], data.train[indices])
    assert len(more) == 40
    recipe = TrainingSpec(epochs=1, batch_size=8, image_limit=40)
    run = Run(tuple(train([digit_spec("ae")], data, recipe, device="cpu")))
    alone = TrainingData(more, data.test, np.arange(6))
    other = Run(tuple(train([digit_spec("ae")], alone, TrainingSpec(epochs=1, batch_size=8), device="cpu")))
    assert run.started.images_per_epoch == 40
    assert same_weights(final(run, 0), final(other, 0))
    assert np.array_equal(run.snapshots(0)[-1].mu, other.snapshots(0)[-1].mu)


def test_that_models_with_other_seeds_see_the_same_batches(few: TrainingData) -> None:
    specs = (digit_spec("vae"), digit_spec("vae"))
    alike = carry_out(few, specs=specs)
    assert same_weights(final(alike, 0), final(alike, 1))
    other = carry_out(few, specs=specs, model_seeds=(None, 1))
    assert same_weights(final(other, 0), final(alike, 0))
    alone = TrainingSpec(epochs=4, batch_size=256, learning_rate=5e-3, model_seed=1)
    second = carry_out(few, specs=(digit_spec("vae"),), recipe=alone)
    assert same_weights(final(other, 1), final(second, 0))
    assert not same_weights(final(other, 1), final(alike, 1))


def test_that_a_long_run_keeps_early_moments_and_even_ones() -> None:
    epochs = sorted(frame_epochs(50_000))
    assert epochs[:8] == [1, 2, 3, 4, 6, 9, 14, 21]
    assert epochs[-1] == 50_000
    assert len(epochs) < 80
    assert sorted(frame_epochs(30)) == list(range(1, 31))
    assert len(frame_epochs(100)) == 60
