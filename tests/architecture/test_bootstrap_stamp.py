"""What bootstrap.py remembers, and what makes it install again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from types import ModuleType

import pytest


def again(bootstrap: ModuleType, installs: list[str], extra: str = "") -> list[str]:
    installs.clear()
    bootstrap.ensure_installed(extra)
    return list(installs)


def test_that_the_second_start_installs_nothing(bootstrap, installs):
    assert again(bootstrap, installs) == ["build", "."]
    assert again(bootstrap, installs) == []


def test_that_tests_add_their_tools_to_what_is_there(bootstrap, installs):
    assert again(bootstrap, installs) == ["build", "."]
    assert again(bootstrap, installs, "test") == [".[test]"]
    assert again(bootstrap, installs) == []
    assert again(bootstrap, installs, "test") == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_that_a_changed_pin_or_project_file_installs_again(bootstrap, installs, name):
    again(bootstrap, installs, "test")
    with (bootstrap.ROOT / name).open("a", encoding="utf-8") as file:
        file.write("b==2\n")
    assert again(bootstrap, installs) == ["."]
    assert again(bootstrap, installs, "test") == [".[test]"], "the test tools may be of the old pins"


def test_that_an_interrupted_install_is_started_over(bootstrap, installs, monkeypatch):
    def interrupt(target: str, progress: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "pip_install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ensure_installed("")
    assert bootstrap.Stamp.read() is None
    assert again(bootstrap, installs) == ["build", "."]


def test_that_an_interrupted_update_is_started_over(bootstrap, installs, monkeypatch):
    again(bootstrap, installs)
    (bootstrap.ROOT / "constraints.txt").write_text("a==2\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "pip_install", lambda *_: (_ for _ in ()).throw(bootstrap.SetupError("no")))
        with pytest.raises(bootstrap.SetupError):
            bootstrap.ensure_installed("")
    (bootstrap.ROOT / "constraints.txt").write_text("a==1\n", encoding="utf-8")
    assert again(bootstrap, installs) == ["build", "."], (
        "the old pins are back, but who knows what is installed"
    )


def test_that_an_environment_whose_python_is_gone_is_made_anew(bootstrap, installs):
    again(bootstrap, installs)
    bootstrap.PYTHON.unlink()
    with contextlib.suppress(OSError, NotImplementedError):
        bootstrap.PYTHON.symlink_to(bootstrap.ROOT / "no" / "such" / "python")
    assert again(bootstrap, installs) == ["build", "."]


def test_that_a_moved_folder_gets_a_new_environment(bootstrap, installs, monkeypatch):
    again(bootstrap, installs)
    monkeypatch.setattr(bootstrap, "current_place", lambda: "1 cpython-311 linux x86_64 elsewhere")
    assert again(bootstrap, installs) == ["build", "."]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"place": 1}', "\0"])
def test_that_a_stamp_that_cannot_be_read_counts_as_none(bootstrap, installs, content):
    again(bootstrap, installs)
    bootstrap.STAMP.write_text(content, encoding="utf-8")
    assert bootstrap.Stamp.read() is None
    assert again(bootstrap, installs) == ["build", "."]


def test_that_an_environment_made_by_hand_is_used_not_deleted(bootstrap, installs):
    bootstrap.VENV.mkdir()
    bootstrap.build_environment()
    (bootstrap.VENV / "mine").touch()
    assert again(bootstrap, installs) == ["."]
    assert (bootstrap.VENV / "mine").exists()


def test_that_only_one_bootstrap_changes_the_folder(bootstrap):
    with bootstrap.locked(), bootstrap.LOCK.open("ab") as other:
        assert not bootstrap.try_lock(other)
    with bootstrap.LOCK.open("ab") as other:
        assert bootstrap.try_lock(other)


def test_that_who_waited_for_another_does_not_install_again(bootstrap, installs, monkeypatch):
    @contextlib.contextmanager
    def locked_after_another():
        bootstrap.VENV.mkdir()
        bootstrap.build_environment()
        bootstrap.Stamp(bootstrap.current_place(), bootstrap.current_pins()).write()
        installs.clear()
        yield

    monkeypatch.setattr(bootstrap, "locked", locked_after_another)
    assert again(bootstrap, installs) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec: see test_bootstrap_start.py")
def test_that_a_later_start_runs_no_other_process(bootstrap, installs, project_root):
    again(bootstrap, installs)
    code = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(project_root)!r})
import bootstrap
home = bootstrap.ROOT
for name in ("ROOT", "PYTHON", "STAMP", "LOCK"):
    setattr(bootstrap, name, Path({str(bootstrap.ROOT)!r}) / getattr(bootstrap, name).relative_to(home))
os.execv = lambda path, command: print(command[1:], "subprocess" in sys.modules, "venv" in sys.modules)
bootstrap.main(["run", "train", "--kind", "vae"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['-P', '-m', 'vae_explorer', 'train', '--kind', 'vae'] False False\n", done.stderr
