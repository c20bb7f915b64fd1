from __future__ import annotations

import pytest

from tests.state.event_sample import ready_state
from tests.state.tool_event_sample import belief, board
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.inference_event import (
    BeliefFound,
    DartsCleared,
    DartsLanded,
    ImageChosen,
    PosteriorShown,
    TilingShown,
)
from vae_explorer.state.inference_state import MAX_DARTS
from vae_explorer.state.transition import transition


@pytest.fixture
def chosen() -> ExplorerState:
    return transition(ready_state(), ImageChosen(2, 0))


def test_that_darts_of_the_same_weights_gather_on_one_board(chosen: ExplorerState) -> None:
    state = transition(transition(chosen, DartsLanded(board(2))), DartsLanded(board(5)))
    found = state.inference.board(0)
    assert found is not None
    assert (len(found.places), len(found.images), found.fresh) == (7, 7, 5)
    assert not found.places.flags.writeable


def test_that_other_weights_begin_another_board(chosen: ExplorerState) -> None:
    state = transition(transition(chosen, DartsLanded(board(2))), DartsLanded(board(5, version=2)))
    found = state.inference.board(0)
    assert found is not None
    assert len(found.places) == 5


def test_that_darts_at_an_image_that_is_not_chosen_any_more_are_dropped(chosen: ExplorerState) -> None:
    assert transition(chosen, DartsLanded(board(2, index=4))) is chosen


def test_that_a_board_holds_the_newest_darts_when_it_is_full(chosen: ExplorerState) -> None:
    state = chosen
    for _ in range(3):
        state = transition(state, DartsLanded(board(MAX_DARTS // 2)))
    found = state.inference.board(0)
    assert found is not None
    assert len(found.places) == MAX_DARTS


def test_that_another_image_has_no_darts_yet(chosen: ExplorerState) -> None:
    thrown = transition(chosen, DartsLanded(board(2)))
    assert transition(thrown, ImageChosen(2, 0)) is thrown
    assert transition(thrown, ImageChosen(3, 0)).inference.boards == ()
    assert transition(thrown, DartsCleared(2)).inference.boards == ()


def test_that_a_belief_takes_the_place_of_the_one_before_and_a_stale_one_is_dropped(
    chosen: ExplorerState,
) -> None:
    first, second = belief(), belief()
    state = transition(transition(chosen, BeliefFound(first)), BeliefFound(second))
    assert state.inference.beliefs == (second,)
    assert transition(state, BeliefFound(belief(run_id=9))) is state


def test_that_the_layers_can_be_shown_and_hidden(chosen: ExplorerState) -> None:
    assert transition(chosen, TilingShown(True)).inference.is_tiled
    assert not transition(chosen, PosteriorShown(False)).inference.is_posterior_shown
