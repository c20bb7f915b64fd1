"""The runs that were kept: listing, opening and comparing them, and asking others to follow or begin them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vae_explorer.errors import ExplorerError
from vae_explorer.state import event as events
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.run_library_state import (
    RunDeleteWish,
    RunFolderWish,
    RunLibraryChanged,
    RunListWish,
    RunNotesWish,
    RunOpenWish,
    RunRepeatWish,
    RunResumeWish,
    UnfollowWish,
)
from vae_explorer.state.wish import DatasetWish
from vae_explorer.training.run_specification import RunSpecification
from vae_explorer.training.run_summary import RunStatus, RunSummary
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import FolderLetter
from vae_explorer.workers.library_coordinator import LibraryCoordinator
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.run_follower import RunFollower, RunPlace
from vae_explorer.workers.run_library_worker import NotesLetter, ReadRunLetter, RunReadLetter
from vae_explorer.workers.run_starter import RunStarter
from vae_explorer.workers.store import StateStore

_LIST_INTERVAL_MS = 2000
# Below the version of any model file that comes later.
_FIRST_VERSION = 0


class _Purpose(Enum):
    """What a run is read for."""

    OPEN = "open"
    COMPARE = "compare"
    RESUME = "resume"
    REPEAT = "repeat"


@dataclass(frozen=True)
class _Request:
    """What becomes of a run once it is read: for a comparison, in which of the two places."""

    purpose: _Purpose
    place: int = 0
    kinds: frozenset[str] = frozenset()


class RunLibraryCoordinator(QObject):
    """Answers what is wished of runs that were kept.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    models, library, runs : ModelCoordinator, LibraryCoordinator, RunCoordinator
        Show its models, open its data, carry it out.
    """

    folder_shown = Signal(object)  # str: a file of the folder to show

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        models: ModelCoordinator,
        library: LibraryCoordinator,
        runs: RunCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._models = models
        self._library = library
        self._follower = RunFollower(store, crew, models, self)
        self._starter = RunStarter(store, library, runs, self)
        self._numbers = itertools.count(1)
        self._requests: dict[int, _Request] = {}
        # In this thread: a timer may only be stopped where it runs. What it asks for is done elsewhere.
        self._list_timer = QTimer(self)
        self._list_timer.setInterval(_LIST_INTERVAL_MS)
        self._list_timer.timeout.connect(self._list)
        librarian = crew.librarian
        librarian.runs_listed.connect(self._note_list)
        librarian.run_offered.connect(self._offer)
        librarian.run_read.connect(self._note_run)
        librarian.request_refused.connect(self._note_refusal)
        runs.folder_changed.connect(self._note_folder)

    @Slot(object)
    def answer(self, wish: object) -> None:
        """Do what is wished, whatever it is."""
        answers: dict[type, Callable[..., None]] = {
            RunListWish: self.list_runs,
            RunOpenWish: self.open_runs,
            RunResumeWish: self.resume,
            RunRepeatWish: self.repeat,
            RunDeleteWish: self.delete,
            RunNotesWish: self.write_notes,
            RunFolderWish: self.show_folder,
            UnfollowWish: self.unfollow,
        }
        answers[type(wish)](wish)

    @Slot(object)
    def list_runs(self, wish: RunListWish) -> None:
        """List the runs while somebody looks at the list."""
        if wish.is_looked_at:
            self._list()
            self._list_timer.start()
        else:
            self._list_timer.stop()

    @Slot(object)
    def open_runs(self, wish: RunOpenWish) -> None:
        """Put one run's models into the maps, or those of two side by side."""
        if len(wish.paths) == 1:
            self._read(Path(wish.paths[0]), _Request(_Purpose.OPEN))
            return
        kinds = self._common_kinds(wish.paths)
        for place, path in enumerate(wish.paths):
            self._read(Path(path), _Request(_Purpose.COMPARE, place, kinds))

    @Slot(object)
    def resume(self, wish: RunResumeWish) -> None:
        """Go on with a run that was cut off."""
        self._read(Path(wish.path), _Request(_Purpose.RESUME))

    @Slot(object)
    def repeat(self, wish: RunRepeatWish) -> None:
        """Carry a run out once more with the same seed."""
        self._read(Path(wish.path), _Request(_Purpose.REPEAT))

    @Slot(object)
    def delete(self, wish: RunDeleteWish) -> None:
        """Move runs to the trash."""
        for path in wish.paths:
            self._crew.deletion_requested.emit(path)

    @Slot(object)
    def write_notes(self, wish: RunNotesWish) -> None:
        """Keep what was written about a run."""
        self._crew.notes_requested.emit(NotesLetter(Path(wish.path), wish.text))

    @Slot(object)
    def show_folder(self, wish: RunFolderWish) -> None:
        """Show a run's folder in the system's file browser."""
        self.folder_shown.emit(str(Path(wish.path) / "run.toml"))

    @Slot(object)
    def unfollow(self, _wish: UnfollowWish) -> None:
        """Follow no more; what is shown stays."""
        self._follower.unfollow()

    def answer_offer(self, path: str, *, is_accepted: bool) -> None:
        """Go on with the run that was offered, or offer it no more."""
        if is_accepted:
            self._read(Path(path), _Request(_Purpose.RESUME))
        else:
            self._crew.decline_requested.emit(path)

    def close(self) -> None:
        """Ask for nothing more."""
        self._list_timer.stop()
        self._follower.close()

    @Slot()
    def _list(self) -> None:
        self._crew.listing_requested.emit()

    def _read(self, path: Path, request: _Request) -> None:
        number = next(self._numbers)
        self._requests[number] = request
        self._crew.run_requested.emit(ReadRunLetter(number, path))

    def _common_kinds(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return the kinds that all of these runs have."""
        known = [set(run.specification.kinds) for run in self._store.state.library.runs if run.path in paths]
        return frozenset(set.intersection(*known)) if known else frozenset()

    @Slot(object)
    def _offer(self, run: RunSummary) -> None:
        self._store.say(
            NoticeLevel.INFORMATION,
            "your last training was kept: {kinds} on {dataset}, epoch {epoch:.0f} of {epochs}",
            action=NoticeAction.RESUME_RUN,
            argument=run.path,
            kinds=" | ".join(kind.upper() for kind in run.specification.kinds),
            dataset=run.specification.dataset.title,
            epoch=run.epoch,
            epochs=run.specification.epochs,
        )

    @Slot(object)
    def _note_list(self, runs: tuple[RunSummary, ...]) -> None:
        self._change(runs=runs, is_read=True)

    @Slot(object)
    def _note_folder(self, letter: FolderLetter) -> None:
        self._change(own=letter.path)
        if self._list_timer.isActive():
            self._list()

    @Slot(object)
    def _note_refusal(self, error: ExplorerError) -> None:
        self._store.say_error(error)

    @Slot(object)
    def _note_run(self, letter: RunReadLetter) -> None:
        request = self._requests.pop(letter.request.request_id, None)
        if request is None:
            return
        if request.purpose in (_Purpose.RESUME, _Purpose.REPEAT):
            self._begin(letter.summary, is_resumed=request.purpose is _Purpose.RESUME)
            return
        with self._store.batch():
            self._show(letter, request)

    def _show(self, letter: RunReadLetter, request: _Request) -> None:
        summary = letter.summary
        specification = summary.specification
        positions = _positions(specification.kinds, request)
        first = request.place if request.purpose is _Purpose.COMPARE else 0
        maps = self._store.state.maps[first:]
        places = tuple(
            RunPlace(position, shown.map_id, self._models.new_run_id())
            for position, shown in zip(positions, maps, strict=False)
        )
        self._put(places, summary.name, letter)
        is_written = summary.status is RunStatus.RUNNING and summary.path != self._store.state.library.own
        if request.purpose is _Purpose.OPEN:
            self._follower.unfollow()
            if is_written:
                self._follower.follow(summary, places, has_models=bool(letter.checkpoints))
        if not letter.checkpoints and not is_written:
            self._store.say(
                NoticeLevel.INFORMATION,
                "the run ended before it had learned anything",
                where=summary.name,
                remedy="carry it out again to get its models",
            )
        self._show_data(specification)

    def _put(self, places: tuple[RunPlace, ...], name: str, letter: RunReadLetter) -> None:
        for place in places:
            if place.position >= len(letter.checkpoints):
                continue
            self._models.put_model(
                place.map_id,
                place.run_id,
                _FIRST_VERSION,
                letter.checkpoints[place.position],
                source=MapSource.FILE,
                title=name,
                path=letter.summary.path,
                pin=letter.looks[place.position].pin,
                plane=letter.looks[place.position].plane,
                timeline=letter.looks[place.position].timeline,
            )
            history = letter.histories[place.position]
            self._store.apply(events.HistoryGrown(place.map_id, place.run_id, history))

    def _show_data(self, specification: RunSpecification) -> None:
        """Open the data of a run without using the network, where others are chosen."""
        known = self._store.state.dataset
        if known.fingerprint != specification.dataset.fingerprint and known.name != specification.data:
            self._library.open_dataset(DatasetWish(specification.data), frozenset())

    def _begin(self, summary: RunSummary, *, is_resumed: bool) -> None:
        if self._starter.is_possible(summary, is_resumed=is_resumed):
            self._follower.unfollow()
            self._starter.begin(summary, is_resumed=is_resumed)

    def _change(self, **changes: object) -> None:
        library = self._store.state.library
        self._store.apply(RunLibraryChanged(replace(library, **changes)))  # type: ignore[arg-type]


def _positions(kinds: tuple[str, ...], request: _Request) -> tuple[int, ...]:
    """Return which models of a run are shown: all, or of two that are compared one each, of the same kind."""
    if request.purpose is not _Purpose.COMPARE:
        return tuple(range(len(kinds)))
    for kind in ("vae", "map", "ae", "pca"):
        if kind in request.kinds and kind in kinds:
            return (kinds.index(kind),)
    return (len(kinds) - 1,)
