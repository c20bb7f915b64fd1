"""Real events on the real window: what a person does becomes a wish, and what the state says is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QSplitter

from tests.ui.sample import RUNNING, codes, decoded, explorer_state, with_map
from vae_explorer.state.map_state import MapStatus, Place, UnderlayKind, Verdict
from vae_explorer.state.training_state import TrainingState, TrainingStatus
from vae_explorer.state.wish import (
    DatasetWish,
    DecodeWish,
    ModelWish,
    PauseWish,
    StopWish,
    TrainWish,
    UnderlayWish,
)
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.main_window import MainWindow
from vae_explorer.ui.map_card import MapCard
from vae_explorer.ui.theme import DARK, LIGHT
from vae_explorer.ui.window_memory import remembered_language


def heard(signal) -> list:
    """Return a list that every emission is added to."""
    found: list = []
    signal.connect(found.append)
    return found


def middle(widget) -> QPoint:
    return widget.rect().center()


def shown_cards(window) -> list[MapCard]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return window.findChildren(MapCard)


def choose(qtbot, button: ChoiceButton, value: object) -> None:
    """Open a button's menu and click the action that stands for a value."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.choice_menu
    action = next(item for item in menu.actions() if item.data() == value)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def drop(window, widget, path: str) -> bool:
    """Drop a file at the middle of a widget, as the window system would, and say whether it was welcome."""
    place = widget.mapTo(window, middle(widget))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(place), copy, data, left, none))
    return enter.isAccepted()


def test_that_pressing_and_dragging_in_a_map_asks_for_decodes(qtbot, window, find):
    plane = find("latent_map_1")
    wishes = heard(window.decode_requested)
    qtbot.mousePress(plane, Qt.MouseButton.LeftButton, pos=middle(plane))
    qtbot.mouseMove(plane, middle(plane) + QPoint(20, -10))
    qtbot.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=middle(plane) + QPoint(20, -10))
    pinned = [wish for wish in wishes if wish.is_pinned]
    assert len(pinned) >= 2
    assert all(isinstance(wish, DecodeWish) and wish.map_id == 1 for wish in pinned)
    assert pinned[-1].x > pinned[0].x
    assert pinned[-1].y > pinned[0].y


def test_that_hovering_asks_softly_and_leaving_gives_the_pins_back(qtbot, window, find):
    plane = find("latent_map_0")
    wishes, left = heard(window.decode_requested), heard(window.leave_requested)
    qtbot.mouseMove(plane, middle(plane))
    qtbot.mouseMove(plane, middle(plane) + QPoint(5, 5))
    assert wishes
    assert not any(wish.is_pinned for wish in wishes)
    QApplication.sendEvent(plane, QEvent(QEvent.Type.Leave))
    assert [wish.map_id for wish in left] == [0]


def test_that_the_maps_tell_what_they_show_so_that_the_underlay_can_fit(qtbot, open_window):
    window = open_window()
    wishes = heard(window.view_requested)
    window.resize(window.width() - 100, window.height() - 40)
    qtbot.waitUntil(lambda: {wish.map_id for wish in wishes} == {0, 1})
    last = wishes[-1]
    assert last.width_px > 0
    assert last.x_max > last.x_min


def test_that_the_window_is_drawn_once_maps_are_painted_and_pins_decoded(qtbot, open_window):
    state = explorer_state()
    waiting = with_map(state, 1, pin_decoded=None)
    window = open_window(waiting)
    assert not window.is_drawn()
    window.show_state(state)
    qtbot.waitUntil(window.is_drawn)
    window.show_state(with_map(state, 0, codes=codes(7), run_id=99))
    assert not window.is_drawn()
    qtbot.waitUntil(window.is_drawn)


