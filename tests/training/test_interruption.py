"""Pausing and stopping a run, from the thread that reads its events and from others."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from tests.training.run import Run, digit_spec, run, same_snapshots
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training import album, evaluation, stopwatch
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import (
    EpochFinished,
    SnapshotTaken,
    TrainingEvent,
    TrainingFinished,
    TrainingLeft,
)
from vae_explorer.training.examination import Examination
from vae_explorer.training.images import TrainingData
from vae_explorer.training.learner import Learner
from vae_explorer.training.loop import train

PAIR = (digit_spec("ae"), digit_spec("vae"))
WAIT_S = 30


def start(
    data: TrainingData, control: TrainingControl, *, epochs: int = 1000, **options
) -> Iterator[TrainingEvent]:
    return train(
        PAIR, data, TrainingSpec(epochs=epochs, batch_size=32), device="cpu", control=control, **options
    )


@pytest.fixture
def on_step(monkeypatch) -> list[Callable[[Learner], None]]:
    """Return the functions that are called before every step of every model."""
    called: list[Callable[[Learner], None]] = []
    step = Learner.step

    def observed(learner: Learner, images: torch.Tensor) -> int | None:
        for function in called:
            function(learner)
        return step(learner, images)

    monkeypatch.setattr(Learner, "step", observed)
    return called


def test_that_a_run_cancelled_before_it_starts_only_says_so(few):
    control = TrainingControl()
    control.cancel()
    result = Run(tuple(start(few, control)))
    assert not result.epochs
    assert result.finished == TrainingFinished(0.0, 0.0, 0.0, is_cancelled=True)


def test_that_cancelling_ends_the_run_before_its_next_batch(few, on_step):
    control = TrainingControl()
    steps = []
    on_step.append(lambda learner: steps.append(control.is_cancelled))
    on_step.append(lambda learner: len(steps) == 2 * 9 and control.cancel())
    result = Run(tuple(start(few, control)))
    assert len(steps) == 2 * 9
    # Nine batches of seven an epoch: both models have seen the same ones.
    assert result.finished.epoch == pytest.approx(9 / 7)
    assert result.finished.is_cancelled
    assert len(result.epochs) == 1


def test_that_another_thread_can_cancel_at_any_time(few, on_step):
    control = TrainingControl()
    is_running = threading.Event()
    after = []
    on_step.append(lambda learner: is_running.set())
    on_step.append(lambda learner: after.append(1) if control.is_cancelled else None)

    def cancel() -> None:
        assert is_running.wait(WAIT_S)
        control.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    result = Run(tuple(start(few, control, epochs=100_000)))
    thread.join()
    assert result.finished.is_cancelled
    # At most the batch that was under way.
    assert len(after) <= len(PAIR)


@pytest.mark.parametrize("moment", [EpochFinished, SnapshotTaken])
def test_that_the_reader_of_the_events_can_cancel(few, moment):
    control = TrainingControl()
    events = []
    for event in start(few, control):
        events.append(event)
        if isinstance(event, moment):
            control.cancel()
    assert [type(event) for event in events[-3:]] == [moment, TrainingLeft, TrainingFinished]
    assert events[-1].is_cancelled


def test_that_cancelling_interrupts_the_measuring_too(few, monkeypatch):
    control = TrainingControl()
    monkeypatch.setattr(evaluation, "_BLOCK", 10)
    kl = evaluation.kl_to_standard_normal

    def cancel(*codes):
        control.cancel()
        return kl(*codes)

    monkeypatch.setattr(evaluation, "kl_to_standard_normal", cancel)
    result = Run(tuple(start(few, control)))
    assert not result.epochs
    assert result.finished.is_cancelled
    assert result.finished.epoch == 1


@pytest.mark.parametrize("end", ["finished", "learning", "measuring", "left"])
def test_that_the_networks_of_a_run_are_gone_with_it(few, on_step, monkeypatch, no_collector, end):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    control = TrainingControl()
    alive = []
    on_step.append(lambda learner: alive.extend([weakref.ref(learner), weakref.ref(learner.model)]))
    if end == "learning":
        on_step.append(lambda learner: control.cancel())
    if end == "measuring":
        monkeypatch.setattr(evaluation, "_BLOCK", 10)
        kl = evaluation.kl_to_standard_normal
        monkeypatch.setattr(
            evaluation, "kl_to_standard_normal", lambda *codes: control.cancel() or kl(*codes)
        )
    events = start(few, control, epochs=1)
    for event in events:
        if end == "left" and isinstance(event, EpochFinished):
            break
    events.close()
    assert isinstance(event, EpochFinished if end == "left" else TrainingFinished)
    assert alive
    assert not [each for each in alive if each() is not None]


def test_that_a_run_that_came_to_its_end_was_not_cancelled(few):
    control = TrainingControl()
    events = []
    for event in start(few, control, epochs=2):
        events.append(event)
        if isinstance(event, EpochFinished) and event.records[0].epoch == 2:
            control.cancel()
    assert events[-1].epoch == 2
    assert not events[-1].is_cancelled


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def read(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    fake = Clock()
    both = SimpleNamespace(perf_counter=fake.read, monotonic=fake.read)
    monkeypatch.setattr(stopwatch, "time", both)
    monkeypatch.setattr(album, "time", both)
    return fake


@pytest.mark.parametrize(("seconds_a_step", "has_last"), [(0.001, False), (0.5, True)])
def test_that_a_cancelled_run_keeps_what_it_learned_for_a_second_or_more(
    few, on_step, clock, seconds_a_step, has_last
):
    control = TrainingControl()
    steps = []

    def pass_time(learner: Learner) -> None:
        steps.append(1)
        clock.now += seconds_a_step / len(PAIR)
        if len(steps) == 2 * 5:
            control.cancel()

    on_step.append(pass_time)
    result = Run(tuple(start(few, control, epochs=1)))
    # One of the two may have been a little ahead of the other.
    batches = round(result.finished.epoch * 7)
    assert 5 <= batches == len(steps) / 2 <= 7
    assert result.finished.seconds == pytest.approx(batches * seconds_a_step, abs=seconds_a_step)
    assert result.finished.images_per_second == pytest.approx(
        min(32 * batches, 200) / result.finished.seconds
    )
    last = result.snapshots()[-1]
    assert (last.epoch == pytest.approx(batches / 7)) == has_last
    assert last.is_frame != has_last


class Waiting(TrainingControl):
    """Says when a run has come to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waiting = threading.Event()

    def wait_while_paused(self) -> None:
        self.is_waiting.set()
        super().wait_while_paused()


