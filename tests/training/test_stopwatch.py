from __future__ import annotations

from types import SimpleNamespace

import pytest

from vae_explorer.training import stopwatch
from vae_explorer.training.stopwatch import Stopwatch


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    fake = Clock()
    monkeypatch.setattr(stopwatch, "time", SimpleNamespace(perf_counter=fake.perf_counter))
    return fake


def test_that_only_the_turns_count(clock):
    watch = Stopwatch()
    assert watch.seconds == 0
    for turn, break_ in ((3.0, 100.0), (4.0, 1000.0)):
        watch.start()
        clock.now += turn
        watch.stop()
        clock.now += break_
    assert watch.seconds == 7


def test_that_the_turn_under_way_counts(clock):
    watch = Stopwatch()
    watch.start()
    clock.now += 2
    assert watch.seconds == 2
    clock.now += 2
    assert watch.seconds == 4


def test_that_starting_or_stopping_twice_changes_nothing(clock):
    watch = Stopwatch()
    watch.stop()
    watch.start()
    clock.now += 2
    watch.start()
    clock.now += 2
    watch.stop()
    watch.stop()
    assert watch.seconds == 4
