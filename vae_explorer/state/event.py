"""The facts that change what the window shows; each is answered by one pure transition."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.colour_event import ColourChosen, QuantityMeasured
from vae_explorer.state.contest_event import ContestEvent
from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.figure_event import FiguresMeasured
from vae_explorer.state.map_state import Codes, DecodedPoint, MapSource, UnderlayKind, UnderlayTile
from vae_explorer.state.network_event import NetworkEvent
from vae_explorer.state.notice import Notice
from vae_explorer.state.plane import Plane
from vae_explorer.state.run_library_state import RunLibraryChanged
from vae_explorer.state.selection_event import LitPictured, SelectionChanged, SheetPictured
from vae_explorer.state.studio_event import StudioEvent
from vae_explorer.state.tool import Tool
from vae_explorer.state.tool_event import ToolEvent
from vae_explorer.state.tour_event import TourEvent
from vae_explorer.state.training_state import TrainingSettings, TrainingState
from vae_explorer.state.view_event import ViewOptionsChosen
from vae_explorer.state.wish import ViewWish


@dataclass(frozen=True)
class DevicesFound:
    """Torch is loaded; these devices can be chosen."""

    devices: tuple[str, ...]


@dataclass(frozen=True)
class ModelAwaited:
    """A model is on its way into a map; what stands there stays usable until it arrives."""

    map_id: int
    kind: ModelKind


@dataclass(frozen=True)
class ModelMissing:
    """There is no model of this kind for this data."""

    map_id: int
    kind: ModelKind


@dataclass(frozen=True)
class ModelRefused:
    """The model that was awaited could not be loaded; what stood there before stays."""

    map_id: int


@dataclass(frozen=True, eq=False)
class ModelArrived:
    """A model stands in a map now: loaded, or the first snapshot of a run."""

    map_id: int
    run_id: int
    version: int
    source: MapSource
    title: str
    path: str
    model: ModelSpec
    dataset: DatasetRecord
    codes: Codes
    epoch: float
    history: tuple[EpochRecord, ...]
    pin: tuple[float, ...]
    plane: Plane | None = None


@dataclass(frozen=True, eq=False)
class ModelMoved:
    """A later snapshot of the run whose model stands in a map."""

    map_id: int
    run_id: int
    version: int
    model: ModelSpec
    codes: Codes
    epoch: float


@dataclass(frozen=True, eq=False)
class HistoryGrown:
    """More epochs of the run whose model stands in a map."""

    map_id: int
    run_id: int
    history: tuple[EpochRecord, ...]


@dataclass(frozen=True, eq=False)
class PlaneMoved:
    """A map shows another plane of its latent space, and the pin went along with it."""

    map_id: int
    run_id: int
    plane: Plane
    pin: tuple[float, ...] | None


@dataclass(frozen=True)
class PlacePinned:
    """A person pressed or dragged in a map; answers to looks up to ``request_id`` come too late."""

    map_id: int
    z: tuple[float, ...]
    request_id: int = 0


@dataclass(frozen=True)
class MapHovered:
    """The pointer is over a map."""

    map_id: int


@dataclass(frozen=True)
class MapLeft:
    """The pointer left a map; requests up to ``request_id`` are answered too late."""

    map_id: int
    request_id: int


@dataclass(frozen=True)
class ImageLinked:
    """The image that lights up in every map, as a position in the preview set; None for none."""

    index: int | None
    from_map_id: int


@dataclass(frozen=True, eq=False)
class DecodeFinished:
    """A place was decoded with the weights of this run and version."""

    map_id: int
    run_id: int
    version: int
    request_id: int
    is_pinned: bool
    decoded: DecodedPoint


@dataclass(frozen=True)
class ToolChosen:
    """The left button does something else from now on."""

    tool: Tool


@dataclass(frozen=True)
class UnderlayChosen:
    """Another underlay is wanted in every map."""

    kind: UnderlayKind


@dataclass(frozen=True)
class UnderlayFaded:
    """The underlay of every map is drawn this strongly from now on, 0 … 1."""

    opacity: float


@dataclass(frozen=True, eq=False)
class UnderlayDrawn:
    """The underlay of a map was drawn with the weights of this run and version.

    Attributes
    ----------
    plane : Plane or None
        The plane that it shows; None for one that has no directions to choose from.
    view : ViewWish or None
        The view that it was drawn for.
    is_sharp : bool
        Whether nothing finer follows for this view.
    """

    map_id: int
    run_id: int
    version: int
    kind: UnderlayKind
    tiles: tuple[UnderlayTile, ...]
    plane: Plane | None = None
    view: ViewWish | None = None
    is_sharp: bool = True


@dataclass(frozen=True)
class DatasetChanged:
    """Other data are chosen, or more is known of them."""

    dataset: DatasetState


@dataclass(frozen=True)
class DatasetRemembered:
    """A path was opened and is offered again later."""

    name: str


@dataclass(frozen=True)
class TrainingChanged:
    """The run stands somewhere else."""

    training: TrainingState


@dataclass(frozen=True)
class SettingsChanged:
    """The next run will use these settings."""

    settings: TrainingSettings


@dataclass(frozen=True)
class NoticeGiven:
    """Something is to be said; a notice with the same words replaces the older one."""

    notice: Notice


@dataclass(frozen=True)
class NoticeTaken:
    """A notice was read."""

    notice_id: int


StateEvent = (
    DevicesFound
    | ModelAwaited
    | ModelMissing
    | ModelRefused
    | ModelArrived
    | ModelMoved
    | HistoryGrown
    | PlaneMoved
    | PlacePinned
    | MapHovered
    | MapLeft
    | ImageLinked
    | DecodeFinished
    | ToolChosen
    | UnderlayChosen
    | UnderlayFaded
    | UnderlayDrawn
    | ViewOptionsChosen
    | ColourChosen
    | QuantityMeasured
    | SelectionChanged
    | SheetPictured
    | LitPictured
    | FiguresMeasured
    | ContestEvent
    | DatasetChanged
    | DatasetRemembered
    | TrainingChanged
    | SettingsChanged
    | NoticeGiven
    | NoticeTaken
    | StudioEvent
    | TourEvent
    | NetworkEvent
    | ToolEvent
    | RunLibraryChanged
)
