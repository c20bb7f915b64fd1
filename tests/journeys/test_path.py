"""A person joins places, walks between them and keeps the film."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from tests.journeys.visitor import Visitor
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.path_state import PathKind
from vae_explorer.state.tool import Tool
from vae_explorer.ui.image_strip import ImageStrip

# The analysis thread gives way to everything else on a busy computer.
PATIENT_MS = 100_000


@pytest.fixture
def walker(open_window) -> Visitor:
    """Return somebody with the path in the hand, before models of the digits."""
    visitor = open_window("digits")
    visitor.wait(lambda state: all(shown.codes is not None for shown in state.maps))
    visitor.settle()
    button = visitor.find(QToolButton, "tool_path")
    assert isinstance(button, QToolButton)
    button.click()
    visitor.wait(lambda state: state.tool is Tool.PATH)
    return visitor


def test_that_places_are_joined_walked_and_kept(walker: Visitor, qtbot, tmp_path: Path) -> None:
    pins = [shown.pin for shown in walker.state.maps]
    walker.click(1, *walker.place_of_code(1, 5))
    walker.click(1, -0.4, 0.3)
    walker.move_away()
    walker.wait(lambda state: len(state.path.films) == 4, PATIENT_MS)
    ways = [film.kind for film in walker.state.path.films]
    assert ways[:2] == [PathKind.STRAIGHT] * 2, "no map waits for what is long sought in another"
    first, second = walker.state.path.waypoints
    assert first.is_image
    assert second.map_id == 1
    assert [shown.pin for shown in walker.state.maps] == pins, "a path pins nothing"
    other = walker.state.path.film(0)
    codes = walker.map(0).codes
    assert other is not None
    assert codes is not None
    assert other.frames[0].tolist() == codes.mu[first.index].tolist(), "the same image in the other map"

    walker.push("path_geodesic")
    walker.wait(lambda state: state.path.kind is PathKind.GEODESIC)
    strip = walker.find(ImageStrip, "path_strip_1")
    assert isinstance(strip, ImageStrip)
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    walker.wait(lambda state: state.path.frame == 1)
    assert strip.current == 1
    walker.push("path_play")
    walker.wait(lambda state: state.path.frame >= 4)
    walker.push("path_play")

    file = tmp_path / "walk.gif"
    walker.push("path_export")
    walker.choose_in_menu("path_export_menu", "VAE as GIF")
    walker.answer_file_dialog(file)
    walker.wait(
        lambda state: any(notice.level is NoticeLevel.SUCCESS for notice in state.notices),
    )
    with Image.open(file) as film:
        assert film.n_frames > 10

    walker.push("path_undo")
    walker.wait(lambda state: len(state.path.waypoints) == 1 and not state.path.films)
    walker.push("path_clear")
    walker.wait(lambda state: not state.path.waypoints)
