"""The pure functions that answer the facts of the training studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import singledispatch

from vae_explorer.analysis.figure import GapFigures
from vae_explorer.state import studio_event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.replay_state import MapReplay

# Of a moment that passes, or whose weights were not kept, nothing is measured; the figures of another would
# be taken for its own.
_UNKNOWN = GapFigures()


@singledispatch
def studio_transition(event: object, _state: ExplorerState) -> ExplorerState:
    """Return the state after an event of the studio."""
    raise TypeError(f"no transition for {type(event).__name__}")


def _with_run(
    state: ExplorerState, map_id: int, run_id: int, change: Callable[[MapState], MapState]
) -> ExplorerState:
    maps = tuple(
        change(shown) if (shown.map_id, shown.run_id) == (map_id, run_id) else shown for shown in state.maps
    )
    if all(new is old for new, old in zip(maps, state.maps, strict=True)):
        return state
    return replace(state, maps=maps)


@studio_transition.register
def _(event: events.ReplayChanged, state: ExplorerState) -> ExplorerState:
    return state if event.replay == state.replay else replace(state, replay=event.replay)


@studio_transition.register
def _(event: events.MapsArranged, state: ExplorerState) -> ExplorerState:
    if tuple(shown.kind for shown in state.maps) == event.kinds:
        return state
    known = dict(enumerate(state.maps))
    maps = tuple(
        known[map_id]
        if map_id in known and known[map_id].kind == kind
        else MapState(map_id=map_id, kind=kind)
        for map_id, kind in enumerate(event.kinds)
    )
    return replace(state, maps=maps)


@studio_transition.register
def _(event: events.StudioChanged, state: ExplorerState) -> ExplorerState:
    return state if event.studio is state.studio else replace(state, studio=event.studio)


@studio_transition.register
def _(event: events.MomentShown, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        former = shown.replay
        is_same = former is not None and former.chosen_index == event.chosen_index
        moment = MapReplay(
            event.epoch,
            event.weights_epoch,
            event.chosen_index,
            # The picture of a moment before stays until the new one is there; nothing blinks.
            former.chosen_image if former is not None and is_same else None,
        )
        is_measured = event.weights_epoch is not None and not state.replay.is_playing
        figures = shown.figures if is_measured else _UNKNOWN
        return replace(shown, version=event.version, codes=event.codes, replay=moment, figures=figures)

    return _with_run(state, event.map_id, event.run_id, change)


@studio_transition.register
def _(event: events.MomentLeft, state: ExplorerState) -> ExplorerState:
    return _with_run(
        state,
        event.map_id,
        event.run_id,
        lambda shown: replace(
            shown,
            version=event.version,
            model=event.model,
            codes=event.codes,
            epoch=event.epoch,
            replay=None,
        ),
    )


@studio_transition.register
def _(event: events.ImageReconstructed, state: ExplorerState) -> ExplorerState:
    def change(shown: MapState) -> MapState:
        moment = shown.replay
        if moment is None or (event.version, event.index) != (shown.version, moment.chosen_index):
            return shown
        return replace(shown, replay=replace(moment, chosen_image=event.image))

    return _with_run(state, event.map_id, event.run_id, change)
