"""A person draws a mark of their own, sees it encoded in both maps, and keeps it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from tests.journeys.visitor import Visitor
from vae_explorer.analysis.activation import LayerPart
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.network_state import OWN_IMAGE
from vae_explorer.state.tool import Tool

# The analysis thread gives way to everything else on a busy computer.
PATIENT_MS = 100_000


@pytest.fixture
def draughtsman(open_window) -> Visitor:
    """Return somebody with the pen in the hand, before models of the digits."""
    visitor = open_window("digits")
    visitor.wait(lambda state: all(shown.codes is not None for shown in state.maps))
    visitor.settle()
    button = visitor.find(QToolButton, "tool_draw")
    assert isinstance(button, QToolButton)
    button.click()
    visitor.wait(lambda state: state.tool is Tool.DRAW)
    return visitor


def canvas_of(visitor: Visitor) -> QWidget:
    canvas = visitor.find(QWidget, "sketch_canvas")
    assert isinstance(canvas, QWidget)
    return canvas


def draw(visitor: Visitor, *places: tuple[float, float]) -> None:
    """Draw a line through places given as shares of the canvas."""
    canvas = canvas_of(visitor)
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in places]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def wait_for_sketches(visitor: Visitor) -> None:
    """Wait until both models have encoded the newest picture."""
    visitor.wait(
        lambda state: len(state.sketch.sketches) == 2 and state.sketch.picture is not None, PATIENT_MS
    )


def test_that_a_mark_goes_through_the_networks_while_it_is_drawn(draughtsman: Visitor) -> None:
    draughtsman.turn_to("network")
    draughtsman.settle()
    pinned = draughtsman.state.network.index
    assert pinned is not None
    assert pinned >= 0

    def wait_for_drawing() -> None:
        def is_in_networks(state: ExplorerState) -> bool:
            for shown in state.maps:
                sketch, trace = state.sketch.sketch(shown.map_id), state.network.trace(shown)
                entered = None if trace is None else trace.layer(LayerPart.IMAGE)
                if sketch is None or entered is None or trace.index != OWN_IMAGE:
                    return False
                if not np.allclose(entered.values, sketch.image / 255, atol=1e-6):
                    return False
            return True

        draughtsman.wait(is_in_networks, PATIENT_MS)

    draw(draughtsman, (0.5, 0.15), (0.5, 0.85))
    wait_for_sketches(draughtsman)
    wait_for_drawing()
    bar = draughtsman.state.sketch.sketch(1)
    draw(draughtsman, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.2))
    draughtsman.wait(lambda state: state.sketch.sketch(1).z != bar.z, PATIENT_MS)
    wait_for_drawing()
    draughtsman.push("draw_clear")
    draughtsman.wait(lambda state: state.network.index == pinned)


def test_that_a_mark_is_encoded_while_it_is_drawn_and_kept_as_a_pin(draughtsman: Visitor) -> None:
    draw(draughtsman, (0.5, 0.15), (0.5, 0.85))
    wait_for_sketches(draughtsman)
    bar = draughtsman.state.sketch.sketch(1)
    assert bar is not None
    assert bar.sigma is not None
    assert bar.image.shape == (8, 8, 1)
    for map_id in (0, 1):
        assert draughtsman.picture(map_id, "draw_decoded") is not None
        assert draughtsman.picture(map_id, "draw_error") is not None

    draw(draughtsman, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8), (0.2, 0.2))
    draughtsman.wait(lambda state: state.sketch.sketch(1).z != bar.z, PATIENT_MS)

    draughtsman.qtbot.waitUntil(lambda: draughtsman.is_enabled("draw_keep"), timeout=PATIENT_MS)
    draughtsman.push("draw_keep")
    draughtsman.wait(lambda state: len(state.sketch.kept) == 1)
    (mark,) = draughtsman.state.sketch.kept
    for shown in draughtsman.state.maps:
        assert shown.pin == mark.code_in(shown.map_id, shown.run_id)
    draughtsman.push("draw_clear")
    draughtsman.wait(lambda state: state.sketch.picture is None and not state.sketch.sketches)

    strip = draughtsman.find(QWidget, "draw_kept")
    assert isinstance(strip, QWidget)
    draughtsman.qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    draughtsman.wait(lambda state: state.sketch.picture is mark.picture)
    wait_for_sketches(draughtsman)
    assert np.array_equal(canvas_of(draughtsman).pixels(), mark.picture)


def test_that_a_picture_is_dropped_inverted_by_itself_and_otherwise_on_demand(
    draughtsman: Visitor, tmp_path: Path
) -> None:
    paper = np.full((64, 64), 255, np.uint8)
    paper[10:54, 28:36] = 0
    Image.fromarray(paper).save(tmp_path / "ink.png")
    assert draughtsman.drop(canvas_of(draughtsman), tmp_path / "ink.png")
    wait_for_sketches(draughtsman)
    first = draughtsman.state.sketch.sketch(1)
    assert first is not None
    assert first.is_inverted
    assert first.image[0, 0, 0] < 60
    box = draughtsman.find(QCheckBox, "draw_invert")
    assert isinstance(box, QCheckBox)
    draughtsman.qtbot.waitUntil(box.isChecked, timeout=PATIENT_MS)
    box.click()
    draughtsman.wait(lambda state: state.sketch.sketch(1).image[0, 0, 0] > 200, PATIENT_MS)


def test_that_a_file_that_is_no_picture_is_said_to_be_none(draughtsman: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "words.png"
    path.write_text("words")
    assert draughtsman.drop(canvas_of(draughtsman), path)
    draughtsman.wait(
        lambda state: any(notice.where == str(path) for notice in state.notices),
        PATIENT_MS,
    )
    assert draughtsman.state.sketch.picture is None
