from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import same_weights
from tests.training.run import Run, digit_spec, run, same_snapshots
from vae_explorer.training.learner import Learner

ALL = (
    digit_spec("pca"),
    digit_spec("ae"),
    digit_spec("map", likelihood="gaussian", c="auto"),
    digit_spec("vae"),
    digit_spec("vae", network="conv", hidden=(4, 6)),
)


def figures(result: Run, position: int) -> list[tuple]:
    """Return all losses of a model, exactly."""
    return [(event.records[position].train, event.records[position].test) for event in result.epochs]


def test_that_the_same_seed_gives_the_same_bits(few):
    first, second = (run(ALL, few, epochs=3, seed=11) for _ in range(2))
    for position in range(len(ALL)):
        assert same_snapshots(first.snapshots(position), second.snapshots(position))
        assert figures(first, position) == figures(second, position)


def test_that_another_seed_gives_others(few):
    first, second = (run(ALL, few, epochs=1, seed=seed) for seed in (11, 12))
    for position, spec in enumerate(ALL):
        weights = [result.snapshots(position)[-1].weights for result in (first, second)]
        assert same_weights(*weights) == (spec.kind == "pca")


@pytest.mark.parametrize("position", range(1, len(ALL)))
def test_that_a_model_learns_the_same_alone_and_beside_others(few, position):
    together = run(ALL, few, epochs=2)
    alone = run(ALL[position], few, epochs=2)
    assert same_snapshots(together.snapshots(position), alone.snapshots())
    assert figures(together, position) == figures(alone, 0)


def batches(monkeypatch, data, **options) -> list[torch.Tensor]:
    """Return the batches that the learners were given."""
    seen = []
    step = Learner.step

    def observed(learner, images):
        seen.append(images.clone())
        return step(learner, images)

    with monkeypatch.context() as patch:
        patch.setattr(Learner, "step", observed)
        run(digit_spec("ae"), data, **options)
    return seen


def test_that_every_epoch_shows_every_image_once_in_an_order_of_its_own_that_the_seed_fixes(few, monkeypatch):
    first, same, other = (batches(monkeypatch, few, epochs=2, batch_size=50, seed=seed) for seed in (1, 1, 2))
    assert [len(batch) for batch in first] == [50] * 8
    epochs = [torch.cat(part) for part in (first[:4], first[4:], other[:4], other[4:])]
    everything = sorted((few.train.reshape(200, 64) / np.float32(255)).sum(axis=1).tolist())
    for epoch in epochs:
        assert sorted(epoch.sum(dim=1).tolist()) == pytest.approx(everything)
    assert not any(torch.equal(epochs[a], epochs[b]) for a in range(4) for b in range(a))
    assert all(torch.equal(*pair) for pair in zip(first, same, strict=True))


def test_that_twins_stay_twins(few):
    result = run([digit_spec("vae"), digit_spec("vae")], few, epochs=2)
    assert same_snapshots(result.snapshots(0), result.snapshots(1))


def test_that_snapshots_do_not_disturb_the_learning(few):
    rare, often = (run(ALL, few, epochs=2, snapshot_interval_s=interval) for interval in (None, 0.0))
    for position in range(len(ALL)):
        assert same_weights(rare.snapshots(position)[-1].weights, often.snapshots(position)[-1].weights)


def test_that_the_common_random_numbers_are_neither_used_nor_moved(few):
    torch.manual_seed(1)
    np.random.seed(1)  # noqa: NPY002
    first = run(ALL, few, epochs=1)
    drawn = torch.rand(2), np.random.rand(2)  # noqa: NPY002
    torch.manual_seed(1)
    np.random.seed(1)  # noqa: NPY002
    expected = torch.rand(2), np.random.rand(2)  # noqa: NPY002
    assert torch.equal(drawn[0], expected[0])
    np.testing.assert_array_equal(drawn[1], expected[1])
    assert same_snapshots(run(ALL, few, epochs=1).snapshots(3), first.snapshots(3))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this computer has no CUDA device")
def test_that_the_same_seed_gives_the_same_bits_on_cuda(few):
    first, second = (run(ALL, few, epochs=2, device="cuda") for _ in range(2))
    for position in range(len(ALL)):
        assert same_snapshots(first.snapshots(position), second.snapshots(position))
    assert first.started.device == "cuda:0"
