"""The legend under real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QToolButton
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.legend import Legend
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import LIGHT


def shown_legend(qtbot: QtBot, count: int, width: int = 700) -> Legend:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_label_style(LabelStyle.for_classes(range(count), [f"class {i}" for i in range(count)]))
    legend.resize(width, 60)
    with qtbot.waitExposed(legend):
        legend.show()
    return legend


def entries(legend: Legend) -> QListView:
    found = legend.findChild(QListView, "legend_entries")
    assert found is not None
    return found


def middle(legend: Legend, row: int) -> QPoint:
    view = entries(legend)
    return view.visualRect(view.model().index(row, 0)).center()


def shown(style: LabelStyle) -> list[int]:
    return [label for label in style.classes if style.is_shown(label)]


def test_that_a_click_hides_a_class_and_another_shows_it(qtbot: QtBot) -> None:
    legend = shown_legend(qtbot, 4)
    told: list[LabelStyle] = []
    legend.label_style_changed.connect(told.append)
    viewport = entries(legend).viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(legend, 1))
    assert shown(told[-1]) == [0, 2, 3]
    everything = legend.findChild(QToolButton, "legend_show_all")
    assert everything is not None
    assert everything.isVisible()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(legend, 2))
    assert shown(told[-1]) == [0, 3]
    qtbot.mouseClick(everything, Qt.MouseButton.LeftButton)
    assert shown(told[-1]) == [0, 1, 2, 3]
    assert not everything.isVisible()


def test_that_a_double_click_isolates_a_class_and_another_shows_all(qtbot: QtBot) -> None:
    legend = shown_legend(qtbot, 4)
    told: list[LabelStyle] = []
    legend.label_style_changed.connect(told.append)
    viewport = entries(legend).viewport()
    for wanted in ([2], [0, 1, 2, 3]):
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle(legend, 2))
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=middle(legend, 2))
        assert shown(told[-1]) == wanted


def test_that_space_hides_and_enter_isolates_the_current_class(qtbot: QtBot) -> None:
    legend = shown_legend(qtbot, 3)
    view = entries(legend)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert shown(legend.label_style()) == [0, 2]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown(legend.label_style()) == [1]


def test_that_many_classes_can_be_searched_and_few_need_no_search(qtbot: QtBot) -> None:
    assert not shown_legend(qtbot, 20).findChild(QLineEdit, "legend_search").isVisible()
    legend = shown_legend(qtbot, 240)
    search = legend.findChild(QLineEdit, "legend_search")
    assert search.isVisible()
    qtbot.keyClicks(search, "CLASS 23")
    view = entries(legend)
    found = [view.model().index(row, 0).data() for row in range(view.model().rowCount())]
    assert found == ["class 23", *(f"class 23{digit}" for digit in range(10))]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(legend, 0))
    assert 23 not in shown(legend.label_style())


@pytest.mark.parametrize(("count", "rows"), [(4, 1), (18, 3), (240, 3)])
def test_that_it_is_as_high_as_its_rows_but_never_higher_than_three(
    qtbot: QtBot, count: int, rows: int
) -> None:
    legend = shown_legend(qtbot, count, width=600)
    qtbot.waitUntil(lambda: entries(legend).height() == rows * 24)


def test_that_a_style_from_elsewhere_is_shown_and_not_told_back(qtbot: QtBot) -> None:
    legend = shown_legend(qtbot, 3)
    told: list[LabelStyle] = []
    legend.label_style_changed.connect(told.append)
    style = LabelStyle.for_classes(range(3)).toggled(0)
    legend.set_label_style(style)
    assert legend.label_style() == style
    assert not told
    text = entries(legend).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "0, hidden"


def test_that_hidden_classes_look_different_without_their_colour(qtbot: QtBot) -> None:
    legend = shown_legend(qtbot, 3)
    legend.set_theme(LIGHT)
    before = legend.grab().toImage()
    qtbot.mouseClick(entries(legend).viewport(), Qt.MouseButton.LeftButton, pos=middle(legend, 0))
    entries(legend).clearFocus()
    assert legend.grab().toImage() != before
