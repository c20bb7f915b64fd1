"""Journeys on the real map with real events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.message import MapFile, MapPoint, MapSelection, MapView
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.view import PlaneRect

CODES = np.array([[-1, -1], [1, -1], [0, 1], [0.5, 0.5]], dtype=np.float32)
LABELS = np.array([0, 1, 2, 1])


@pytest.fixture
def latent_map(qtbot: QtBot) -> LatentMap:
    widget = LatentMap(3)
    widget.set_reduced_motion(True)
    qtbot.addWidget(widget)
    widget.resize(500, 460)
    widget.set_points(CODES, LABELS)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def at(latent_map: LatentMap, x: float, y: float) -> QPoint:
    return latent_map.place_of(x, y).toPoint()


def wheel(latent_map: LatentMap, place: QPoint, *, notches: float = 0, pixels: int = 0) -> None:
    event = QWheelEvent(
        QPointF(place),
        QPointF(latent_map.mapToGlobal(place)),
        QPoint(0, pixels),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(latent_map, event)


def drag(
    qtbot: QtBot,
    latent_map: LatentMap,
    places: list[QPoint],
    button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    def send(kind: QEvent.Type, place: QPoint, changed: Qt.MouseButton, held: Qt.MouseButton) -> None:
        where = QPointF(place)
        QApplication.sendEvent(
            latent_map,
            QMouseEvent(kind, where, QPointF(latent_map.mapToGlobal(place)), changed, held, modifier),
        )

    send(QEvent.Type.MouseButtonPress, places[0], button, button)
    for place in places[1:]:
        send(QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton, button)
    send(QEvent.Type.MouseButtonRelease, places[-1], button, Qt.MouseButton.NoButton)


def test_that_a_press_asks_for_the_place_under_the_pointer_and_names_the_nearest_code(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    with qtbot.waitSignal(latent_map.press_requested) as wish:
        qtbot.mousePress(latent_map, Qt.MouseButton.LeftButton, pos=at(latent_map, 0.9, -0.9))
    point = wish.args[0]
    assert isinstance(point, MapPoint)
    pixel = 1.0 / latent_map.current_view().width_px * 4
    assert (point.map_id, point.index, point.is_drag) == (3, 1, False)
    assert point.x == pytest.approx(0.9, abs=pixel)
    assert point.y == pytest.approx(-0.9, abs=pixel)
    assert point.distance_px is not None
    assert point.distance_px > 5


def test_that_every_move_of_a_drag_asks_anew(qtbot: QtBot, latent_map: LatentMap) -> None:
    wishes: list[MapPoint] = []
    latent_map.press_requested.connect(wishes.append)
    drag(qtbot, latent_map, [at(latent_map, x, 0.0) for x in (-1.0, -0.5, 0.0, 0.5)])
    assert [wish.is_drag for wish in wishes] == [False, True, True, True]
    assert [wish.x for wish in wishes] == sorted(wish.x for wish in wishes)


def test_that_hovering_asks_softly_and_leaving_tells_once(qtbot: QtBot, latent_map: LatentMap) -> None:
    left: list[object] = []
    latent_map.hover_left.connect(left.append)
    with qtbot.waitSignal(latent_map.hover_requested) as wish:
        qtbot.mouseMove(latent_map, at(latent_map, -0.9, -0.9))
    assert wish.args[0].index == 0
    latent_map._wishes.wish_leave()
    latent_map._wishes.wish_leave()
    assert len(left) == 1


def test_that_the_wheel_zooms_and_holds_the_place_under_the_pointer(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    place = at(latent_map, 0.5, 0.5)
    before = latent_map.current_view()
    under = latent_map._wishes.plane_of(QPointF(place))
    with qtbot.waitSignal(latent_map.view_changed) as change:
        wheel(latent_map, place, notches=2)
    after = change.args[0]
    assert isinstance(after, MapView)
    assert (after.x_max - after.x_min) == pytest.approx((before.x_max - before.x_min) / 1.3**2)
    assert latent_map._wishes.plane_of(QPointF(place)) == pytest.approx(under)


def test_that_a_touchpad_zooms_by_pixels(latent_map: LatentMap) -> None:
    before = latent_map.current_view()
    wheel(latent_map, at(latent_map, 0, 0), pixels=-30)
    after = latent_map.current_view()
    assert after.x_max - after.x_min > before.x_max - before.x_min


@pytest.mark.parametrize(
    ("button", "modifier"),
    [
        (Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier),
        (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_that_a_drag_with_another_button_or_control_moves_the_plane(
    qtbot: QtBot, latent_map: LatentMap, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    wishes: list[MapPoint] = []
    latent_map.press_requested.connect(wishes.append)
    start = at(latent_map, 0, 0)
    drag(qtbot, latent_map, [start, start + QPoint(10, 4), start + QPoint(40, 20)], button, modifier)
    assert at(latent_map, 0, 0) == start + QPoint(40, 20)
    assert not wishes


def test_that_space_makes_the_left_button_move_the_plane(qtbot: QtBot, latent_map: LatentMap) -> None:
    start = at(latent_map, 0, 0)
    qtbot.keyPress(latent_map, Qt.Key.Key_Space)
    drag(qtbot, latent_map, [start, start + QPoint(25, -10)])
    qtbot.keyRelease(latent_map, Qt.Key.Key_Space)
    assert at(latent_map, 0, 0) == start + QPoint(25, -10)


def test_that_zero_shows_all_again(qtbot: QtBot, latent_map: LatentMap) -> None:
    home = latent_map.current_view()
    latent_map.set_view(PlaneRect(3, 4, 3, 4))
    assert latent_map.current_view() != home
    qtbot.keyClicks(latent_map, "0")
    assert latent_map.current_view() == home


def test_that_a_move_of_the_view_takes_at_most_a_fifth_of_a_second_and_a_key_cuts_it_short(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    latent_map.set_reduced_motion(False)
    animation = latent_map._camera.animation
    assert animation._clock.duration() <= 200
    wheel(latent_map, at(latent_map, 0.5, 0.5), notches=3)
    target = animation.target
    assert target is not None
    assert latent_map._camera.view != target
    qtbot.keyClick(latent_map, Qt.Key.Key_Right)
    assert animation.target is None
    assert latent_map._camera.view == target


def test_that_a_double_click_comes_closer(qtbot: QtBot, latent_map: LatentMap) -> None:
    before = latent_map.current_view()
    qtbot.mouseDClick(latent_map, Qt.MouseButton.LeftButton, pos=at(latent_map, 0, 0))
    after = latent_map.current_view()
    assert after.x_max - after.x_min == pytest.approx((before.x_max - before.x_min) / 2)


def test_that_arrows_walk_from_the_pin_and_shift_walks_farther(qtbot: QtBot, latent_map: LatentMap) -> None:
    latent_map.set_pin(0.0, 0.0)
    wishes: list[MapPoint] = []
    latent_map.press_requested.connect(wishes.append)
    qtbot.keyClick(latent_map, Qt.Key.Key_Right)
    qtbot.keyClick(latent_map, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    view = latent_map.current_view()
    span = view.x_max - view.x_min
    assert (wishes[0].x, wishes[0].y) == pytest.approx((0.01 * span, 0))
    assert (wishes[1].x, wishes[1].y) == pytest.approx((0, 0.1 * span))


def test_that_brackets_visit_the_codes_nearest_to_the_pin_and_return(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    latent_map.set_pin(0.4, 0.4)
    visited: list[int | None] = []

    def follow(point: MapPoint) -> None:
        visited.append(point.index)
        latent_map.set_pin(point.x, point.y)

    latent_map.press_requested.connect(follow)
    qtbot.keyClicks(latent_map, "]]][")
    assert visited == [3, 2, 1, 2]


def test_that_a_lasso_selects_what_it_encloses_and_shift_and_alt_add_and_subtract(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    latent_map.set_tool("lasso")
    around = [at(latent_map, x, y) for x, y in ((-1.1, -1.1), (1.1, -1.1), (1.1, -0.8), (-1.1, -0.8))]
    told: list[MapSelection] = []
    latent_map.selection_changed.connect(told.append)
    drag(qtbot, latent_map, around)
    drag(qtbot, latent_map, around, modifier=Qt.KeyboardModifier.ShiftModifier)
    drag(qtbot, latent_map, around, modifier=Qt.KeyboardModifier.AltModifier)
    assert [selection.mode for selection in told] == ["replace", "add", "subtract"]
    for selection in told:
        assert selection.indices.tolist() == [0, 1]
        assert selection.indices.dtype == np.int64
        assert not selection.indices.flags.writeable


def test_that_a_rectangle_selects_from_corner_to_corner(qtbot: QtBot, latent_map: LatentMap) -> None:
    latent_map.set_tool("rectangle")
    with qtbot.waitSignal(latent_map.selection_changed) as told:
        drag(qtbot, latent_map, [at(latent_map, -0.2, 1.1), at(latent_map, 0.7, 0.3)])
    assert told.args[0].indices.tolist() == [2, 3]


def test_that_hidden_classes_are_neither_picked_nor_selected(qtbot: QtBot, latent_map: LatentMap) -> None:
    style = LabelStyle.for_classes([0, 1, 2])
    assert latent_map.nearest(1.0, -1.0) == 1
    latent_map.set_label_style(style.toggled(1))
    assert latent_map.nearest(1.0, -1.0) == 0
    latent_map.set_tool("rectangle")
    with qtbot.waitSignal(latent_map.selection_changed) as told:
        drag(qtbot, latent_map, [at(latent_map, -1.05, 1.05), at(latent_map, 1.05, -1.05)])
    assert told.args[0].indices.tolist() == [0, 2]


def test_that_a_dropped_file_is_told_with_its_path(qtbot: QtBot, latent_map: LatentMap, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "model.safetensors"))])
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(latent_map.file_dropped) as told:
        latent_map.dropEvent(event)
    assert told.args[0] == MapFile(3, tmp_path / "model.safetensors")


def test_that_moving_codes_leave_the_view_while_they_stay_in_it(latent_map: LatentMap) -> None:
    before = latent_map.current_view()
    latent_map.move_points(CODES * np.float32(0.9))
    assert latent_map.current_view() == before


def test_that_the_view_follows_codes_that_leave_it_unless_a_person_has_zoomed(latent_map: LatentMap) -> None:
    latent_map.move_points(CODES * np.float32(4))
    grown = latent_map.current_view()
    assert grown.x_min < -4
    assert grown.x_max > 4
    latent_map.zoom_at(0, 0, 2.0)
    chosen = latent_map.current_view()
    latent_map.move_points(CODES * np.float32(40))
    assert latent_map.current_view() == chosen


def test_that_the_nearest_code_may_be_limited_to_a_distance_on_the_screen(latent_map: LatentMap) -> None:
    assert latent_map.nearest(0.55, 0.5, radius_px=20) == 3
    assert latent_map.nearest(-0.5, 0.5, radius_px=20) is None


def test_that_a_view_tells_whether_codes_or_a_person_led_it_there(
    qtbot: QtBot, latent_map: LatentMap
) -> None:
    assert not latent_map.current_view().is_led
    latent_map.move_points(CODES * np.float32(4))
    assert latent_map.current_view().is_led
    qtbot.keyClicks(latent_map, "0")
    assert not latent_map.current_view().is_led
