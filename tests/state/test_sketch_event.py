from __future__ import annotations

from tests.state.event_sample import after, ready_state
from tests.state.tool_event_sample import PICTURE, mark, sketch
from vae_explorer.state.sketch_event import MarkForgotten, MarkKept, PictureDrawn, SketchMade
from vae_explorer.state.sketch_state import MAX_KEPT


def test_that_what_comes_after_the_canvas_was_cleared_is_dropped() -> None:
    assert after(ready_state(), SketchMade(sketch())).sketch.sketches == ()
    drawn = after(ready_state(), PictureDrawn(PICTURE), SketchMade(sketch()))
    assert len(drawn.sketch.sketches) == 1
    assert after(drawn, PictureDrawn(None)).sketch.sketches == ()


def test_that_a_newer_answer_takes_the_place_of_the_older_and_a_stale_one_is_dropped() -> None:
    newer = sketch(z=(1.0, 1.0))
    state = after(ready_state(), PictureDrawn(PICTURE), SketchMade(sketch()), SketchMade(newer))
    assert state.sketch.sketch(0) is newer
    assert after(state, SketchMade(sketch(run_id=9))) is state


def test_that_only_a_picture_from_elsewhere_has_to_be_shown_on_the_canvas() -> None:
    drawn = after(ready_state(), PictureDrawn(PICTURE))
    assert drawn.sketch.version == ready_state().sketch.version
    assert after(drawn, PictureDrawn(PICTURE, is_brought=True)).sketch.version > drawn.sketch.version


def test_that_so_many_marks_are_kept_and_each_can_be_let_go() -> None:
    state = after(ready_state(), *(MarkKept(mark(number)) for number in range(MAX_KEPT + 3)))
    assert [kept.number for kept in state.sketch.kept] == list(range(3, MAX_KEPT + 3))
    assert len(after(state, MarkForgotten(5)).sketch.kept) == MAX_KEPT - 1
    assert after(state, MarkForgotten(0)) is state


def test_that_a_mark_has_no_code_where_another_model_stands_now() -> None:
    assert mark().code_in(0, 7) == (0.5, 0.5)
    assert mark().code_in(0, 8) is None
