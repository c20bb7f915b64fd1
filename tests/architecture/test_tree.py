from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, modules

TOP_LEVEL = {
    *(".ci", ".gitignore", "LICENSE", "README.md", "README.zh-CN.md", "bootstrap.py", "constraints.txt"),
    *("pyproject.toml", "models", "resources", "tests", "vae_explorer"),
}
TEST_FOLDERS = {
    *("analysis", "architecture", "autoencoders", "benchmarks", "cli", "data", "journeys", "state"),
    *("training", "ui", "workers"),
}
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "common", "misc", "core", "base"}

# Put together here, so that this file does not find itself.
PRIVATE_PLACES = [
    *(f"/{folder}/" for folder in ("home", "root", "Users", "work")),
    *("Users" + chr(92), "/mnt" + "/c/"),
]
REGISTRIES = ["pypi" + ".org", "python" + "hosted.org", "download.py" + "torch.org", "deb.deb" + "ian.org"]


@pytest.fixture(scope="module")
def tracked(project_root) -> list[Path]:
    """Return the files that belong to the project."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=project_root, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no git checkout, so nothing says which files belong to it")
    return [project_root / name for name in done.stdout.decode().split("\0") if name]


def test_that_nothing_else_lies_at_the_top(tracked, project_root):
    assert {file.relative_to(project_root).parts[0] for file in tracked} <= TOP_LEVEL


def test_that_the_tests_mirror_the_package(tracked, project_root):
    inside = {
        parts[1]
        for file in tracked
        if len(parts := file.relative_to(project_root).parts) > 2 and parts[0] == "tests"
    }
    assert inside <= TEST_FOLDERS


def test_that_every_module_has_a_name_that_says_something():
    words = {file: set(file.stem.strip("_").split("_")) for file in modules()}
    assert [str(file.relative_to(PACKAGE)) for file, parts in words.items() if parts & EMPTY_NAMES] == []


@pytest.mark.parametrize("text", [*PRIVATE_PLACES, *REGISTRIES])
def test_that_no_file_names_somebodys_computer_or_a_registry(tracked, text, project_root):
    before = rb"(?<![\w.])" if text in PRIVATE_PLACES else rb""
    pattern = re.compile(before + re.escape(text.encode()))
    found = [file for file in tracked if file.is_file() and pattern.search(file.read_bytes())]
    assert [str(file.relative_to(project_root)) for file in found] == []
