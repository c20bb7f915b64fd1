"""A run that is left anywhere and gone on with elsewhere equals one that was never left, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from tests.autoencoders.sample import same_weights
from tests.training.run import Run, digit_spec
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import SnapshotTaken, StateCaptured
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train
from vae_explorer.training.save_pace import LONGEST_INTERVAL_S, SavePace

MODELS = (
    digit_spec("ae"),
    digit_spec("vae", likelihood="gaussian", c="auto"),
    digit_spec("vae", network="conv", hidden=(4,)),
    digit_spec("pca", likelihood="gaussian"),
)
RECIPE = TrainingSpec(epochs=3, batch_size=64, seed=5)


class CountingControl(TrainingControl):
    """Cancels before the batch of a number, or while the epoch that it ends is closed."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._left = looks

    @property
    def is_cancelled(self) -> bool:
        self._left -= 1
        return self._left < 0


def whole_run(data: TrainingData, **options: object) -> Run:
    return Run(tuple(train(MODELS, data, RECIPE, device="cpu", **options)))


@pytest.fixture(scope="module")
def unbroken(few) -> Run:
    return whole_run(few)


def captured(run: Run) -> StateCaptured:
    return run.of(StateCaptured)[-1]


def test_that_a_run_left_before_any_batch_or_between_epochs_goes_on_to_the_same_bits(few, unbroken):
    places = set()
    for looks in range(4, 30, 3):
        left = whole_run(few, control=CountingControl(looks), save_pace=SavePace(1000.0))
        assert left.finished.is_cancelled
        state = captured(left)
        places.add((state.departure.epoch, state.departure.position))
        resumed = Run(tuple(train(state.models, few, RECIPE, device="cpu", departure=state.departure)))
        for position in range(len(MODELS)):
            last, other = unbroken.snapshots(position)[-1], resumed.snapshots(position)[-1]
            assert same_weights(last.weights, other.weights)
            assert np.array_equal(last.mu, other.mu)
            assert (last.epoch, last.model) == (other.epoch, other.model)
        for one, same in zip(unbroken.epochs[-1].records, resumed.epochs[-1].records, strict=True):
            assert one.test == same.test
            assert one.train.reconstruction_nats == pytest.approx(same.train.reconstruction_nats, rel=1e-12)
    # Before the first batch, within epochs, and where an epoch's batches are done but not yet its record.
    assert (0, 0) in places
    assert any(position == 4 for _, position in places)
    assert len(places) > 5


def test_that_a_state_is_captured_about_as_often_as_asked_without_changing_the_run(few, unbroken):
    saving = whole_run(few, save_pace=SavePace(1e-9))
    states = saving.of(StateCaptured)
    assert states
    assert all(
        isinstance(before, SnapshotTaken) or before.__class__.__name__ == "EpochFinished"
        for before, event in zip(saving.events, saving.events[1:], strict=False)
        if isinstance(event, StateCaptured)
    )
    for position in range(len(MODELS)):
        assert same_weights(unbroken.snapshots(position)[-1].weights, saving.snapshots(position)[-1].weights)


def test_that_saving_is_spaced_by_what_it_costs_and_never_by_more_than_a_minute(monkeypatch):
    now = [128.0]
    monkeypatch.setattr("vae_explorer.training.save_pace.time.monotonic", lambda: now[0])
    pace = SavePace(2.0)

    def save(seconds: float) -> None:
        with pace.copying():
            now[0] += seconds

    def wait_until_due() -> float:
        began = now[0]
        while not pace.is_due():
            now[0] += 0.5
        return now[0] - began

    assert wait_until_due() == 10.0
    save(1 / 128)
    assert wait_until_due() == 2.0
    save(0.5)
    assert wait_until_due() == 25.0
    save(10.0)
    assert wait_until_due() == LONGEST_INTERVAL_S
    # What is written beside the run uses the computer too.
    save(0.25)
    with pace.writing():
        now[0] += 0.25
    assert wait_until_due() == 25.0
