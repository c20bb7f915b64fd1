"""Codes of one dimension: a line that stays in its place, with the points above it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.map.test_latent_map import drag, wheel
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.message import MapPoint
from vae_explorer.ui.map.strip import heights

RNG = np.random.default_rng(3)
LINE = np.concatenate([RNG.normal(-2, 0.3, 300), RNG.normal(1, 1.0, 300)]).astype(np.float32)
CODES = np.column_stack([LINE, np.zeros_like(LINE)])


@pytest.fixture
def strip(qtbot: QtBot) -> LatentMap:
    widget = LatentMap(0)
    widget.set_reduced_motion(True)
    qtbot.addWidget(widget)
    widget.resize(500, 460)
    widget.set_strip(True)
    widget.set_points(CODES)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def places(widget: LatentMap) -> np.ndarray:
    """Return where all points are drawn: (n, 2)."""
    view = widget._camera.view
    codes = widget._store.codes.astype(np.float64)
    return np.column_stack([view.columns(codes[:, 0]), view.rows(codes[:, 1])])


def test_that_points_are_as_high_as_codes_are_dense() -> None:
    share = heights(LINE)
    assert share.min() >= 0
    assert share.max() <= 1
    crowded, thin = share[np.abs(LINE + 2) < 0.2], share[np.abs(LINE - 2.5) < 0.4]
    assert crowded.max() > 2 * thin.max()
    assert heights(LINE).tolist() == share.tolist()


@pytest.mark.parametrize(
    "line", [np.zeros(0), np.zeros(9), np.array([1.0]), np.array([1e30, -1e30, np.nan]), np.full(4, np.nan)]
)
def test_that_any_line_has_heights(line: np.ndarray) -> None:
    found = heights(line.astype(np.float32))
    assert found.shape == line.shape
    assert np.isfinite(found).all()


def test_that_the_line_and_the_points_above_keep_their_height_while_one_zooms_and_pans(
    qtbot: QtBot, strip: LatentMap
) -> None:
    before, line = places(strip), strip.place_of(0.0, 0.0).y()
    wheel(strip, QPoint(200, 150), notches=3)
    zoomed = places(strip)
    assert np.ptp(zoomed[:, 0]) == pytest.approx(1.3**3 * np.ptp(before[:, 0]), rel=1e-4)
    np.testing.assert_allclose(zoomed[:, 1], before[:, 1], atol=0.01)
    drag(qtbot, strip, [QPoint(200, 200), QPoint(230, 260)], Qt.MouseButton.RightButton)
    panned = places(strip)
    np.testing.assert_allclose(panned[:, 0], zoomed[:, 0] + 30, atol=0.01)
    np.testing.assert_allclose(panned[:, 1], zoomed[:, 1], atol=0.01)
    assert strip.place_of(0.0, 0.0).y() == line
    assert before[:, 1].max() < line - 30
    strip.reset_view()
    np.testing.assert_allclose(places(strip), before, atol=0.01)


def test_that_a_press_below_the_points_names_the_code_nearest_along_the_line(
    qtbot: QtBot, strip: LatentMap
) -> None:
    place = strip.place_of(0.37, 0.0).toPoint()
    with qtbot.waitSignal(strip.press_requested) as wish:
        qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=place)
    point = wish.args[0]
    assert isinstance(point, MapPoint)
    assert point.index == int(np.abs(LINE - point.x).argmin())


def test_that_a_press_on_a_point_names_it(qtbot: QtBot, strip: LatentMap) -> None:
    index = int(strip._store.codes[:, 1].argmax())
    place = strip.place_of(*strip._store.place_of(index)).toPoint()
    with qtbot.waitSignal(strip.press_requested) as wish:
        qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=place)
    assert wish.args[0].index == index


def test_that_moving_codes_of_a_line_move_along_it(strip: LatentMap) -> None:
    strip.move_points(CODES + np.float32((0.5, 0)))
    np.testing.assert_allclose(strip._store.codes[:, 0], LINE + 0.5, atol=1e-6)
    assert (strip._store.codes[:, 1] > 0).all()
