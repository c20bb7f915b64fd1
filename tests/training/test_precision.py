from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from tests.training.run import digit_spec, run
from vae_explorer.autoencoders.model import build_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.training import precision as precision_module
from vae_explorer.training.event import TrainingStarted
from vae_explorer.training.loop import TrainingSpec, train
from vae_explorer.training.objective import objective
from vae_explorer.training.precision import resolve_precision

CPU = torch.device("cpu")
LARGE = ModelSpec(kind="vae", image_shape=(28, 28, 1))
SMALL = ModelSpec(kind="vae", image_shape=(8, 8, 1))
CONVOLUTIONS = ModelSpec(kind="vae", image_shape=(28, 28, 1), network="conv", hidden=(32, 64))


@pytest.fixture(params=[0.8, 2.0])
def gain(request, monkeypatch) -> float:
    monkeypatch.setattr(precision_module, "bfloat16_gain", lambda: request.param)
    return request.param


def test_that_auto_takes_bfloat16_only_where_a_large_network_gains_by_it(gain):
    assert resolve_precision("auto", [LARGE], CPU) == ("bfloat16" if gain > 1 else "float32")
    assert resolve_precision("auto", [SMALL, LARGE], CPU) == ("bfloat16" if gain > 1 else "float32")
    for others in ([SMALL], [CONVOLUTIONS], [ModelSpec(kind="pca", image_shape=(99, 99, 1))]):
        assert resolve_precision("auto", others, CPU) == "float32"
    assert resolve_precision("auto", [LARGE], torch.device("cuda")) == "float32"


@pytest.mark.parametrize("asked", ["float32", "bfloat16"])
def test_that_what_is_asked_for_is_taken(gain, asked):
    assert resolve_precision(asked, [SMALL, LARGE], CPU) == asked


def test_that_what_else_the_computer_does_does_not_decide_the_precision(monkeypatch):
    bare = precision_module.bfloat16_gain.__wrapped__
    products = itertools.count()

    def seconds(dtype: torch.dtype) -> float:
        """Return what a product takes on a processor that gains nothing, busy at first and now and then."""
        number = next(products)
        disturbance = 20 if number < 6 or number == 12 else 0
        return (2 if dtype == torch.bfloat16 else 1) + (disturbance if dtype == torch.float32 else 0)

    monkeypatch.setattr(precision_module, "_seconds", seconds)
    threads = torch.get_num_threads()
    assert bare() == 0.5
    assert torch.get_num_threads() == threads


def test_that_a_run_says_which_precision_it_computes_in(few, monkeypatch):
    monkeypatch.setattr(precision_module, "bfloat16_gain", lambda: 2.0)
    events = train([digit_spec("vae", hidden=(2048, 256))], few, TrainingSpec(epochs=1), device="cpu")
    started = next(events)
    events.close()
    assert isinstance(started, TrainingStarted)
    assert started.training.precision == "bfloat16"


def test_that_bfloat16_computes_nearly_the_same_objective_and_leaves_it_in_float32(digits):
    model = build_autoencoder(digit_spec("vae"))
    images = torch.tensor(digits.train[:256].reshape(256, -1)).float() / 255
    exact, short = (
        objective(model, images, torch.Generator().manual_seed(0), precision)
        for precision in ("float32", "bfloat16")
    )
    assert short.loss.dtype == torch.float32
    assert short.loss.item() != exact.loss.item()
    assert short.loss.item() == pytest.approx(exact.loss.item(), rel=2e-3)


def test_that_training_in_bfloat16_reaches_nearly_the_same_test_loss(digits):
    spec = digit_spec("vae", hidden=(64, 32))
    reached = {
        precision: run(spec, digits, epochs=8, precision=precision).epochs[-1].records[0].test.total_nats
        for precision in ("float32", "bfloat16")
    }
    assert reached["bfloat16"] == pytest.approx(reached["float32"], abs=0.3)
    assert np.isfinite(list(reached.values())).all()


def test_that_weights_and_optimiser_stay_in_float32(few):
    result = run(digit_spec("ae"), few, epochs=1, precision="bfloat16")
    weights = result.snapshots()[-1].weights
    assert {weight.dtype for weight in weights.values()} == {torch.float32}
