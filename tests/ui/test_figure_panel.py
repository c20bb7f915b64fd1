from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QTableWidget

from tests.state.event_sample import figures, ready_state
from vae_explorer.analysis.estimate import Estimate
from vae_explorer.analysis.figure import Basis, Figure, FigureKey, GapFigures
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.chip_row import Chip
from vae_explorer.ui.figure_chip import hole_chip, other_chips
from vae_explorer.ui.figure_panel import FigurePanel
from vae_explorer.ui.figure_text import figure_explanation, figure_meaning, figure_title
from vae_explorer.ui.theme import DARK


def with_figures(state: ExplorerState, *measured: GapFigures) -> ExplorerState:
    maps = tuple(
        dataclasses.replace(shown, figures=found) for shown, found in zip(state.maps, measured, strict=True)
    )
    return dataclasses.replace(state, maps=maps)


@pytest.fixture
def panel(qtbot) -> FigurePanel:
    panel = FigurePanel(DARK)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def rows(panel: FigurePanel) -> dict[str, list[str]]:
    table = panel.findChild(QTableWidget, "figure_table")
    return {
        table.item(row, 0).text(): [
            table.item(row, column).text() for column in range(1, table.columnCount())
        ]
        for row in range(table.rowCount())
    }


def test_that_the_maps_figures_stand_side_by_side_with_chance_level_and_unit(panel):
    state = ready_state()
    panel.show_state(with_figures(state, figures(0.2), figures(0.01)))
    shown = rows(panel)
    assert shown["holes"] == ["○ 20 %  (10 … 30 %)", "● 1.0 %  (10 … 30 %)", "0.0 %", "percent"]
    assert shown["k-NN label accuracy"][:2] == ["…", "…"]
    assert len(shown) == 2 + len(FigureKey)


def test_that_a_figure_that_cannot_be_had_says_why(panel):
    needs = GapFigures((Figure(FigureKey.COVERAGE, Basis.NEEDS_IMAGES),), 4)
    panel.show_state(with_figures(ready_state(), needs, needs))
    assert rows(panel)["coverage by prior samples"][:2] == ["needs the images"] * 2


@pytest.mark.parametrize("key", list(FigureKey))
def test_that_every_figure_is_explained(key):
    figure = Figure(key, Basis.CODES, Estimate(0.5, 0.4, 0.6), 0.1, (("error", 0.01),))
    text = figure_explanation(figure, 10_000)
    for part in (figure_meaning(key), "Unit: ", "Chance level: ", "10\N{NO-BREAK SPACE}000 codes"):
        assert part in text
    assert figure_title(key)


@pytest.mark.parametrize(
    ("share", "mark", "tone"), [(0.43, "○", "warning"), (0.004, "●", "good"), (0.03, "◐", "")]
)
def test_that_the_chip_of_the_holes_says_by_form_what_its_colour_says(share, mark, tone):
    (chip,) = hole_chip(figures(share))
    assert chip.text.startswith(f"{mark} holes ")
    assert chip.tone == tone
    assert "Chance level: 0.0 %" in chip.explanation


def test_that_without_figures_there_is_no_chip():
    assert hole_chip(GapFigures()) == other_chips(GapFigures()) == []
    chips = other_chips(
        GapFigures((Figure(FigureKey.LABEL_ACCURACY, Basis.TEST_IMAGES, Estimate(0.91, 0.9, 0.92), 0.1),), 9)
    )
    assert [chip.text for chip in chips] == ["kNN 91 %"]
    assert isinstance(chips[0], Chip)
