"""Which model stands in which map, and the handing on of it to all who compute with it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.state import event as events
from vae_explorer.state.map_state import Codes, MapSource
from vae_explorer.state.plane import Plane
from vae_explorer.training.timeline import Timeline
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import ImagesLetter, ModelLetter
from vae_explorer.workers.place_decoder import PlaceDecoder
from vae_explorer.workers.store import StateStore

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


class ModelCoordinator(QObject):
    """Puts models into the maps, and lets decoder, painter, analyst and picturer have them.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    places : PlaceDecoder
        Decodes anew with every model what is looked at.
    """

    model_placed = Signal(object)  # ModelPlaced

    def __init__(
        self, store: StateStore, crew: Crew, places: PlaceDecoder, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._places = places
        self._runs = itertools.count(1)
        self._checkpoints: dict[int, Checkpoint] = {}
        self._newest: dict[int, tuple[int, int]] = {}
        self._letters: dict[int, ModelLetter] = {}
        self._gliding: set[int] = set()
        # What is to be handed on of every map, and whether time runs there.
        self._later: dict[int, tuple[ModelLetter, ModelPlaced, bool]] = {}
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.hand_on)

    def new_run_id(self) -> int:
        """Return a number that no model had before: replies that carry another are stale."""
        return next(self._runs)

    def checkpoint(self, map_id: int) -> Checkpoint | None:
        """Return the model that stands in a map, as it would be saved."""
        return self._checkpoints.get(map_id)

    def letter(self, map_id: int) -> ModelLetter | None:
        """Return what was handed on last of a map: the weights that its places are decoded with."""
        return self._letters.get(map_id)

    def newest_letter(self, map_id: int, former: Codes | None) -> ModelLetter:
        """Return what is to be handed on of the newest state of the model that stands in a map.

        The same object as :meth:`letter` where that is the newest already.

        Parameters
        ----------
        map_id : int
            A map that a model stands in.
        former : Codes or None
            What the map shows now: labels and indices stay the same objects where they stay the same.
        """
        run_id, version = self._newest[map_id]
        sent = self._letters.get(map_id)
        if sent is not None and (sent.run_id, sent.version) == (run_id, version):
            return sent
        checkpoint = self._checkpoints[map_id]
        return _letter(map_id, run_id, version, checkpoint, _codes(checkpoint, former))

    def is_gliding(self, map_id: int) -> bool:
        """Whether a map was last given a moment that nothing is measured of."""
        return map_id in self._gliding

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
        with self._store.batch():
            if not is_new:
                self._store.apply(
                    events.ModelMoved(map_id, run_id, version, checkpoint.model, codes, checkpoint.epoch)
                )
            else:
                self._places.look_away(map_id)
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
        self.send_later(letter, placed)
        if is_new or not self._store.state.training.is_active:
            self.hand_on()

    @Slot()
    def hand_on(self) -> None:
        """Let those who compute have the newest models.

        While a run goes on or time runs that is not before the window has moved the points: all share one
        interpreter, and a new index of ten thousand codes takes as long as half a picture.
        """
        self._patience.stop()
        later, self._later = self._later, {}
        for letter, placed, is_gliding in later.values():
            self.send(letter, placed, is_gliding=is_gliding)

    def send_later(self, letter: ModelLetter, placed: ModelPlaced, *, is_gliding: bool = False) -> None:
        """Do what ``send`` does once the window has come to rest, or when that takes too long."""
        self._later[letter.map_id] = (letter, placed, is_gliding)
        self._patience.start()

    def send(self, letter: ModelLetter, placed: ModelPlaced, *, is_gliding: bool = False) -> None:
        """Hand weights and codes on at once, and tell that they stand in their map.

        While time runs (``is_gliding``) what is measured of a model is left alone: nobody could read it.
        """
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
        self._places.look_again(map_id)
        self.model_placed.emit(placed)

    def show_images(self, fingerprint: str, images: np.ndarray) -> None:
        """Show real images beside the decoded ones, wherever a model was trained on them."""
        letter = ImagesLetter(fingerprint, images)
        self._crew.decoder.mailbox.put("images", letter)
        self._crew.pictures.mailbox.put("images", letter)
        for shown in self._store.state.maps:
            self._places.look_again(shown.map_id)

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
        self._places.look_away()
        for kept in models:
            shown = self._store.state.find_map(kept.map_id)
            if shown is None or shown.codes is None:
                continue
            map_id, run_id, version, checkpoint = kept.map_id, kept.run_id, kept.version, kept.checkpoint
            self._checkpoints[map_id] = checkpoint
            self._newest[map_id] = (run_id, version)
            letter = _letter(map_id, run_id, version, checkpoint, shown.codes)
            self.send(letter, ModelPlaced(map_id, True, True, timelines.get(map_id)))

    def forget_model(self, map_id: int) -> None:
        """Say that nothing stands in a map that could be saved."""
        self._later.pop(map_id, None)
        self._checkpoints.pop(map_id, None)
        self._places.look_away(map_id)


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


def _codes(checkpoint: Checkpoint, former: Codes | None) -> Codes:
    """Return the codes of a checkpoint; labels and indices stay the same objects where they stay the same."""
    preview = checkpoint.preview
    labels, indices = preview.labels, preview.indices
    if former is not None and np.array_equal(former.indices, indices):
        indices = former.indices
        labels = former.labels if np.array_equal(former.labels, labels) else labels
    return Codes(preview.mu, preview.logvar, labels, indices)
