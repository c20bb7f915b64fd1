"""bootstrap.py as a person runs it: a real environment, a real pip, a project of one small module."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals and links are POSIX here"),
]

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1"
"""

# The smallest build backend that pip accepts: nothing is fetched, and a file named "slow" makes it dawdle.
BACKEND = """
import pathlib, time, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    with open("builds", "a") as log:
        log.write("build\\n")
    while pathlib.Path("slow").exists():
        time.sleep(0.05)
    name = "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("tiny.pth", str(pathlib.Path.cwd()))
        wheel.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
        tags = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr("tiny-1.dist-info/WHEEL", tags)
        wheel.writestr("tiny-1.dist-info/RECORD", "")
    return name
"""


class Project:
    """A project folder with bootstrap.py in it, whose program prints the arguments that it was given."""

    def __init__(self, root: Path, bootstrap: Path) -> None:
        self.root = root
        (root / "vae_explorer").mkdir(parents=True)
        shutil.copy(bootstrap, root)
        self.write("pyproject.toml", PROJECT)
        self.write("backend.py", BACKEND)
        self.write("constraints.txt", "")
        self.write("vae_explorer/__init__.py", "")
        self.write("vae_explorer/__main__.py", "import sys\nprint(sys.prefix, *sys.argv[1:])\nsys.exit(5)\n")

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def start(self, python: str = sys.executable) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [python, str(self.root / "bootstrap.py"), "run", "train", "--kind", "vae"],
            cwd=self.root.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, python: str = sys.executable) -> str:
        process = self.start(python)
        told, complaints = process.communicate(timeout=120)
        assert process.returncode == 5, complaints
        assert told == f"{self.root / '.venv'} train --kind vae\n"
        return complaints

    def builds(self) -> int:
        log = self.root / "builds"
        return log.read_text(encoding="utf-8").count("build") if log.exists() else 0


@pytest.fixture
def project(tmp_path, project_root) -> Project:
    return Project(tmp_path / "a project", project_root / "bootstrap.py")


def wait_until_builds(project: Project, count: int) -> None:
    deadline = time.monotonic() + 60
    while project.builds() < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_that_it_sets_up_once_starts_and_hands_the_exit_status_through(project):
    assert "installing the pinned packages" in project.run()
    assert project.run() == ""
    assert project.builds() == 1
    project.write("constraints.txt", "tiny==1\n")
    project.run()
    assert project.builds() == 2


def test_that_it_repairs_an_environment_that_was_moved_or_lost_its_python(project):
    project.run()
    python = project.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    project.run()
    moved = project.root.with_name("moved")
    project.root.rename(moved)
    project.root = moved
    assert "making the environment" in project.run()
    assert project.run(python=str(moved / ".venv" / "bin" / "python")) == ""


def test_that_its_own_python_may_be_the_one_that_starts_it_anew(project):
    project.run()
    (project.root / ".venv" / "bootstrap.json").unlink()
    assert "making the environment" in project.run(python=str(project.root / ".venv" / "bin" / "python"))


def test_that_after_ctrl_c_the_next_start_sets_up_again(project):
    project.write("slow", "")
    process = project.start()
    wait_until_builds(project, 1)
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaints.splitlines()[-1].startswith("bootstrap: interrupted")
    (project.root / "slow").unlink()
    assert "making the environment" in project.run()


def test_that_two_started_at_once_install_once(project):
    project.write("slow", "")
    first = project.start()
    wait_until_builds(project, 1)
    second = project.start()
    assert "waiting for another" in second.stderr.readline()
    (project.root / "slow").unlink()
    for process in (first, second):
        process.communicate(timeout=60)
        assert process.returncode == 5
    assert project.builds() == 1


def test_that_a_failed_install_says_why_in_one_line_and_exits_2(project):
    project.write("backend.py", "raise RuntimeError('the backend is ill')\n")
    process = project.start()
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 2
    assert ".venv/install.log" in complaints.splitlines()[-1]
    assert "the backend is ill" in (project.root / ".venv" / "install.log").read_text(encoding="utf-8")
