"""A formula whose symbols explain themselves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QToolTip

from vae_explorer.ui.formula_drawing import FormulaFont
from vae_explorer.ui.formula_view import FormulaView
from vae_explorer.ui.theme import DARK, LIGHT
from vae_explorer.ui.tour_text import NamedText

PARTS = (("z", "z"), ("=", ""), (r"\mu", "mu"), ("+", ""), (r"\sigma", "sigma"), (r"\varepsilon", "epsilon"))
TEXTS = {name: NamedText(f"{name}!", f"what {name} is") for name in ("z", "mu", "sigma", "epsilon")}


@pytest.fixture(scope="module")
def font() -> FormulaFont:
    return FormulaFont()


@pytest.fixture
def view(qtbot, font) -> FormulaView:
    view = FormulaView("formula", font)
    qtbot.addWidget(view)
    view.set_formula(PARTS)
    view.set_texts(TEXTS)
    view.set_values({"mu": "(1.00, 2.00)"})
    view.resize(300, 40)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_that_a_symbol_says_what_it_is_and_what_it_is_worth(view):
    assert view.explanation("mu") == "mu!\nwhat mu is\nhere: (1.00, 2.00)"
    assert view.explanation("sigma") == "sigma!\nwhat sigma is"


def test_that_arrow_keys_walk_from_symbol_to_symbol(qtbot, view):
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert "what z is" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "(1.00, 2.00)" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert "what epsilon is" in view.accessibleDescription()
    QToolTip.hideText()


def test_that_a_screen_reader_hears_the_symbols_with_their_values(view):
    heard = QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Name)
    assert "mu! (1.00, 2.00)" in heard
    assert "epsilon!" in heard


def test_that_a_narrow_formula_is_broken_and_wholly_inside(view):
    line = view.heightForWidth(300)
    assert view.heightForWidth(60) > 1.5 * line
    view.resize(60, view.heightForWidth(60))
    for name in ("z", "mu", "sigma", "epsilon"):
        assert view.rect().contains(view.place_of(name))


def test_that_a_formula_is_broken_before_its_relation_where_the_rest_fits(view):
    view.set_formula((("a", "z"), ("+", ""), ("b", "mu"), ("=", ""), ("c", "sigma"), ("+d", "epsilon")))
    last = view.place_of("epsilon")
    view.resize(last.x() - 1, view.heightForWidth(last.x() - 1))
    assert view.place_of("mu").y() < view.place_of("sigma").y() - 5
    assert view.place_of("sigma").y() == pytest.approx(view.place_of("epsilon").y(), abs=4)


def test_that_it_is_drawn_in_the_colours_of_the_theme_and_sharper_on_a_finer_screen(view):
    dark = view.grab().toImage()
    view.set_theme(LIGHT)
    light = view.grab().toImage()
    assert dark != light
    view.set_theme(DARK)
    fine = QImage(600, 80, QImage.Format.Format_ARGB32)
    fine.fill(Qt.GlobalColor.black)
    fine.setDevicePixelRatio(2)
    painter = QPainter(fine)
    view.render(painter, QPoint())
    painter.end()
    coarse = dark.scaled(600, 80)
    assert fine.convertToFormat(coarse.format()) != coarse


def test_that_the_same_piece_is_set_once(font):
    assert font.drawing("x", 20, "#ffffff") is font.drawing("x", 20, "#ffffff")
    wide, narrow = font.drawing(r"\log p(x)", 20, "#ffffff"), font.drawing("x", 20, "#ffffff")
    assert wide.advance > 3 * narrow.advance
    assert narrow.box.top() < 0
