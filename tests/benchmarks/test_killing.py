"""Training killed at a hundred random moments: whole files, and little lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import killing

KILLS = 100


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
def test_that_a_hundred_kills_tear_no_file_and_lose_no_minute(
    benchmark, tmp_path: Path, project_root: Path
) -> None:
    words = [sys.executable, killing.__file__, str(tmp_path), str(KILLS), "7"]
    environment = {**os.environ, "PYTHONPATH": str(project_root), "OMP_NUM_THREADS": "1"}
    done = benchmark.pedantic(
        subprocess.run, (words,), {"capture_output": True, "text": True, "env": environment}, rounds=1
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    print(result)
    assert result["kills"] == KILLS
    assert result["torn"] == []
    assert result["most_lost_s"] < 60
    assert result["is_equal"]
