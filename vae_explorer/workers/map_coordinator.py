"""What happens on the maps: decoding under the pointer, the linked image, the underlays, new models."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtCore import QObject, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.state import event as events
from vae_explorer.state.map_state import (
    Codes,
    MapSource,
    MapState,
    MapStatus,
    UnderlayKind,
    is_comparable,
)
from vae_explorer.state.plane import to_latent
from vae_explorer.state.wish import DecodeWish, LeaveWish, UnderlayWish, ViewWish
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import DecodeLetter, ImagesLetter, ModelLetter, UnderlayLetter
from vae_explorer.workers.store import StateStore


class MapCoordinator(QObject):
    """Turns pointer and view wishes into letters, and the answers into events.

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
        self._requests = itertools.count(1)
        self._last_request = 0
        self._runs = itertools.count(1)
        self._views: dict[int, ViewWish] = {}
        self._looked_at: dict[int, tuple[float, ...]] = {}
        self._checkpoints: dict[int, Checkpoint] = {}
        crew.decoder.decode_finished.connect(self._note_decode)
        crew.painter.underlay_drawn.connect(self._note_underlay)

    def new_run_id(self) -> int:
        """Return a number that no model had before: replies that carry another are stale."""
        return next(self._runs)

    def checkpoint(self, map_id: int) -> Checkpoint | None:
        """Return the model that stands in a map, as it would be saved."""
        return self._checkpoints.get(map_id)

    @Slot(object)
    def decode(self, wish: DecodeWish) -> None:
        """Decode the place under the pointer, and in the other maps the image that was found nearest."""
        shown = self._map(wish.map_id)
        if shown is None or shown.model is None:
            return
        point = np.array([[wish.x, wish.y]], np.float64)
        z = tuple(float(value) for value in to_latent(point, shown.model.latent_dim)[0])
        with self._store.batch():
            self._store.apply(events.MapHovered(wish.map_id))
            if wish.is_pinned:
                self._looked_at.pop(wish.map_id, None)
                self._store.apply(events.PlacePinned(wish.map_id, z, self._last_request))
            else:
                self._looked_at[wish.map_id] = z
            self._ask(wish.map_id, z, is_pinned=wish.is_pinned)
            if wish.nearest_index is not None:
                self._link(wish.map_id, wish.nearest_index)

    @Slot(object)
    def leave(self, wish: LeaveWish) -> None:
        """Show the pins again; answers that are still on their way come too late."""
        self._looked_at.clear()
        self._store.apply(events.MapLeft(wish.map_id, self._last_request))

    @Slot(object)
    def choose_underlay(self, wish: UnderlayWish) -> None:
        """Show another underlay in every map."""
        self._store.apply(events.UnderlayChosen(wish.kind))
        for map_id in self._views:
            self._ask_underlay(map_id)

    @Slot(object)
    def show_view(self, wish: ViewWish) -> None:
        """Draw the underlay for what a map shows now."""
        self._views[wish.map_id] = wish
        self._ask_underlay(wish.map_id)

    def light(self, map_id: int, index: int) -> None:
        """Let one image of a map's preview set light up in every map, and decode its code there."""
        shown = self._map(map_id)
        if shown is None or shown.codes is None or shown.linked_index == index:
            return
        with self._store.batch():
            self._link(map_id, index)
            z = tuple(shown.codes.mu[index].tolist())
            self._looked_at[map_id] = z
            self._ask(map_id, z, is_pinned=False)

    def show_images(self, fingerprint: str, images: np.ndarray) -> None:
        """Show real images beside the decoded ones, wherever a model was trained on them."""
        letter = ImagesLetter(fingerprint, images)
        self._crew.decoder.mailbox.put("images", letter)
        self._crew.pictures.mailbox.put("images", letter)
        for shown in self._store.state.maps:
            self._look_again(shown.map_id)

    def put_model(
        self,
        map_id: int,
        run_id: int,
        version: int,
        checkpoint: Checkpoint,
        *,
        source: MapSource,
        title: str = "",
        path: str = "",
        pin: tuple[float, ...] = (),
    ) -> None:
        """Let a model stand in a map, or move on where it is a later snapshot of the same run."""
        shown = self._map(map_id)
        if shown is None:
            return
        codes = _codes(checkpoint, shown.codes)
        self._checkpoints[map_id] = checkpoint
        with self._store.batch():
            if shown.run_id == run_id and shown.model is not None:
                self._store.apply(
                    events.ModelMoved(map_id, run_id, version, checkpoint.model, codes, checkpoint.epoch)
                )
            else:
                self._looked_at.pop(map_id, None)
                self._store.apply(
                    events.ModelArrived(
                        map_id=map_id,
                        run_id=run_id,
                        version=version,
                        source=source,
                        title=title,
                        path=path,
                        model=checkpoint.model,
                        dataset=checkpoint.dataset,
                        codes=codes,
                        epoch=checkpoint.epoch,
                        history=checkpoint.history,
                        pin=pin or (0.0,) * checkpoint.model.latent_dim,
                    )
                )
        letter = ModelLetter(
            map_id,
            run_id,
            version,
            checkpoint.model,
            checkpoint.weights,
            codes,
            checkpoint.dataset.fingerprint,
        )
        self._crew.decoder.mailbox.put(("model", map_id), letter)
        self._crew.painter.mailbox.put(("model", map_id), letter)
        self._crew.analyst.mailbox.put(("model", map_id), letter)
        self._crew.pictures.mailbox.put(("model", map_id), letter)
        self._look_again(map_id)
        self._ask_underlay(map_id)

    def forget_model(self, map_id: int) -> None:
        """Say that nothing stands in a map that could be saved."""
        self._checkpoints.pop(map_id, None)
        self._looked_at.pop(map_id, None)

    def _map(self, map_id: int) -> MapState | None:
        return next((shown for shown in self._store.state.maps if shown.map_id == map_id), None)

    def _ask(self, map_id: int, z: tuple[float, ...], *, is_pinned: bool) -> None:
        shown = self._map(map_id)
        if shown is None:
            return
        self._last_request = next(self._requests)
        letter = DecodeLetter(map_id, shown.run_id, self._last_request, z, is_pinned)
        self._crew.decoder.mailbox.put((map_id, is_pinned), letter)

    def _look_again(self, map_id: int) -> None:
        """Decode pin and pointer anew: with other weights, or beside other images."""
        shown = self._map(map_id)
        if shown is None or shown.model is None:
            return
        if shown.pin is not None:
            self._ask(map_id, shown.pin, is_pinned=True)
        if map_id in self._looked_at:
            self._ask(map_id, self._looked_at[map_id], is_pinned=False)

    def _link(self, from_map_id: int, index: int) -> None:
        """Let one image light up in every map, and decode its code in the others."""
        source = self._map(from_map_id)
        if source is None or source.linked_index == index:
            return
        self._store.apply(events.ImageLinked(index, from_map_id))
        for shown in self._store.state.maps:
            if shown.map_id != from_map_id and shown.codes is not None and is_comparable(source, shown):
                z = tuple(shown.codes.mu[index].tolist())
                self._looked_at[shown.map_id] = z
                self._ask(shown.map_id, z, is_pinned=False)

    def _ask_underlay(self, map_id: int) -> None:
        kind, view, shown = self._store.state.underlay, self._views.get(map_id), self._map(map_id)
        if kind is UnderlayKind.NONE or view is None or shown is None or shown.status is MapStatus.EMPTY:
            return
        self._crew.painter.mailbox.put(map_id, UnderlayLetter(view, kind))

    @Slot(object)
    def _note_decode(self, fact: events.DecodeFinished) -> None:
        with self._store.batch():
            self._store.apply(fact)
            shown = self._map(fact.map_id)
            # The image next to what is shown lights up: while the pointer hovers, that is not the pin's.
            if shown is not None and shown.is_hovered and shown.shown is fact.decoded:
                self._link(fact.map_id, fact.decoded.neighbours[0])

    @Slot(object)
    def _note_underlay(self, fact: events.UnderlayDrawn) -> None:
        self._store.apply(fact)


def _codes(checkpoint: Checkpoint, former: Codes | None) -> Codes:
    """Return the codes of a checkpoint; labels and indices stay the same objects where they stay the same."""
    preview = checkpoint.preview
    labels, indices = preview.labels, preview.indices
    if former is not None and np.array_equal(former.indices, indices):
        indices = former.indices
        labels = former.labels if np.array_equal(former.labels, labels) else labels
    return Codes(preview.mu, preview.logvar, labels, indices)
