"""Which models stand in the maps and which data they look at: loading, saving, opening, fetching."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.map_state import MapSource, MapStatus
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.wish import DatasetWish, ModelWish, SaveWish
from vae_explorer.workers.analysis_letter import DatasetLetter
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.dataset_worker import FetchLetter, OpenedLetter, OpenLetter
from vae_explorer.workers.file_worker import (
    LoadedLetter,
    LoadLetter,
    RefusedLetter,
    SavedLetter,
    SaveLetter,
)
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.store import StateStore

if TYPE_CHECKING:
    from vae_explorer.autoencoders.checkpoint import Checkpoint
    from vae_explorer.data.dataset import ImageDataset

PAINTED_MS = 150
"""By then the window has been painted with what it was told to show."""


@dataclass(frozen=True, eq=False)
class KeptImages:
    """The images at hand at one moment."""

    dataset: ImageDataset | None
    preview_indices: np.ndarray | None


class LibraryCoordinator(QObject):
    """Loads and saves models, opens and fetches data sets.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    models : ModelCoordinator
        Shows what was loaded.
    bundled_model : callable
        Returns where the bundled model of a data set and a kind would lie.
    is_available : callable
        Whether a named data set is on this computer.
    """

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        models: ModelCoordinator,
        bundled_model: Callable[[str, str], Path],
        is_available: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._models = models
        self._bundled_model = bundled_model
        self._is_available = is_available
        self._requests = itertools.count(1)
        self._awaited: dict[int, int] = {}
        self._opening: OpenLetter | None = None
        self._before_opening: DatasetState | None = None
        self._painting = QTimer(self)
        self._painting.setSingleShot(True)
        self._painting.setInterval(PAINTED_MS)
        self._painting.timeout.connect(self._send_for_images)
        self._fitting_wanted: frozenset[int] = frozenset()
        self._fitting_due: frozenset[int] = frozenset()
        self._bundled_names: dict[str, str] = {}
        self.dataset: ImageDataset | None = None
        self.preview_indices: np.ndarray | None = None
        crew.files.model_loaded.connect(self._note_model)
        crew.files.model_refused.connect(self._note_refusal)
        crew.files.model_saved.connect(self._note_saving)
        crew.data.dataset_opened.connect(self._note_dataset)
        crew.data.fetch_progressed.connect(self._note_fetching)

    def cancel(self) -> None:
        """Give up a download; called before the threads end."""
        self._painting.stop()
        if self._opening is not None:
            self._opening.cancel.set()

    @Slot(object)
    def choose_model(self, wish: ModelWish) -> None:
        """Put another model into a map: a file, or the bundled one of a kind for the chosen data."""
        if wish.path is not None:
            self.load_file(wish.map_id, Path(wish.path))
        elif wish.kind is not None:
            self._choose_kind(wish.map_id, wish.kind)

    def load_file(self, map_id: int, path: Path) -> None:
        """Load a model file into a map; what stands there stays until it has arrived."""
        shown = self._store.state.maps[map_id]
        self._load(LoadLetter(map_id, next(self._requests), path, MapSource.FILE, shown.kind))

    @Slot(object)
    def save_model(self, wish: SaveWish) -> None:
        """Save the model that stands in a map."""
        checkpoint = self._models.checkpoint(wish.map_id)
        if checkpoint is None:
            self._store.say(
                NoticeLevel.WARNING, "there is no model in this map yet", remedy="train or open one first"
            )
            return
        path = Path(wish.path)
        if path.suffix != ".safetensors":
            path = path.with_name(path.name + ".safetensors")
        self._crew.save_requested.emit(SaveLetter(path, checkpoint))

    @Slot(object)
    def choose_dataset(self, wish: DatasetWish) -> None:
        """Work with other data: open them, or fetch them first where that is wanted."""
        self.open_dataset(wish, frozenset(shown.map_id for shown in self._store.state.maps))

    def open_dataset(
        self, wish: DatasetWish, fitting_maps: frozenset[int], *, is_patient: bool = False
    ) -> None:
        """Open data, and put bundled models of theirs into these maps where none of theirs stands in one.

        Whoever is patient wants what is being shown painted first: to read data besides would hold that up.
        """
        self.cancel()
        self._fitting_wanted = fitting_maps
        if self._opening is None:
            # Not what was still being opened: it is given up, and nothing would ever make it ready.
            self._before_opening = self._store.state.dataset
        self._opening = OpenLetter(next(self._requests), wish.name, wish.is_fetch_allowed, threading.Event())
        status = DatasetStatus.FETCHING if wish.is_fetch_allowed else DatasetStatus.OPENING
        former = self._store.state.dataset
        title = former.title if former.name == wish.name else _title(wish.name)
        self._store.apply(events.DatasetChanged(DatasetState(name=wish.name, title=title, status=status)))
        if is_patient:
            self._painting.start()
        else:
            self._send_for_images()

    @Slot()
    def _send_for_images(self) -> None:
        if self._opening is not None:
            self._crew.open_requested.emit(self._opening)

    def open_if_available(self, name: str) -> None:
        """Open named data that are on this computer already, without a word where they are not."""
        if self._is_available(name):
            self.open_dataset(DatasetWish(name), frozenset())

    def use_dataset(self, name: str) -> None:
        """Work with named data without a word: opened where they are at hand, else only known by name."""
        former = self._store.state.dataset
        is_at_hand = self._is_available(name)
        if former.name == name and (former.status is DatasetStatus.READY or not is_at_hand):
            return
        if is_at_hand:
            self.open_dataset(DatasetWish(name), frozenset(), is_patient=True)
            return
        self._give_up()
        self._store.apply(events.DatasetChanged(DatasetState(name=name, title=_title(name))))

    def keep(self) -> KeptImages:
        """Return the images at hand, to be put back later."""
        return KeptImages(self.dataset, self.preview_indices)

    def put_back(self, kept: KeptImages) -> None:
        """Have former images at hand again, beside a state that was put back; go on where it was waiting."""
        self._give_up()
        self.dataset, self.preview_indices = kept.dataset, kept.preview_indices
        if kept.dataset is not None:
            self._hand_out_images(kept.dataset)
        state = self._store.state
        for shown in state.maps:
            if shown.status is MapStatus.LOADING:
                self._choose_kind(shown.map_id, shown.kind)
        if state.dataset.status in (DatasetStatus.OPENING, DatasetStatus.FETCHING):
            is_fetching = state.dataset.status is DatasetStatus.FETCHING
            self.open_dataset(DatasetWish(state.dataset.name, is_fetching), frozenset())

    def _give_up(self) -> None:
        """Await nothing any more."""
        self.cancel()
        self._opening = None
        self._awaited.clear()
        self._fitting_due = self._fitting_wanted = frozenset()

    def show_bundled(self) -> None:
        """Put the bundled models of the chosen data into the maps, of the kinds that stand there."""
        for shown in self._store.state.maps:
            self._choose_kind(shown.map_id, shown.kind)

    def _choose_kind(self, map_id: int, kind: ModelKind) -> None:
        dataset = self._store.state.dataset
        name = self._bundled_names.get(dataset.fingerprint, dataset.name)
        path = self._bundled_model(name, kind)
        if path.is_file():
            self._load(LoadLetter(map_id, next(self._requests), path, MapSource.BUNDLED, kind))
        else:
            self._awaited.pop(map_id, None)
            self._models.forget_model(map_id)
            self._store.apply(events.ModelMissing(map_id, kind))

    def _load(self, letter: LoadLetter) -> None:
        self._awaited[letter.map_id] = letter.request_id
        self._store.apply(events.ModelAwaited(letter.map_id, letter.kind))
        self._crew.load_requested.emit(letter)

    @Slot(object)
    def _note_model(self, letter: LoadedLetter) -> None:
        request = letter.request
        if self._awaited.get(request.map_id) != request.request_id:
            return
        del self._awaited[request.map_id]
        dataset = letter.checkpoint.dataset
        if request.source is MapSource.BUNDLED:
            self._bundled_names[dataset.fingerprint] = dataset.name
        self._models.put_model(
            request.map_id,
            self._models.new_run_id(),
            1,
            letter.checkpoint,
            source=request.source,
            title=request.path.name if request.source is MapSource.FILE else "",
            path=str(request.path),
            pin=letter.pin,
            plane=letter.plane,
            timeline=letter.timeline,
        )
        self._learn_of_dataset(letter)
        self._show_fitting()

    def _learn_of_dataset(self, letter: LoadedLetter) -> None:
        known, record = self._store.state.dataset, letter.checkpoint.dataset
        is_elsewhere = known.name != record.name and known.status is DatasetStatus.ABSENT
        if is_elsewhere and self._opening is None and _is_known(record.name):
            # Images of other data than the chosen ones are better than none, where they are at hand.
            self.open_if_available(record.name)
        self.learn_of_dataset(letter.checkpoint)

    def learn_of_dataset(self, checkpoint: Checkpoint) -> None:
        """Take from a model what its data are called and how many there are, though they are not at hand."""
        known, record = self._store.state.dataset, checkpoint.dataset
        if known.name == record.name and known.status is DatasetStatus.ABSENT and not known.train_count:
            self._store.apply(
                events.DatasetChanged(
                    replace(
                        known,
                        title=record.title,
                        image_shape=checkpoint.model.image_shape,
                        train_count=record.train_count,
                        test_count=record.test_count,
                        label_names=record.label_names,
                        fingerprint=record.fingerprint,
                    )
                )
            )

    @Slot(object)
    def _note_refusal(self, letter: RefusedLetter) -> None:
        if self._awaited.get(letter.request.map_id) == letter.request.request_id:
            del self._awaited[letter.request.map_id]
            self._store.apply(events.ModelRefused(letter.request.map_id))
        self._store.say_error(letter.error)
        self._show_fitting()

    @Slot(object)
    def _note_saving(self, letter: SavedLetter) -> None:
        if letter.error is not None:
            self._store.say_error(letter.error)
            return
        self._store.say_saved("the model was saved", letter.path)

    @Slot(object)
    def _note_fetching(self, letter: FetchLetter) -> None:
        dataset = self._store.state.dataset
        if self._opening is not None and self._opening.request_id == letter.request_id:
            self._store.apply(
                events.DatasetChanged(
                    replace(dataset, done_bytes=letter.done_bytes, total_bytes=letter.total_bytes)
                )
            )

    @Slot(object)
    def _note_dataset(self, letter: OpenedLetter) -> None:
        if self._opening is None or self._opening.request_id != letter.request.request_id:
            return
        self._opening = None
        if letter.dataset is None or letter.preview_indices is None:
            self._note_no_dataset(letter)
            return
        dataset = letter.dataset
        self.dataset, self.preview_indices = dataset, letter.preview_indices
        if letter.bundled_name is not None:
            self._bundled_names[dataset.fingerprint] = letter.bundled_name
        with self._store.batch():
            self._store.apply(events.DatasetChanged(_ready(dataset, letter)))
            if not _is_known(letter.request.name):
                self._store.apply(events.DatasetRemembered(letter.request.name))
            self._hand_out_images(dataset)
            # What was done to a well-known set is written on its page; only one's own data need the note.
            for note in () if _is_known(letter.request.name) else dataset.notes:
                self._store.say_note(note, dataset.title)
            self._fitting_due = self._fitting_wanted
            self._show_fitting()

    def _hand_out_images(self, dataset: ImageDataset) -> None:
        self._models.show_images(dataset.fingerprint, dataset.train_images)
        self._crew.analyst.mailbox.put("dataset", DatasetLetter(dataset))

    def _show_fitting(self) -> None:
        """Put models of newly opened data into the maps, unless one stands there or still may arrive."""
        if self._awaited or self.dataset is None:
            return
        due, self._fitting_due = self._fitting_due, frozenset()
        maps = [shown for shown in self._store.state.maps if shown.map_id in due]
        known = [shown.dataset.fingerprint for shown in maps if shown.dataset]
        if self.dataset.fingerprint not in known and not self._store.state.training.is_active:
            for shown in maps:
                self._choose_kind(shown.map_id, shown.kind)

    def _note_no_dataset(self, letter: OpenedLetter) -> None:
        """Go back to the data that were chosen before, and say why."""
        former = self._before_opening
        if former is not None and self.dataset is None and former.status is not DatasetStatus.ABSENT:
            former = replace(former, status=DatasetStatus.ABSENT)
        with self._store.batch():
            if former is not None:
                self._store.apply(events.DatasetChanged(former))
            if letter.error is None or letter.request.cancel.is_set():
                return
            can_fetch = not letter.request.is_fetch_allowed and _is_known(letter.request.name)
            action = NoticeAction.FETCH_DATASET if can_fetch else NoticeAction.NONE
            self._store.say_error(letter.error, action, letter.request.name)


def _ready(dataset: ImageDataset, letter: OpenedLetter) -> DatasetState:
    return DatasetState(
        name=letter.request.name,
        title=dataset.title if letter.bundled_name is None else _title(letter.bundled_name),
        status=DatasetStatus.READY,
        image_shape=dataset.image_shape,
        train_count=len(dataset.train_images),
        test_count=len(dataset.test_images),
        label_names=dataset.label_names,
        fingerprint=dataset.fingerprint,
        column_names=tuple(name for name, _ in dataset.train_columns),
        notes=dataset.notes,
    )


def _is_known(name: str) -> bool:
    from vae_explorer.data.catalogue import CATALOGUE

    return name in CATALOGUE


def _title(name: str) -> str:
    from vae_explorer.data.catalogue import CATALOGUE

    return CATALOGUE[name].title if name in CATALOGUE else Path(name).name or name
