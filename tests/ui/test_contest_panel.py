from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton

from tests.state.event_sample import ready_state
from vae_explorer.analysis.sample_sheet import SampleSheet
from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.state.contest_event import ContestWish
from vae_explorer.state.contest_state import ContestState, DrawnSheet
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.contest_panel import ContestPanel
from vae_explorer.ui.number_box import NumberBox
from vae_explorer.ui.sample_view import SampleView
from vae_explorer.ui.theme import DARK


def sheet(percentiles: tuple[float, ...]) -> SampleSheet:
    count = len(percentiles)
    images = np.full((count, 6, 6, 1), 90, np.uint8)
    return SampleSheet(SamplerKind.PRIOR, np.zeros((count, 2), np.float32), images, np.array(percentiles))


def state_with(percentiles: tuple[float, ...]) -> ExplorerState:
    state = ready_state()
    sheets = tuple(DrawnSheet(shown.map_id, shown.run_id, 1, sheet(percentiles)) for shown in state.maps)
    return dataclasses.replace(state, contest=ContestState(is_watched=True, seed=4, sheets=sheets))


@pytest.fixture
def panel(qtbot) -> ContestPanel:
    panel = ContestPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(700, 160)
    return panel


def test_that_samples_are_asked_for_only_while_they_are_looked_at(panel):
    wishes: list[ContestWish] = []
    panel.contest_requested.connect(wishes.append)
    panel.show()
    panel.hide()
    assert [wish.is_watched for wish in wishes] == [True, False]


def test_that_every_model_tells_how_many_of_its_samples_fell_into_gaps(panel):
    panel.show_state(state_with((0.5, 0.2, 5.0, 60.0)))
    panel.show()
    title = panel.findChild(QLabel, "sample_title_0").text()
    assert "50 % in gaps" in title
    assert "25 % at the edge" in title


def test_that_drawing_again_takes_the_next_draw_of_the_same_distribution(qtbot, panel):
    wishes: list[ContestWish] = []
    panel.show_state(state_with((50.0,)))
    panel.show()
    panel.contest_requested.connect(wishes.append)
    qtbot.mouseClick(panel.header.findChild(QPushButton, "draw_again_button"), Qt.MouseButton.LeftButton)
    assert wishes == [ContestWish(SamplerKind.PRIOR, 60, 5, is_watched=True)]
    panel.header.findChild(NumberBox, "sample_count_field").setValue(24)
    assert wishes[-1].count == 24


def test_that_nothing_can_be_saved_before_something_is_drawn(panel):
    save = panel.header.findChild(QPushButton, "save_samples_button")
    panel.show()
    panel.show_state(ready_state())
    assert not save.isEnabled()
    panel.show_state(state_with((50.0,)))
    assert save.isEnabled()


def test_that_every_verdict_has_its_own_form_and_colour(qtbot):
    marks = {}
    for name, percentile in (("gap", 0.5), ("edge", 5.0), ("data", 50.0)):
        view = SampleView("samples_9", DARK)
        qtbot.addWidget(view)
        view.resize(40, 40)
        view.show_sheet(sheet((percentile,)))
        picture = view.grab().toImage()
        centre = picture.width() // 2
        marks[name] = (
            QColor(picture.pixel(centre, 1)).name(),
            QColor(picture.pixel(1, centre)).name(),
            QColor(picture.pixel(centre, picture.height() - 2)).name(),
        )
    warning, muted, good = (QColor(colour).name() for colour in (DARK.warning, DARK.text_muted, DARK.good))
    assert marks["gap"] == (warning, warning, warning)
    assert marks["edge"][1] == muted
    assert marks["edge"][0] != muted
    assert marks["data"][2] == good
    assert good not in marks["data"][:2]
