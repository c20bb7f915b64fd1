"""Whoever has no mouse, no colours or no sight still has the whole program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QLineEdit, QWidget

from tests.ui.sample import RUNNING, explorer_state
from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel
from vae_explorer.ui.pixel_view import PixelView

OFFER = Notice(1, NoticeLevel.ERROR, "broken", action=NoticeAction.FETCH_DATASET)
CONTROLS = (QAbstractButton, QAbstractSpinBox, QLineEdit, PixelView)


@pytest.fixture
def everything(qtbot, window, find):
    """Return the window with all its parts open."""
    window.show_state(explorer_state(training=RUNNING, notices=(OFFER,)))
    qtbot.mouseClick(find("settings_button"), Qt.MouseButton.LeftButton)
    return window


def controls(window) -> list[QWidget]:
    """Return all controls but the insides of others and Qt's own."""
    inside = (QAbstractSpinBox, QLineEdit)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget.parent(), inside)
        and not widget.objectName().startswith("qt_")
        and not any(
            widget in view.findChildren(QWidget) for view in window.findChildren(QWidget, "curve_plot")
        )
    ]


def test_that_every_control_has_a_name_for_tests_and_one_for_screen_readers(everything):
    found = controls(everything)
    assert len(found) > 40
    nameless = [repr(widget) for widget in found if not widget.objectName()]
    silent = [
        widget.objectName()
        for widget in found
        if not (widget.accessibleName() or getattr(widget, "text", str)()) and widget.isVisible()
    ]
    assert (nameless, silent) == ([], [])


def test_that_no_two_controls_share_a_name(everything):
    names = [widget.objectName() for widget in controls(everything)]
    assert sorted(names) == sorted(set(names))


def test_that_every_icon_without_words_explains_itself(everything):
    mute = [
        button.objectName()
        for button in everything.findChildren(QAbstractButton)
        if button.isVisible() and not button.text() and not button.icon().isNull() and not button.toolTip()
    ]
    assert mute == []


def test_that_every_control_that_can_be_used_is_reached_by_the_tab_key(qtbot, everything, find):
    find("latent_map_0").setFocus()
    reached = set()
    for _ in range(120):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.add(widget.objectName())
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    usable = {
        widget.objectName()
        for widget in controls(everything)
        if widget.isVisible() and widget.isEnabled() and not isinstance(widget, PixelView)
    }
    assert usable - reached == set()
    assert {"latent_map_0", "latent_map_1", "curve_plot"} <= reached


@pytest.mark.parametrize(
    "name", ["pause_button", "theme_button", "dataset_button", "model_button_0", "epochs_field"]
)
def test_that_the_focus_can_be_seen(window, find, name):
    control = find(name)
    find("latent_map_0").setFocus()
    before = control.grab().toImage()
    if not control.isEnabled():
        window.show_state(explorer_state(training=RUNNING))
        before = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.grab().toImage() != before


def test_that_clicking_a_button_leaves_the_keyboard_with_the_map(qtbot, window, find):
    plane = find("latent_map_1")
    plane.setFocus()
    qtbot.mouseClick(find("theme_button"), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is plane
