from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec

import pytest

from tests.architecture.source import PACKAGE, imported_names, modules

DISTRIBUTIONS = {"PIL": "pillow", "sklearn": "scikit-learn", "PySide6": "pyside6-essentials"}
BROUGHT_ALONG = {"shiboken6": "pyside6-essentials", "click": "typer"}


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_that_the_layers_hold(project_root):
    """The contracts stand in pyproject.toml: each layer sees those below it, and few see Qt or torch."""
    code = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project_root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    "layer", ["data", "autoencoders", "training", "analysis", "state", "settings", "assets"]
)
def test_that_what_lies_below_the_workers_runs_without_qt(layer):
    loaded = run_python(import_everything(layer)).split()
    assert not [
        name for name in loaded if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph", "superqt"}
    ]


@pytest.mark.parametrize("layer", ["ui", "state", "data", "settings"])
def test_that_the_window_is_there_before_torch(layer):
    """Loading torch takes seconds: what the first picture needs must not wait for it."""
    assert "torch" not in run_python(import_everything(layer)).split()


def import_everything(layer: str) -> str:
    names = [
        ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for file in modules()
        if file.relative_to(PACKAGE).with_suffix("").parts[0] == layer
    ]
    assert names
    return f"import sys, {', '.join(names)}; print(*sys.modules)"


def test_that_every_imported_package_is_declared_and_every_declared_one_is_used(project_root):
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w-]", line)[0].lower() for line in project["dependencies"]}
    used = set()
    for file in modules():
        for _, name in imported_names(ast.parse(file.read_text(encoding="utf-8"))):
            root = name.split(".")[0]
            if root not in sys.stdlib_module_names and root not in {"vae_explorer", "__future__"}:
                assert find_spec(root), f"{file}: {root} is not installed"
                used.add(BROUGHT_ALONG.get(root, DISTRIBUTIONS.get(root, root)).lower())
    assert used == declared
