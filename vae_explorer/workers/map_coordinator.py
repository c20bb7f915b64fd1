"""What the pointer does on the maps: decoding under it, pins, and the image that lights up in all of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state import event as events
from vae_explorer.state.map_state import MapState, is_comparable
from vae_explorer.state.wish import DecodeWish, LeaveWish
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.place_decoder import PlaceDecoder
from vae_explorer.workers.store import StateStore


class MapCoordinator(QObject):
    """Turns the pointer's wishes into requests, and the answers into events.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        Its decoder answers.
    places : PlaceDecoder
        Asks it.
    models : ModelCoordinator
        Knows with which weights a map is decoded.
    """

    code_visited = Signal(object)  # PlaneMoved: the map's plane went along to the code of an image

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        places: PlaceDecoder,
        models: ModelCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._places = places
        self._models = models
        self.chosen_index: int | None = None
        crew.decoder.decode_finished.connect(self._note_decode)

    @Slot(object)
    def decode(self, wish: DecodeWish) -> None:
        """Decode the place under the pointer, and in the other maps the image that was found nearest."""
        self._models.hand_on()
        shown = self._store.state.find_map(wish.map_id)
        if shown is None or shown.model is None:
            return
        z = shown.plane.code_at(wish.x, wish.y)
        if wish.is_code and wish.nearest_index is not None and shown.codes is not None:
            z = tuple(shown.codes.mu[wish.nearest_index].tolist())
            self._visit(shown, z)
        with self._store.batch():
            self._store.apply(events.MapHovered(wish.map_id))
            if wish.is_pinned:
                self.chosen_index = wish.nearest_index
                self._places.look_away(wish.map_id)
                self._store.apply(events.PlacePinned(wish.map_id, z, self._places.last_request))
                self._places.decode_pin(wish.map_id, z, is_awaited=True)
            else:
                self._places.look_at(wish.map_id, z, is_awaited=True)
            if wish.nearest_index is not None:
                self._link(wish.map_id, wish.nearest_index)
        if self._store.state.training.is_active:
            self._crew.right_of_way.take()

    @Slot(object)
    def leave(self, wish: LeaveWish) -> None:
        """Show the pins again; answers that are still on their way come too late."""
        self._places.look_away()
        self._store.apply(events.MapLeft(wish.map_id, self._places.last_request))

    def pin_code(self, map_id: int, z: tuple[float, ...]) -> None:
        """Pin a code in a map, wherever it lies in the latent space, and decode it."""
        self._models.hand_on()
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.model is None:
            return
        with self._store.batch():
            self._visit(shown, z)
            self.chosen_index = None
            self._store.apply(events.PlacePinned(map_id, z, self._places.last_request))
            self._places.decode_pin(map_id, z)

    def light(self, map_id: int, index: int) -> None:
        """Let one image of a map's preview set light up in every map, and decode its code there."""
        self._models.hand_on()
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.codes is None or shown.linked_index == index:
            return
        with self._store.batch():
            self._link(map_id, index)
            self._places.look_at(map_id, tuple(shown.codes.mu[index].tolist()))

    def _visit(self, shown: MapState, z: tuple[float, ...]) -> None:
        """Let the plane of a map go through a code that lies before or behind it."""
        if shown.plane.has_depth:
            moved = events.PlaneMoved(shown.map_id, shown.run_id, shown.plane.through(z), z)
            self._store.apply(moved)
            self.code_visited.emit(moved)

    def _link(self, from_map_id: int, index: int) -> None:
        """Let one image light up in every map, and decode its code in the others."""
        source = self._store.state.find_map(from_map_id)
        if source is None or source.linked_index == index:
            return
        self._store.apply(events.ImageLinked(index, from_map_id))
        for shown in self._store.state.maps:
            if shown.map_id != from_map_id and shown.codes is not None and is_comparable(source, shown):
                # The code that belongs to the weights it is decoded with, also while codes glide between two.
                letter = self._models.letter(shown.map_id)
                codes = shown.codes if letter is None else letter.codes
                self._places.look_at(shown.map_id, tuple(codes.mu[index].tolist()))

    @Slot(object)
    def _note_decode(self, fact: events.DecodeFinished) -> None:
        self._places.note_answer(fact.request_id)
        with self._store.batch():
            self._store.apply(fact)
            shown = self._store.state.find_map(fact.map_id)
            # The image next to what is shown lights up: while the pointer hovers, that is not the pin's.
            # Where a map does not show all of the space, it is the one next to the pointer that does.
            is_whole = shown is not None and shown.plane.latent_dim == 2
            if shown is not None and is_whole and shown.is_hovered and shown.shown is fact.decoded:
                self._link(fact.map_id, fact.decoded.neighbours[0])
