from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.sample import explorer_state
from vae_explorer.state.tool import Tool
from vae_explorer.state.wish import ToolWish
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.side_column import SideColumn
from vae_explorer.ui.theme import DARK


class Page(QWidget):
    """A page of the lower panel that only has a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.header = QLabel(f"about {name}")

    def page_title(self) -> str:
        return self.name


@pytest.fixture
def window(open_window):
    return open_window(explorer_state())


def test_that_a_click_on_a_tool_asks_for_it_and_the_answer_presses_it(qtbot, window):
    wishes: list[ToolWish] = []
    window.tool_requested.connect(wishes.append)
    button = window.findChild(QAbstractButton, "tool_lasso")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wishes == [ToolWish(Tool.LASSO)]
    window.show_state(replace(explorer_state(), tool=Tool.LASSO))
    assert button.isChecked()
    assert not window.findChild(QAbstractButton, "tool_decode").isChecked()


def test_that_another_tool_shows_its_page_and_closes_one_that_was_opened(qtbot):
    inspector, darts, settings = QWidget(), QWidget(), QWidget()
    column = SideColumn(inspector)
    qtbot.addWidget(column)
    column.add_page(darts, Tool.DARTS)
    column.add_page(settings)
    column.open_page(settings)
    assert column.currentWidget() is settings
    column.show_tool(Tool.DARTS)
    assert column.currentWidget() is darts
    column.open_page(settings)
    column.close_page()
    assert column.currentWidget() is darts
    column.show_tool(Tool.LASSO)
    assert column.currentWidget() is inspector


def test_that_a_tab_of_the_lower_panel_turns_to_its_page_and_its_words(qtbot):
    panel = LowerPanel(DARK)
    qtbot.addWidget(panel)
    first, second = Page("first"), Page("second")
    panel.add_page("first", first)
    panel.add_page("second", second)
    panel.show()
    assert first.isVisible()
    qtbot.mouseClick(panel.findChild(QAbstractButton, "second_tab"), Qt.MouseButton.LeftButton)
    assert second.isVisible()
    assert second.header.isVisible()
    assert not first.isVisible()
