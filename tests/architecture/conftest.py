"""bootstrap.py as a module that works in an empty project folder."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bootstrap(project_root: Path, tmp_path: Path) -> ModuleType:
    """Return the module, set to work in a project folder of its own that has no environment yet."""
    spec = importlib.util.spec_from_file_location("bootstrap", project_root / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "constraints.txt").write_text("a==1\n", encoding="utf-8")
    for name in ("ROOT", "VENV", "PYTHON", "STAMP", "LOCK", "LOG"):
        setattr(module, name, root / getattr(module, name).relative_to(project_root))
    return module


@pytest.fixture
def installs(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the slow steps by quick ones; return the list in which they write themselves down."""
    done: list[str] = []

    def build() -> None:
        done.append("build")
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        bootstrap.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        bootstrap.PYTHON.unlink(missing_ok=True)
        bootstrap.PYTHON.touch()
        for folder in ("Lib", f"lib/python{version}"):
            (bootstrap.VENV / folder / "site-packages" / "pip").mkdir(parents=True, exist_ok=True)
        (bootstrap.VENV / "pyvenv.cfg").write_text(f"version = {version}.0\n", encoding="utf-8")

    monkeypatch.setattr(bootstrap, "build_environment", build)
    monkeypatch.setattr(bootstrap, "pip_install", lambda target, progress: done.append(target))
    return done
