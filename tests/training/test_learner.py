from __future__ import annotations

import math

import pytest
import torch

from tests.autoencoders.sample import build, digit_images, same_weights
from tests.training.run import digit_spec
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import NonFiniteLossError, TrainingError
from vae_explorer.training import learner as learner_module
from vae_explorer.training.evaluation import evaluate, to_float
from vae_explorer.training.learner import Learner, steps_per_epoch
from vae_explorer.training.objective import objective

CPU = torch.device("cpu")


def images(count: int = 64, start: int = 0) -> torch.Tensor:
    return to_float(torch.tensor(digit_images()[start : start + count].reshape(count, -1)))


def new(kind: str = "ae", *, steps: int = 100, batch_size: int = 64, **changes) -> Learner:
    return Learner(digit_spec(kind, **changes), TrainingSpec(batch_size=batch_size), steps, CPU)


def limited(monkeypatch, limit: int, error: Exception | None = None) -> list[int]:
    """Let the objective of more images than ``limit`` fail as on a device with little memory."""
    sizes: list[int] = []

    def compute(model, part, generator, precision):
        sizes.append(len(part))
        if len(part) > limit:
            raise error or torch.OutOfMemoryError("CUDA out of memory")
        return objective(model, part, generator, precision)

    monkeypatch.setattr(learner_module, "objective", compute)
    return sizes


@pytest.mark.parametrize(("count", "batch", "steps"), [(10, 5, 2), (11, 5, 3), (4, 5, 1), (1, 1, 1)])
def test_that_the_last_batch_of_an_epoch_may_be_smaller(count, batch, steps):
    assert steps_per_epoch(count, batch) == steps


def test_that_a_step_is_one_of_adamw_on_a_one_cycle_schedule():
    """The reference is the textbook update, in double precision, with the schedule's own first rates."""
    learner = new("ae", steps=10)
    weights = {name: weight.detach().double() for name, weight in learner.model.named_parameters()}
    model = build(learner.model.spec).double()
    first, second = ({name: torch.zeros_like(weight) for name, weight in weights.items()} for _ in range(2))
    for step in range(1, 4):
        x = images(start=64 * step)
        model.load_state_dict(weights)
        model.zero_grad()
        objective(model, x.double(), torch.Generator()).loss.backward()
        # From a 25th of the peak up along a cosine over the first three tenths of the steps.
        rate = 2e-3 / 25 + (2e-3 - 2e-3 / 25) * (1 - math.cos(math.pi * (step - 1) / 2)) / 2
        for name, parameter in model.named_parameters():
            gradient = parameter.grad
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            mean = first[name] / (1 - 0.9**step)
            size = (second[name] / (1 - 0.999**step)).sqrt() + 1e-8
            weights[name] = weights[name] * (1 - rate * 1e-4) - rate * mean / size
        learner.step(x)
        for name, parameter in learner.model.named_parameters():
            torch.testing.assert_close(parameter.detach().double(), weights[name], atol=2e-6, rtol=1e-4)


def test_that_an_epochs_terms_are_means_over_its_images():
    learner = new("ae")
    model = learner.model
    expected, counts = [], (64, 64, 5)
    for index, count in enumerate(counts):
        x = images(count, 64 * index)
        with torch.no_grad():
            expected.append(objective(model, x, torch.Generator()).reconstruction.item())
        learner.step(x)
        if index == 1:
            learner.look_at_losses()
    terms = learner.finish_epoch()
    mean = sum(value * count for value, count in zip(expected, counts, strict=True)) / sum(counts)
    assert terms.reconstruction_nats == pytest.approx(mean, rel=1e-6)
    learner.start_epoch()
    with torch.no_grad():
        alone = objective(model, images(7), torch.Generator()).reconstruction.item()
    learner.step(images(7))
    assert learner.finish_epoch().reconstruction_nats == pytest.approx(alone, rel=1e-6)


@pytest.mark.parametrize(("kind", "field"), [("map", "prior_nats"), ("vae", "kl_nats")])
def test_that_an_epochs_terms_name_their_regulariser(kind, field):
    learner = new(kind)
    learner.step(images())
    terms = learner.finish_epoch()
    assert getattr(terms, field) > 0
    assert terms.kl_nats * terms.prior_nats == 0


@pytest.mark.parametrize("limit", [63, 32, 20, 1])
def test_that_parts_of_a_batch_give_its_gradient(monkeypatch, limit):
    whole, parted = new("ae"), new("ae")
    x = images()
    assert whole.step(x) is None
    sizes = limited(monkeypatch, limit)
    part = parted.step(x)
    assert part == {63: 32, 32: 32, 20: 16, 1: 1}[limit]
    for one, other in zip(whole.model.parameters(), parted.model.parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad, atol=1e-6, rtol=1e-4)
    assert parted.finish_epoch().reconstruction_nats == pytest.approx(
        whole.finish_epoch().reconstruction_nats, rel=1e-6
    )
    # From now on the parts are known: nothing is tried in vain again.
    sizes.clear()
    assert parted.step(x) is None
    assert max(sizes) == part


