"""Somebody has a picture of the window written, without a display and without a hand on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_explorer.assets import model_path

SIZE = (1625, 1000)
TIMEOUT_S = 90


def start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "vae_explorer", *map(str, arguments)],
        env={**kept, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )


def photograph(folder: Path, *arguments: object) -> np.ndarray:
    """Return the pixels of the window, (height, width, 3) uint8, after checking that all went well."""
    target = folder / "picture" / "window.png"
    target.parent.mkdir()
    outcome = start(
        "--screenshot", target, "--language", "en", *arguments, VAE_EXPLORER_HOME=str(folder / "home")
    )
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert [path.name for path in target.parent.iterdir()] == [target.name], "something else was left"
    with Image.open(target) as picture:
        assert picture.format == "PNG"
        assert picture.size == SIZE
        return np.asarray(picture.convert("RGB"))


def colour_count(pixels: np.ndarray) -> int:
    """Return how many colours differ at all."""
    return len(np.unique(pixels.reshape(-1, 3), axis=0))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Return the window of a first start."""
    return photograph(tmp_path_factory.mktemp("plain"))


def test_that_a_picture_of_the_first_start_shows_both_maps_in_colour(plain: np.ndarray) -> None:
    assert colour_count(plain) > 2000
    for left in (0, SIZE[0] * 2 // 5):
        # Points have colours; all that is not a point is nearly grey in both themes.
        part = plain[150:650, left : left + SIZE[0] * 2 // 5].astype(int)
        saturation = part.max(axis=2) - part.min(axis=2)
        assert (saturation > 60).mean() > 0.01


def test_that_a_picture_shows_the_models_and_data_asked_for(plain: np.ndarray, tmp_path: Path) -> None:
    models = ("--model", model_path("digits", "pca"), "--model", model_path("digits", "vae"))
    pixels = photograph(tmp_path, *models, "--dataset", "digits")
    assert colour_count(pixels) > 2000
    maps = slice(150, 650), slice(0, SIZE[0] * 4 // 5)
    assert (pixels[maps] != plain[maps]).any(axis=2).mean() > 0.2


def test_that_a_picture_speaks_chinese_where_asked_to(plain: np.ndarray, tmp_path: Path) -> None:
    pixels = photograph(tmp_path, "--language", "zh_CN")
    toolbar = slice(0, 60)
    assert (pixels[toolbar] != plain[toolbar]).any(axis=2).mean() > 0.01


def test_that_a_window_without_a_display_is_refused_in_one_line_that_names_the_way_out() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a display")
    outcome = start(QT_QPA_PLATFORM="")
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    (line,) = outcome.stderr.splitlines()
    assert "display" in line
    assert "--screenshot" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("--model", "missing.safetensors", "--screenshot", "window.png"),
        ("--screenshot", "no such folder/window.png"),
    ],
)
def test_that_what_cannot_be_done_is_said_in_one_line(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project_root: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = start(*arguments, PYTHONPATH=str(project_root))
    assert outcome.returncode == 2
    (line,) = outcome.stderr.splitlines()
    assert arguments[1] in line or "no such folder" in line
    assert list(tmp_path.iterdir()) == []
