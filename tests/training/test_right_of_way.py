"""Training stands back while somebody waits for an answer, and never for long."""

from __future__ import annotations

import threading

import pytest

from vae_explorer.training import right_of_way
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.right_of_way import RightOfWay


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(right_of_way, "time", stopped)
    return stopped


def test_that_training_waits_until_the_way_is_given_back() -> None:
    way, passed = RightOfWay(), threading.Event()
    control = TrainingControl(way)
    way.take()

    def learn() -> None:
        control.stand_back()
        passed.set()

    # Without an end of its own the wait would last until the test is given up.
    thread = threading.Thread(target=learn)
    thread.start()
    assert way.is_taken
    way.give()
    assert passed.wait(10)
    thread.join()
    control.stand_back()


def test_that_training_goes_on_where_nobody_gives_the_way_back() -> None:
    way = RightOfWay()
    way.take()
    way.wait()
    assert not way.is_taken


def test_that_the_window_has_the_way_for_half_of_the_time_at_most(clock: Clock) -> None:
    way, taken_s = RightOfWay(), 0.0
    for _ in range(1000):
        way.take()
        taken_s += 0.001 if way.is_taken else 0.0
        clock.now += 0.001
        if round(1000 * clock.now) % 7 == 0:
            way.give()
    assert 0.3 < taken_s <= 0.505


def test_that_nobody_who_stops_training_waits_for_the_window() -> None:
    way, other = RightOfWay(), RightOfWay()
    control, stopped = TrainingControl(way), TrainingControl(other)
    way.take()
    control.cancel()
    assert not way.is_taken
    stopped.cancel()
    other.take()
    stopped.stand_back()
    # Who has waited in vain gives the way back.
    assert other.is_taken


def test_that_a_training_without_a_window_never_waits() -> None:
    TrainingControl().stand_back()