def test_that_a_window_says_when_it_has_shown_what_a_run_told(qtbot, window):
    learning = replace(explorer_state(), training=RUNNING)
    for map_id in (0, 1):
        learning = with_map(learning, map_id, codes=codes(7), version=2)
    with qtbot.waitSignal(window.rested):
        window.show_state(learning)
    cards = window.findChildren(MapCard)
    assert len(cards) == 2
    assert not any(card.has_moved(shown) for card, shown in zip(cards, learning.maps, strict=True))


def test_that_another_decode_of_a_pin_leaves_the_maps_as_they_are_painted(qtbot, window, find):
    state = replace(explorer_state(), training=RUNNING)
    with qtbot.waitSignal(window.rested):
        window.show_state(state)

    class Paints(QObject):
        count = 0

        def eventFilter(self, _watched, event):
            self.count += event.type() == QEvent.Type.Paint
            return False

    paints = Paints()
    for map_id in (0, 1):
        find(f"latent_map_{map_id}").installEventFilter(paints)
    with qtbot.waitSignal(window.rested):
        window.show_state(with_map(state, 0, pin_decoded=decoded(seed=9, z=state.maps[0].pin)))
    assert paints.count == 0


def test_that_a_map_without_a_model_is_drawn_once_it_says_so(qtbot, open_window):
    nothing = {"codes": None, "pin": None, "pin_decoded": None, "history": (), "model": None}
    window = open_window(with_map(explorer_state(), 1, status=MapStatus.EMPTY, **nothing))
    qtbot.waitUntil(window.is_drawn)
    window.show_state(with_map(explorer_state(), 1, status=MapStatus.LOADING, **nothing))
    assert not window.is_drawn()


def test_that_a_dragged_point_shows_in_the_inspector(qtbot, window, find):
    state = explorer_state()
    place = Verdict(Place.IN_DATA, nearest_sigma=0.03, density_percentile=62.0)
    point = decoded(seed=5, z=(0.35, -0.4), verdict=place)
    window.show_state(with_map(state, 1, pin=point.z, pin_decoded=point))
    qtbot.waitUntil(lambda: find("inspector_z_1").text() == "z = (+0.35, −0.40)")
    assert "in the data" in find("verdict_1").text()
    assert "0.03 σ" in find("verdict_sentence_1").text()
    assert np.array_equal(find("decoded_image_1").pixels, point.image)
    assert np.array_equal(find("nearest_image_1").pixels, point.neighbour_images[0])
    assert np.array_equal(find("neighbour_1_3").pixels, point.neighbour_images[3])
    assert "0.2 ms" in find("status_figure").text()


def test_that_hovering_shows_over_the_pin_and_leaving_shows_the_pin_again(window, find):
    state = explorer_state()
    softly = decoded(seed=9, z=(3.0, 3.0))
    window.show_state(with_map(state, 0, hover_decoded=softly, is_hovered=True))
    assert np.array_equal(find("decoded_image_0").pixels, softly.image)
    window.show_state(state)
    assert np.array_equal(find("decoded_image_0").pixels, state.maps[0].pin_decoded.image)


def test_that_train_pause_and_stop_can_be_pressed_when_they_make_sense(qtbot, window, find):
    train, pause, stop = find("train_button"), find("pause_button"), find("stop_button")
    trained, paused, stopped = (
        heard(signal) for signal in (window.train_requested, window.pause_requested, window.stop_requested)
    )
    assert (train.isEnabled(), pause.isEnabled(), stop.isEnabled()) == (True, False, False)
    qtbot.mouseClick(train, Qt.MouseButton.LeftButton)
    assert trained == [TrainWish()]
    window.show_state(explorer_state(training=RUNNING))
    assert (train.isEnabled(), pause.isEnabled(), stop.isEnabled()) == (False, True, True)
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    window.show_state(
        explorer_state(training=TrainingState(status=TrainingStatus.PAUSED, epoch=3.0, epochs=9))
    )
    assert pause.text() == "Resume"
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert paused == [PauseWish(is_paused=True), PauseWish(is_paused=False)]
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert stopped == [StopWish()]
    window.show_state(explorer_state(training=TrainingState(status=TrainingStatus.STOPPING, epochs=9)))
    assert not any(button.isEnabled() for button in (train, pause, stop))


