"""Nothing is clipped and nothing lies over anything else, however small the window is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.sample import RUNNING, explorer_state
from vae_explorer.ui.lower_panel import LowerPanel


def crowded(parent: QWidget) -> list[str]:
    """Return which visible children have less room than they need, or lie over one another."""
    seen = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]
    needed = [min(each.minimumSizeHint().width(), each.maximumWidth()) for each in seen]
    found = [each.objectName() for each, width in zip(seen, needed, strict=True) if each.width() < width]
    found += [each.objectName() for each in seen if not parent.rect().contains(each.geometry())]
    for number, one in enumerate(seen):
        overlapping = [each for each in seen[number + 1 :] if one.geometry().intersects(each.geometry())]
        found += [f"{one.objectName()} over {each.objectName()}" for each in overlapping]
    return found


def header_of(lower: LowerPanel) -> QWidget:
    pages = [stack.currentWidget() for stack in lower.findChildren(QStackedWidget)]
    return next(page.header for page in pages if hasattr(page, "page_title"))


def check_whole(qtbot: QtBot, find: Callable[[], QWidget]) -> None:
    """Wait until all has found its place."""

    def nothing_is_crowded() -> None:
        assert crowded(find()) == []

    qtbot.waitUntil(nothing_is_crowded)


@pytest.mark.parametrize("is_chinese", [False, True])
def test_that_toolbar_and_page_headers_are_whole(qtbot, open_window, chinese, is_chinese) -> None:
    if is_chinese:
        chinese()
    window = open_window(explorer_state("ae", "vae", training=RUNNING), size=(1400, 862))
    toolbar = window.findChild(QWidget, "toolbar")
    lower = window.findChild(LowerPanel, "lower_panel")
    names = [tab.objectName().removesuffix("_tab") for tab in lower.findChildren(QPushButton)]
    pages = [name for name in names if window.findChild(QPushButton, f"{name}_tab")]
    assert len(pages) > 8
    for size in ((1280, 800), (1180, 700), (900, 600)):
        window.resize(*size)
        check_whole(qtbot, lambda: toolbar)
        for name in pages:
            lower.show_named(name)
            check_whole(qtbot, lambda: lower)
            check_whole(qtbot, lambda: header_of(lower))


def test_that_pages_without_a_tab_are_found_in_a_menu(qtbot, open_window) -> None:
    window = open_window(explorer_state("ae", "vae"), size=(900, 600))
    more, tab = (window.findChild(QPushButton, name) for name in ("pages_button", "path_tab"))
    qtbot.waitUntil(more.isVisible)
    assert not tab.isVisible()
    qtbot.keyClick(more, Qt.Key.Key_Down)
    menu = window.findChild(QMenu, "pages_button_menu")
    assert menu.isVisible()
    action = next(action for action in menu.actions() if action.text() == tab.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert window.findChild(LowerPanel, "lower_panel").page_name == "path"
    assert tab.isVisible()
    window.resize(1600, 800)
    qtbot.waitUntil(lambda: not more.isVisible())


def test_that_words_beside_the_curves_are_left_out_from_the_end_but_never_cut(window, find) -> None:
    legend = find("curve_legend")
    labels = [label for label in legend.findChildren(QLabel) if label.objectName().startswith("curve_name")]
    assert len(labels) == 4
    for height, rows in ((200, 4), (35, 2), (14, 1), (200, 4)):
        legend.resize(legend.width(), height)
        seen = [label for label in labels if label.isVisible()]
        assert seen == labels[:rows]
        legend.layout().activate()
        assert all(label.height() >= label.sizeHint().height() for label in seen)
        assert legend.sizeHint().height() > 4 * labels[0].sizeHint().height()
