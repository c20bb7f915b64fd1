"""The keyboard on the maps of the real window: from map to map, and what is read out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.sample import decoded, explorer_state, with_map
from tests.ui.test_main_window import heard
from vae_explorer.ui.inspector import Inspector


def test_that_tab_goes_from_map_to_map_and_to_what_stands_over_them_before(qtbot, window, find):
    def press(key: Qt.Key) -> str:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, key)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused.objectName()

    with qtbot.waitActive(window):
        window.activateWindow()
    find("latent_map_0").setFocus()
    assert press(Qt.Key.Key_Tab) == "latent_map_1"
    assert press(Qt.Key.Key_Backtab) == "latent_map_0"
    wanted = {name.format(map_id) for name in ("map_menu_button_{}", "model_button_{}") for map_id in (0, 1)}
    reached = []
    while not wanted <= set(reached):
        reached.append(press(Qt.Key.Key_Backtab))
        assert len(reached) < 12
    # Each card's controls lie together, the first map's before the second's.
    assert [name[-1] for name in reached] == sorted((name[-1] for name in reached), reverse=True)
    find("latent_map_1").setFocus()
    assert press(Qt.Key.Key_Tab) not in ("latent_map_0", "latent_map_1")


def test_that_a_new_pin_is_read_out_with_its_coordinates_and_verdict(qtbot, window):
    announcer = window.findChild(Inspector).announcer
    said = heard(announcer.announced)
    state = explorer_state()
    for step in (0.1, 0.2, 0.3):
        point = decoded(seed=2, z=(step, -1.0))
        state = with_map(state, 1, pin=point.z, pin_decoded=point)
        window.show_state(state)
    qtbot.waitUntil(lambda: bool(said))
    # Of places that follow each other quickly only the last is worth hearing.
    (text,) = said
    assert text.startswith("VAE: z = (+0.30, −1.00). ")
    assert "in a gap" in text
    assert "0.9 σ" in text


def test_that_neither_a_look_nor_the_same_place_with_other_weights_nor_another_model_is_read_out(window):
    announcer = window.findChild(Inspector).announcer
    announcer._timer.setInterval(0)
    said = heard(announcer.announced)
    state = explorer_state()
    again = decoded(seed=8, z=state.maps[0].pin)
    window.show_state(with_map(state, 0, pin_decoded=again, version=2))
    window.show_state(with_map(state, 0, hover_decoded=decoded(seed=3, z=(9.0, 9.0))))
    other = decoded(seed=4, z=(5.0, 5.0))
    window.show_state(with_map(state, 0, run_id=40, pin=other.z, pin_decoded=other))
    assert not announcer._timer.isActive()
    QApplication.processEvents()
    assert said == []
