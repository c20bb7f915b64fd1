from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.state.event_sample import decoded
from vae_explorer.analysis.figure import Basis, FigureKey, FigureScope, GapFigures
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource, MapState
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.studio_event import MomentLeft, MomentShown, ReplayChanged
from vae_explorer.state.training_state import TrainingState, TrainingStatus
from vae_explorer.training import memory
from vae_explorer.workers import figure_coordinator
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, DatasetLetter
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.figure_coordinator import FigureAnswer, FigureCoordinator, FigureRequest
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.place_decoder import PlaceDecoder
from vae_explorer.workers.store import StateStore


class Office:
    """The coordinators; of the threads only that of the analysis runs."""

    def __init__(self, folder: Path) -> None:
        maps = tuple(MapState(map_id=map_id, kind="vae") for map_id in range(2))
        self.store = StateStore(ExplorerState(DatasetState("own", "Own"), maps, is_torch_ready=True))
        self.crew = Crew(folder, folder)
        self.models = ModelCoordinator(self.store, self.crew, PlaceDecoder(self.store, self.crew))
        self.sent: list[AnalysisLetter] = []
        put = self.crew.analyst.mailbox.put

        def note(key: object, letter: object) -> None:
            if isinstance(letter, AnalysisLetter):
                self.sent.append(letter)
            put(key, letter)

        self.crew.analyst.mailbox.put = note  # type: ignore[method-assign]
        self.figures = FigureCoordinator(self.store, self.crew)

    def show(
        self,
        map_id: int,
        run_id: int,
        version: int = 1,
        *,
        source: MapSource,
        epoch: float = 3,
        content: Checkpoint | None = None,
    ) -> None:
        content = content or checkpoint(spec("vae"), count=60, epoch=epoch)
        self.models.put_model(map_id, run_id, version, content, source=source)

    def decode(self, map_id: int) -> None:
        """Pretend that the pin has been decoded: what a person waits for is on the screen."""
        shown = self.store.state.maps[map_id]
        self.store.apply(
            events.DecodeFinished(map_id, shown.run_id, shown.version, 10**6 + shown.version, True, decoded())
        )

    def train(self, status: TrainingStatus) -> None:
        self.store.apply(events.TrainingChanged(TrainingState(status=status)))

    def figures_of(self, map_id: int) -> GapFigures:
        return self.store.state.maps[map_id].figures

    @property
    def scopes(self) -> list[tuple[int, FigureScope]]:
        return [(letter.map_id, letter.request.scope) for letter in self.sent]


