"""What ``pip install .`` gives: a program that runs from any folder, with all that it brings along inside."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from PIL import Image

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(project_root, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=project_root)
    (file,) = folder.glob("vae_explorer-*-py3-none-any.whl")
    return file


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory) -> Path:
    """Return the scripts of an environment that holds the wheel and, by a path file, its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    run(*pip, "install", "-q", "--no-deps", "--no-index", wheel, cwd=folder)
    # Only now: pip must not see, and so replace, the package that is being tested from the source tree.
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def test_that_the_wheel_holds_everything_that_the_program_brings_along(wheel, project_root):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for folder in ("resources", "models"):
        files = [file for file in (project_root / folder).rglob("*") if file.is_file()]
        assert files, f"{folder}/ is empty"
        for file in files:
            assert f"vae_explorer/{file.relative_to(project_root).as_posix()}" in inside
    assert "vae_explorer/py.typed" in inside
    assert not [name for name in inside if name.split("/")[0] not in {"vae_explorer", wheel_metadata(wheel)}]


def wheel_metadata(wheel: Path) -> str:
    return "-".join(wheel.name.split("-")[:2]) + ".dist-info"


def test_that_the_installed_program_finds_its_own_files(scripts, tmp_path):
    code = "from vae_explorer import assets as a; print(a.__file__, a.resource_path(), *a.model_paths())"
    package, resources, *models = run(scripts / "python", "-c", code, cwd=tmp_path).split()
    assert Path(package).is_relative_to(scripts.parent)
    assert Path(resources).is_relative_to(scripts.parent)
    assert len(models) >= 2


def test_that_the_installed_program_takes_a_picture_of_its_window(scripts, tmp_path):
    run(scripts / "vae-explorer", "--screenshot", "window.png", cwd=tmp_path)
    with Image.open(tmp_path / "window.png") as picture:
        picture.load()
        assert picture.width >= 1000
        assert picture.height >= 600
        colours = picture.convert("RGB").getcolors(maxcolors=picture.width * picture.height)
    assert colours is not None
    assert len(colours) > 200, "two maps of coloured points and a decoded picture have more colours than that"
