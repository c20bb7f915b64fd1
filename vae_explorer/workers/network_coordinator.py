"""Keeps the pages about the networks alive: the image that lights up goes through every map's network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from vae_explorer.analysis.activation import LayerPart, Trace
from vae_explorer.state import network_event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.network_state import OWN_IMAGE
from vae_explorer.state.network_wish import LayerWish, NoiseWish, WatchWish
from vae_explorer.state.tool import Tool
from vae_explorer.workers.analysis_letter import AnalysisReply
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.store import StateStore

if TYPE_CHECKING:
    from vae_explorer.analysis.decode_grid import DecodeGrid
    from vae_explorer.workers.analysis_context import AnalysisContext


_GRID = "decode_grid"
_GRID_DIMENSION = 2
_PATIENCE_MS = 600


@dataclass(frozen=True)
class TraceRequest:
    """Send an image through a network: one of the preview set, or one of a person's own."""

    index: int
    draw: int
    is_evidence_wanted: bool
    own: np.ndarray | None = field(default=None, compare=False)


class NetworkCoordinator(QObject):
    """Asks the analysis thread for traces while a page that shows them is in sight.

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
        self._asked: dict[int, tuple[object, ...]] = {}
        self._index: int | None = None
        self._resting: int | None = None
        self._pins: dict[int, tuple[float, ...]] = {}
        # The newest question is answered first: one that longer ones have overtaken is asked anew.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._ask_again)
        # Queued: what is asked for changes the state again, and everybody must have seen this one first.
        store.state_changed.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        crew.analyst.answered.connect(self._note_answer)

    @property
    def is_settled(self) -> bool:
        """Whether the pages show all that they ask for."""
        state = self._store.state
        network = state.network
        if not network.is_watched:
            return True
        traces = [network.trace(shown) for shown in state.maps if shown.codes is not None]
        return bool(traces) and all(
            trace is not None
            and (trace.index, trace.draw) == (network.index, network.draw)
            and (not network.is_evidence_wanted or _has_evidence(trace))
            for trace in traces
        )

    @Slot(object)
    def watch(self, wish: WatchWish) -> None:
        """Begin or end computing."""
        network = self._store.state.network
        if (network.is_watched, network.is_evidence_wanted) != (wish.is_watched, wish.is_evidence_wanted):
            self._store.apply(events.NetworkWatched(wish.is_watched, wish.is_evidence_wanted))

    @Slot(object)
    def draw_noise(self, _wish: NoiseWish) -> None:
        """Throw another dart into the image's cloud."""
        network = self._store.state.network
        if network.index is not None:
            self._store.apply(events.NetworkAsked(network.index, network.draw + 1))

    @Slot(object)
    def choose_layer(self, wish: LayerWish) -> None:
        """Look at a layer closely."""
        self._store.apply(events.LayerChosen(wish.map_id, wish.name))

    @Slot(object)
    def _follow(self, _state: ExplorerState) -> None:
        state = self._store.state
        network = state.network
        if not network.is_watched or not state.is_torch_ready:
            return
        self._note_pins(state)
        index = self._image_in_sight(state)
        if index is None:
            return
        self._index = index
        if index != network.index:
            self._store.apply(events.NetworkAsked(index, network.draw))
        for shown in state.maps:
            own = _own_image(shown, state) if index == OWN_IMAGE else None
            if own is not None or index != OWN_IMAGE:
                self._ask(shown, TraceRequest(index, network.draw, network.is_evidence_wanted, own), state)

    def _note_pins(self, state: ExplorerState) -> None:
        """Note the image next to the pin put last: the networks return to it when the pointer leaves.

        A pin that stays where it is while the codes around it move keeps its image.
        """
        pins = {
            shown.map_id: shown.pin_decoded for shown in reversed(state.maps) if shown.pin_decoded is not None
        }
        moved = [found for map_id, found in pins.items() if self._pins.get(map_id) != found.z]
        self._pins = {map_id: found.z for map_id, found in pins.items()}
        if moved:
            self._resting = moved[0].neighbours[0]
        if state.network.index not in (None, self._index):
            # Somebody else asked for this one.
            self._resting = state.network.index

    def _image_in_sight(self, state: ExplorerState) -> int | None:
        """Return the image that lights up, else the one that is drawn or has darts, else the pin's."""
        candidates = [shown.linked_index for shown in state.maps]
        is_pointed = any(index is not None for index in candidates)
        if not is_pointed and any(_own_image(shown, state) is not None for shown in state.maps):
            return OWN_IMAGE
        if state.tool is Tool.DARTS:
            candidates.append(state.inference.chosen)
        candidates += [self._resting, state.network.index]
        count = min((len(shown.codes.mu) for shown in state.maps if shown.codes is not None), default=0)
        return next((index for index in candidates if index is not None and 0 <= index < count), None)

    def _ask(self, shown: MapState, request: TraceRequest, state: ExplorerState) -> None:
        if shown.codes is None or request.index >= len(shown.codes.mu):
            return
        wanted = (request, id(request.own), shown.run_id, shown.version, state.dataset.status)
        if self._asked.get(shown.map_id) == wanted:
            return
        self._asked[shown.map_id] = wanted
        self._crew.ask(("trace", shown.map_id), shown, request, partial(_trace, request))
        self._patience.start()

    @Slot()
    def _ask_again(self) -> None:
        if not self.is_settled:
            self._asked.clear()
            self._follow(self._store.state)

    @Slot(object)
    def _note_answer(self, reply: AnalysisReply) -> None:
        if isinstance(reply.request, TraceRequest) and isinstance(reply.result, Trace):
            self._store.apply(events.ImageTraced(reply.map_id, reply.run_id, reply.result))


