"""The recorded step; where there is no CUDA device, the recording is replaced by doing the work each time."""

from __future__ import annotations

import contextlib

import pytest
import torch

from tests.autoencoders.sample import digit_images, same_weights
from tests.training.run import digit_spec, run
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training import acceleration
from vae_explorer.training import learner as learner_module
from vae_explorer.training.evaluation import to_float
from vae_explorer.training.event import CompilationFailed
from vae_explorer.training.learner import Learner
from vae_explorer.training.observation import watched_step
from vae_explorer.training.step_graph import WARM_UP_STEPS

CPU = torch.device("cpu")
BATCH = 32


class Repetition:
    """Does on the CPU what a CUDA graph does on its device."""

    def __init__(self, device: torch.device) -> None:
        self.work = None
        self.asides = self.replays = 0

    @contextlib.contextmanager
    def aside(self):
        self.asides += 1
        yield

    def record(self, work, generator) -> None:
        assert self.work is None
        self.work = work

    def replay(self) -> None:
        self.replays += 1
        self.work()


class Refusal(Repetition):
    def record(self, work, generator) -> None:
        generator.manual_seed(999)
        raise RuntimeError("CUDA error: operation not permitted when stream is capturing")


@pytest.fixture(params=[Repetition])
def recording(request, monkeypatch):
    """Let learners on the CPU believe that their steps can be recorded, and return the recordings."""
    made = []

    def make(device):
        made.append(request.param(device))
        return made[-1]

    monkeypatch.setattr(learner_module, "is_recorded", lambda training, *_: training.compilation != "off")
    monkeypatch.setattr(learner_module, "CudaRecording", make)
    monkeypatch.setattr(acceleration, "find_compiler", lambda: "c++")
    return made


def pair(device: torch.device = CPU, **changes) -> tuple[Learner, Learner]:
    """Return the same learner twice: one records its steps, the other does not."""
    graph, plain = (
        Learner(
            digit_spec(**{"kind": "vae", **changes}),
            TrainingSpec(batch_size=BATCH, compilation=kind),
            40,
            device,
        )
        for kind in ("on", "off")
    )
    return graph, plain


def batch(number: int, count: int = BATCH, device: torch.device = CPU) -> torch.Tensor:
    rows = digit_images()[number * BATCH : number * BATCH + count].reshape(count, -1)
    return to_float(torch.tensor(rows)).to(device)


def learn(learner: Learner, device: torch.device = CPU) -> list[float]:
    """Take steps of every sort: whole batches, a smaller one, another c, and one that is watched."""
    rates = []
    for number in range(14):
        if number == 9:
            learner.change_c(3.0)
        if number == 11:
            watched_step(learner, batch(number, device=device))
        else:
            learner.step(batch(number, 7 if number == 6 else BATCH, device))
        rates.append(learner.rate)
        if number == 8:
            learner.look_at_losses()
    return rates


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "ae"},
        {"kind": "map", "network": "conv", "hidden": (4,)},
        {"likelihood": "gaussian", "c": 0.1},
        {"likelihood": "gaussian", "c": "auto"},
    ],
)
def test_that_recorded_steps_are_the_ordinary_ones(recording, changes):
    graph, plain = pair(**changes)
    assert learn(graph) == pytest.approx(learn(plain), rel=1e-6)
    (made,) = recording
    assert (made.asides, made.replays) == (WARM_UP_STEPS, 14 - WARM_UP_STEPS - 2)
    # The rate lies in a tensor of single precision: the last bit may differ.
    for one, other in zip(graph.model.parameters(), plain.model.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=2e-6)
    sums, same = graph.finish_epoch(), plain.finish_epoch()
    assert sums.total_nats == pytest.approx(same.total_nats, rel=1e-5)
    assert torch.equal(graph.state().noise, plain.state().noise)


def test_that_a_recorded_run_goes_on_from_where_it_was_left(recording):
    graph, _ = pair()
    for number in range(6):
        graph.step(batch(number))
    graph.look_at_losses()
    again = Learner(
        graph.model.spec, TrainingSpec(batch_size=BATCH, compilation="on"), 40, CPU, graph.state()
    )
    for learner in (graph, again):
        for number in range(6, 12):
            learner.step(batch(number))
    assert same_weights(graph.model.state_dict(), again.model.state_dict())
    assert graph.finish_epoch() == again.finish_epoch()


@pytest.mark.parametrize("bad", [1, 5, 8])
def test_that_the_first_broken_step_is_named(recording, bad):
    graph, _ = pair()
    for number in range(10):
        images = batch(number)
        if number >= bad:
            images[0, 0] = torch.nan
        graph.step(images)
    with pytest.raises(NonFiniteLossError, match=f"at step {bad + 1}$|at step {bad + 1};"):
        graph.look_at_losses()


@pytest.mark.parametrize("recording", [Refusal], indirect=True)
def test_that_what_cannot_be_recorded_is_learnt_without_and_said(recording, few):
    refused = run(digit_spec("vae"), few, epochs=2, batch_size=BATCH)
    plain = run(digit_spec("vae"), few, epochs=2, batch_size=BATCH, compilation="off")
    (event,) = refused.of(CompilationFailed)
    assert "cannot be recorded as a CUDA graph (CUDA error: operation not" in event.error.one_line()
    assert refused.epochs[-1].records[0].test.total_nats == pytest.approx(
        plain.epochs[-1].records[0].test.total_nats, rel=1e-6
    )


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
@pytest.mark.parametrize("changes", [{}, {"kind": "ae"}, {"likelihood": "gaussian", "c": "auto"}])
def test_that_a_cuda_graph_takes_the_ordinary_steps(changes):
    device = torch.device("cuda", 0)
    graph, plain = pair(device, **changes)
    assert learn(graph, device) == pytest.approx(learn(plain, device), rel=1e-6)
    assert graph.take_refusal() is None
    for one, other in zip(graph.model.parameters(), plain.model.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-5)
    assert graph.finish_epoch().total_nats == pytest.approx(plain.finish_epoch().total_nats, rel=1e-4)
