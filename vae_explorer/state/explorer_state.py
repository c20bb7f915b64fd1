"""Everything that the window shows, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field

from vae_explorer.state.colour_state import ColourChoice
from vae_explorer.state.contest_state import ContestState
from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.inference_state import InferenceState
from vae_explorer.state.map_state import MapState, UnderlayKind
from vae_explorer.state.network_state import NetworkState
from vae_explorer.state.notice import Notice
from vae_explorer.state.path_state import PathState
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.run_library_state import RunLibraryState
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.sketch_state import SketchState
from vae_explorer.state.studio_state import StudioState
from vae_explorer.state.tool import Tool
from vae_explorer.state.tour_state import TourState
from vae_explorer.state.training_state import TrainingSettings, TrainingState
from vae_explorer.state.view_state import ViewOptions


@dataclass(frozen=True, eq=False)
class ExplorerState:
    """The state of the window; replaced as a whole, never changed.

    Attributes
    ----------
    dataset : DatasetState
        The chosen data.
    maps : tuple of MapState
        One to four, from left to right.
    training : TrainingState
        The run, if there is one.
    settings : TrainingSettings
        What the next run will do.
    tool : Tool
        What the left button does on the maps.
    underlay : UnderlayKind
        What lies under the points of every map.
    colour : ColourChoice
        What the colour of a point means.
    view : ViewOptions
        How the maps are looked at.
    selection : SelectionState
        The images that are selected, in all maps alike.
    underlay_opacity : float
        How strongly, 0 … 1.
    devices : tuple of str
        What ``auto`` and this computer offer, once known.
    notices : tuple of Notice
        Oldest first.
    recent_datasets : tuple of str
        Paths opened before, newest first.
    contest : ContestState
        Samples of all models, side by side.
    is_torch_ready : bool
        Whether decoding and training can start; torch is loaded in the background.
    replay : ReplayState
        Which moment of training is shown.
    studio : StudioState
        Single steps, turns of c, branches and differing models.
    tour : TourState
        The guide.
    network : NetworkState
        One image's way through the networks.
    inference : InferenceState
        The image whose posterior is looked at, and the darts thrown at it.
    path : PathState
        The path in the hand.
    library : RunLibraryState
        The runs that were kept.
    sketch : SketchState
        The picture of one's own.
    """

    dataset: DatasetState
    maps: tuple[MapState, ...]
    training: TrainingState = field(default_factory=TrainingState)
    settings: TrainingSettings = field(default_factory=TrainingSettings)
    tool: Tool = Tool.DECODE
    underlay: UnderlayKind = UnderlayKind.ATLAS
    colour: ColourChoice = field(default_factory=ColourChoice)
    view: ViewOptions = field(default_factory=ViewOptions)
    selection: SelectionState = field(default_factory=SelectionState)
    underlay_opacity: float = 1.0
    devices: tuple[str, ...] = ("auto",)
    notices: tuple[Notice, ...] = ()
    recent_datasets: tuple[str, ...] = ()
    contest: ContestState = field(default_factory=ContestState)
    is_torch_ready: bool = False
    replay: ReplayState = field(default_factory=ReplayState)
    studio: StudioState = field(default_factory=StudioState)
    tour: TourState = field(default_factory=TourState)
    network: NetworkState = field(default_factory=NetworkState)
    inference: InferenceState = field(default_factory=InferenceState)
    path: PathState = field(default_factory=PathState)
    library: RunLibraryState = field(default_factory=RunLibraryState)
    sketch: SketchState = field(default_factory=SketchState)

    @property
    def is_own_run_waiting(self) -> bool:
        """Whether nothing can be trained in the guide because the person's own run is still there."""
        waiting = self.tour.waiting_run
        return waiting is not None and self.training.is_active and self.studio.run_id == waiting

    def find_map(self, map_id: int) -> MapState | None:
        """Return the map of this number, if there is one."""
        return next((shown for shown in self.maps if shown.map_id == map_id), None)
