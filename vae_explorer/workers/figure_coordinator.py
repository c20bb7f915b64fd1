"""Has every model's gap figures measured: all when it stands still, the quick ones while it learns."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from vae_explorer.analysis.figure import FigureScope, GapFigures
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.figure_event import FiguresMeasured
from vae_explorer.state.map_state import MapSource, MapState, MapStatus
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, ForgetLetter
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.store import StateStore

# Measuring a model may take this share of one core, evenly, while it learns: that is next to nothing.
_TRAINING_SHARE = 0.015
# How long a run goes on before it is measured for the first time.
_FIRST_S = 2.0
# The guide goes back and forth between the bundled models of two data sets.
_KEPT_MODELS = 8


@dataclass(frozen=True)
class FigureRequest:
    """Measure a model at a moment: an epoch while it learns, else a version."""

    moment: int
    scope: FigureScope
    has_images: bool


@dataclass(frozen=True, eq=False)
class _Kept:
    """All figures of a bundled model, told from others by its codes: these are the same object each time."""

    mu: np.ndarray
    has_images: bool
    figures: GapFigures


@dataclass(frozen=True, eq=False)
class FigureAnswer:
    """Figures as far as they are known, and whether no more will come."""

    figures: GapFigures
    is_last: bool = False


class FigureCoordinator(QObject):
    """Asks for figures whenever a model has changed, and puts the answers into the state.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    """

    def __init__(self, store: StateStore, crew: Crew, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._asked: dict[int, tuple[int, FigureRequest]] = {}
        self._waiting: dict[int, tuple[int, FigureRequest]] = {}
        self._kept: deque[_Kept] = deque(maxlen=_KEPT_MODELS)
        self._known: list[FiguresMeasured] = []
        self._next_due = 0.0
        self._newest_run = 0
        self._is_over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(self._tell_known)
        store.state_changed.connect(self._look)
        crew.analyst.answered.connect(self._note)

    @property
    def is_settled(self) -> bool:
        """Whether the figures of every model that stands in a map have been measured."""
        ready = [shown for shown in self._store.state.maps if shown.status is MapStatus.READY]
        is_told = not self._waiting and not self._known
        return is_told and all(shown.map_id in self._asked for shown in ready)

    def cancel(self) -> None:
        """Ask for nothing more; called before the threads end."""
        self._timer.stop()
        self._telling.stop()
        self._is_over = True

    @Slot()
    def _look(self) -> None:
        state = self._store.state
        if self._is_over or not state.is_torch_ready:
            return
        for shown in state.maps:
            if _is_unmeasured(state, shown):
                self._forget(shown.map_id)
            request = _due_request(state, shown)
            if request is not None and self._is_news(shown, request):
                self._ask(shown, request)

    def _forget(self, map_id: int) -> None:
        """Measure no more of a map that shows such a moment: what was known is forgotten there, too."""
        self._asked.pop(map_id, None)
        if self._waiting.pop(map_id, None) is not None:
            key = ("figures", map_id)
            self._crew.analyst.mailbox.put(key, ForgetLetter(key))

    def _is_news(self, shown: MapState, request: FigureRequest) -> bool:
        run_id, asked = self._asked.get(shown.map_id, (0, request))
        # Figures that needed the images stay when other images are opened.
        with_images = replace(request, has_images=True)
        return run_id != shown.run_id or asked not in (request, with_images)

    def _ask(self, shown: MapState, request: FigureRequest) -> None:
        map_id, run_id = shown.map_id, shown.run_id
        if request.scope is FigureScope.QUICK and not self._is_time(map_id, run_id):
            return
        self._asked[map_id] = (run_id, request)
        known = self._recalled(shown, request)
        if known is None:
            self._send(map_id, run_id, request)
        else:
            self._waiting.pop(map_id, None)
            self._known.append(FiguresMeasured(map_id, run_id, shown.version, known))
            # Not at once: everybody must have seen the state that is being looked at first.
            self._telling.start()

    def _send(self, map_id: int, run_id: int, request: FigureRequest) -> None:
        self._waiting[map_id] = (run_id, request)
        key = ("figures", map_id)
        compute = partial(measure_figures, scope=request.scope)
        share = _TRAINING_SHARE if request.scope is FigureScope.QUICK else 1.0
        self._crew.analyst.mailbox.put(key, AnalysisLetter(key, map_id, run_id, request, compute, share))

    def _is_time(self, map_id: int, run_id: int) -> bool:
        """Whether training may be disturbed again; if not, look again as soon as it may."""
        if run_id > self._newest_run:
            # Of a model that has just begun to learn nothing is worth a core. Later runs have higher numbers,
            # and one that was learned before may stand beside it.
            self._newest_run = run_id
            self._next_due = max(self._next_due, time.monotonic() + _FIRST_S)
        if map_id in self._waiting and self._waiting[map_id][0] == run_id:
            return False
        wait = self._next_due - time.monotonic()
        if wait > 0 and not self._timer.isActive():
            self._timer.start(int(1000 * wait) + 1)
        return wait <= 0

    @Slot(object)
    def _note(self, reply: AnalysisReply) -> None:
        request, answer = reply.request, reply.result
        if not isinstance(request, FigureRequest):
            return
        is_waiting = self._waiting.get(reply.map_id) == (reply.run_id, request)
        is_over = not isinstance(answer, FigureAnswer) or answer.is_last
        if is_waiting and is_over:
            del self._waiting[reply.map_id]
        if not isinstance(answer, FigureAnswer) or not is_waiting:
            return
        if is_over and request.scope is FigureScope.CODES:
            # Asked one after the other, so that every map has its first chips before one has its last.
            self._send(reply.map_id, reply.run_id, replace(request, scope=FigureScope.SAMPLES))
        self._store.apply(FiguresMeasured(reply.map_id, reply.run_id, reply.version, answer.figures))
        if is_over and request.scope is FigureScope.SAMPLES:
            self._keep(reply, request)

    @Slot()
    def _tell_known(self) -> None:
        known, self._known = self._known, []
        with self._store.batch():
            for figures in known:
                self._store.apply(figures)

    def _keep(self, reply: AnalysisReply, request: FigureRequest) -> None:
        """Remember all that was measured of a bundled model."""
        shown = self._store.state.find_map(reply.map_id)
        if shown is None or shown.run_id != reply.run_id or shown.codes is None or not _is_as_bundled(shown):
            return
        self._kept.append(_Kept(shown.codes.mu, request.has_images, shown.figures))

    def _recalled(self, shown: MapState, request: FigureRequest) -> GapFigures | None:
        if request.scope is not FigureScope.CODES or shown.codes is None or not _is_as_bundled(shown):
            return None
        codes = shown.codes.mu
        return next(
            (
                kept.figures
                for kept in self._kept
                if kept.mu is codes and kept.has_images == request.has_images
            ),
            None,
        )


def measure_figures(context: AnalysisContext, *, scope: FigureScope) -> Iterator[object]:
    """Answer a :class:`FigureRequest` in the analysis thread, by one :class:`FigureAnswer` after another."""
    from vae_explorer.analysis.gap_measurement import Subject, measure_gaps
    from vae_explorer.training.memory import give_memory_back

    codes = context.codes
    subject = Subject(codes.mu, codes.logvar, codes.labels, context.replica, context.dataset)
    known = GapFigures()
    for figures in measure_gaps(subject, scope):
        known = figures or known
        # While the model learns nobody waits for them one by one.
        is_told = figures is not None and scope is not FigureScope.QUICK
        yield FigureAnswer(known) if is_told else None
    yield FigureAnswer(known, is_last=True)
    if scope is FigureScope.SAMPLES:
        # The last and the dearest of what a model that has come to rest is asked.
        give_memory_back()


def _due_request(state: ExplorerState, shown: MapState) -> FigureRequest | None:
    """Return what should be measured of a map now; None where there is nothing, or pictures come first."""
    if shown.status is not MapStatus.READY or shown.codes is None or shown.pin_decoded is None:
        return None
    if _is_unmeasured(state, shown):
        # Those who measure are not told of such moments.
        return None
    is_learning = shown.source is MapSource.TRAINING and state.training.status in (
        TrainingStatus.RUNNING,
        TrainingStatus.STOPPING,
    )
    moment = int(shown.epoch) if is_learning else shown.version
    scope = FigureScope.QUICK if is_learning else FigureScope.CODES
    return FigureRequest(moment, scope, has_images=_has_images(state, shown))


def _is_unmeasured(state: ExplorerState, shown: MapState) -> bool:
    """Whether a map shows moments that nothing is measured of: they pass, or their weights were not kept."""
    moment = shown.replay
    return moment is not None and (state.replay.is_playing or moment.weights_epoch is None)


def _is_as_bundled(shown: MapState) -> bool:
    return shown.source is MapSource.BUNDLED and shown.replay is None


def _has_images(state: ExplorerState, shown: MapState) -> bool:
    record, dataset = shown.dataset, state.dataset
    return record is not None and (
        dataset.status is DatasetStatus.READY and dataset.fingerprint == record.fingerprint
    )
