from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def check(root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


def test_that_ruff_finds_nothing(project_root):
    check(project_root, "ruff", "check", "--no-fix", ".")


def test_that_the_source_is_formatted(project_root):
    check(project_root, "ruff", "format", "--check", ".")


@pytest.mark.timeout(600)
def test_that_the_types_agree(project_root):
    check(project_root, "mypy")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_that_the_bootstrap_agrees_on_other_systems(project_root, system):
    check(project_root, "mypy", "--platform", system, "bootstrap.py")