def _own_image(shown: MapState, state: ExplorerState) -> np.ndarray | None:
    """Return what a map's model sees of the picture on the canvas, while one is being drawn."""
    sketch = state.sketch.sketch(shown.map_id) if state.tool is Tool.DRAW else None
    if sketch is None or sketch.is_empty or sketch.run_id != shown.run_id:
        return None
    return sketch.image


def _has_evidence(trace: Trace) -> bool:
    """Whether there is nothing more to be found: the evidence belongs to a bound, and to the plane."""
    accounts = trace.accounts
    is_due = accounts.elbo is not None and len(trace.numbers(LayerPart.CODE)) == _GRID_DIMENSION
    return accounts.log_evidence is not None or not is_due


def _trace(request: TraceRequest, context: AnalysisContext) -> Iterator[object]:
    """Answer a request: at once without the evidence, which needs the whole plane decoded once."""
    from vae_explorer.analysis.network_trace import trace_image, with_log_evidence

    image, is_real = (request.own, True) if request.own is not None else _image(request.index, context)
    trace = trace_image(context.replica.model, image, request.index, request.draw, is_real=is_real)
    if (
        not request.is_evidence_wanted
        or context.spec.latent_dim != _GRID_DIMENSION
        or not context.spec.has_posterior
    ):
        yield trace
        return
    yield trace
    grid = context.remember(_GRID, lambda: _grid(context))
    yield from grid.fill()
    yield with_log_evidence(trace, _log_evidence(grid, image))


def _image(index: int, context: AnalysisContext) -> tuple[np.ndarray, bool]:
    """Return an image of the preview set, or what its code decodes to where the images are not at hand."""
    if context.dataset is not None:
        return context.dataset.train_images[context.codes.indices[index]], True
    return context.replica.decode_uint8(context.codes.mu[index : index + 1])[0], False


def _grid(context: AnalysisContext) -> DecodeGrid:
    from vae_explorer.analysis.decode_grid import DecodeGrid
    from vae_explorer.analysis.generative_model import GenerativeModel

    model = GenerativeModel(context.replica.model)
    return DecodeGrid.around(model, context.codes.mu, context.codes.logvar)


def _log_evidence(grid: DecodeGrid, image: np.ndarray) -> float:
    """Return log p(x) of an image ``(h, w, c) uint8``, added up over the plane."""
    from vae_explorer.analysis.posterior_lattice import posterior_lattice

    return posterior_lattice(grid, image.reshape(-1).astype(np.float64) / 255).log_evidence
