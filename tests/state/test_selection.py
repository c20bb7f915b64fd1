"""What is selected: adding, taking away, other images, pictures that come too late."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from tests.state.event_sample import RECORD, after, empty_state, ready_state, selected
from vae_explorer.state import event as events
from vae_explorer.state.selection_event import LitPictured, SheetPictured
from vae_explorer.state.selection_state import LitImage, SelectionState, SheetBlock
from vae_explorer.state.selection_state import selected as enclosed
from vae_explorer.state.transition import transition

CHANCE = np.random.default_rng(3)


@pytest.mark.parametrize("mode", ["replace", "add", "subtract"])
def test_that_enclosing_does_what_sets_do(mode):
    state = ready_state()
    for _ in range(20):
        first, second = (np.flatnonzero(CHANCE.random(4) < 0.5) for _ in range(2))
        before = after(state, selected(*first)).selection
        indices, preview = enclosed(before, state.maps[0], second, mode)
        wanted = {"replace": set(second), "add": {*first, *second}, "subtract": {*first} - {*second}}[mode]
        assert indices.tolist() == sorted(wanted)
        assert not indices.flags.writeable
        assert (preview is None) == (not wanted)


def test_that_a_selection_of_other_images_is_neither_added_to_nor_shown():
    state = ready_state()
    other = replace(state.maps[1], dataset=msgspec.structs.replace(RECORD, fingerprint="g"))
    before = after(state, selected(0, 1)).selection
    assert before.of(state.maps[1]).tolist() == [0, 1]
    assert before.of(other).tolist() == []
    indices, preview = enclosed(before, other, np.array([3]), "add")
    assert indices.tolist() == [3]
    assert preview is not None
    assert preview.is_of(other)
    assert not preview.is_of(state.maps[0])


def test_that_pictures_of_a_cleared_selection_come_too_late():
    block = SheetBlock(("f",), (1,), np.zeros((1, 2, 2, 1), np.uint8), True)
    state = after(ready_state(), selected(1))
    assert transition(state, SheetPictured(block)).selection.sheet is block
    cleared = after(state, selected())
    assert transition(cleared, SheetPictured(block)) is cleared


def test_that_the_picture_of_an_image_that_is_no_longer_lit_is_dropped():
    state = after(ready_state(), events.ImageLinked(2, 0))
    assert transition(state, LitPictured(LitImage(1, ()))) is state
    assert transition(state, LitPictured(LitImage(2, ()))).selection.lit.index == 2


def test_that_an_image_lights_up_only_where_the_points_are_the_same_images():
    state = ready_state()
    other = replace(state.maps[1], dataset=msgspec.structs.replace(RECORD, fingerprint="g"))
    state = replace(state, maps=(state.maps[0], other))
    assert [shown.linked_index for shown in after(state, events.ImageLinked(2, 0)).maps] == [2, None]


def test_that_nothing_is_selected_at_first():
    assert empty_state().selection.count == SelectionState().count == 0
