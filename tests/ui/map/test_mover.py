"""Many points that move are painted in another thread, and look as if the map had painted them itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map import mover, scene
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import LIGHT
from vae_explorer.ui.map.underlay import Underlay, UnderlayTile
from vae_explorer.ui.map.view import PlaneRect

COUNT = 5_000
RNG = np.random.default_rng(5)
CODES = RNG.normal(size=(COUNT, 2)).astype(np.float32)
MOVED = (CODES * np.float32(0.9)).astype(np.float32)
LABELS = RNG.integers(0, 10, COUNT)
UNDERLAY = Underlay(
    (UnderlayTile(RNG.integers(0, 255, (64, 64), dtype=np.uint8), PlaneRect(-2, 2, -2, 2)),), 0.6
)


def new_map(qtbot: QtBot) -> LatentMap:
    widget = LatentMap(0)
    qtbot.addWidget(widget)
    widget.resize(460, 420)
    widget.grab()  # lays it out
    widget.set_points(CODES, LABELS)
    widget.set_prior_circles(True)
    widget.reset_view()
    widget._camera.animation.finish()
    return widget


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[LatentMap]:
    widget = new_map(qtbot)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.close()


@pytest.fixture
def hidden(qtbot: QtBot) -> LatentMap:
    """A map that nobody sees, which paints all by itself."""
    return new_map(qtbot)


def picture(widget: LatentMap) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int)


def is_alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether pictures differ by no more than Qt's rounding, which depends on where they lie in memory."""
    return one.shape == other.shape and int(np.abs(one - other).max()) <= 2


def wait_for_the_points(qtbot: QtBot, widget: LatentMap) -> None:
    qtbot.waitUntil(lambda: not widget.is_moving)


def test_that_many_points_arrive_later_and_are_picked_where_they_are_seen(
    qtbot: QtBot, shown: LatentMap
) -> None:
    x, y = (float(value) for value in MOVED[7])
    view = shown.current_view()
    with qtbot.waitSignal(shown.settled):
        shown.move_points(MOVED)
        assert shown.is_moving
        assert shown.nearest(*(float(value) for value in CODES[7])) == 7
    assert shown.nearest(x, y) == 7
    assert shown.current_view() == view


def test_that_a_map_shows_the_same_whoever_has_painted_it(
    qtbot: QtBot, shown: LatentMap, hidden: LatentMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    for widget in (shown, hidden):
        widget.set_underlay(UNDERLAY)
        widget.move_points(MOVED)
    wait_for_the_points(qtbot, shown)
    # Whatever is painted from here on, is painted with nothing but what has arrived.
    with monkeypatch.context() as patch:
        patch.setattr(scene.MapScene, "paint_still", lambda *_: pytest.fail("the map painted it once more"))
        found = picture(shown)
    assert is_alike(found, picture(hidden))


def test_that_the_window_paints_nothing_of_a_map_whose_points_move(
    qtbot: QtBot, shown: LatentMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()
    draw = mover.PointCloudLayer.draw

    def noting(layer: mover.PointCloudLayer, *parts: object) -> None:
        threads.add(threading.current_thread() is threading.main_thread())
        draw(layer, *parts)  # type: ignore[arg-type]

    monkeypatch.setattr(mover.PointCloudLayer, "draw", noting)
    # So far that the view must follow, in several steps.
    shown.move_points(CODES * np.float32(6))
    wait_for_the_points(qtbot, shown)
    qtbot.waitUntil(lambda: shown.current_view().x_max > 15)
    shown.repaint()
    assert threads == {False}


def test_that_of_many_moves_the_last_one_is_shown(qtbot: QtBot, shown: LatentMap) -> None:
    for step in range(1, 30):
        shown.move_points(CODES + np.float32(0.01 * step))
    wait_for_the_points(qtbot, shown)
    x, y = (float(value) + 0.29 for value in CODES[100])
    index = shown.nearest(x, y)
    assert index is not None
    assert np.allclose(CODES[index] + 0.29, (x, y), atol=1e-4)


def test_that_another_look_of_the_classes_does_not_wait_for_points_on_their_way(
    qtbot: QtBot, shown: LatentMap, hidden: LatentMap
) -> None:
    style = LabelStyle.for_classes(range(10), tuple("abcdefghij"))
    for widget in (shown, hidden):
        widget.move_points(MOVED)
        widget.set_label_style(style.with_isolated(3))
    assert not shown.is_moving
    assert is_alike(picture(shown), picture(hidden))


def test_that_another_theme_reaches_points_on_their_way(
    qtbot: QtBot, shown: LatentMap, hidden: LatentMap
) -> None:
    for widget in (shown, hidden):
        widget.move_points(MOVED)
        widget.set_theme(LIGHT)
    wait_for_the_points(qtbot, shown)
    assert is_alike(picture(shown), picture(hidden))


def test_that_points_on_their_way_are_forgotten_when_others_come(qtbot: QtBot, shown: LatentMap) -> None:
    other = (CODES + np.float32(3)).astype(np.float32)
    with qtbot.waitSignal(shown.settled):
        shown.move_points(MOVED)
        shown.set_points(other, LABELS)
    assert not shown.is_moving
    # What was ordered before comes back in one of the next rounds, and is not taken.
    shown.move_points(other)
    wait_for_the_points(qtbot, shown)
    assert shown.nearest(*(float(value) for value in other[42])) == 42


def test_that_a_person_who_zooms_meanwhile_keeps_the_view(qtbot: QtBot, shown: LatentMap) -> None:
    shown.move_points(CODES * np.float32(5))
    shown.zoom_at(0, 0, 3.0, is_animated=False)
    chosen = shown.current_view()
    wait_for_the_points(qtbot, shown)
    QApplication.processEvents()
    assert shown.current_view() == chosen
    assert shown.nearest(*(float(value) for value in CODES[7] * 5)) == 7


def test_that_an_underlay_arrives_with_its_picture(qtbot: QtBot, shown: LatentMap, hidden: LatentMap) -> None:
    hidden.set_underlay(UNDERLAY)
    before = picture(shown)
    shown.set_underlay(UNDERLAY)
    qtbot.waitUntil(lambda: not is_alike(picture(shown), before))
    assert is_alike(picture(shown), picture(hidden))


def test_that_the_wrong_number_of_points_is_refused_at_once(shown: LatentMap) -> None:
    with pytest.raises(ValueError, match="cannot move"):
        shown.move_points(CODES[:-1])
    assert not shown.is_moving
