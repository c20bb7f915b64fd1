"""Leads through the guide: arranges the window for each chapter, watches the task, puts everything back."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state import event as state_events
from vae_explorer.state import tour_event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.network_event import NetworkAsked
from vae_explorer.state.studio_wish import ReplayWish
from vae_explorer.state.tour_script import Chapter
from vae_explorer.state.tour_task import counted, is_fulfilled
from vae_explorer.state.tour_wish import AnswerWish, ChapterWish, LeaveTourWish
from vae_explorer.state.training_state import TrainingSettings, TrainingStatus
from vae_explorer.state.wish import PauseWish, UnderlayWish
from vae_explorer.training.timeline import Timeline
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.file_worker import LoadedLetter, LoadLetter, RefusedLetter
from vae_explorer.workers.library_coordinator import PAINTED_MS, KeptImages, LibraryCoordinator
from vae_explorer.workers.model_coordinator import KeptModel, ModelCoordinator
from vae_explorer.workers.replay_coordinator import KeptRun, ReplayCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.store import StateStore
from vae_explorer.workers.studio_coordinator import KeptStudio, StudioCoordinator
from vae_explorer.workers.underlay_coordinator import UnderlayCoordinator

# What a run of the guide on the digits takes: long enough to be watched, short enough to be waited for.
_SETTINGS = TrainingSettings(hidden=(256, 128), epochs=60, batch_size=128, learning_rate=2e-3)
_ModelName = tuple[str, ModelKind]


@dataclass(frozen=True, eq=False)
class _Work:
    """What a person was working with when they opened the guide."""

    state: ExplorerState
    models: tuple[KeptModel, ...]
    timelines: dict[int, Timeline]
    images: KeptImages
    run: KeptRun
    studio: KeptStudio
    is_run_paused: bool

    @property
    def waiting_run(self) -> int | None:
        """The run that was going on or waiting."""
        return self.state.studio.run_id if self.state.training.is_active else None


class TourCoordinator(QObject):
    """Answers wishes about the guide.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    models, library, runs, underlays, replays, studio : coordinators
        What the chapters are arranged with.
    bundled_model : callable
        Returns where the bundled model of a data set and a kind lies.
    script : callable
        Returns the chapters; asked once, when the guide is first opened.
    """

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        models: ModelCoordinator,
        library: LibraryCoordinator,
        runs: RunCoordinator,
        underlays: UnderlayCoordinator,
        replays: ReplayCoordinator,
        studio: StudioCoordinator,
        bundled_model: Callable[[str, str], Path],
        script: Callable[[], tuple[Chapter, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._models = models
        self._library = library
        self._runs = runs
        self._underlays = underlays
        self._replays = replays
        self._studio = studio
        self._bundled_model = bundled_model
        self._read_script = script
        self._script: tuple[Chapter, ...] = ()
        self._work: _Work | None = None
        self._loaded: dict[_ModelName, LoadedLetter] = {}
        self._requests = itertools.count(-1, -1)  # Never one of the library's, which count upwards.
        self._asked: dict[int, _ModelName] = {}
        self._seen = store.state
        # To load models while a chapter is being painted would hold that up.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAINTED_MS)
        self._later.timeout.connect(self._prepare_next)
        # Five threads that answer at once would hold up the very picture that they are asked for.
        self._painting = QTimer(self)
        self._painting.setSingleShot(True)
        self._painting.setInterval(0)
        self._painting.timeout.connect(crew.release_mail)
        # Queued: what is counted changes the state again, and everybody must have seen this one first.
        store.state_changed.connect(self._watch, Qt.ConnectionType.QueuedConnection)
        crew.files.model_loaded.connect(self._note_model)
        crew.files.model_refused.connect(self._note_refusal)

    @property
    def is_settled(self) -> bool:
        """Whether nothing of the chapter is still on its way, nor of the next one."""
        tour = self._store.state.tour
        is_loading = self._later.isActive() or bool(self._asked)
        return not tour.is_open or (tour.is_arranged and not is_loading)

    @Slot(object)
    def open_chapter(self, wish: ChapterWish) -> None:
        """Turn to a chapter; before the first, keep what the person works with."""
        self._script = self._script or self._read_script()
        last = len(self._script)
        self._crew.hold_mail()
        # Painting comes before any timer.
        self._painting.start()
        chapter = min(max(wish.chapter or self._store.state.tour.chapter, 1), last)
        plan = self._script[chapter - 1]
        with self._store.batch():
            if plan.is_own_work:
                self._put_back()
                self._store.apply(events.ChapterOpened(chapter))
                self._store.apply(events.ChapterArranged(chapter))
            else:
                waiting_run = self._keep().waiting_run
                self._store.apply(events.ChapterOpened(chapter, len(plan.kinds), waiting_run))
                self._arrange(plan)
        self._seen = self._store.state

    @Slot(object)
    def leave(self, _wish: LeaveTourWish | None = None) -> None:
        """Close the guide."""
        if not self._store.state.tour.is_open:
            return
        with self._store.batch():
            self._put_back()
            self._store.apply(events.TourLeft(self._store.state.tour.chapter))
        self._later.stop()
        self._loaded.clear()
        self._asked.clear()

    @Slot(object)
    def answer(self, wish: AnswerWish) -> None:
        """Keep a prediction."""
        self._store.apply(events.QuestionAnswered(wish.chapter, wish.choice))

    def _keep(self) -> _Work:
        if self._work is not None:
            return self._work
        # A past moment would be kept as if it were the newest.
        self._replays.show(ReplayWish(None))
        state = self._store.state
        is_running = state.training.status in (TrainingStatus.STARTING, TrainingStatus.RUNNING)
        if is_running:
            # Its snapshots would find other models in the maps; it goes on where it was, afterwards.
            self._runs.pause(PauseWish(is_paused=True))
        found = ((shown.map_id, self._replays.timeline(shown.map_id)) for shown in state.maps)
        timelines = {map_id: timeline for map_id, timeline in found if timeline is not None}
        self._runs.keep_runs_apart(is_apart=True)
        self._work = _Work(
            state,
            self._models.keep(),
            timelines,
            self._library.keep(),
            self._replays.keep_run(),
            self._studio.keep(),
            is_running,
        )
        return self._work

    def _put_back(self) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        self._runs.keep_runs_apart(is_apart=False)
        if not self._store.state.is_own_run_waiting:
            self._runs.leave_alone()
        self._studio.put_back(work.studio)
        self._store.apply(events.WorkPutBack(work.state))
        self._models.put_back(work.models, work.timelines)
        self._replays.put_run_back(work.run)
        self._library.put_back(work.images)
        if work.is_run_paused:
            self._runs.pause(PauseWish(is_paused=False))

    def _arrange(self, plan: Chapter) -> None:
        """Let the window stand as a chapter wants it, as far as its models are loaded already."""
        if not self._store.state.is_own_run_waiting:
            self._runs.leave_alone()
        self._studio.begin_afresh()
        self._store.apply(state_events.ToolChosen(plan.tool))
        self._underlays.choose(UnderlayWish(plan.underlay))
        device = self._store.state.settings.device
        self._store.apply(state_events.SettingsChanged(msgspec.structs.replace(_SETTINGS, device=device)))
        self._library.use_dataset(plan.dataset)
        if plan.image is not None:
            self._store.apply(NetworkAsked(plan.image, 0))
        missing = [kind for kind in plan.kinds if (plan.dataset, kind) not in self._loaded]
        for map_id, kind in enumerate(plan.kinds):
            if (plan.dataset, kind) in self._loaded:
                self._put_model(map_id, kind, plan)
            else:
                self._store.apply(state_events.ModelAwaited(map_id, kind))
        for kind in missing:
            self._load(plan.dataset, kind)
        if missing:
            return
        self._store.apply(events.ChapterArranged(self._store.state.tour.chapter))
        self._later.start()

    def _put_model(self, map_id: int, kind: ModelKind, plan: Chapter) -> None:
        model = self._loaded[plan.dataset, kind]
        codes = model.checkpoint.preview.mu
        pin = model.pin if plan.image is None else tuple(map(float, codes[plan.image]))
        self._models.put_model(
            map_id,
            self._models.new_run_id(),
            1,
            model.checkpoint,
            source=MapSource.BUNDLED,
            path=str(model.request.path),
            pin=pin,
            plane=model.plane,
            timeline=model.timeline,
        )
        self._library.learn_of_dataset(model.checkpoint)

    @Slot()
    def _prepare_next(self) -> None:
        """Load what the next chapter needs, so that nobody waits for it."""
        following = self._store.state.tour.chapter
        if following < len(self._script):
            plan = self._script[following]
            for kind in plan.kinds:
                self._load(plan.dataset, kind)

    def _load(self, dataset: str, kind: ModelKind) -> None:
        name = (dataset, kind)
        if name in self._loaded or name in self._asked.values():
            return
        request = next(self._requests)
        self._asked[request] = name
        path = self._bundled_model(dataset, kind)
        self._crew.load_requested.emit(LoadLetter(0, request, path, MapSource.BUNDLED, kind))

    @Slot(object)
    def _note_model(self, letter: LoadedLetter) -> None:
        name = self._asked.pop(letter.request.request_id, None)
        if name is None:
            return
        self._loaded[name] = letter
        self._show_arrived(name)

    @Slot(object)
    def _note_refusal(self, letter: RefusedLetter) -> None:
        name = self._asked.pop(letter.request.request_id, None)
        tour = self._store.state.tour
        if name is None or not tour.is_open:
            return
        plan = self._script[tour.chapter - 1]
        for map_id, kind in enumerate(plan.kinds):
            if (plan.dataset, kind) == name:
                self._store.apply(state_events.ModelMissing(map_id, kind))

    def _show_arrived(self, name: _ModelName) -> None:
        tour = self._store.state.tour
        if not tour.is_open or tour.is_arranged:
            return
        plan = self._script[tour.chapter - 1]
        with self._store.batch():
            for map_id, kind in enumerate(plan.kinds):
                if (plan.dataset, kind) == name:
                    self._put_model(map_id, kind, plan)
            if all((plan.dataset, kind) in self._loaded for kind in plan.kinds):
                self._store.apply(events.ChapterArranged(self._store.state.tour.chapter))
                self._later.start()

    @Slot(object)
    def _watch(self, after: ExplorerState) -> None:
        """Count what one change did of the task; the count itself goes by what was counted until now."""
        before, self._seen = self._seen, after
        tour = self._store.state.tour
        chapters = {(state.tour.is_open, state.tour.chapter) for state in (before, after)}
        if chapters != {(True, tour.chapter)} or not tour.is_arranged or before is after:
            return
        tasks = self._script[tour.chapter - 1].tasks
        counts = counted(tasks, tour.counts, before, after)
        if counts != tour.counts and any(counts):
            self._store.apply(events.TaskCounted(counts, is_fulfilled(tasks, counts)))
