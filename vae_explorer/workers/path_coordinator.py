"""The path in the hand: its places, the ways through them, and the files made of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from vae_explorer.state import path_event as events
from vae_explorer.state.map_state import MapState
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.path_state import MAX_WAYPOINTS, Film, FilmFormat, PathKind, Waypoint, codes_in
from vae_explorer.state.path_wish import ExportWish, FrameWish, PathKindWish, TakeBackWish, WaypointWish
from vae_explorer.state.tool import Tool
from vae_explorer.workers.analysis_letter import AnalysisReply, ForgetLetter
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.path_analysis import (
    ExportRequest,
    FilmRequest,
    FilmWritten,
    export_film,
    make_film,
)
from vae_explorer.workers.store import StateStore

_SUFFIXES = {FilmFormat.GIF: ".gif", FilmFormat.APNG: ".apng", FilmFormat.STRIP: ".png"}


class PathCoordinator(QObject):
    """Turns clicks into places of a path, and has both ways walked in every map that knows them.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    """

    def __init__(self, store: StateStore, crew: Crew, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._asked: dict[tuple[PathKind, int], tuple[object, ...]] = {}
        store.state_changed.connect(self._follow)
        crew.analyst.answered.connect(self._note_answer)

    @Slot(object)
    def add(self, wish: WaypointWish) -> None:
        """Let the path go on to a place; a point under the pointer means its image."""
        shown, waypoints = self._store.state.find_map(wish.map_id), self._store.state.path.waypoints
        if shown is None or shown.codes is None:
            return
        if len(waypoints) >= MAX_WAYPOINTS:
            self._store.say(
                NoticeLevel.INFORMATION,
                "a path goes through {count} places at most",
                remedy="take one back, or clear the path",
                count=MAX_WAYPOINTS,
            )
            return
        z = shown.plane.code_at(wish.x, wish.y)
        if wish.is_image and wish.index is not None:
            z = tuple(shown.codes.mu[wish.index].tolist())
        made = Waypoint(wish.map_id, shown.run_id, z, wish.index, wish.is_image)
        if not waypoints or waypoints[-1] != made:
            self._store.apply(events.WaypointsChanged((*waypoints, made)))

    @Slot(object)
    def take_back(self, wish: TakeBackWish) -> None:
        """Take the last place back, or all."""
        kept = () if wish.is_all else self._store.state.path.waypoints[:-1]
        self._store.apply(events.WaypointsChanged(kept))

    @Slot(object)
    def choose_kind(self, wish: PathKindWish) -> None:
        """Join the places in another way."""
        self._store.apply(events.PathKindChosen(wish.kind))

    @Slot(object)
    def show_frame(self, wish: FrameWish) -> None:
        """Look at another frame."""
        self._store.apply(events.FrameShown(wish.frame))

    @Slot(object)
    def export(self, wish: ExportWish) -> None:
        """Write a map's film to a file, in the analysis thread."""
        film, shown = self._store.state.path.film(wish.map_id), self._store.state.find_map(wish.map_id)
        if film is None or shown is None:
            return
        path = Path(wish.path)
        if path.suffix.lower() not in (_SUFFIXES[wish.format], ".png"):
            path = path.with_name(path.name + _SUFFIXES[wish.format])
        request = ExportRequest(film, wish.format, str(path))
        self._crew.ask(("film file", str(path)), shown, request, partial(export_film, request))

    @Slot()
    def _follow(self) -> None:
        """Ask for the straight ways; for the geodesics, which take long, once every map has its own."""
        state = self._store.state
        if state.tool is not Tool.PATH:
            return
        waypoints = state.path.waypoints
        if len(waypoints) < 2:
            self._asked.clear()
            return
        known = [(shown, codes_in(shown, waypoints, state.maps)) for shown in state.maps]
        wishes = [(shown, codes) for shown, codes in known if codes is not None]
        for shown, codes in wishes:
            self._ask(shown, FilmRequest(codes, waypoints, PathKind.STRAIGHT))
        if all(self._is_walked(shown) for shown, _ in wishes):
            for shown, codes in wishes:
                self._ask(shown, FilmRequest(codes, waypoints, PathKind.GEODESIC))

    def _is_walked(self, shown: MapState) -> bool:
        film = self._store.state.path.film(shown.map_id, PathKind.STRAIGHT, shown.run_id)
        return film is not None and film.version >= shown.version

    def _ask(self, shown: MapState, request: FilmRequest) -> None:
        key, wanted = (request.kind, shown.map_id), (request.waypoints, shown.run_id, shown.version)
        if self._asked.get(key) == wanted:
            return
        self._asked[key] = wanted
        self._crew.ask(key, shown, request, partial(make_film, request))
        if request.kind is PathKind.STRAIGHT:
            # What is still sought for an older path must not come first.
            older = (PathKind.GEODESIC, shown.map_id)
            self._crew.analyst.mailbox.put(older, ForgetLetter(older))

    @Slot(object)
    def _note_answer(self, reply: AnalysisReply) -> None:
        if isinstance(reply.result, Film) and isinstance(reply.request, FilmRequest):
            self._store.apply(events.FilmMade(reply.result, reply.request.waypoints))
        elif isinstance(reply.result, FilmWritten):
            self._store.say_saved("the film was saved", reply.result.path)
        elif reply.error is not None and isinstance(reply.request, FilmRequest | ExportRequest):
            self._store.say_error(reply.error)
