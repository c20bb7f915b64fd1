"""What stands over a map where there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from tests.state.event_sample import figures
from tests.ui.sample import map_state
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.map_header import MapHeader
from vae_explorer.ui.theme import DARK


def header(qtbot, state: MapState, width: int) -> MapHeader:
    made = MapHeader(0, DARK)
    qtbot.addWidget(made)
    made.show_map(state)
    made.resize(width, made.sizeHint().height())
    made.show()
    qtbot.waitExposed(made)
    return made


def chips(made: MapHeader) -> list[str]:
    labels = (made.findChild(QLabel, f"map_chips_0_{number}") for number in range(2))
    return [label.text() for label in labels if label is not None and label.isVisible()]


@pytest.mark.parametrize("width", range(320, 420, 20))
def test_that_a_long_title_gives_way_to_what_maps_are_compared_by(qtbot, width):
    made = header(qtbot, map_state(0, "ae", figures=figures(0.4)), width)
    assert len(chips(made)) == 2
    assert any(text.startswith("recon") for text in chips(made))
    assert made.model_button.text() in ("AE", "Autoencoder")


def test_that_where_there_is_room_the_title_is_whole(qtbot):
    assert header(qtbot, map_state(0, "ae"), 600).model_button.text() == "Autoencoder"


def test_that_a_reconstruction_of_another_likelihood_says_so(qtbot):
    made = header(qtbot, map_state(0, "pca"), 600)
    assert any(text.endswith("(Gaussian)") for text in chips(made))
