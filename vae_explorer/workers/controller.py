"""The one object that the window talks to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.errors import ExplorerError
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.tour_script import read_script
from vae_explorer.state.view_event import ViewOptionsChosen
from vae_explorer.state.view_state import ViewOptionsWish
from vae_explorer.state.wish import DatasetWish, NoticeWish, ToolWish
from vae_explorer.workers.colour_coordinator import ColourCoordinator
from vae_explorer.workers.contest_coordinator import ContestCoordinator
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.diagnosis_coordinator import DiagnosisCoordinator
from vae_explorer.workers.figure_coordinator import FigureCoordinator
from vae_explorer.workers.inference_coordinator import InferenceCoordinator
from vae_explorer.workers.library_coordinator import LibraryCoordinator
from vae_explorer.workers.map_coordinator import MapCoordinator
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.moment_coordinator import MomentCoordinator
from vae_explorer.workers.network_coordinator import NetworkCoordinator
from vae_explorer.workers.path_coordinator import PathCoordinator
from vae_explorer.workers.place_decoder import PlaceDecoder
from vae_explorer.workers.plane_coordinator import PlaneCoordinator
from vae_explorer.workers.replay_coordinator import ReplayCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.run_library_coordinator import RunLibraryCoordinator
from vae_explorer.workers.selection_coordinator import SelectionCoordinator
from vae_explorer.workers.sketch_coordinator import SketchCoordinator
from vae_explorer.workers.store import StateStore
from vae_explorer.workers.studio_coordinator import StudioCoordinator
from vae_explorer.workers.tour_coordinator import TourCoordinator
from vae_explorer.workers.underlay_coordinator import UnderlayCoordinator


class Controller(QObject):
    """Answers wishes, applies facts, and says when the state changed.

    Parameters
    ----------
    state : ExplorerState
        What the window shows first.
    runs_folder, cache_folder : Path
        Where runs and fetched data are kept.
    bundled_model : callable
        Returns where the bundled model of a data set and a kind would lie.
    bundled_models : tuple of Path
        All that there are.
    is_available : callable
        Whether a named data set is on this computer.
    """

    state_changed = Signal(object)  # ExplorerState
    file_shown = Signal(object)  # str: a file to show in the system's file browser
    warmed_up = Signal()  # all that the first run needs is loaded

    def __init__(
        self,
        state: ExplorerState,
        runs_folder: Path,
        cache_folder: Path,
        bundled_model: Callable[[str, str], Path],
        bundled_models: tuple[Path, ...],
        is_available: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_started = False
        self._is_loading = False
        self._is_warm = False
        self._store = StateStore(state, self)
        self._crew = Crew(runs_folder, cache_folder, bundled_models, self)
        self._places = PlaceDecoder(self._store, self._crew)
        self.models = ModelCoordinator(self._store, self._crew, self._places, self)
        self.maps = MapCoordinator(self._store, self._crew, self._places, self.models, self)
        self.colour = ColourCoordinator(self._store, self._crew, self)
        self.selection = SelectionCoordinator(self._store, self._crew, self.maps, self)
        self.planes = PlaneCoordinator(self._store, self._crew, self._places, self.models, self)
        self.underlays = UnderlayCoordinator(self._store, self._crew, self.models, self.planes, self)
        self.library = LibraryCoordinator(
            self._store, self._crew, self.models, bundled_model, is_available, self
        )
        self.runs = RunCoordinator(self._store, self._crew, self.models, self.library, runs_folder, self)
        self.run_library = RunLibraryCoordinator(
            self._store, self._crew, self.models, self.library, self.runs, self
        )
        moments = MomentCoordinator(self._store, self._crew, self.maps, self.models, self)
        self.replays = ReplayCoordinator(self._store, self.models, moments, self)
        self.studio = StudioCoordinator(self._store, self.models, self.replays, self.library, self.runs, self)
        self.doctor = DiagnosisCoordinator(self._store, self.runs, self)
        self.network = NetworkCoordinator(self._store, self._crew, self)
        self.tour = TourCoordinator(
            *(self._store, self._crew, self.models, self.library, self.runs, self.underlays, self.replays),
            self.studio,
            bundled_model,
            read_script,
            self,
        )
        self.inference = InferenceCoordinator(self._store, self._crew, self)
        self.paths = PathCoordinator(self._store, self._crew, self)
        self.sketches = SketchCoordinator(self._store, self._crew, self.maps, self)
        self.figures = FigureCoordinator(self._store, self._crew, self)
        self.contest = ContestCoordinator(self._store, self._crew, self)
        self.maps.code_visited.connect(self.planes.plane_moved)
        self._store.state_changed.connect(self.state_changed)
        self._store.state_changed.connect(self._warm_up)
        self._crew.decoder.devices_found.connect(self._note_devices)
        self._crew.trainer.warmed_up.connect(self.warmed_up)
        self.run_library.folder_shown.connect(self.file_shown)

    @property
    def state(self) -> ExplorerState:
        """The current state."""
        return self._store.state

    @property
    def is_settled(self) -> bool:
        """Whether no model and no data set is on its way, and what every map shows is there."""
        state = self.state
        is_dataset_waiting = state.dataset.status in (DatasetStatus.OPENING, DatasetStatus.FETCHING)
        return (
            self._is_started
            and not is_dataset_waiting
            and self.underlays.is_settled
            and self.tour.is_settled
            and self.network.is_settled
            and all(
                shown.status is MapStatus.EMPTY
                or (shown.status is MapStatus.READY and shown.pin_decoded is not None)
                for shown in state.maps
            )
        )

    def load(self) -> None:
        """Start the threads, which load what they compute with while the window is still being made."""
        if not self._is_loading:
            self._is_loading = True
            self._crew.start()

    def start(self, dataset: str | None = None, models: tuple[str, ...] = ()) -> None:
        """Start the threads and bring the first models and data.

        Parameters
        ----------
        dataset : str, optional
            A name or path asked for; otherwise the state's own, if it is on this computer.
        models : tuple of str
            Model files for the maps, from left to right; bundled ones stand in the others.
        """
        self.load()
        self._is_started = True
        with self._store.batch():
            if dataset is None or dataset == self.state.dataset.name:
                self.library.show_bundled()
            for map_id, path in enumerate(models[: len(self.state.maps)]):
                self.library.load_file(map_id, Path(path))
            if dataset is None:
                self.library.open_if_available(self.state.dataset.name)
            else:
                others = frozenset(shown.map_id for shown in self.state.maps[len(models) :])
                self.library.open_dataset(DatasetWish(dataset), others)
        self._crew.offer_requested.emit()

    def close(self) -> bool:
        """Cancel all work and end the threads; the last snapshot of a run is saved first. Returns success."""
        self.runs.cancel()
        self.library.cancel()
        self.run_library.close()
        self.figures.cancel()
        self.underlays.cancel()
        return self._crew.end()

    @Slot(object)
    def answer_notice(self, wish: NoticeWish) -> None:
        """Take a notice away, and do what its button says."""
        notice = next((n for n in self.state.notices if n.notice_id == wish.notice_id), None)
        if notice is None:
            return
        self._store.apply(events.NoticeTaken(wish.notice_id))
        if notice.action is NoticeAction.RESUME_RUN:
            self.run_library.answer_offer(notice.argument, is_accepted=wish.is_accepted)
        elif wish.is_accepted and notice.action is NoticeAction.FETCH_DATASET:
            self.library.choose_dataset(DatasetWish(notice.argument, is_fetch_allowed=True))
        elif wish.is_accepted and notice.action is NoticeAction.SHOW_FILE:
            self.file_shown.emit(notice.argument)

    @Slot(object)
    def choose_tool(self, wish: ToolWish) -> None:
        """Let the left button do something else."""
        self._store.apply(events.ToolChosen(wish.tool))

    @Slot(object)
    def choose_view(self, wish: ViewOptionsWish) -> None:
        """Look at the maps in another way."""
        self._store.apply(ViewOptionsChosen(wish.options))

    def tell_figure(self, path: Path, error: ExplorerError | None) -> None:
        """Tell that a figure was saved, or why not."""
        if error is not None:
            self._store.say_error(error)
            return
        self._store.say_saved("the figure was saved", path)

    def report(self, text: str) -> None:
        """Tell the person of something that the program itself got wrong."""
        self._store.say(
            NoticeLevel.ERROR,
            "something went wrong inside the program: {error}",
            remedy="go on, or start the program anew if it misbehaves",
            error=text,
        )

    def report_missing_font(self) -> None:
        """Tell the person that the language they read cannot be drawn.

        The Chinese translation says it in English too, for the Chinese is what cannot be read.
        """
        self._store.say(
            NoticeLevel.WARNING,
            "no font with Chinese characters is installed, so they show as boxes",
            remedy="install one, such as Noto Sans CJK, and start the program anew",
        )

    @Slot()
    def note_rest(self) -> None:
        """Let those go on who stand back for the window, which has shown all that there was."""
        self.models.hand_on()
        self.replays.note_rest()
        if not self._places.is_answer_awaited:
            self._crew.right_of_way.give()

    @Slot()
    def _warm_up(self) -> None:
        # What training loads would compete with the first decodes for the interpreter.
        if not self._is_warm and self.state.is_torch_ready and self.is_settled:
            self._is_warm = True
            self._crew.warm_up()

    @Slot(object)
    def _note_devices(self, fact: events.DevicesFound) -> None:
        self._store.apply(fact)
