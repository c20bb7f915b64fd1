"""How the guide's events change the state."""

from __future__ import annotations

from dataclasses import replace

from vae_explorer.state import tour_event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState


def remember(event: events.TourRemembered, state: ExplorerState) -> ExplorerState:
    """Begin where the guide was left."""
    tour = replace(state.tour, chapter=event.chapter, done=event.done, answers=event.answers)
    return replace(state, tour=tour)


def open_chapter(event: events.ChapterOpened, state: ExplorerState) -> ExplorerState:
    """Turn to a chapter, with as many maps as it needs."""
    tour = replace(
        state.tour,
        is_open=True,
        chapter=event.chapter,
        counts=(),
        is_arranged=False,
        waiting_run=event.waiting_run,
    )
    maps = state.maps
    if event.map_count is not None and len(maps) != event.map_count:
        empty = (MapState(map_id=map_id, kind="vae") for map_id in range(len(maps), event.map_count))
        maps = (*maps[: event.map_count], *empty)
    return replace(state, tour=tour, maps=maps)


def arrange(event: events.ChapterArranged, state: ExplorerState) -> ExplorerState:
    """Note that everything stands where the chapter wants it, unless another is open by now."""
    if not state.tour.is_open or state.tour.chapter != event.chapter:
        return state
    return replace(state, tour=replace(state.tour, is_arranged=True))


def count(event: events.TaskCounted, state: ExplorerState) -> ExplorerState:
    """Note what was done of the task."""
    tour = state.tour
    done = tour.done | {tour.chapter} if event.is_done else tour.done
    return replace(state, tour=replace(tour, counts=event.counts, done=done))


def answer(event: events.QuestionAnswered, state: ExplorerState) -> ExplorerState:
    """Keep the first choice: a prediction is made once."""
    if any(chapter == event.chapter for chapter, _ in state.tour.answers):
        return state
    answers = (*state.tour.answers, (event.chapter, event.choice))
    return replace(state, tour=replace(state.tour, answers=answers))


def leave(event: events.TourLeft, state: ExplorerState) -> ExplorerState:
    """Close the guide; the progress stays."""
    tour = replace(
        state.tour, is_open=False, chapter=event.chapter, counts=(), is_arranged=False, waiting_run=None
    )
    return replace(state, tour=tour)


def put_back(event: events.WorkPutBack, state: ExplorerState) -> ExplorerState:
    """Show a former state again, but for what went on by itself meanwhile."""
    return replace(
        event.work,
        tour=state.tour,
        notices=state.notices,
        training=state.training,
        devices=state.devices,
        is_torch_ready=state.is_torch_ready,
        recent_datasets=state.recent_datasets,
    )


TRANSITIONS = (remember, open_chapter, arrange, count, answer, leave, put_back)
