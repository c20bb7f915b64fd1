"""The sheet over the window: keys, glossary, look."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from tests.ui.sample import RUNNING, explorer_state
from vae_explorer.state.tool import Tool
from vae_explorer.ui.hint import hint_parts
from vae_explorer.ui.key_text import key_rows
from vae_explorer.ui.panel_text import panel_text


def test_that_the_question_mark_shows_the_keys_and_escape_hides_them(qtbot, window, find):
    plane = find("latent_map_0")
    plane.setFocus()
    qtbot.keyClicks(plane, "?")
    sheet = find("help_sheet")
    qtbot.waitUntil(sheet.isVisible)
    shown = {label.text() for label in sheet.findChildren(QLabel) if label.isVisible()}
    assert {text for _, rows in key_rows() for row in rows for text in row} <= shown
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is plane


def test_that_the_keyboard_stays_in_the_sheet_while_it_lies_there(qtbot, window, find):
    qtbot.mouseClick(find("help_button"), Qt.MouseButton.LeftButton)
    sheet = find("help_sheet")
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not sheet.isVisible()


def test_that_a_term_is_found_in_the_glossary(qtbot, window, find):
    qtbot.mouseClick(find("help_button"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find("help_glossary"), Qt.MouseButton.LeftButton)
    names = [label for label in window.findChildren(QLabel) if label.property("role") == "term"]
    assert len(names) > 20
    qtbot.keyClicks(window.findChild(QLineEdit, "glossary_find"), "lower bound")
    left = [label.text() for label in names if label.isVisible()]
    assert 1 <= len(left) <= 4
    assert any("ELBO" in text for text in left)
    nothing = find("glossary_nothing")
    assert not nothing.isVisible()
    qtbot.keyClicks(window.findChild(QLineEdit, "glossary_find"), " of doubt")
    assert nothing.isVisible()
    assert "lower bound of doubt" in nothing.text()


def test_that_look_motion_and_language_are_chosen_there(qtbot, window, find, store):
    wishes: list[str] = []
    window.language_requested.connect(wishes.append)
    qtbot.mouseClick(find("help_button"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find("help_look"), Qt.MouseButton.LeftButton)
    dark = window.palette().window().color()
    for name in ("look_theme_light", "look_language_zh_CN", "look_motion"):
        button = find(name)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
    assert window.palette().window().color() != dark
    assert wishes == ["zh_CN"]
    assert store.value("window/reduced_motion") == "true"
    assert find("latent_map_1")._camera.animation.is_motion_reduced
    button = find("look_theme_system")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
    assert not store.contains("window/theme")


def test_that_the_first_card_goes_for_ever_by_one_click(qtbot, open_window):
    first = open_window()
    strip = first.findChild(QWidget, "welcome_strip")
    assert strip.isVisible()
    assert len([label for label in strip.findChildren(QLabel) if label.text()]) == 3
    qtbot.mouseClick(first.findChild(QAbstractButton, "welcome_close"), Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    assert not open_window().findChild(QWidget, "welcome_strip").isVisible()


def test_that_the_hint_follows_the_tool_and_what_goes_on():
    hints = {tool: hint_parts(explorer_state(tool=tool))[0] for tool in Tool}
    assert len(set(hints.values())) == len(Tool)
    assert "Space" in hint_parts(explorer_state(training=RUNNING))[0]
    assert hint_parts(None)[0] != hints[Tool.DECODE]


def test_that_every_panel_says_what_one_is_looking_at(qtbot, window, find):
    for name in ("map_info_0", "inspector_info_1", "lower_info"):
        assert len(find(name).accessibleDescription()) > 60
    assert panel_text("training") in find("lower_info").toolTip()
    qtbot.mouseClick(find("network_tab"), Qt.MouseButton.LeftButton)
    assert panel_text("network") in find("lower_info").toolTip()