def test_that_memory_that_runs_out_in_the_second_part_counts_nothing_twice(monkeypatch):
    whole, parted = new("ae"), new("ae")
    x = images()
    whole.step(x)
    calls = []

    def compute(model, part, generator, precision):
        calls.append(len(part))
        if len(calls) in (1, 3):
            raise torch.OutOfMemoryError("CUDA out of memory")
        return objective(model, part, generator, precision)

    monkeypatch.setattr(learner_module, "objective", compute)
    assert parted.step(x) == 16
    assert calls == [64, 32, 32, 16, 16, 16, 16]
    for one, other in zip(whole.model.parameters(), parted.model.parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad, atol=1e-6, rtol=1e-4)


def test_that_uneven_parts_weigh_by_their_images(monkeypatch):
    whole, parted = new("map", batch_size=7), new("map", batch_size=7)
    x = images(7)
    whole.step(x)
    limited(monkeypatch, 3)
    assert parted.step(x) == 3
    for one, other in zip(whole.model.parameters(), parted.model.parameters(), strict=True):
        torch.testing.assert_close(one.grad, other.grad, atol=1e-6, rtol=1e-4)


def test_that_no_memory_for_one_image_ends_the_training(monkeypatch):
    learner = new("ae")
    limited(monkeypatch, 0)
    with pytest.raises(TrainingError, match="memory is too small"):
        learner.step(images())


def test_that_no_memory_for_the_optimiser_ends_the_training(monkeypatch):
    learner = new("ae")

    def refuse() -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(learner._optimiser, "step", refuse)
    with pytest.raises(TrainingError, match="memory is too small"):
        learner.step(images())


def test_that_another_failure_is_not_taken_for_a_want_of_memory(monkeypatch):
    limited(monkeypatch, 0, RuntimeError("a defect"))
    with pytest.raises(RuntimeError, match="a defect"):
        new("ae").step(images())


@pytest.mark.parametrize("kind", ["ae", "map", "vae"])
def test_that_the_first_broken_step_is_named(kind):
    learner = new(kind)
    for _ in range(3):
        learner.step(images())
    learner.look_at_losses()
    learner.step(images())
    with torch.no_grad():
        next(learner.model.decoder.parameters()).fill_(float("nan"))
    learner.step(images())
    learner.step(images())
    with pytest.raises(NonFiniteLossError, match=f"{kind.upper()} is not a finite number at step 5"):
        learner.finish_epoch()


@pytest.mark.parametrize("kind", ["ae", "vae"])
def test_that_a_learned_variance_becomes_the_mean_squared_residual(kind):
    model = digit_spec(kind, likelihood="gaussian", c="auto")
    learner = Learner(model, TrainingSpec(batch_size=100, learning_rate=5e-3), 1600, CPU)
    data = images(400)
    order = torch.Generator().manual_seed(1)
    for _ in range(400):
        for batch in torch.split(torch.randperm(400, generator=order), 100):
            learner.step(data[batch])
    pixels = torch.tensor(digit_images()[:400].reshape(400, -1))
    terms = evaluate(learner.model, pixels, samples=20)
    assert terms.c == pytest.approx(terms.squared_error / 64, rel=0.03)
    assert terms.c != pytest.approx(0.05, rel=0.1)


def test_that_weights_decay_and_a_learned_variance_does_not():
    model = digit_spec("ae", likelihood="gaussian", c="auto")
    plain, decaying = (
        Learner(model, TrainingSpec(batch_size=64, weight_decay=decay, learning_rate=1e-2), 50, CPU)
        for decay in (0.0, 5.0)
    )
    for learner in (plain, decaying):
        for _ in range(20):
            learner.step(images())
    norms = [sum(p.square().sum() for p in one.model.decoder.parameters()) for one in (plain, decaying)]
    assert norms[1] < 0.8 * norms[0]
    groups = decaying._optimiser.param_groups
    assert [group["weight_decay"] for group in groups] == [5.0, 0.0]


def test_that_a_seed_fixes_the_noise_too():
    one, same, other = (
        Learner(digit_spec("vae"), TrainingSpec(batch_size=64, seed=seed), 9, CPU) for seed in (4, 4, 5)
    )
    with torch.no_grad():
        other.model.load_state_dict(one.model.state_dict())
    for learner in (one, same, other):
        learner.step(images())
    assert same_weights(one.model.state_dict(), same.model.state_dict())
    assert not same_weights(one.model.state_dict(), other.model.state_dict())
    assert one.finish_epoch() == same.finish_epoch()
