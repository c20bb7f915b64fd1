"""Past moments of the models in the maps: their codes, and the weights that were kept nearest in time."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, Slot

from vae_explorer.state.map_state import Codes, MapState
from vae_explorer.state.studio_event import ImageReconstructed, MomentLeft, MomentShown
from vae_explorer.training.timeline import Keyframe, Timeline
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import ModelLetter, ReconstructLetter
from vae_explorer.workers.map_coordinator import MapCoordinator
from vae_explorer.workers.model_coordinator import ModelCoordinator, ModelPlaced
from vae_explorer.workers.store import StateStore

# Versions of past moments' weights never meet those of a run's snapshots, which count from 1.
_FIRST_PAST_VERSION = 1_000_000_000


class MomentCoordinator(QObject):
    """Shows one moment in one map, and follows there the image that the person chose.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        Its decoder reconstructs the chosen image.
    maps, models : MapCoordinator, ModelCoordinator
        Know which image was chosen and what stands in the maps.
    """

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        maps: MapCoordinator,
        models: ModelCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._maps = maps
        self._models = models
        self._versions = itertools.count(_FIRST_PAST_VERSION)
        # Of every map the past weights that were sent last, and the version they were sent as.
        self._sent: dict[int, tuple[Keyframe, int]] = {}
        # Of every map the version and the image that a reconstruction was last asked for.
        self._asked: dict[int, tuple[int, int]] = {}
        crew.decoder.image_reconstructed.connect(self._note_reconstruction)

    def show(self, map_id: int, epoch: float, timeline: Timeline, *, is_gliding: bool = False) -> None:
        """Show a past moment of the model that stands in a map.

        Codes glide between the recorded moments; places are decoded with the weights of the moment nearest in
        time, and with those of the end where no others were kept. While time runs (``is_gliding``) what is
        measured of a model is left alone: nobody could read it.
        """
        models = self._models
        models.hand_on()
        shown = self._store.state.find_map(map_id)
        if shown is None or models.checkpoint(map_id) is None or shown.codes is None:
            return
        codes = Codes(timeline.codes_at(epoch), None, shown.codes.labels, shown.codes.indices)
        keyframe = timeline.nearest(epoch)
        has_weights = keyframe is not None and keyframe.has_weights
        letter = self._letter(map_id, keyframe if has_weights else None, shown)
        chosen = self._maps.chosen_index
        index = chosen if chosen is not None else _nearest_index(shown)
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
            is_measured_again = models.is_gliding(map_id) and not is_gliding
            is_news = models.letter(map_id) is not letter
            placed = ModelPlaced(map_id, is_new=False, has_plane=False)
            if is_news and is_gliding:
                # The window first. The next moment finds the weights where they are decoded.
                models.send_later(letter, placed, is_gliding=True)
                return
            if is_news or is_measured_again:
                models.send(letter, placed, is_gliding=is_gliding)
        self._reconstruct(map_id, letter)

    def leave(self, map_id: int) -> None:
        """Show the newest state of the model that stands in a map again."""
        self._models.hand_on()
        shown, checkpoint = self._store.state.find_map(map_id), self._models.checkpoint(map_id)
        if shown is None or shown.replay is None or checkpoint is None:
            return
        letter = self._models.newest_letter(map_id, shown.codes)
        self._store.apply(
            MomentLeft(
                map_id, letter.run_id, letter.version, checkpoint.model, letter.codes, checkpoint.epoch
            )
        )
        self._models.send(letter, ModelPlaced(map_id, is_new=False, has_plane=False))

    def _letter(self, map_id: int, keyframe: Keyframe | None, shown: MapState) -> ModelLetter:
        """Return the weights of a recorded moment, those of the end where there are none.

        What was sent last is returned as the same object where it need not be sent again.
        """
        if keyframe is None or keyframe.model is None or keyframe.weights is None:
            return self._models.newest_letter(map_id, shown.codes)
        sent, former = self._models.letter(map_id), self._sent.get(map_id)
        if former is not None and former[0] is keyframe and sent is not None and sent.version == former[1]:
            return sent
        version = next(self._versions)
        self._sent[map_id] = (keyframe, version)
        assert shown.codes is not None
        codes = Codes(keyframe.mu, None, shown.codes.labels, shown.codes.indices)
        checkpoint = self._models.checkpoint(map_id)
        assert checkpoint is not None
        return ModelLetter(
            map_id,
            shown.run_id,
            version,
            keyframe.model,
            keyframe.weights,
            codes,
            checkpoint.dataset.fingerprint,
        )

    def _reconstruct(self, map_id: int, letter: ModelLetter) -> None:
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.replay is None or shown.replay.chosen_index is None:
            return
        # What the end would make of a past code was never true.
        if shown.replay.weights_epoch is None:
            return
        wanted = letter.version, shown.replay.chosen_index
        if self._asked.get(map_id) == wanted and shown.replay.chosen_image is not None:
            # Between two recorded moments codes glide, but neither the weights nor what they encode change.
            return
        self._asked[map_id] = wanted
        request = ReconstructLetter(map_id, letter.run_id, *wanted)
        self._crew.decoder.mailbox.put(("chosen", map_id), request)

    @Slot(object)
    def _note_reconstruction(self, fact: ImageReconstructed) -> None:
        self._store.apply(fact)


def _nearest_index(shown: MapState) -> int | None:
    """Return the image whose code is nearest to the pin, as far as is known."""
    point = shown.pin_decoded
    return point.neighbours[0] if point is not None and point.neighbours else None
