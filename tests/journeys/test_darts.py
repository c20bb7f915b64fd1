"""A person throws darts: samples what one image is encoded to, and sees the exact posterior beside it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QToolButton, QWidget

from tests.journeys.visitor import Visitor
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.tool import Tool
from vae_explorer.ui.image_strip import ImageStrip

SETTLED_IMAGE = 30
# The analysis thread gives way to everything else on a busy computer.
PATIENT_MS = 100_000


@pytest.fixture
def thrower(open_window, qtbot) -> Visitor:
    """Return somebody with the darts in the hand, before models of the digits."""
    visitor = open_window("digits")
    visitor.wait(lambda state: all(shown.codes is not None for shown in state.maps))
    visitor.settle()
    take(visitor, "tool_darts")
    visitor.wait(lambda state: state.tool is Tool.DARTS)
    return visitor


def take(visitor: Visitor, name: str) -> None:
    button = visitor.find(QToolButton, name)
    assert isinstance(button, QToolButton)
    button.click()


def is_complete_for(index: int, state: ExplorerState) -> bool:
    found = state.inference.beliefs
    return len(found) == len(state.maps) and all(
        belief.index == index and belief.is_complete for belief in found
    )


def chosen_image(visitor: Visitor) -> int:
    """Click a code that no other covers, and wait for all that is said of it."""
    codes = visitor.map(1).codes
    assert codes is not None
    away = np.linalg.norm(codes.mu[:, None] - codes.mu[None], axis=2)
    np.fill_diagonal(away, np.inf)
    index = int(np.where(np.abs(codes.mu).max(axis=1) < 2, away.min(axis=1), 0).argmax())
    visitor.click(1, *visitor.place_of_code(1, index))
    visitor.move_away()
    visitor.wait(lambda state: state.inference.chosen == index and is_complete_for(index, state), PATIENT_MS)
    return index


def test_that_an_image_is_chosen_thrown_at_and_accounted_for(thrower: Visitor) -> None:
    index = chosen_image(thrower)
    thrower.push("darts_volley")
    thrower.push("darts_one")
    thrower.wait(
        lambda state: [len(board.places) for board in state.inference.boards] == [21, 21], PATIENT_MS
    )
    for map_id in (0, 1):
        strip = thrower.find(ImageStrip, f"darts_strip_{map_id}")
        assert isinstance(strip, ImageStrip)
        assert strip.count > 0
    point, cloud = (thrower.state.inference.board(map_id) for map_id in (0, 1))
    assert point is not None
    assert cloud is not None
    assert np.ptp(point.places, axis=0).max() == 0
    assert np.ptp(cloud.places, axis=0).min() > 0
    belief = thrower.state.inference.belief(1)
    assert belief is not None
    assert belief.index == index
    assert belief.is_real
    account = belief.account
    assert account is not None
    value = thrower.find(QLabel, "account_value_1_2")
    assert isinstance(value, QLabel)
    assert value.text() == f"{account.gap_nats:.2f}"
    thrower.push("darts_clear")
    thrower.wait(lambda state: not state.inference.boards)


def test_that_the_posterior_follows_the_pointer_and_comes_back_to_the_chosen_image(thrower: Visitor) -> None:
    index = chosen_image(thrower)
    other = (index + SETTLED_IMAGE) % len(thrower.map(1).codes.mu)
    thrower.move(1, *thrower.place_of_code(1, other))
    thrower.wait(
        lambda state: (
            state.maps[1].linked_index not in (None, index)
            and is_complete_for(state.maps[1].linked_index, state)
        ),
        PATIENT_MS,
    )
    steps = itertools.count()

    def is_back() -> bool:
        # The pointer keeps moving in the toolbar: a busy system may tell a map of the last hover only now.
        toolbar = thrower.find(QWidget, "toolbar")
        assert isinstance(toolbar, QWidget)
        place = toolbar.mapTo(thrower.window, QPoint(2 + next(steps) % 5, 2))
        QTest.mouseMove(thrower.window.windowHandle(), place)
        return is_complete_for(index, thrower.state)

    thrower.qtbot.waitUntil(is_back, timeout=PATIENT_MS)
    assert thrower.state.inference.chosen == index


def test_that_all_ellipses_and_the_heat_are_drawn_and_go_with_the_tool(thrower: Visitor) -> None:
    chosen_image(thrower)

    def picture() -> bytes:
        image = thrower.plane(1).grab().toImage()
        return bytes(image.constBits())

    thrower.settle()
    before = picture()
    for name in ("darts_tiling", "darts_posterior"):
        box = thrower.find(QCheckBox, name)
        assert isinstance(box, QCheckBox)
        box.click()
        after = picture()
        assert after != before, name
        before = after
    take(thrower, "tool_decode")
    thrower.wait(lambda state: state.tool is Tool.DECODE)
    assert picture() != before
