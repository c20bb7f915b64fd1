from __future__ import annotations

import copy
import dataclasses
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.state.event_sample import (
    EVENTS,
    RUN,
    VERSION,
    after,
    answer,
    arrived,
    codes,
    decoded,
    empty_state,
    figures,
    model,
    notice,
    ready_state,
    record,
    selected,
    tile,
)
from tests.state.tool_event_sample import USED
from vae_explorer.analysis.figure import FigureKey
from vae_explorer.state import event as events
from vae_explorer.state import studio_event as studio
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.figure_event import FiguresMeasured
from vae_explorer.state.map_state import MapSource, MapStatus, Place, UnderlayKind, Verdict
from vae_explorer.state.plane import Plane
from vae_explorer.state.tour_event import ChapterOpened
from vae_explorer.state.transition import transition


def name_of(event: object) -> str:
    return type(event).__name__


def content(thing: Any) -> Any:
    """Return a state as plain values that can be compared."""
    if dataclasses.is_dataclass(thing):
        return {field.name: content(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, np.ndarray):
        return thing.shape, thing.dtype.str, thing.tobytes()
    return tuple(map(content, thing)) if isinstance(thing, tuple) else thing


def test_that_the_sample_holds_an_event_of_every_kind():
    assert {type(event) for event in EVENTS} == set(get_args(events.StateEvent))
    assert len(EVENTS) == len(get_args(events.StateEvent))


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_that_every_event_has_a_transition_in_every_state(event):
    for state in (empty_state(), ready_state()):
        assert isinstance(transition(state, event), ExplorerState)


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_that_a_transition_leaves_its_state_alone_and_always_gives_the_same(event):
    state = after(ready_state(), events.NoticeGiven(notice(1)), answer(1, is_pinned=False))
    before = copy.deepcopy(content(state))
    first, second = transition(state, event), transition(state, event)
    assert content(state) == before
    assert content(first) == content(second)


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_that_every_event_matters_somewhere(event):
    ready = ready_state()
    awaiting = after(ready, events.ModelAwaited(0, "map"), events.NoticeGiven(notice(1)))
    pointed = after(ready, events.ImageLinked(2, 0), selected(2))
    replayed = after(ready, studio.MomentShown(0, RUN, 99, codes(), 1.5, 2.0, 3))
    guided = after(ready, ChapterOpened(3, 2))
    states = (ready, awaiting, pointed, replayed, guided, after(ready, *USED))
    assert any(content(transition(state, event)) != content(state) for state in states)


@pytest.mark.parametrize("thing", [*EVENTS, empty_state(), empty_state().maps[0]], ids=name_of)
def test_that_nothing_in_the_state_can_be_changed_in_place(thing):
    with pytest.raises(FrozenInstanceError):
        setattr(thing, fields(thing)[0].name, None)


def test_that_what_is_no_event_is_refused():
    with pytest.raises(TypeError, match="no transition for str"):
        transition(empty_state(), "hello")


@pytest.mark.parametrize(
    "late",
    [
        answer(9, is_pinned=True, run_id=RUN + 1),
        answer(9, is_pinned=True, version=VERSION - 1),
        answer(9, is_pinned=True, version=VERSION + 1),
        answer(9, is_pinned=False, run_id=RUN - 1),
        answer(9, is_pinned=False, version=VERSION - 1),
        answer(9, is_pinned=True, map_id=5),
    ],
    ids=["other run", "older weights", "weights to come", "hover of other run", "hover of older", "no map"],
)
def test_that_a_decode_with_other_weights_is_dropped(late):
    state = ready_state()
    assert transition(state, late) is state


@pytest.mark.parametrize("is_pinned", [True, False])
def test_that_a_decode_overtaken_by_a_newer_one_is_dropped(is_pinned):
    state = after(ready_state(), answer(5, is_pinned=is_pinned))
    assert transition(state, answer(4, is_pinned=is_pinned)) is state
    assert after(state, answer(6, is_pinned=is_pinned)).maps[0].shown.z == (6.0, 0.0)


@pytest.mark.parametrize("is_pinned", [True, False])
def test_that_an_answer_given_once_more_takes_the_place_of_the_first(is_pinned):
    state = after(ready_state(), answer(5, is_pinned=is_pinned))
    better = replace(decoded((5.0, 0.0)), verdict=Verdict(Place.AT_EDGE, 0.2, 5.0))
    again = after(state, answer(5, is_pinned=is_pinned, decoded=better))
    assert again.maps[0].shown.verdict.place is Place.AT_EDGE
    # But not once the pointer has left.
    left = after(state, events.MapLeft(0, 5))
    late = transition(left, answer(5, is_pinned=False, decoded=better))
    assert late is left


@given(order=st.permutations(range(1, 8)))
def test_that_in_whatever_order_answers_come_the_newest_is_shown(order):
    state = after(ready_state(), *(answer(request, is_pinned=True) for request in order))
    assert state.maps[0].pin_decoded.z == (7.0, 0.0)


def test_that_pin_and_hover_do_not_overtake_each_other():
    state = after(ready_state(), answer(9, is_pinned=True), answer(3, is_pinned=False))
    assert state.maps[0].pin_decoded.z == (9.0, 0.0)
    assert state.maps[0].shown.z == (3.0, 0.0)
    assert state.maps[1].shown is None


def test_that_leaving_shows_the_pin_again_in_every_map_and_late_looks_are_dropped():
    state = after(
        ready_state(),
        events.MapHovered(0),
        events.ImageLinked(2, 0),
        answer(1, is_pinned=True),
        answer(2, is_pinned=False),
        answer(3, is_pinned=False, map_id=1, run_id=RUN + 1),
        events.MapLeft(0, 4),
    )
    for late in (answer(4, is_pinned=False), answer(4, is_pinned=False, map_id=1, run_id=RUN + 1)):
        assert transition(state, late) is state
    assert [shown.hover_decoded for shown in state.maps] == [None, None]
    assert [shown.linked_index for shown in state.maps] == [None, None]
    assert not any(shown.is_hovered for shown in state.maps)
    assert state.maps[0].shown.z == (1.0, 0.0)
    assert after(state, answer(5, is_pinned=False)).maps[0].shown.z == (5.0, 0.0)


def test_that_a_press_shows_its_own_place_and_no_late_look_from_before_it():
    state = after(ready_state(), answer(2, is_pinned=False), events.PlacePinned(0, (1.0, 2.0), 3))
    assert state.maps[0].pin == (1.0, 2.0)
    # Until the press is answered, the picture from under the pointer stays, rather than the last pin's.
    assert state.maps[0].shown.z == (2.0, 0.0)
    assert transition(state, answer(3, is_pinned=False)) is state
    assert after(state, answer(4, is_pinned=True)).maps[0].shown.z == (4.0, 0.0)
    assert state.maps[1].pin == (0.5, 0.5)


def test_that_a_pin_that_is_decoded_again_with_other_weights_leaves_the_look_under_the_pointer():
    pinned = after(ready_state(), events.PlacePinned(0, (4.0, 0.0), 3), answer(4, is_pinned=True))
    again = answer(6, is_pinned=True, decoded=decoded((4.0, 0.0)))
    state = after(pinned, answer(5, is_pinned=False), again)
    assert state.maps[0].pin_decoded is again.decoded
    assert state.maps[0].shown.z == (5.0, 0.0)


def test_that_the_pointer_is_over_one_map_at_most():
    state = after(ready_state(), events.MapHovered(0), events.MapHovered(1))
    assert [shown.is_hovered for shown in state.maps] == [False, True]
    assert transition(state, events.MapHovered(1)) is state


def test_that_an_image_lights_up_in_every_map():
    state = after(ready_state(), events.ImageLinked(3, 0))
    assert [shown.linked_index for shown in state.maps] == [3, 3]
    assert transition(state, events.ImageLinked(3, 1)) is state
    assert after(state, events.ImageLinked(None, 0)).maps[1].linked_index is None


def test_that_a_model_on_its_way_leaves_the_old_one_usable():
    before = after(ready_state(), answer(1, is_pinned=True))
    state = after(before, events.ModelAwaited(0, "map"))
    old, shown = before.maps[0], state.maps[0]
    assert (shown.status, shown.kind) == (MapStatus.LOADING, "map")
    assert (shown.model, shown.codes, shown.pin_decoded) == (old.model, old.codes, old.pin_decoded)
    assert after(state, answer(2, is_pinned=True)).maps[0].shown.z == (2.0, 0.0)


def test_that_a_refused_model_leaves_the_old_one_as_it_was():
    before = ready_state()
    state = after(before, events.ModelAwaited(0, "map"), events.ModelRefused(0))
    assert content(state) == content(before)


def test_that_a_refused_model_leaves_an_empty_map_empty():
    state = after(empty_state(), events.ModelAwaited(0, "vae"), events.ModelRefused(0))
    assert state.maps[0].status is MapStatus.EMPTY
    assert state.maps[0].model is None


def test_that_a_missing_model_empties_its_map_and_no_other():
    before = after(ready_state(), answer(1, is_pinned=True))
    state = after(before, events.ModelMissing(0, "pca"))
    assert (state.maps[0].kind, state.maps[0].status, state.maps[0].shown) == ("pca", MapStatus.EMPTY, None)
    assert state.maps[0].codes is None
    assert state.maps[1] is before.maps[1]
    assert transition(state, answer(2, is_pinned=True)) is state


def test_that_a_model_that_arrives_brings_its_own_and_forgets_the_last():
    before = after(
        ready_state(),
        answer(1, is_pinned=True),
        events.UnderlayDrawn(0, RUN, VERSION, UnderlayKind.ATLAS, (tile(),)),
    )
    event = arrived(0, 30, model=model("ae"), history=(record(1), record(2)))
    shown = after(before, event).maps[0]
    assert (shown.run_id, shown.kind, shown.status) == (30, "ae", MapStatus.READY)
    assert (shown.pin, shown.pin_decoded, shown.underlay) == ((0.5, 0.5), None, ())
    assert shown.terms == record(2).test


def test_that_nothing_blinks_when_a_run_takes_over_a_map():
    before = after(ready_state(), answer(4, is_pinned=True))
    state = after(before, arrived(0, 30, source=MapSource.TRAINING))
    assert state.maps[0].pin_decoded is before.maps[0].pin_decoded
    assert transition(state, answer(5, is_pinned=True)) is state
    assert after(state, answer(5, is_pinned=True, run_id=30)).maps[0].shown.z == (5.0, 0.0)


def test_that_requests_go_on_counting_when_another_model_arrives():
    state = after(ready_state(), answer(4, is_pinned=True), arrived(0, 30))
    assert transition(state, answer(3, is_pinned=True, run_id=30)) is state


def test_that_a_model_moves_on_but_never_back_and_never_in_another_run():
    state = after(ready_state(), answer(1, is_pinned=True))
    newer = events.ModelMoved(0, RUN, VERSION + 2, model(), codes(), 4.5)
    moved = transition(state, newer)
    assert (moved.maps[0].version, moved.maps[0].epoch) == (VERSION + 2, 4.5)
    assert moved.maps[0].codes is newer.codes
    # What was decoded stays in sight until it is decoded anew.
    assert moved.maps[0].pin_decoded is state.maps[0].pin_decoded
    for late in (
        events.ModelMoved(0, RUN, VERSION + 1, model(), codes(), 3.0),
        newer,
        events.ModelMoved(0, RUN + 1, VERSION + 9, model(), codes(), 9.0),
    ):
        assert transition(moved, late) is moved


def test_that_the_history_of_another_run_is_dropped():
    state = ready_state()
    assert transition(state, events.HistoryGrown(0, RUN + 1, (record(1),))) is state
    assert after(state, events.HistoryGrown(0, RUN, (record(1),))).maps[0].history == (record(1),)


def test_that_an_underlay_of_another_run_or_kind_is_dropped_and_one_of_older_weights_is_not():
    state = after(ready_state(), events.UnderlayChosen(UnderlayKind.DENSITY))
    tiles = (tile(UnderlayKind.DENSITY),)
    for late in (
        events.UnderlayDrawn(0, RUN + 1, VERSION, UnderlayKind.DENSITY, tiles),
        events.UnderlayDrawn(0, RUN, VERSION, UnderlayKind.ATLAS, (tile(),)),
    ):
        assert transition(state, late) is state
    drawn = events.UnderlayDrawn(0, RUN, VERSION - 1, UnderlayKind.DENSITY, tiles)
    assert after(state, drawn).maps[0].underlay is tiles


def test_that_the_pin_goes_along_with_the_plane_and_the_underlay_stays_while_its_directions_do():
    plane = Plane.of_axes(2)
    drawn = events.UnderlayDrawn(0, RUN, VERSION, UnderlayKind.ATLAS, (tile(),), plane)
    state = after(ready_state(), drawn)
    moved = events.PlaneMoved(0, RUN, plane.at(()), (3.0, 4.0))
    shown = after(state, moved).maps[0]
    assert (shown.plane, shown.pin, shown.underlay) == (moved.plane, (3.0, 4.0), drawn.tiles)
    turned = after(state, events.PlaneMoved(0, RUN, Plane.of_axes(2, (1, 0)), None))
    assert turned.maps[0].underlay == ()
    # What was drawn of the former directions comes too late.
    assert transition(turned, drawn) is turned
    assert transition(state, events.PlaneMoved(0, RUN + 1, plane, None)) is state


def test_that_the_underlay_is_no_fainter_than_nothing_and_no_stronger_than_itself():
    state = after(ready_state(), events.UnderlayFaded(-1.0))
    assert state.underlay_opacity == 0
    assert after(state, events.UnderlayFaded(7.0)).underlay_opacity == 1


def test_that_another_underlay_takes_the_old_one_away_everywhere():
    state = after(
        ready_state(),
        events.UnderlayDrawn(0, RUN, VERSION, UnderlayKind.ATLAS, (tile(),)),
        events.UnderlayChosen(UnderlayKind.NONE),
    )
    assert (state.underlay, state.maps[0].underlay, state.maps[1].underlay) == (UnderlayKind.NONE, (), ())


def test_that_devices_come_after_auto_and_tell_that_torch_is_there():
    state = after(empty_state(), events.DevicesFound(("cpu", "mps")))
    assert (state.devices, state.is_torch_ready) == (("auto", "cpu", "mps"), True)


@given(names=st.lists(st.sampled_from("abcdefghijklmno"), max_size=40))
def test_that_recent_data_are_bounded_newest_first_and_each_named_once(names):
    state = after(empty_state(), *map(events.DatasetRemembered, names))
    expected = list(dict.fromkeys(reversed(names)))
    assert state.recent_datasets == tuple(expected[:8])


def test_that_a_notice_takes_the_place_of_one_with_the_same_words():
    given_twice = [notice(1, "a", where="x"), notice(2, "b"), notice(3, "a", where="x")]
    state = after(empty_state(), *map(events.NoticeGiven, given_twice))
    assert [said.notice_id for said in state.notices] == [2, 3]


@pytest.mark.parametrize(
    "other",
    [notice(2, "c"), notice(2, "a", where="y"), notice(2, "a", where="x", values=(("n", 2),))],
    ids=["words", "place", "values"],
)
def test_that_notices_that_say_different_things_stand_side_by_side(other):
    first = notice(1, "a", where="x", values=(("n", 1),))
    state = after(empty_state(), events.NoticeGiven(first), events.NoticeGiven(other))
    assert state.notices == (first, other)


def test_that_a_notice_that_was_read_goes_and_the_others_stay():
    state = after(empty_state(), *(events.NoticeGiven(notice(i, str(i))) for i in (1, 2, 3)))
    assert [said.notice_id for said in after(state, events.NoticeTaken(2)).notices] == [1, 3]


def test_that_what_is_shown_is_the_look_while_there_is_one():
    shown = after(ready_state(), answer(1, is_pinned=True)).maps[0]
    assert shown.shown is shown.pin_decoded
    look = decoded((3.0, 3.0))
    assert dataclasses.replace(shown, hover_decoded=look).shown is look


def test_that_figures_are_kept_for_the_run_they_were_measured_on():
    state = after(ready_state(), FiguresMeasured(0, RUN, VERSION, figures(0.2)))
    assert state.maps[0].figures.value(FigureKey.HOLES) == 0.2
    assert transition(state, FiguresMeasured(0, RUN + 1, VERSION, figures(0.9))) is state
    assert transition(state, FiguresMeasured(0, RUN, VERSION + 1, figures(0.9))) is state
    older = transition(state, FiguresMeasured(0, RUN, VERSION - 1, figures(0.5)))
    assert older.maps[0].figures.value(FigureKey.HOLES) == 0.5
    assert transition(state, arrived(run_id=RUN + 1)).maps[0].figures.figures == ()
