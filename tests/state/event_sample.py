"""One event of every kind, and states they can happen in."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.state.tool_event_sample import TOOL_EVENTS
from vae_explorer.analysis.activation import Accounts, Layer, LayerPart, Trace
from vae_explorer.analysis.estimate import Estimate
from vae_explorer.analysis.figure import Basis, Figure, FigureKey, GapFigures
from vae_explorer.analysis.sample_sheet import SampleSheet
from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state import event as events
from vae_explorer.state import studio_event as studio
from vae_explorer.state.colour_event import ColourChosen, QuantityMeasured
from vae_explorer.state.colour_state import ColourChoice, ColourKind, Quantity
from vae_explorer.state.contest_event import ContestChosen, SheetDrawn
from vae_explorer.state.contest_state import DrawnSheet
from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.figure_event import FiguresMeasured
from vae_explorer.state.map_state import (
    Codes,
    DecodedPoint,
    MapSource,
    MapState,
    Place,
    UnderlayKind,
    UnderlayTile,
    Verdict,
)
from vae_explorer.state.network_event import ImageTraced, LayerChosen, NetworkAsked, NetworkWatched
from vae_explorer.state.notice import Notice, NoticeLevel
from vae_explorer.state.plane import Plane
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.run_library_state import RunLibraryChanged, RunLibraryState
from vae_explorer.state.selection_event import LitPictured, SelectionChanged, SheetPictured
from vae_explorer.state.selection_state import LitImage, PreviewIdentity, SheetBlock
from vae_explorer.state.studio_state import StudioState
from vae_explorer.state.tool import Tool
from vae_explorer.state.tour_event import (
    ChapterArranged,
    ChapterOpened,
    QuestionAnswered,
    TaskCounted,
    TourLeft,
    TourRemembered,
    WorkPutBack,
)
from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus
from vae_explorer.state.transition import transition
from vae_explorer.state.view_event import ViewOptionsChosen
from vae_explorer.state.view_state import ViewOptions

RUN, VERSION = 7, 3
RECORD = DatasetRecord(
    name="digits", title="Digits", fingerprint="f", label_names=("a", "b"), train_count=9, test_count=3
)


def model(kind: ModelKind = "vae", **changes: Any) -> ModelSpec:
    likelihood = "gaussian" if kind == "pca" else "bernoulli"
    return ModelSpec(kind=kind, image_shape=(2, 2, 1), likelihood=likelihood, **changes)


def codes() -> Codes:
    indices = np.arange(4)
    return Codes(np.zeros((4, 2), np.float32), None, indices % 2, indices)


def decoded(z: tuple[float, ...] = (0.0, 1.0)) -> DecodedPoint:
    pictures = np.zeros((2, 2, 2, 1), np.uint8)
    verdict = Verdict(Place.IN_DATA, 0.1, 50.0)
    return DecodedPoint(z, pictures[0], (1,), pictures[1:], False, (0,), verdict, 0.1)


def figures(holes: float = 0.2) -> GapFigures:
    return GapFigures((Figure(FigureKey.HOLES, Basis.CODES, Estimate(holes, 0.1, 0.3), 0.0),), 4)


def sheet() -> SampleSheet:
    pictures = np.zeros((3, 2, 2, 1), np.uint8)
    percentiles = np.array([0.5, 5.0, 50.0])
    z = np.zeros((3, 2), np.float32)
    for array in (pictures, percentiles, z):
        array.flags.writeable = False
    return SampleSheet(SamplerKind.PRIOR, z, pictures, percentiles)


def arrived(map_id: int = 0, run_id: int = RUN, **changes: Any) -> events.ModelArrived:
    contents: dict[str, Any] = {
        "version": VERSION,
        "source": MapSource.FILE,
        "title": "m.safetensors",
        "path": "/a/m.safetensors",
        "model": model(),
        "dataset": RECORD,
        "codes": codes(),
        "epoch": 2.0,
        "history": (),
        "pin": (0.5, 0.5),
    }
    return events.ModelArrived(map_id=map_id, run_id=run_id, **{**contents, **changes})


def answer(request_id: int, *, is_pinned: bool, map_id: int = 0, **changes: Any) -> events.DecodeFinished:
    contents = {"run_id": RUN, "version": VERSION, "decoded": decoded((float(request_id), 0.0)), **changes}
    return events.DecodeFinished(map_id=map_id, request_id=request_id, is_pinned=is_pinned, **contents)


def tile(kind: UnderlayKind = UnderlayKind.ATLAS) -> UnderlayTile:
    return UnderlayTile(np.zeros((2, 2), np.uint8), 0, 1, 0, 1, kind)


def record(epoch: int) -> EpochRecord:
    terms = Terms(reconstruction_nats=100.0 - epoch)
    return EpochRecord(epoch=epoch, train=terms, test=terms, seconds=float(epoch))


def notice(notice_id: int, what: str = "something", **changes: Any) -> Notice:
    return Notice(notice_id, NoticeLevel.INFORMATION, what, **changes)


def selected(*indices: int) -> SelectionChanged:
    return SelectionChanged(np.array(indices, np.int64), PreviewIdentity("f", np.arange(4)), 0)


def empty_state() -> ExplorerState:
    maps = (MapState(map_id=0, kind="ae"), MapState(map_id=1, kind="vae"))
    return ExplorerState(dataset=DatasetState(name="mnist", title="MNIST"), maps=maps)


def ready_state() -> ExplorerState:
    """Return two maps with models of run 7 and 8, version 3."""
    return after(empty_state(), arrived(0), arrived(1, RUN + 1))


def after(state: ExplorerState, *happened: events.StateEvent) -> ExplorerState:
    for event in happened:
        state = transition(state, event)
    return state


def trace() -> Trace:
    values = np.zeros((2, 2, 1), np.float32)
    values.flags.writeable = False
    return Trace(1, 0, False, (Layer(LayerPart.IMAGE, 0, values),), Accounts(-9.0, -10.0, 2.0, 0.5))


TOUR_EVENTS = (
    TourRemembered(2, frozenset({1}), ((1, 0),)),
    ChapterOpened(3, 2),
    ChapterArranged(3),
    TaskCounted((1, 0), is_done=False),
    QuestionAnswered(3, 1),
    TourLeft(3),
    WorkPutBack(empty_state()),
)
NETWORK_EVENTS = (
    NetworkWatched(is_watched=True),
    NetworkAsked(1, 2),
    ImageTraced(0, RUN, trace()),
    LayerChosen(1, "mu_0"),
)
EVENTS: tuple[events.StateEvent, ...] = (
    events.DevicesFound(("cpu", "cuda")),
    events.ModelAwaited(0, "map"),
    events.ModelMissing(0, "pca"),
    events.ModelRefused(0),
    arrived(1, 20),
    events.ModelMoved(0, RUN, VERSION + 1, model(), codes(), 3.0),
    events.HistoryGrown(0, RUN, (record(1),)),
    events.PlaneMoved(0, RUN, Plane.of_axes(2, (1, 0)), (0.0, 1.0)),
    events.PlacePinned(0, (1.0, 2.0), 4),
    events.MapHovered(0),
    events.MapLeft(0, 5),
    events.ImageLinked(2, 0),
    answer(9, is_pinned=True),
    events.ToolChosen(Tool.LASSO),
    events.UnderlayChosen(UnderlayKind.DENSITY),
    events.UnderlayFaded(0.5),
    FiguresMeasured(0, RUN, VERSION, figures()),
    ContestChosen(SamplerKind.PRIOR, 12, 0, is_watched=True),
    SheetDrawn(SamplerKind.PRIOR, 0, DrawnSheet(0, RUN, VERSION, sheet())),
    events.UnderlayDrawn(0, RUN, VERSION, UnderlayKind.ATLAS, (tile(),)),
    ViewOptionsChosen(ViewOptions(is_linked=True)),
    ColourChosen(ColourChoice(ColourKind.DENSITY)),
    QuantityMeasured(0, RUN, Quantity(ColourChoice(), np.arange(4.0), 0.0, 3.0)),
    selected(1),
    SheetPictured(SheetBlock(("f",), (1,), np.zeros((1, 2, 2, 1), np.uint8), True)),
    LitPictured(LitImage(2, (None,))),
    events.DatasetChanged(DatasetState(name="digits", title="Digits", status=DatasetStatus.READY)),
    events.DatasetRemembered("/a/b"),
    events.TrainingChanged(TrainingState(status=TrainingStatus.RUNNING)),
    events.SettingsChanged(TrainingSettings(epochs=3)),
    events.NoticeGiven(notice(1)),
    events.NoticeTaken(1),
    studio.ReplayChanged(ReplayState(epochs=(0.0, 1.0), epoch=0.5)),
    studio.MapsArranged(("ae", "map", "vae")),
    studio.StudioChanged(StudioState(run_id=RUN)),
    studio.MomentShown(0, RUN, 99, codes(), 1.5, 2.0, 3),
    studio.MomentLeft(0, RUN, VERSION, model(), codes(), 3.0),
    studio.ImageReconstructed(0, RUN, 99, 3, np.zeros((2, 2, 1), np.uint8)),
    RunLibraryChanged(RunLibraryState(own="/runs/1")),
    *TOUR_EVENTS,
    *NETWORK_EVENTS,
    *TOOL_EVENTS,
)
