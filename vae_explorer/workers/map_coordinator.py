"""What happens on the maps: decoding under the pointer, the linked image, new models."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.state import event as events
from vae_explorer.state.map_state import Codes, MapSource, MapState, is_comparable
from vae_explorer.state.plane import Plane
from vae_explorer.state.studio_event import ImageReconstructed, MomentLeft, MomentShown
from vae_explorer.state.wish import DecodeWish, LeaveWish
from vae_explorer.training.timeline import Keyframe, Timeline
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import DecodeLetter, ImagesLetter, ModelLetter, ReconstructLetter
from vae_explorer.workers.store import StateStore

# Versions of past moments' weights never meet those of a run's snapshots, which count from 1.
_FIRST_PAST_VERSION = 1_000_000_000
# How long a window that says nothing may keep the newest models from those who compute.
_PATIENCE_MS = 60


@dataclass(frozen=True, eq=False)
class ModelPlaced:
    """A model stands in a map: another one, or a later snapshot of the same run.

    ``has_plane`` says that the plane that the map shows was found together with the model; ``timeline`` is
    what its file tells of its past, where it comes from one.
    """

    map_id: int
    is_new: bool
    has_plane: bool
    timeline: Timeline | None = None


@dataclass(frozen=True, eq=False)
class KeptModel:
    """A model that stood in a map, and which weights these were."""

    map_id: int
    run_id: int
    version: int
    checkpoint: Checkpoint


class MapCoordinator(QObject):
    """Turns the pointer's wishes into letters, and the answers into events.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    """

    model_placed = Signal(object)  # ModelPlaced
    code_visited = Signal(object)  # PlaneMoved: the map's plane went along to the code of an image

    def __init__(self, store: StateStore, crew: Crew, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._requests = itertools.count(1)
        self._last_request = 0
        self._awaited_request = 0
        self._runs = itertools.count(1)
        self._looked_at: dict[int, tuple[float, ...]] = {}
        self._checkpoints: dict[int, Checkpoint] = {}
        self._newest: dict[int, tuple[int, int]] = {}
        self._letters: dict[int, ModelLetter] = {}
        self._past_versions = itertools.count(_FIRST_PAST_VERSION)
        self._moments: dict[int, tuple[Keyframe, int]] = {}
        self._gliding: set[int] = set()
        self._later: dict[int, tuple[ModelLetter, ModelPlaced]] = {}
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.hand_on)
        self.chosen_index: int | None = None
        crew.decoder.decode_finished.connect(self._note_decode)
        crew.decoder.image_reconstructed.connect(self._note_reconstruction)

    def new_run_id(self) -> int:
        """Return a number that no model had before: replies that carry another are stale."""
        return next(self._runs)

    def checkpoint(self, map_id: int) -> Checkpoint | None:
        """Return the model that stands in a map, as it would be saved."""
        return self._checkpoints.get(map_id)

    @Slot(object)
    def decode(self, wish: DecodeWish) -> None:
        """Decode the place under the pointer, and in the other maps the image that was found nearest."""
        self.hand_on()
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
                self._looked_at.pop(wish.map_id, None)
                self._store.apply(events.PlacePinned(wish.map_id, z, self._last_request))
            else:
                self._looked_at[wish.map_id] = z
            self._ask(wish.map_id, z, is_pinned=wish.is_pinned, is_awaited=True)
            self._awaited_request = self._last_request
            if wish.nearest_index is not None:
                self._link(wish.map_id, wish.nearest_index)
        if self._store.state.training.is_active:
            self._crew.right_of_way.take()

    @property
    def is_answer_awaited(self) -> bool:
        """Whether what the pointer asked for is still being decoded."""
        return self._awaited_request > 0

    @Slot(object)
    def leave(self, wish: LeaveWish) -> None:
        """Show the pins again; answers that are still on their way come too late."""
        self._looked_at.clear()
        self._store.apply(events.MapLeft(wish.map_id, self._last_request))

    def _visit(self, shown: MapState, z: tuple[float, ...]) -> None:
        """Let the plane of a map go through a code that lies before or behind it."""
        if shown.plane.has_depth:
            moved = events.PlaneMoved(shown.map_id, shown.run_id, shown.plane.through(z), z)
            self._store.apply(moved)
            self.code_visited.emit(moved)

    def pin_code(self, map_id: int, z: tuple[float, ...]) -> None:
        """Pin a code in a map, wherever it lies in the latent space, and decode it."""
        self.hand_on()
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.model is None:
            return
        with self._store.batch():
            self._visit(shown, z)
            self.chosen_index = None
            self._store.apply(events.PlacePinned(map_id, z, self._last_request))
            self._ask(map_id, z, is_pinned=True)

    def light(self, map_id: int, index: int) -> None:
        """Let one image of a map's preview set light up in every map, and decode its code there."""
        self.hand_on()
        shown = self._store.state.find_map(map_id)
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
            self.look_again(shown.map_id)

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
        plane: Plane | None = None,
        timeline: Timeline | None = None,
    ) -> None:
        """Let a model stand in a map, or move on where it is a later snapshot of the same run.

        While a past moment of that run is shown, the newest is only kept for later.
        """
        shown = self._store.state.find_map(map_id)
        if shown is None:
            return
        codes = _codes(checkpoint, shown.codes)
        is_new = shown.run_id != run_id or shown.model is None
        self._checkpoints[map_id] = checkpoint
        self._newest[map_id] = (run_id, version)
        if not is_new and shown.replay is not None:
            return
        self._moments.pop(map_id, None)
        with self._store.batch():
            if not is_new:
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
                        plane=plane,
                    )
                )
        letter = _letter(map_id, run_id, version, checkpoint, codes)
        placed = ModelPlaced(map_id, is_new, plane is not None, timeline)
        self._later[map_id] = (letter, placed)
        if is_new or not self._store.state.training.is_active:
            self.hand_on()
        else:
            self._patience.start()

    @Slot()
    def hand_on(self) -> None:
        """Let those who compute have the newest models.

        While a run goes on that is not before the window has moved the points: all share one interpreter, and
        a new index of ten thousand codes takes as long as half a picture.
        """
        self._patience.stop()
        later, self._later = self._later, {}
        for letter, placed in later.values():
            self._send_model(letter)
            self.model_placed.emit(placed)

    def show_moment(self, map_id: int, epoch: float, timeline: Timeline, *, is_gliding: bool = False) -> None:
        """Show a past moment of the model that stands in a map.

        Codes glide between the recorded moments; places are decoded with the weights of the moment nearest in
        time, and with those of the end where no others were kept. While time runs (``is_gliding``) what is
        measured of a model is left alone: nobody could read it.
        """
        self.hand_on()
        shown, checkpoint = self._store.state.find_map(map_id), self._checkpoints.get(map_id)
        if shown is None or checkpoint is None or shown.codes is None:
            return
        codes = Codes(timeline.codes_at(epoch), None, shown.codes.labels, shown.codes.indices)
        keyframe = timeline.nearest(epoch)
        has_weights = keyframe is not None and keyframe.has_weights
        letter = self._letter_of_moment(map_id, keyframe if has_weights else None, shown)
        index = self.chosen_index if self.chosen_index is not None else _nearest_index(shown)
        with self._store.batch():
            self._store.apply(
                MomentShown(
                    map_id,
                    shown.run_id,
                    letter.version,
                    codes,
                    epoch,
                    keyframe.epoch if keyframe is not None and has_weights else None,
                    index if index is not None and index < len(codes.mu) else None,
                )
            )
            if self._letters.get(map_id) is not letter or (map_id in self._gliding and not is_gliding):
                self._send_model(letter, is_gliding=is_gliding)
                self.model_placed.emit(ModelPlaced(map_id, is_new=False, has_plane=False))
        self._reconstruct(map_id, letter)

    def leave_moment(self, map_id: int) -> None:
        """Show the newest state of the model that stands in a map again."""
        self.hand_on()
        shown, checkpoint = self._store.state.find_map(map_id), self._checkpoints.get(map_id)
        if shown is None or shown.replay is None or checkpoint is None:
            return
        self._moments.pop(map_id, None)
        run_id, version = self._newest[map_id]
        codes = _codes(checkpoint, shown.codes)
        self._store.apply(MomentLeft(map_id, run_id, version, checkpoint.model, codes, checkpoint.epoch))
        self._send_model(_letter(map_id, run_id, version, checkpoint, codes))
        self.model_placed.emit(ModelPlaced(map_id, is_new=False, has_plane=False))

    def _letter_of_moment(self, map_id: int, keyframe: Keyframe | None, shown: MapState) -> ModelLetter:
        """Return the weights of a recorded moment, those of the end where there are none."""
        sent, checkpoint = self._letters.get(map_id), self._checkpoints[map_id]
        if keyframe is None or keyframe.model is None or keyframe.weights is None:
            self._moments.pop(map_id, None)
            run_id, version = self._newest[map_id]
            if sent is not None and (sent.run_id, sent.version) == (run_id, version):
                return sent
            return _letter(map_id, run_id, version, checkpoint, _codes(checkpoint, shown.codes))
        former = self._moments.get(map_id)
        if former is not None and former[0] is keyframe and sent is not None and sent.version == former[1]:
            return sent
        version = next(self._past_versions)
        self._moments[map_id] = (keyframe, version)
        assert shown.codes is not None
        codes = Codes(keyframe.mu, None, shown.codes.labels, shown.codes.indices)
        return ModelLetter(
            map_id,
            shown.run_id,
            version,
            keyframe.model,
            keyframe.weights,
            codes,
            checkpoint.dataset.fingerprint,
        )

    def _send_model(self, letter: ModelLetter, *, is_gliding: bool = False) -> None:
        map_id = letter.map_id
        self._letters[map_id] = letter
        self._crew.decoder.mailbox.put(("model", map_id), letter)
        self._crew.painter.mailbox.put(("model", map_id), letter)
        if is_gliding:
            self._gliding.add(map_id)
        else:
            self._gliding.discard(map_id)
            self._crew.analyst.mailbox.put(("model", map_id), letter)
            self._crew.pictures.mailbox.put(("model", map_id), letter)
        self.look_again(map_id)

    def _reconstruct(self, map_id: int, letter: ModelLetter) -> None:
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.replay is None or shown.replay.chosen_index is None:
            return
        # What the end would make of a past code was never true.
        if shown.replay.weights_epoch is not None:
            request = ReconstructLetter(map_id, letter.run_id, letter.version, shown.replay.chosen_index)
            self._crew.decoder.mailbox.put(("chosen", map_id), request)

    def keep(self) -> tuple[KeptModel, ...]:
        """Return the models that stand in the maps, to be put back later; no past moment may be shown."""
        self.hand_on()
        return tuple(
            KeptModel(map_id, *self._newest[map_id], checkpoint)
            for map_id, checkpoint in self._checkpoints.items()
            if map_id in self._newest
        )

    def put_back(self, models: tuple[KeptModel, ...], timelines: dict[int, Timeline]) -> None:
        """Let everybody have the models again that stand in the maps of a state that was put back."""
        self._later.clear()
        self._checkpoints.clear()
        self._newest.clear()
        self._moments.clear()
        self._looked_at.clear()
        for kept in models:
            shown = self._store.state.find_map(kept.map_id)
            if shown is None or shown.codes is None:
                continue
            map_id, run_id, version, checkpoint = kept.map_id, kept.run_id, kept.version, kept.checkpoint
            self._checkpoints[map_id] = checkpoint
            self._newest[map_id] = (run_id, version)
            self._send_model(_letter(map_id, run_id, version, checkpoint, shown.codes))
            self.model_placed.emit(ModelPlaced(map_id, True, True, timelines.get(map_id)))

    def forget_model(self, map_id: int) -> None:
        """Say that nothing stands in a map that could be saved."""
        self._later.pop(map_id, None)
        self._checkpoints.pop(map_id, None)
        self._looked_at.pop(map_id, None)

    def _ask(self, map_id: int, z: tuple[float, ...], *, is_pinned: bool, is_awaited: bool = False) -> None:
        shown = self._store.state.find_map(map_id)
        if shown is None:
            return
        self._last_request = next(self._requests)
        letter = DecodeLetter(map_id, shown.run_id, self._last_request, z, is_pinned, is_awaited)
        self._crew.decoder.mailbox.put((map_id, is_pinned), letter)

    def look_again(self, map_id: int) -> None:
        """Decode pin and pointer anew: with other weights, or beside other images."""
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.model is None:
            return
        if shown.pin is not None:
            self._ask(map_id, shown.pin, is_pinned=True)
        if map_id in self._looked_at:
            self._ask(map_id, self._looked_at[map_id], is_pinned=False)

    def _link(self, from_map_id: int, index: int) -> None:
        """Let one image light up in every map, and decode its code in the others."""
        source = self._store.state.find_map(from_map_id)
        if source is None or source.linked_index == index:
            return
        self._store.apply(events.ImageLinked(index, from_map_id))
        for shown in self._store.state.maps:
            if shown.map_id != from_map_id and shown.codes is not None and is_comparable(source, shown):
                # The code that belongs to the weights it is decoded with, also while codes glide between two.
                letter = self._letters.get(shown.map_id)
                z = tuple((shown.codes if letter is None else letter.codes).mu[index].tolist())
                self._looked_at[shown.map_id] = z
                self._ask(shown.map_id, z, is_pinned=False)

    @Slot(object)
    def _note_decode(self, fact: events.DecodeFinished) -> None:
        if fact.request_id >= self._awaited_request:
            self._awaited_request = 0
        with self._store.batch():
            self._store.apply(fact)
            shown = self._store.state.find_map(fact.map_id)
            # The image next to what is shown lights up: while the pointer hovers, that is not the pin's.
            # Where a map does not show all of the space, it is the one next to the pointer that does.
            is_whole = shown is not None and shown.plane.latent_dim == 2
            if shown is not None and is_whole and shown.is_hovered and shown.shown is fact.decoded:
                self._link(fact.map_id, fact.decoded.neighbours[0])

    @Slot(object)
    def _note_reconstruction(self, fact: ImageReconstructed) -> None:
        self._store.apply(fact)


def _letter(map_id: int, run_id: int, version: int, checkpoint: Checkpoint, codes: Codes) -> ModelLetter:
    return ModelLetter(
        map_id,
        run_id,
        version,
        checkpoint.model,
        checkpoint.weights,
        codes,
        checkpoint.dataset.fingerprint,
    )


def _nearest_index(shown: MapState) -> int | None:
    """Return the image whose code is nearest to the pin, as far as is known."""
    point = shown.pin_decoded
    return point.neighbours[0] if point is not None and point.neighbours else None


def _codes(checkpoint: Checkpoint, former: Codes | None) -> Codes:
    """Return the codes of a checkpoint; labels and indices stay the same objects where they stay the same."""
    preview = checkpoint.preview
    labels, indices = preview.labels, preview.indices
    if former is not None and np.array_equal(former.indices, indices):
        indices = former.indices
        labels = former.labels if np.array_equal(former.labels, labels) else labels
    return Codes(preview.mu, preview.logvar, labels, indices)
