"""Training in the window against the same training without one."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.conftest import Player

WANTED_RATIO = 0.9
ROUNDS = 3


@pytest.mark.timeout(1200)
def test_that_the_window_hardly_slows_training(
    benchmark: Any, play: Player, mnist_folder: Path, project_root: Path
) -> None:
    def alone_s() -> dict[str, float]:
        arguments = [sys.executable, "-m", "tests.benchmarks.plain_run", str(mnist_folder)]
        done = subprocess.run(arguments, cwd=project_root, capture_output=True, text=True, check=True)
        figures: dict[str, float] = json.loads(done.stdout)
        return figures

    def pair() -> tuple[dict[str, float], dict[str, float]]:
        return alone_s(), play("train_in_window", mnist_folder).figures

    pairs = [pair() for _ in range(ROUNDS - 1)]
    pairs.append(benchmark.pedantic(pair, rounds=1))
    ratio = statistics.median(alone["seconds"] / window["seconds"] for alone, window in pairs)
    benchmark.extra_info.update(ratio=ratio, pairs=pairs)
    assert ratio >= WANTED_RATIO, benchmark.extra_info
