"""Colouring points by a quantity: asks for it, again whenever what it is measured on changes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from vae_explorer.state.colour_event import ColourChosen, QuantityMeasured
from vae_explorer.state.colour_state import ColourChoice, ColourKind, Quantity
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.wish import ColourWish
from vae_explorer.workers.analysis_letter import AnalysisReply, ForgetLetter
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.quantity import measure
from vae_explorer.workers.store import StateStore

_KEY = "colour"


class ColourCoordinator(QObject):
    """Turns a choice of colour into letters to the analysis thread, and the answers into events.

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
        store.state_changed.connect(self._follow)
        crew.analyst.answered.connect(self._note)

    @Slot(object)
    def choose(self, wish: ColourWish) -> None:
        """Colour the points of every map by something else."""
        if wish.choice == self._store.state.colour:
            return
        for map_id in self._asked:
            self._crew.analyst.mailbox.put((_KEY, map_id), ForgetLetter((_KEY, map_id)))
        self._asked.clear()
        self._store.apply(ColourChosen(wish.choice))

    @Slot(object)
    def _follow(self, state: ExplorerState) -> None:
        if state.colour.kind is ColourKind.LABEL:
            return
        is_ready = state.dataset.status is DatasetStatus.READY
        images = state.dataset.fingerprint if is_ready else None
        for shown in state.maps:
            if shown.codes is None:
                continue
            subject = (state.colour, shown.run_id, shown.version, images)
            if self._asked.get(shown.map_id) != subject:
                self._asked[shown.map_id] = subject
                self._ask(shown, state.colour)

    def _ask(self, shown: MapState, choice: ColourChoice) -> None:
        self._crew.ask((_KEY, shown.map_id), shown, choice, partial(measure, choice))

    @Slot(object)
    def _note(self, reply: AnalysisReply) -> None:
        if isinstance(reply.result, Quantity):
            self._store.apply(QuantityMeasured(reply.map_id, reply.run_id, reply.result))
