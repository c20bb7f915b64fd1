"""The pure functions that turn one state into the next; the only way the state ever changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch

from vae_explorer.state import (
    colour_event,
    network_transition,
    selection_event,
    tool_event,
    tour_transition,
    view_event,
)
from vae_explorer.state import event as events
from vae_explorer.state.contest_event import ContestChosen, SheetDrawn, contest_transition
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.figure_event import FiguresMeasured
from vae_explorer.state.map_state import MapSource, MapState, MapStatus, is_comparable
from vae_explorer.state.plane import Plane
from vae_explorer.state.run_library_state import RunLibraryChanged
from vae_explorer.state.studio_event import StudioEvent
from vae_explorer.state.studio_transition import studio_transition

_MAX_RECENT = 8


@singledispatch
def _apply(event: object, _state: ExplorerState) -> ExplorerState:
    raise TypeError(f"no transition for {type(event).__name__}")


def transition(state: ExplorerState, event: events.StateEvent) -> ExplorerState:
    """Return the state after an event; the same object where the event comes too late to matter."""
    return _apply(event, state)


@_apply.register
def _(event: StudioEvent, state: ExplorerState) -> ExplorerState:
    return studio_transition(event, state)


@_apply.register
def _(event: RunLibraryChanged, state: ExplorerState) -> ExplorerState:
    return state if event.library == state.library else replace(state, library=event.library)


def _with_map(state: ExplorerState, map_id: int, change: Callable[[MapState], MapState]) -> ExplorerState:
    maps = tuple(change(shown) if shown.map_id == map_id else shown for shown in state.maps)
    if all(new is old for new, old in zip(maps, state.maps, strict=True)):
        return state
    return replace(state, maps=maps)


@_apply.register
def _(event: events.DevicesFound, state: ExplorerState) -> ExplorerState:
    return replace(state, devices=("auto", *event.devices), is_torch_ready=True)


@_apply.register
def _(event: events.ModelAwaited, state: ExplorerState) -> ExplorerState:
    return _with_map(
        state, event.map_id, lambda shown: replace(shown, status=MapStatus.LOADING, kind=event.kind)
    )


@_apply.register
def _(event: events.ModelMissing, state: ExplorerState) -> ExplorerState:
    return _with_map(state, event.map_id, lambda shown: MapState(map_id=shown.map_id, kind=event.kind))


@_apply.register
def _(event: events.ModelRefused, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        if shown.model is None:
            return replace(shown, status=MapStatus.EMPTY)
        return replace(shown, status=MapStatus.READY, kind=shown.model.kind)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.ModelArrived, state: ExplorerState) -> ExplorerState:
    return _with_map(
        state,
        event.map_id,
        lambda shown: MapState(
            map_id=shown.map_id,
            kind=event.model.kind,
            source=event.source,
            status=MapStatus.READY,
            title=event.title,
            path=event.path,
            model=event.model,
            dataset=event.dataset,
            run_id=event.run_id,
            version=event.version,
            epoch=event.epoch,
            codes=event.codes,
            history=event.history,
            pin=event.pin,
            plane=event.plane or Plane.of_axes(event.model.latent_dim),
            # What the last model decoded stays in sight until the new one has answered; nothing blinks.
            pin_decoded=shown.pin_decoded if event.source is MapSource.TRAINING else None,
            pin_floor=shown.pin_floor,
            hover_floor=shown.hover_floor,
        ),
    )


@_apply.register
def _(event: events.ModelMoved, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        if shown.run_id != event.run_id or event.version <= shown.version:
            return shown
        return replace(shown, version=event.version, model=event.model, codes=event.codes, epoch=event.epoch)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.HistoryGrown, state: ExplorerState) -> ExplorerState:
    return _with_map(
        state,
        event.map_id,
        lambda shown: replace(shown, history=event.history) if shown.run_id == event.run_id else shown,
    )


@_apply.register
def _(event: events.PlaneMoved, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        if shown.run_id != event.run_id or shown.model is None:
            return shown
        # A picture of the same directions a little before or behind is the best there is until the next.
        underlay = shown.underlay if shown.plane.is_parallel(event.plane) else ()
        return replace(shown, plane=event.plane, pin=event.pin, underlay=underlay)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.PlacePinned, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        floor = max(shown.hover_floor, event.request_id)
        # What was found under the pointer stays in sight until the answer is there: it is the nearer picture.
        return replace(shown, pin=event.z, hover_floor=floor)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.MapHovered, state: ExplorerState) -> ExplorerState:
    maps = tuple(replace(shown, is_hovered=shown.map_id == event.map_id) for shown in state.maps)
    if all(new.is_hovered == old.is_hovered for new, old in zip(maps, state.maps, strict=True)):
        return state
    return replace(state, maps=maps)


@_apply.register
def _(event: events.MapLeft, state: ExplorerState) -> ExplorerState:
    maps = tuple(
        replace(shown, is_hovered=False, hover_decoded=None, linked_index=None, hover_floor=event.request_id)
        for shown in state.maps
    )
    return replace(state, maps=maps)


@_apply.register
def _(event: events.ImageLinked, state: ExplorerState) -> ExplorerState:
    source = state.find_map(event.from_map_id)
    # Where the points are other images, the same position means another one: nothing lights up there.
    indices = [
        event.index if source is not None and is_comparable(source, shown) else None for shown in state.maps
    ]
    if all(shown.linked_index == index for shown, index in zip(state.maps, indices, strict=True)):
        return state
    maps = tuple(
        shown if shown.linked_index == index else replace(shown, linked_index=index)
        for shown, index in zip(state.maps, indices, strict=True)
    )
    return replace(state, maps=maps)


@_apply.register
def _(event: events.DecodeFinished, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        floor = shown.pin_floor if event.is_pinned else shown.hover_floor
        is_stale = (event.run_id, event.version) != (shown.run_id, shown.version)
        if is_stale or event.request_id <= floor:
            return shown
        # A request may be answered once more, better than before: only what was asked earlier is too old now.
        answered = event.request_id - 1
        if event.is_pinned:
            is_first_look = shown.pin_decoded is None or shown.pin_decoded.z != shown.pin
            hovered = None if is_first_look else shown.hover_decoded
            return replace(shown, pin_decoded=event.decoded, pin_floor=answered, hover_decoded=hovered)
        return replace(shown, hover_decoded=event.decoded, hover_floor=answered)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.ToolChosen, state: ExplorerState) -> ExplorerState:
    return state if event.tool is state.tool else replace(state, tool=event.tool)


@_apply.register
def _(event: events.UnderlayChosen, state: ExplorerState) -> ExplorerState:
    return replace(
        state, underlay=event.kind, maps=tuple(replace(shown, underlay=()) for shown in state.maps)
    )


@_apply.register
def _(event: events.UnderlayFaded, state: ExplorerState) -> ExplorerState:
    opacity = min(max(event.opacity, 0.0), 1.0)
    return state if opacity == state.underlay_opacity else replace(state, underlay_opacity=opacity)


@_apply.register
def _(event: events.UnderlayDrawn, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        # A picture of weights a moment older is still the best there is; one of another run is not.
        if shown.run_id != event.run_id or event.kind is not state.underlay:
            return shown
        if event.plane is not None and not event.plane.is_parallel(shown.plane):
            return shown
        return replace(shown, underlay=event.tiles)

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: ContestChosen | SheetDrawn, state: ExplorerState) -> ExplorerState:
    contest = contest_transition(event, state.contest)
    return state if contest is state.contest else replace(state, contest=contest)


@_apply.register
def _(event: FiguresMeasured, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        # Figures of weights a moment older are still the best there are; those of another run are not.
        if shown.run_id != event.run_id or event.version > shown.version:
            return shown
        return replace(shown, figures=shown.figures.merged(event.figures))

    return _with_map(state, event.map_id, change)


@_apply.register
def _(event: events.DatasetChanged, state: ExplorerState) -> ExplorerState:
    return replace(state, dataset=event.dataset)


@_apply.register
def _(event: events.DatasetRemembered, state: ExplorerState) -> ExplorerState:
    others = [name for name in state.recent_datasets if name != event.name]
    return replace(state, recent_datasets=(event.name, *others)[:_MAX_RECENT])


@_apply.register
def _(event: events.TrainingChanged, state: ExplorerState) -> ExplorerState:
    return replace(state, training=event.training)


@_apply.register
def _(event: events.SettingsChanged, state: ExplorerState) -> ExplorerState:
    return replace(state, settings=event.settings)


@_apply.register
def _(event: events.NoticeGiven, state: ExplorerState) -> ExplorerState:
    said = event.notice
    others = tuple(
        notice
        for notice in state.notices
        if (notice.what, notice.where, notice.values) != (said.what, said.where, said.values)
    )
    return replace(state, notices=(*others, said))


@_apply.register
def _(event: events.NoticeTaken, state: ExplorerState) -> ExplorerState:
    kept = tuple(notice for notice in state.notices if notice.notice_id != event.notice_id)
    return replace(state, notices=kept)


_apply.register(view_event.ViewOptionsChosen, view_event.choose_view)
_apply.register(colour_event.ColourChosen, colour_event.choose_colour)
_apply.register(colour_event.QuantityMeasured, colour_event.show_quantity)
_apply.register(selection_event.SelectionChanged, selection_event.change_selection)
_apply.register(selection_event.SheetPictured, selection_event.add_pictures)
_apply.register(selection_event.LitPictured, selection_event.show_lit_picture)
for _each in (*tour_transition.TRANSITIONS, *network_transition.TRANSITIONS):
    _apply.register(_each)
for _kind, _change in tool_event.TRANSITIONS:
    _apply.register(_kind, _change)
