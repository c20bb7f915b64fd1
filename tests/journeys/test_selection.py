"""Somebody draws around points, adds to them, takes some away, looks at them and saves them."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from tests.journeys.conftest import Opener
from tests.journeys.visitor import Visitor
from vae_explorer.settings import UserSettings
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.tool import Tool
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.ui.map.view import PlaneRect

NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def take(visitor: Visitor, tool: Tool) -> None:
    """Take a tool from the column."""
    button = visitor.find(QToolButton, f"tool_{tool.value}")
    visitor.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert visitor.state.tool is tool


def drag(visitor: Visitor, map_id: int, places: list[QPointF], key: Qt.KeyboardModifier = NO_KEY) -> None:
    """Hold the left button, and a key, along a line in a map."""
    plane, left, none = visitor.plane(map_id), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    press, move, release = (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonRelease,
    )
    steps = [(press, places[0], left, left), *((move, place, none, left) for place in places[1:])]
    for kind, place, button, held in [*steps, (release, places[-1], left, none)]:
        where = QPointF(plane.mapToGlobal(place.toPoint()))
        QApplication.sendEvent(plane, QMouseEvent(kind, place, where, button, held, key))


def circle(visitor: Visitor, map_id: int, x: float, y: float, radius: float) -> list[QPointF]:
    plane = visitor.plane(map_id)
    angles = [step * math.tau / 40 for step in range(40)]
    return [plane.place_of(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]


def within(visitor: Visitor, map_id: int, x: float, y: float, radius: float) -> set[int]:
    """Return the points that lie clearly inside a circle."""
    codes = visitor.map(map_id).codes
    assert codes is not None
    away = np.hypot(codes.mu[:, 0] - x, codes.mu[:, 1] - y)
    return set(np.flatnonzero(away < radius).tolist())


def assert_about(found: np.ndarray, least: set[int], most: set[int]) -> None:
    """Assert that a set lies between two: a line drawn by hand is true to a pixel."""
    assert least <= set(found.tolist()) <= most


@pytest.fixture
def digits(open_window: Opener) -> Visitor:
    """Return somebody who looks at the digits, whose images are at hand."""
    visitor = open_window("digits")
    # As wide as lets the toolbar hold all its buttons.
    visitor.window.resize(1700, 900)
    return visitor


def test_that_points_are_selected_added_taken_away_and_let_go_in_every_map(digits: Visitor) -> None:
    take(digits, Tool.LASSO)
    drag(digits, 1, circle(digits, 1, 0.0, 0.0, 1.0))
    inner, outer = within(digits, 1, 0, 0, 0.95), within(digits, 1, 0, 0, 1.05)
    assert inner
    assert_about(digits.state.selection.indices, inner, outer)
    assert all(digits.plane(map_id)._scene.has_selection for map_id in (0, 1))
    drag(digits, 1, circle(digits, 1, 1.0, 0.0, 0.8), SHIFT)
    right = within(digits, 1, 1.0, 0, 0.75), within(digits, 1, 1.0, 0, 0.85)
    both = digits.state.selection.indices
    assert_about(both, inner | right[0], outer | right[1])
    view = digits.plane(1).current_view()
    drag(digits, 1, circle(digits, 1, 0.0, 0.0, 1.0), CONTROL)
    assert digits.plane(1).current_view() == view
    assert_about(digits.state.selection.indices, right[0] - outer, right[1] - inner)
    take(digits, Tool.RECTANGLE)
    digits.plane(1).set_view(PlaneRect(-20, 20, -20, 20))
    corners = [digits.plane(1).place_of(*place) for place in ((-9, -9), (0, 0), (9, 9))]
    drag(digits, 1, corners, ALT)
    assert digits.state.selection.count == 0
    drag(digits, 1, corners)
    assert digits.state.selection.count > 100
    digits.qtbot.keyClick(digits.plane(1), Qt.Key.Key_Escape)
    assert digits.state.selection.count == 0
    assert not digits.plane(0)._scene.has_selection


def test_that_the_selected_images_are_seen_and_saved(digits: Visitor, tmp_path: Path) -> None:
    take(digits, Tool.LASSO)
    drag(digits, 1, circle(digits, 1, 0.0, 0.0, 0.6))
    digits.wait(lambda state: state.selection.sheet is not None)
    block, codes = digits.state.selection.sheet, digits.map(1).codes
    assert block is not None
    assert codes is not None
    dataset = digits.explorer.controller.library.dataset
    assert dataset is not None
    assert block.is_real
    assert np.array_equal(block.images, dataset.train_images[codes.indices[list(block.indices)]])
    for button, name in (("selection_csv", "kept.csv"), ("selection_png", "kept.png")):
        digits.push(button)
        digits.answer_file_dialog(tmp_path / name)
        digits.qtbot.waitUntil((tmp_path / name).exists)
    digits.wait(lambda state: sum(n.level is NoticeLevel.SUCCESS for n in state.notices) == 2)
    with (tmp_path / "kept.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["index", "label", "ae_z1", "ae_z2", "vae_z1", "vae_z2"]
    selected = digits.state.selection.indices
    assert [int(row[0]) for row in rows] == codes.indices[selected].tolist()
    assert np.array_equal(np.array([row[4:] for row in rows], np.float32), codes.mu[selected])
    with Image.open(tmp_path / "kept.png") as picture:
        assert picture.width * picture.height >= 64 * len(selected)


def test_that_the_same_image_and_its_picture_light_up_in_every_map(digits: Visitor) -> None:
    digits.move(1, *digits.place_of_code(1, 12))
    digits.wait(lambda state: state.selection.lit is not None and state.selection.lit.index == 12)
    assert [shown.linked_index for shown in digits.state.maps] == [12, 12]
    dataset, codes = digits.explorer.controller.library.dataset, digits.map(0).codes
    assert dataset is not None
    assert codes is not None
    for map_id in (0, 1):
        thumbnail = digits.plane(map_id)._scene.thumbnail
        assert thumbnail is not None
        picture, x, y = thumbnail
        assert (x, y) == pytest.approx(digits.place_of_code(map_id, 12))
        ink = picture.pixelColor(3, 4).red()
        assert ink == dataset.train_images[codes.indices[12], 4, 3, 0]
    digits.move_away()
    digits.wait(lambda state: all(shown.linked_index is None for shown in state.maps))
    assert digits.plane(0)._scene.thumbnail is None


def test_that_a_selection_goes_when_other_data_come(digits: Visitor, tmp_path: Path) -> None:
    take(digits, Tool.LASSO)
    drag(digits, 1, circle(digits, 1, 0.0, 0.0, 0.6))
    assert digits.state.selection.count
    np.savez(tmp_path / "other.npz", images=np.zeros((20, 8, 8), np.uint8))
    assert digits.drop(digits.plane(0), tmp_path / "other.npz")
    digits.wait(lambda state: not state.selection.count)


def test_that_points_are_coloured_by_what_their_images_are_like(digits: Visitor) -> None:
    for text, name in (("reconstruction error", "nats"), ("density", "σ²"), ("KL", "nats")):
        digits.choose("colour_button", text)
        digits.qtbot.waitUntil(lambda name=name: name in scale_name(digits, 1), timeout=30_000)
        assert digits.plane(1)._store.look.values is not None
    digits.qtbot.waitUntil(lambda: "no posterior" in scale_name(digits, 0), timeout=30_000)
    digits.choose("colour_button", "label")
    digits.wait(lambda state: all(shown.quantity is None for shown in state.maps))
    assert digits.plane(1)._store.look.values is None


def scale_name(visitor: Visitor, map_id: int) -> str:
    scale = visitor.plane(map_id)._scene.value_scale
    return "" if scale is None else scale.name


def test_that_a_map_is_saved_as_a_figure(digits: Visitor, tmp_path: Path) -> None:
    for entry, name in (("PNG, as", "a.png"), ("SVG", "a.svg")):
        digits.push("map_menu_button_1")
        menu = digits.find(QMenu, "map_menu_1")
        assert isinstance(menu, QMenu)
        figures = digits.find(QMenu, "figure_menu_1")
        assert isinstance(figures, QMenu)
        menu.setActiveAction(figures.menuAction())
        digits.qtbot.keyClick(menu, Qt.Key.Key_Right)
        digits.qtbot.waitUntil(figures.isVisible)
        digits.choose_in_menu("figure_menu_1", entry)
        digits.answer_file_dialog(tmp_path / name)
        digits.qtbot.waitUntil((tmp_path / name).exists, timeout=20_000)
    with Image.open(tmp_path / "a.png") as picture:
        plane = digits.plane(1)
        assert picture.width == plane.width()
        assert picture.height > plane.height()
    assert b"<use" in (tmp_path / "a.svg").read_bytes()
    digits.wait(lambda state: any(n.what == "the figure was saved" for n in state.notices))


def test_that_a_column_of_ones_own_data_colours_the_points(
    small_settings: UserSettings, open_window: Opener, tmp_path: Path
) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (120, 6, 6), dtype=np.uint8)
    brightness = pictures.mean(axis=(1, 2))
    np.savez(tmp_path / "own.npz", images=pictures, brightness=brightness)
    visitor = open_window(str(tmp_path / "own.npz"))
    visitor.window.resize(1700, 900)
    visitor.push("train_button")
    visitor.wait(lambda state: all(shown.codes is not None for shown in state.maps))
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.choose("colour_button", "brightness")
    visitor.wait(lambda state: all(shown.quantity is not None for shown in state.maps))
    dataset, shown = visitor.explorer.controller.library.dataset, visitor.map(1)
    assert dataset is not None
    assert shown.quantity is not None
    assert shown.codes is not None
    wanted = dataset.train_images[shown.codes.indices].mean(axis=(1, 2, 3))
    assert shown.quantity.values == pytest.approx(wanted)
    visitor.qtbot.waitUntil(lambda: scale_name(visitor, 1) == "brightness")
