"""Which image's inference is looked at, and the darts thrown at it."""

from __future__ import annotations

import itertools
from functools import partial

from PySide6.QtCore import QObject, Slot

from vae_explorer.state import inference_event as events
from vae_explorer.state.inference_state import Belief, DartBoard
from vae_explorer.state.inference_wish import (
    ClearDartsWish,
    ImageWish,
    PosteriorWish,
    ThrowWish,
    TilingWish,
)
from vae_explorer.state.map_state import MapState, MapStatus, is_comparable
from vae_explorer.state.tool import Tool
from vae_explorer.workers.analysis_letter import AnalysisReply
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.inference_analysis import BeliefRequest, ThrowRequest, find_belief, throw_darts
from vae_explorer.workers.store import StateStore


class InferenceCoordinator(QObject):
    """Follows the pointer while the darts are in the hand, and asks the analysis thread.

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
        self._seeds = itertools.count(1)
        self._asked: dict[int, tuple[object, ...]] = {}
        self._is_following = False
        store.state_changed.connect(self._follow)
        crew.analyst.answered.connect(self._note_answer)

    @Slot(object)
    def choose(self, wish: ImageWish) -> None:
        """Look at another image, and keep looking at it when the pointer is gone."""
        self._store.apply(events.ImageChosen(wish.index, wish.map_id))

    @Slot(object)
    def throw(self, wish: ThrowWish) -> None:
        """Throw darts at the chosen image in every map that knows it."""
        index = self._store.state.inference.chosen
        if index is None:
            return
        for shown in self._maps_with(self._store.state.inference.chosen_map):
            request = ThrowRequest(index, wish.count, next(self._seeds))
            # Every throw counts: a key of its own, so that none takes another's place.
            key = ("darts", shown.map_id, request.seed)
            self._crew.ask(key, shown, request, partial(throw_darts, request))

    @Slot(object)
    def clear(self, _wish: ClearDartsWish) -> None:
        """Take all darts out."""
        chosen = self._store.state.inference.chosen
        if chosen is not None:
            self._store.apply(events.DartsCleared(chosen))

    @Slot(object)
    def show_tiling(self, wish: TilingWish) -> None:
        """Show the ellipses of all images, or not."""
        self._store.apply(events.TilingShown(wish.is_shown))

    @Slot(object)
    def show_posterior(self, wish: PosteriorWish) -> None:
        """Show the exact posterior, or not."""
        self._store.apply(events.PosteriorShown(wish.is_shown))

    @Slot()
    def _follow(self) -> None:
        if self._store.state.tool is not Tool.DARTS or self._is_following:
            return
        self._is_following = True
        try:
            self._choose_first()
            self._ask()
        finally:
            self._is_following = False

    def _choose_first(self) -> None:
        """Begin with the image next to a pin, and drop one that no map knows any more."""
        state = self._store.state
        chosen, origin = state.inference.chosen, state.find_map(state.inference.chosen_map)
        if chosen is not None and origin is not None and origin.codes is not None:
            if chosen < len(origin.codes.mu):
                return
            self._store.apply(events.ImageChosen(None, 0))
        for shown in state.maps:
            if shown.status is MapStatus.READY and shown.pin_decoded is not None:
                self._store.apply(events.ImageChosen(shown.pin_decoded.neighbours[0], shown.map_id))
                return

    def _ask(self) -> None:
        state = self._store.state
        hovered = next((shown for shown in state.maps if shown.is_hovered), None)
        origin, index = state.inference.chosen_map, state.inference.chosen
        if hovered is not None and hovered.linked_index is not None:
            origin, index = hovered.map_id, hovered.linked_index
        if index is None:
            return
        for shown in self._maps_with(origin):
            wanted = (index, shown.run_id, shown.version, state.dataset.fingerprint)
            if self._asked.get(shown.map_id) == wanted:
                continue
            self._asked[shown.map_id] = wanted
            request = BeliefRequest(index)
            self._crew.ask(("belief", shown.map_id), shown, request, partial(find_belief, request))

    def _maps_with(self, origin_id: int) -> list[MapState]:
        """Return the maps that show the same images as one of them, that one included."""
        origin = self._store.state.find_map(origin_id)
        if origin is None:
            return []
        return [shown for shown in self._store.state.maps if is_comparable(origin, shown)]

    @Slot(object)
    def _note_answer(self, reply: AnalysisReply) -> None:
        if isinstance(reply.result, Belief):
            asked = self._asked.get(reply.map_id)
            # The pointer may be at another image by now.
            if asked is not None and asked[0] == reply.result.index:
                self._store.apply(events.BeliefFound(reply.result))
        elif isinstance(reply.result, DartBoard):
            self._store.apply(events.DartsLanded(reply.result))
        elif reply.error is not None and isinstance(reply.request, BeliefRequest | ThrowRequest):
            self._store.say_error(reply.error)