class LongPause(TrainingControl):
    """Every pause lasts a thousand seconds of the test's clock, and none of anybody's."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.pauses = 0

    def wait_while_paused(self) -> None:
        self.clock.now += 1000
        self.pauses += 1
        self.resume()


def collect(
    data: TrainingData, control: TrainingControl, epochs: int
) -> tuple[threading.Thread, list[TrainingEvent]]:
    events: list[TrainingEvent] = []
    thread = threading.Thread(target=lambda: events.extend(start(data, control, epochs=epochs)))
    thread.start()
    return thread, events


def test_that_a_paused_run_stands_still_and_goes_on_as_if_nothing_had_been(few, on_step):
    expected = run(PAIR, few, epochs=3, batch_size=32)
    control = Waiting()
    steps = []
    on_step.append(lambda learner: steps.append(1))
    on_step.append(lambda learner: len(steps) == 2 * 9 and control.pause())
    thread, events = collect(few, control, epochs=3)
    assert control.is_waiting.wait(WAIT_S)
    # What one of them had begun, or what already lay before them, both have done.
    before = len(steps)
    assert 2 * 9 <= before <= 2 * 12
    assert before % 2 == 0
    assert thread.is_alive()
    assert len(steps) == before
    control.resume()
    thread.join(WAIT_S)
    result = Run(tuple(events))
    assert len(steps) == 2 * 7 * 3
    for position in range(len(PAIR)):
        assert same_snapshots(result.snapshots(position), expected.snapshots(position))
    assert [[record.test for record in event.records] for event in result.epochs] == [
        [record.test for record in event.records] for event in expected.epochs
    ]


def test_that_a_paused_run_can_be_cancelled(few, on_step):
    control = Waiting()
    on_step.append(lambda learner: control.pause())
    thread, events = collect(few, control, epochs=3)
    assert control.is_waiting.wait(WAIT_S)
    control.cancel()
    thread.join(WAIT_S)
    assert not thread.is_alive()
    result = Run(tuple(events))
    assert result.finished.is_cancelled
    # What lay before the models when they were told to pause, they have done.
    assert 1 <= round(result.finished.epoch * 7) <= 4


def test_that_a_pause_is_no_training_time(few, on_step, clock):
    control = LongPause(clock)

    def pass_time(learner: Learner) -> None:
        clock.now += 0.5
        control.pause()

    on_step.append(pass_time)
    result = Run(tuple(start(few, control, epochs=1)))
    assert 2 <= control.pauses <= 6
    # Two models times seven batches, half a second each.
    assert result.finished.seconds == pytest.approx(7.0)
    assert result.finished.images_per_second == pytest.approx(200 / 7)


def test_that_what_the_reader_does_while_nobody_learns_is_no_training_time(few, on_step, clock, monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    on_step.append(lambda learner: setattr(clock, "now", clock.now + 0.5))
    events = []
    for event in start(few, TrainingControl(), epochs=2):
        clock.now += 1000
        events.append(event)
    assert Run(tuple(events)).finished.seconds == pytest.approx(14.0)


def test_that_measuring_an_epoch_is_no_training_time_after_a_glance_either(few, on_step, clock, monkeypatch):
    # Two threads would lose steps of a clock that both turn.
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)
    on_step.append(lambda learner: setattr(clock, "now", clock.now + 0.25))
    records = Examination.records

    def slow(examination: Examination, *facts: Any) -> Any:
        clock.now += 1000
        return records(examination, *facts)

    monkeypatch.setattr(Examination, "records", slow)
    result = Run(tuple(start(few, TrainingControl(), epochs=70, snapshot_interval_s=0.0)))
    # More epochs than frames: some end with a glance. Two models, seven batches each.
    assert len(result.snapshots()) > 70
    assert result.finished.seconds == pytest.approx(70 * 14 * 0.25)


def test_that_an_earlier_frame_survives_the_cancelling(few, on_step):
    control = TrainingControl()
    steps = []
    on_step.append(lambda learner: steps.append(1))
    on_step.append(lambda learner: len(steps) == 2 * 8 and control.cancel())
    result = Run(tuple(start(few, control)))
    assert [snapshot.epoch for snapshot in result.snapshots()][:2] == [0, 1]
    assert np.isfinite(result.snapshots()[1].mu).all()
