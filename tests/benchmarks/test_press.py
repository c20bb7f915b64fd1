"""From a press on a map to the decoded picture on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.conftest import Player
from tests.benchmarks.figure import percentile


@pytest.mark.parametrize(("scenario", "limit_s"), [("press_idle", 0.016), ("press_training", 0.050)])
def test_that_a_press_is_answered_by_a_picture(
    benchmark: Any, play: Player, mnist_folder: Path, scenario: str, limit_s: float
) -> None:
    session = benchmark.pedantic(play, args=(scenario, mnist_folder), rounds=1)
    durations = session.figures["durations"]
    assert session.status == 0
    assert len(durations) >= 200
    p95 = percentile(durations, 95)
    benchmark.extra_info.update(
        p50_s=percentile(durations, 50), p95_s=p95, worst_s=max(durations), presses=len(durations)
    )
    assert p95 <= limit_s, benchmark.extra_info