def test_that_training_waits_for_torch(window, find):
    window.show_state(explorer_state(is_torch_ready=False))
    assert not find("train_button").isEnabled()
    assert "PyTorch" in find("progress_text").text()


def test_that_space_pauses_and_goes_on_from_a_map(qtbot, window, find):
    window.show_state(explorer_state(training=RUNNING))
    paused = heard(window.pause_requested)
    plane = find("latent_map_0")
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_Space)
    assert paused == [PauseWish(is_paused=True)]


def test_that_space_held_to_pan_does_not_pause(qtbot, window, find):
    window.show_state(explorer_state(training=RUNNING))
    paused, decodes = heard(window.pause_requested), heard(window.decode_requested)
    plane = find("latent_map_0")
    plane.setFocus()
    qtbot.keyPress(plane, Qt.Key.Key_Space)
    before = plane.current_view()
    qtbot.mousePress(plane, Qt.MouseButton.LeftButton, pos=middle(plane))
    qtbot.mouseMove(plane, middle(plane) + QPoint(40, 0))
    qtbot.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=middle(plane) + QPoint(40, 0))
    qtbot.keyRelease(plane, Qt.Key.Key_Space)
    assert plane.current_view().x_min < before.x_min
    assert not [wish for wish in decodes if wish.is_pinned]
    assert paused == []


def test_that_space_typed_into_a_field_does_not_pause(qtbot, window, find):
    window.show_state(explorer_state(training=RUNNING))
    paused = heard(window.pause_requested)
    qtbot.mouseClick(find("settings_button"), Qt.MouseButton.LeftButton)
    field = find("hidden_field")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert paused == []


def test_that_a_held_space_bar_pauses_once(qtbot, window, find):
    window.show_state(explorer_state(training=RUNNING))
    paused = heard(window.pause_requested)
    plane = find("latent_map_0")
    plane.setFocus()
    qtbot.keyPress(plane, Qt.Key.Key_Space)
    space, none = Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        QApplication.sendEvent(plane, QKeyEvent(kind, space, none, " ", autorep=True))
    qtbot.keyRelease(plane, Qt.Key.Key_Space)
    assert len(paused) == 1