@pytest.fixture
def office(qapp, tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    (thread,) = (thread for thread in office.crew._threads if thread.objectName() == "analysis")
    thread.start()
    yield office
    office.figures.cancel()
    assert thread.end(20_000)


def test_that_a_loaded_model_is_measured_once_its_first_picture_is_there(office, qtbot):
    office.show(0, 5, source=MapSource.FILE)
    assert office.sent == []
    office.decode(0)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    assert office.scopes == [(0, FigureScope.CODES), (0, FigureScope.SAMPLES)]
    assert office.figures_of(0).get(FigureKey.COVERAGE).basis is Basis.NEEDS_IMAGES
    assert office.figures_of(0).value(FigureKey.HOLES) is not None


def test_that_memory_is_given_back_once_when_a_model_has_been_measured(office, qtbot, monkeypatch):
    given = []
    monkeypatch.setattr(memory, "give_memory_back", lambda: given.append(list(office.scopes)))
    office.show(0, 5, source=MapSource.FILE)
    office.decode(0)
    qtbot.waitUntil(lambda: bool(given), timeout=20_000)
    assert given == [[(0, FigureScope.CODES), (0, FigureScope.SAMPLES)]]


def test_that_all_maps_have_their_first_figures_before_one_has_its_last(office, qtbot):
    for map_id in range(2):
        office.show(map_id, 5 + map_id, source=MapSource.FILE)
    for map_id in range(2):
        office.decode(map_id)
    qtbot.waitUntil(lambda: all(office.figures_of(i).is_complete for i in range(2)), timeout=20_000)
    assert [scope for _, scope in office.scopes[:2]] == [FigureScope.CODES] * 2


def test_that_a_model_is_measured_again_when_its_images_arrive_but_not_when_others_do(office, qtbot):
    office.show(0, 5, source=MapSource.FILE)
    office.decode(0)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    record = office.store.state.maps[0].dataset
    pixels, labels = np.random.default_rng(0).integers(0, 255, (40, 4, 5, 1), np.uint8), np.arange(40) % 3
    for array in (pixels, labels):
        array.flags.writeable = False
    images = ImageDataset("own", "Own", pixels, labels, pixels, labels, ("a", "b", "c"), record.fingerprint)
    office.crew.analyst.mailbox.put("dataset", DatasetLetter(images))
    ready = DatasetState("own", "Own", DatasetStatus.READY, fingerprint=record.fingerprint)
    office.store.apply(events.DatasetChanged(ready))
    qtbot.waitUntil(lambda: office.figures_of(0).value(FigureKey.COVERAGE) is not None, timeout=20_000)
    count = len(office.sent)
    office.store.apply(events.DatasetChanged(DatasetState("other", "Other", DatasetStatus.READY)))
    assert len(office.sent) == count


def test_that_a_bundled_model_that_comes_back_is_not_measured_again(office, qtbot):
    content = checkpoint(spec("vae"), count=60)
    office.show(0, 5, source=MapSource.BUNDLED, content=content)
    office.decode(0)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    measured, count = office.figures_of(0), len(office.sent)
    office.show(1, 6, source=MapSource.BUNDLED, content=content)
    seen: list[ExplorerState] = []
    office.store.state_changed.connect(seen.append)
    office.decode(1)
    qtbot.waitUntil(lambda: office.figures.is_settled)
    assert office.figures_of(1) == measured
    assert len(office.sent) == count
    assert seen[-1] is office.store.state
    # One that only looks alike is another model.
    office.show(1, 7, 2, source=MapSource.BUNDLED, content=checkpoint(spec("vae"), count=60))
    office.decode(1)
    assert len(office.sent) > count


def test_that_a_run_that_has_just_begun_is_not_measured_yet(office):
    office.train(TrainingStatus.RUNNING)
    office.show(0, 5, source=MapSource.TRAINING, epoch=1)
    office.decode(0)
    assert office.scopes == []


def test_that_a_model_of_an_earlier_run_does_not_put_off_measuring_again_and_again(office):
    office.train(TrainingStatus.RUNNING)
    office.show(0, 6, source=MapSource.TRAINING, epoch=1)
    office.decode(0)
    due = office.figures._next_due
    assert due > 0
    office.show(1, 5, source=MapSource.TRAINING, epoch=1)
    office.decode(1)
    office.show(0, 6, 2, source=MapSource.TRAINING, epoch=2)
    assert office.figures._next_due == due


def test_that_while_training_only_the_quick_figures_are_measured_little_by_little(office, qtbot, monkeypatch):
    monkeypatch.setattr(figure_coordinator, "_FIRST_S", 0.0)
    office.train(TrainingStatus.RUNNING)
    office.show(0, 5, source=MapSource.TRAINING, epoch=1)
    office.decode(0)
    qtbot.waitUntil(lambda: not office.figures._waiting, timeout=20_000)
    assert office.scopes == [(0, FigureScope.QUICK)]
    assert office.sent[0].share < 0.1
    assert office.figures_of(0).value(FigureKey.AGGREGATE_KL) is not None
    # The same epoch is not measured twice, and a run that has just begun not at once.
    office.show(0, 5, 2, source=MapSource.TRAINING, epoch=1.5)
    office.figures._next_due = float("inf")
    office.figures._timer.start(10**8)
    office.show(0, 5, 3, source=MapSource.TRAINING, epoch=2)
    assert len(office.sent) == 1
    office.figures._next_due = 0
    office.show(0, 5, 4, source=MapSource.TRAINING, epoch=2)
    assert len(office.sent) == 2


def test_that_the_end_of_a_run_brings_all_figures(office, qtbot):
    office.train(TrainingStatus.RUNNING)
    office.show(0, 5, source=MapSource.TRAINING)
    office.decode(0)
    office.train(TrainingStatus.IDLE)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    assert office.scopes[-1] == (0, FigureScope.SAMPLES)


def test_that_figures_of_a_model_that_is_gone_are_dropped(office):
    office.show(0, 5, source=MapSource.FILE)
    request = FigureRequest(1, FigureScope.CODES, has_images=False)
    office.figures._waiting[0] = (4, request)
    stale = AnalysisReply(("figures", 0), 0, 4, 1, request, FigureAnswer(GapFigures((), 9), 0.1))
    office.crew.analyst.answered.emit(stale)
    assert office.figures_of(0).code_count == 0


def test_that_moments_that_pass_are_not_measured_and_the_one_where_time_stands_is(office):
    office.show(0, 5, source=MapSource.FILE)
    office.decode(0)
    asked = len(office.sent)
    assert asked
    codes = office.store.state.maps[0].codes

    def show(version: int, *, is_playing: bool) -> None:
        with office.store.batch():
            office.store.apply(ReplayChanged(ReplayState((0.0, 3.0), 1.5, is_playing)))
            office.store.apply(MomentShown(0, 5, version, codes, 1.5, 2.0, None))
        office.decode(0)

    show(7, is_playing=True)
    show(8, is_playing=True)
    assert len(office.sent) == asked
    # Those of another moment would be taken for its own.
    assert office.figures_of(0).get(FigureKey.HOLES) is None
    show(9, is_playing=False)
    assert [letter.request.moment for letter in office.sent[asked:]] == [9]


def test_that_the_newest_figures_do_not_stand_for_a_moment_whose_weights_were_not_kept(office, qtbot):
    office.show(0, 5, source=MapSource.FILE)
    office.decode(0)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    asked, shown = len(office.sent), office.store.state.maps[0]
    holes = office.figures_of(0).value(FigureKey.HOLES)
    office.store.apply(MomentShown(0, 5, shown.version, shown.codes, 1.5, None, None))
    assert office.figures_of(0).figures == ()
    assert len(office.sent) == asked
    # As soon as the newest is seen again, so are its figures.
    office.store.apply(MomentLeft(0, 5, shown.version, shown.model, shown.codes, 3.0))
    office.decode(0)
    qtbot.waitUntil(lambda: office.figures_of(0).is_complete, timeout=20_000)
    assert office.figures_of(0).value(FigureKey.HOLES) == holes
