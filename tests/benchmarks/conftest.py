"""Sessions of the real program in processes of their own, on a virtual display where the system has one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TIMEOUT_S = 500


@dataclass(frozen=True)
class Session:
    """A session that has ended; times are those of ``time.time``."""

    started_at: float
    ended_at: float
    status: int
    figures: dict[str, Any]


Player = Callable[..., Session]


@pytest.fixture(scope="session")
def display() -> Iterator[dict[str, str]]:
    """Return the environment of a program with an X display of its own; without Xvfb it draws offscreen."""
    server = shutil.which("Xvfb")
    if server is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    arguments = [server, "-displayfd", str(writing), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(arguments, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{number}"}
    process.terminate()
    process.wait()


@pytest.fixture
def play(display: dict[str, str], project_root: Path) -> Player:
    """Return a function that starts the program, lets a scenario act in it, and returns what came of it."""

    def play_it(scenario: str, dataset: Path | str | None = None) -> Session:
        arguments = [sys.executable, "-m", "tests.benchmarks.session", scenario]
        if dataset is not None:
            arguments.append(str(dataset))
        started_at = time.time()
        ended = subprocess.run(
            arguments,
            cwd=project_root,
            env=os.environ | display,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )
        ended_at = time.time()
        lines = ended.stdout.splitlines()
        assert lines, ended.stderr
        return Session(started_at, ended_at, ended.returncode, json.loads(lines[-1]))

    return play_it