def test_that_ctrl_t_trains(qtbot, window, find):
    trained = heard(window.train_requested)
    qtbot.keyClick(find("latent_map_0"), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert trained == [TrainWish()]


def test_that_a_model_dropped_on_a_map_s_header_opens_there(window, find, tmp_path):
    wishes = heard(window.model_requested)
    path = str(tmp_path / "other.SafeTensors")
    assert drop(window, find("map_header_1"), path)
    assert wishes == [ModelWish(1, path=path)]


def test_that_a_model_dropped_on_the_plane_opens_there(window, find, tmp_path):
    wishes = heard(window.model_requested)
    plane = find("latent_map_1")
    path = str(tmp_path / "other.safetensors")
    assert drop(plane, plane, path)
    assert wishes == [ModelWish(1, path=path)]


@pytest.mark.parametrize("name", ["pictures", "arrays.npz", "arrays.npy"])
def test_that_images_dropped_anywhere_become_the_data_set(window, find, tmp_path, name):
    wishes = heard(window.dataset_requested)
    path = tmp_path / name
    path.mkdir() if "." not in name else path.touch()
    assert drop(window, find("curve_panel"), str(path))
    assert drop(find("latent_map_0"), find("latent_map_0"), str(path))
    assert wishes == [DatasetWish(str(path))] * 2


def test_that_a_file_of_no_use_is_not_welcome(window, find, tmp_path):
    (tmp_path / "letter.txt").touch()
    assert not drop(window, find("curve_panel"), str(tmp_path / "letter.txt"))


def test_that_the_theme_can_be_switched_and_is_remembered(qtbot, window, find, store):
    assert window.palette().window().color().name() == DARK.window
    qtbot.mouseClick(find("theme_button"), Qt.MouseButton.LeftButton)
    assert window.palette().window().color().name() == LIGHT.window
    assert LIGHT.card in window.styleSheet()
    assert store.value("window/theme") == "light"


def test_that_a_new_window_stands_where_the_last_one_stood(qtbot, open_window, store):
    first = open_window()
    # The screen of the offscreen platform is narrower than the window, so only the height can tell.
    first.resize(first.width(), 703)
    splitter = first.findChild(QSplitter, "curve_splitter")
    splitter.setSizes([400, 200])
    kept = splitter.sizes()
    with qtbot.waitSignal(first.closed):
        first.close()
    second = open_window(size=None)
    assert second.height() == 703
    assert second.findChild(QSplitter, "curve_splitter").sizes() == kept


def test_that_a_broken_memory_does_not_keep_the_window_from_opening(open_window, store):
    for key, value in (("geometry", "nonsense"), ("curve_splitter", "a,b"), ("theme", 7), ("underlay", "x")):
        store.setValue(f"window/{key}", value)
    assert open_window().isVisible()


def test_that_the_underlay_is_remembered_and_asked_for_again(qtbot, open_window, store):
    first = open_window()
    wishes = heard(first.underlay_requested)
    choose(qtbot, first.findChild(ChoiceButton, "underlay_button"), UnderlayKind.DENSITY)
    assert wishes == [UnderlayWish(UnderlayKind.DENSITY)]
    second = MainWindow(DARK, store)
    qtbot.addWidget(second)
    second.show_state(explorer_state())
    again = heard(second.underlay_requested)
    with qtbot.waitSignal(second.built):
        second.show()
    assert again == wishes


def test_that_the_language_asked_for_is_remembered(qtbot, window, find, store):
    languages = heard(window.language_requested)
    qtbot.mouseClick(find("language_button"), Qt.MouseButton.LeftButton)
    assert languages == ["zh_CN"]
    assert remembered_language(store) == "zh_CN"


@pytest.mark.parametrize("kinds", [("ae",), ("pca", "ae", "vae"), ("pca", "ae", "map", "vae")])
def test_that_one_to_four_maps_can_stand_side_by_side(qtbot, open_window, kinds):
    window = open_window()
    window.show_state(explorer_state(*kinds))
    qtbot.waitUntil(window.is_drawn)
    titles = [window.findChild(object, f"model_button_{map_id}").isVisible() for map_id in range(len(kinds))]
    assert all(titles)
    window.show_state(explorer_state())
    qtbot.waitUntil(window.is_drawn)
    assert (
        window.findChild(object, "map_card_2") is None
        or not window.findChild(object, "map_card_2").isVisible()
    )


def test_that_moving_codes_keep_the_view(qtbot, window, find):
    state = explorer_state()
    plane = find("latent_map_0")
    plane.zoom_at(0.0, 0.0, 3.0, is_animated=False)
    before = plane.current_view()
    cloud = state.maps[0].codes
    moved = replace(cloud, mu=cloud.mu * np.float32(1.05))
    window.show_state(with_map(state, 0, codes=moved, version=2))
    assert plane.current_view() == before
    window.show_state(with_map(state, 0, codes=replace(cloud, mu=cloud.mu * np.float32(50)), run_id=77))
    assert plane.current_view() != before


def test_that_what_did_not_change_is_not_touched(window, find):
    state = explorer_state()
    window.show_state(state)
    labels = [label for label in window.findChildren(QLabel) if label.text()]
    for label in labels:
        label.setText("untouched")
    window.show_state(replace(state, maps=tuple(state.maps)))
    assert {label.text() for label in labels} == {"untouched"}
