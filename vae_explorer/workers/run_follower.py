"""A run that another process writes: looked at again and again, its newest models shown as they come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Slot

from vae_explorer.state import event as events
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.run_library_state import FollowedRun, RunLibraryChanged
from vae_explorer.training.run_summary import RunStatus, RunSummary
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.run_library_worker import RunMovedLetter
from vae_explorer.workers.store import StateStore

_LOOK_INTERVAL_MS = 300


@dataclass(frozen=True)
class RunPlace:
    """Where a model of a run stands: its position in the run, the map, the number it has there."""

    position: int
    map_id: int
    run_id: int


class RunFollower(QObject):
    """Lets the maps go along with one run, until it ends or nobody looks at it any more.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        Its librarian looks.
    models : ModelCoordinator
        Shows the models.
    """

    def __init__(
        self, store: StateStore, crew: Crew, models: ModelCoordinator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._models = models
        self._places: tuple[RunPlace, ...] = ()
        self._has_models = False
        self._is_looking = False
        # In this thread: a timer may only be stopped where it runs. What it asks for is done elsewhere.
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        crew.librarian.run_moved.connect(self._note_move)
        crew.librarian.looked.connect(self._note_look)

    def follow(self, summary: RunSummary, places: tuple[RunPlace, ...], *, has_models: bool) -> None:
        """Go along with a run whose models belong in these places, where ``has_models`` stand already."""
        self._places, self._has_models = places, has_models
        self._change(FollowedRun(summary.path, summary.name, summary.epoch, summary.specification.epochs))
        self._crew.following_requested.emit(summary.path)
        self._is_looking = False
        self._timer.start()

    def unfollow(self) -> None:
        """Follow no more; what is shown stays."""
        self._timer.stop()
        if self._store.state.library.followed is not None:
            self._places = ()
            self._change(None)
            self._crew.following_requested.emit("")

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def _look(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._crew.look_requested.emit()

    @Slot()
    def _note_look(self) -> None:
        self._is_looking = False

    @Slot(object)
    def _note_move(self, letter: RunMovedLetter) -> None:
        followed = self._store.state.library.followed
        if followed is None or followed.path != letter.path:
            return
        with self._store.batch():
            if not self._move(letter, followed.name):
                # The person has put other models into all the maps.
                self.unfollow()
            elif letter.status is RunStatus.RUNNING:
                self._change(replace(followed, epoch=letter.epoch))
            else:
                self._end(letter, followed.name)

    def _move(self, letter: RunMovedLetter, name: str) -> bool:
        """Show what is new, and return whether any map still shows the run."""
        run_ids = {shown.map_id: shown.run_id for shown in self._store.state.maps}
        shown = [place for place in self._places if run_ids.get(place.map_id) == place.run_id]
        if not self._has_models and letter.checkpoints:
            self._has_models, shown = True, list(self._places)
        for place in shown:
            if letter.checkpoints:
                self._models.put_model(
                    place.map_id,
                    place.run_id,
                    letter.version,
                    letter.checkpoints[place.position],
                    source=MapSource.FILE,
                    title=name,
                    path=letter.path,
                )
            if place.position < len(letter.histories):
                history = letter.histories[place.position]
                self._store.apply(events.HistoryGrown(place.map_id, place.run_id, history))
        return bool(shown) or not self._has_models

    def _end(self, letter: RunMovedLetter, name: str) -> None:
        self.unfollow()
        if letter.status is RunStatus.FINISHED:
            self._store.say(
                NoticeLevel.SUCCESS,
                "the run that was followed is finished: epoch {epoch:.4g}",
                where=name,
                epoch=letter.epoch,
            )
        else:
            self._store.say(
                NoticeLevel.WARNING,
                "the run that was followed was cut off in epoch {epoch:.4g}",
                where=name,
                remedy="it can be gone on with from the page of runs",
                epoch=letter.epoch,
            )

    def _change(self, followed: FollowedRun | None) -> None:
        self._store.apply(RunLibraryChanged(replace(self._store.state.library, followed=followed)))
