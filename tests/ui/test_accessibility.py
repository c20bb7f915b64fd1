"""Whoever has no mouse, no colours or no sight still has the whole program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)

from tests.ui.sample import RUNNING, explorer_state
from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel
from vae_explorer.state.tool import Tool
from vae_explorer.state.tour_state import TourState
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.main_window import MainWindow
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


# What only paints has no role of its own in Qt, and says all in name and description.
PAINTED = QAccessible.Role.Client
VALUED = (QAbstractSlider, QAbstractSpinBox, ChoiceButton)


def places(window: MainWindow) -> Iterator[str]:
    """Open every page, panel, tool and sheet of the window, one after the other."""
    yield "as it opens"
    lower = window.findChild(LowerPanel)
    tabs = [button.objectName() for button in lower.findChildren(QPushButton)]
    for name in [tab.removesuffix("_tab") for tab in tabs if tab.endswith("_tab")]:
        lower.show_named(name)
        yield name
    for tool in Tool:
        window.show_state(explorer_state(training=RUNNING, notices=(OFFER,), tool=tool))
        yield tool.value
    for sheet in ("help_keys", "help_glossary", "help_look"):
        window.pages.help.show()
        window.findChild(QAbstractButton, sheet).click()
        yield sheet
    window.pages.help.hide()
    for chapter in range(1, 12):
        window.show_state(explorer_state(tour=TourState(is_open=True, chapter=chapter, is_arranged=True)))
        yield f"chapter {chapter}"


def spoken_value(control: QWidget) -> str:
    """Return what a screen reader says of what is chosen or set in a control."""
    if isinstance(control, ChoiceButton):
        return str(control.accessibleName()).partition(": ")[2] or control.text()
    interface = QAccessible.queryAccessibleInterface(control)
    return str(interface.text(QAccessible.Text.Value))


def test_that_a_screen_reader_hears_name_role_and_value_of_every_control_there_is(everything):
    heard, wrong = set(), []
    for place in places(everything):
        for control in everything.findChildren(QWidget):
            is_reached = control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
            # Qt's own viewports and the lines of text within number boxes speak through those.
            parent = control.parent()
            is_viewport = isinstance(parent, QAbstractScrollArea) and parent.viewport() is control
            if not is_reached or is_viewport or control.objectName().startswith("qt_"):
                continue
            interface = QAccessible.queryAccessibleInterface(control)
            name, role = interface.text(QAccessible.Text.Name), interface.role()
            heard.add(control.objectName())
            is_button = isinstance(control, QAbstractButton)
            has_role = role not in (QAccessible.Role.NoRole, PAINTED) or not is_button
            if not name or not has_role or (isinstance(control, VALUED) and not spoken_value(control)):
                wrong.append(f"{place}: {control.objectName()} {name} {role.name}")
    assert not wrong, "\n".join(wrong)
    assert {"compilation_field", "c_slider", "tour_choice_0", "draw_thickness"} <= heard
    assert len(heard) > 120


def test_that_the_choice_itself_is_read_out_with_its_name(everything, find):
    heard = [find(name).accessibleName() for name in ("compilation_field", "underlay_button")]
    assert heard == ["Compiled steps: auto", "Underlay: atlas"]
    assert "β" in find("c_slider").accessibleDescription()


def test_that_a_screen_reader_hears_the_guide(window, find):
    window.show_state(explorer_state(tour=TourState(is_open=True, chapter=1, is_arranged=True)))
    names = ("tour_column", "tour_choice_0", "tour_close", "tour_formula", "tour_chapter_1", "guide_button")
    interfaces = {name: QAccessible.queryAccessibleInterface(find(name)) for name in names}
    heard = {name: each.text(QAccessible.Text.Name) for name, each in interfaces.items()}
    assert all(heard.values())
    assert heard["tour_choice_0"] == "784, one for each pixel"
    assert "the image" in heard["tour_formula"]
    assert interfaces["guide_button"].state().checked


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


def test_that_the_focus_can_be_seen_on_every_control_of_the_tab_key(qtbot, everything, find):
    find("latent_map_0").setFocus()
    blind = set()
    for _ in range(120):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        control = QApplication.focusWidget()
        focused = control.grab().toImage()
        control.clearFocus()
        if control.grab().toImage() == focused:
            blind.add(control.objectName())
        control.setFocus(Qt.FocusReason.TabFocusReason)
    assert blind == set()


def test_that_clicking_a_button_leaves_the_keyboard_with_the_map(qtbot, window, find):
    plane = find("latent_map_1")
    plane.setFocus()
    qtbot.mouseClick(find("theme_button"), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is plane
