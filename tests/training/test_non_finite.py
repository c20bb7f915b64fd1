from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from tests.training.run import digit_spec
from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import NonFiniteLossError, TrainingError
from vae_explorer.training.event import SnapshotTaken, TrainingEvent
from vae_explorer.training.images import TrainingData
from vae_explorer.training.learner import Learner
from vae_explorer.training.loop import train


def until_it_breaks(
    data: TrainingData, spec: ModelSpec, training: TrainingSpec
) -> tuple[list[TrainingEvent], NonFiniteLossError]:
    """Return the events up to the error, and the error."""
    events: list[TrainingEvent] = []
    run = train([digit_spec("ae"), spec], data, training, device="cpu")
    with pytest.raises(NonFiniteLossError) as caught:
        events.extend(iter(lambda: next(run), None))
    assert isinstance(caught.value, TrainingError)
    return events, caught.value


def assert_usable(events: list[TrainingEvent]) -> None:
    snapshots = [s for event in events if isinstance(event, SnapshotTaken) for s in event.snapshots]
    assert snapshots
    for snapshot in snapshots:
        model = restore_autoencoder(snapshot.model, snapshot.weights)
        assert np.isfinite(snapshot.mu).all()
        assert model.decode(torch.tensor(snapshot.mu)).isfinite().all()


def after_step(monkeypatch, number: int, spoil: Callable[[torch.nn.Module], None]) -> None:
    """Spoil the VAE's weights after its optimiser step of that number, as an overflow there would."""
    step, taken = Learner.step, []

    def spoiling(learner: Learner, images: torch.Tensor) -> int | None:
        reduced = step(learner, images)
        if learner.model.spec.kind == "vae":
            taken.append(1)
            if len(taken) == number:
                with torch.no_grad():
                    spoil(learner.model)
        return reduced

    monkeypatch.setattr(Learner, "step", spoiling)


def fill(part: str, value: float) -> Callable[[torch.nn.Module], None]:
    def spoil(model: torch.nn.Module) -> None:
        list(getattr(model, part).parameters())[-1].fill_(value)

    return spoil


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_that_a_broken_loss_ends_the_run_and_names_the_step(few, monkeypatch, part, value):
    after_step(monkeypatch, 5, fill(part, value))
    events, error = until_it_breaks(few, digit_spec("vae"), TrainingSpec(epochs=9, batch_size=64))
    assert "the loss of the VAE is not a finite number at step 6" in str(error)
    assert "lower the learning rate" in error.remedy
    # Four batches an epoch: the first epoch's snapshot came before.
    assert_usable(events)
    assert [event.snapshots[0].epoch for event in events if isinstance(event, SnapshotTaken)] == [0, 1]


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_that_weights_broken_in_an_epochs_last_step_are_never_shown(few, monkeypatch, part):
    """The loss was still sound then: only the weights tell."""
    after_step(monkeypatch, 4, fill(part, float("nan")))
    events, error = until_it_breaks(few, digit_spec("vae"), TrainingSpec(epochs=9, batch_size=64))
    assert "VAE are not finite numbers after step 4" in str(error)
    assert [event.snapshots[0].epoch for event in events if isinstance(event, SnapshotTaken)] == [0]
    assert_usable(events)


def test_that_finite_weights_with_a_broken_test_loss_end_the_run(few, monkeypatch):
    after_step(monkeypatch, 4, fill("encoder", 1e30))
    _, error = until_it_breaks(few, digit_spec("vae"), TrainingSpec(epochs=9, batch_size=64))
    assert "after step 4" in str(error)


def test_that_a_learning_rate_that_tears_a_model_apart_is_survived(few):
    spec = digit_spec("vae", likelihood="gaussian", c=1e-6)
    events, error = until_it_breaks(few, spec, TrainingSpec(epochs=200, batch_size=8, learning_rate=10.0))
    assert error.values["kind"] in {"VAE", "AE"}
    assert int(str(error.values["step"])) > 0
    assert_usable(events)
