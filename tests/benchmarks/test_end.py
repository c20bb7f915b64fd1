"""How soon a run stops, how soon the program closes, and that nothing is left of many runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.conftest import Player

STOPPED_S = 0.1
GONE_S = 3.0
GROWTH_MB = 20
COUNTS = ("threads", "qthreads", "timers")
# What one run shows and another does not, such as a line of the legend; what piles up is there 200 times.
SHOWN = 20


def test_that_training_stops_when_stop_is_pressed(benchmark: Any, play: Player, mnist_folder: Path) -> None:
    session = benchmark.pedantic(play, args=("stop", mnist_folder), rounds=1)
    durations = session.figures["durations"]
    benchmark.extra_info.update(worst_s=max(durations), stops=len(durations))
    assert session.status == 0
    assert max(durations) <= STOPPED_S, sorted(durations)


def test_that_closing_ends_the_process_while_two_models_learn(
    benchmark: Any, play: Player, mnist_folder: Path
) -> None:
    session = benchmark.pedantic(play, args=("close", mnist_folder), rounds=1)
    gone_s = session.ended_at - session.figures["closed_at"]
    benchmark.extra_info.update(gone_s=gone_s)
    assert session.status == 0
    assert gone_s <= GONE_S


@pytest.mark.timeout(600)
def test_that_two_hundred_runs_leave_nothing_behind(benchmark: Any, play: Player) -> None:
    session = benchmark.pedantic(play, args=("cycle", "digits"), rounds=1)
    before, after = session.figures["before"], session.figures["after"]
    benchmark.extra_info.update(before=before, after=after)
    assert session.status == 0
    assert {name: after[name] for name in COUNTS} == {name: before[name] for name in COUNTS}
    more = Counter(after["kinds"]) - Counter(before["kinds"])
    assert {kind: count for kind, count in more.items() if count >= SHOWN} == {}
    assert after["resident_mb"] - before["resident_mb"] < GROWTH_MB, benchmark.extra_info
