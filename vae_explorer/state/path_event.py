"""The facts that change the path, and their transitions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vae_explorer.state.path_state import Film, PathKind, Waypoint

if TYPE_CHECKING:
    from vae_explorer.state.explorer_state import ExplorerState


@dataclass(frozen=True)
class WaypointsChanged:
    """The path goes through other places; the films of the former ones are over."""

    waypoints: tuple[Waypoint, ...]


@dataclass(frozen=True)
class PathKindChosen:
    """Places are joined in another way."""

    kind: PathKind


@dataclass(frozen=True, eq=False)
class FilmMade:
    """A way was walked and decoded."""

    film: Film
    waypoints: tuple[Waypoint, ...]


@dataclass(frozen=True)
class FrameShown:
    """Another frame is looked at."""

    frame: int


PathEvent = WaypointsChanged | PathKindChosen | FilmMade | FrameShown


def _change_waypoints(event: WaypointsChanged, state: ExplorerState) -> ExplorerState:
    if event.waypoints == state.path.waypoints:
        return state
    return replace(state, path=replace(state.path, waypoints=event.waypoints, films=(), frame=0))


def _choose_kind(event: PathKindChosen, state: ExplorerState) -> ExplorerState:
    if event.kind is state.path.kind:
        return state
    return replace(state, path=replace(state.path, kind=event.kind))


def _take_film(event: FilmMade, state: ExplorerState) -> ExplorerState:
    film, path = event.film, state.path
    of_map = state.find_map(film.map_id)
    if event.waypoints != path.waypoints or of_map is None or of_map.run_id != film.run_id:
        return state
    others = tuple(each for each in path.films if (each.map_id, each.kind) != (film.map_id, film.kind))
    return replace(state, path=replace(path, films=(*others, film)))


def _show_frame(event: FrameShown, state: ExplorerState) -> ExplorerState:
    if event.frame == state.path.frame:
        return state
    return replace(state, path=replace(state.path, frame=event.frame))


TRANSITIONS: tuple[tuple[type, Callable[..., ExplorerState]], ...] = (
    (WaypointsChanged, _change_waypoints),
    (PathKindChosen, _choose_kind),
    (FilmMade, _take_film),
    (FrameShown, _show_frame),
)
"""What answers each of these facts."""
