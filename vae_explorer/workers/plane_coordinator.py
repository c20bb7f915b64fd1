"""Which plane of its latent space each map shows, and what goes along when it moves."""

from __future__ import annotations

import time
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state.event import PlaneMoved
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.plane import Plane, PlaneChoice
from vae_explorer.state.wish import DepthWish, PlaneGoal, PlaneGoalWish, PlaneWish
from vae_explorer.workers.analysis_letter import AnalysisReply
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.model_coordinator import ModelCoordinator, ModelPlaced
from vae_explorer.workers.place_decoder import PlaceDecoder
from vae_explorer.workers.plane_fit import FIRST_CHOICE, PlaneQuestion, answer_plane
from vae_explorer.workers.store import StateStore

# While a model learns, its plane follows the codes no more often than this.
_REST_S = 2.0


class PlaneCoordinator(QObject):
    """Answers wishes for another plane; follows the codes of a model that learns.

    A plane that nobody has moved stays at the mean of the codes. Once moved, it goes through the pin, so that
    the pinned picture stays when other directions are chosen.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        Its analysis thread finds the directions.
    places : PlaceDecoder
        Decodes anew what went along.
    models : ModelCoordinator
        Tells of models.
    """

    plane_moved = Signal(object)  # PlaneMoved

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        places: PlaceDecoder,
        models: ModelCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._places = places
        self._fitted_at: dict[int, float] = {}
        self._behind: set[int] = set()
        self._chosen: dict[int, PlaneChoice] = {}
        models.model_placed.connect(self._follow_model)
        crew.analyst.answered.connect(self._note_fit)
        store.state_changed.connect(self._catch_up)

    @Slot(object)
    def choose(self, wish: PlaneWish) -> None:
        """Show other directions."""
        shown = self._deep_map(wish.map_id)
        if shown is not None and wish.choice != self._choice_for(shown):
            self._chosen[wish.map_id] = wish.choice
            self._ask(shown, PlaneQuestion(wish.choice))

    @Slot(object)
    def move(self, wish: DepthWish) -> None:
        """Move the plane; the pin keeps its place in it."""
        shown = self._deep_map(wish.map_id)
        if shown is not None and len(wish.depths) == len(shown.plane.depths):
            self._move_to(shown, shown.plane.at(wish.depths))

    @Slot(object)
    def send_back(self, wish: PlaneGoalWish) -> None:
        """Move the plane to the mean of the codes, or to the image nearest to the pin."""
        shown = self._deep_map(wish.map_id)
        if shown is None:
            return
        if wish.goal is PlaneGoal.MEAN:
            self._move_to(shown, shown.plane.at_mean())
        elif shown.pin_decoded is not None and shown.codes is not None:
            z = tuple(shown.codes.mu[shown.pin_decoded.neighbours[0]].tolist())
            self._apply(PlaneMoved(shown.map_id, shown.run_id, shown.plane.through(z), z))

    def _deep_map(self, map_id: int) -> MapState | None:
        shown = self._store.state.find_map(map_id)
        return shown if shown is not None and shown.model is not None and shown.plane.has_depth else None

    def _ask(self, shown: MapState, question: PlaneQuestion) -> None:
        self._behind.discard(shown.map_id)
        self._fitted_at[shown.map_id] = time.monotonic()
        self._crew.ask(("plane", shown.map_id), shown, question, partial(answer_plane, question))

    @Slot(object)
    def _follow_model(self, placed: ModelPlaced) -> None:
        shown = self._deep_map(placed.map_id)
        if placed.has_plane:
            self._chosen.pop(placed.map_id, None)
        if shown is None or placed.has_plane:
            self._behind.discard(placed.map_id)
        elif placed.is_new or time.monotonic() - self._fitted_at.get(placed.map_id, 0.0) >= _REST_S:
            self._follow(shown)
        else:
            self._behind.add(placed.map_id)

    def _follow(self, shown: MapState) -> None:
        self._ask(shown, PlaneQuestion(self._choice_for(shown), shown.plane))

    def _choice_for(self, shown: MapState) -> PlaneChoice:
        """Return what a person chose for a map, also for the run before; what is shown may lag behind."""
        choice = self._chosen.get(shown.map_id, FIRST_CHOICE)
        return choice if max(choice.axes) < shown.plane.latent_dim else FIRST_CHOICE

    @Slot(object)
    def _catch_up(self, state: ExplorerState) -> None:
        """Fit to the last snapshot of a run once it is over."""
        if not self._behind or state.training.is_active:
            return
        for map_id in tuple(self._behind):
            shown = self._deep_map(map_id)
            self._behind.discard(map_id)
            if shown is not None:
                self._follow(shown)

    @Slot(object)
    def _note_fit(self, reply: AnalysisReply) -> None:
        question, plane = reply.request, reply.result
        shown = self._deep_map(reply.map_id)
        if not (isinstance(question, PlaneQuestion) and isinstance(plane, Plane)) or shown is None:
            return
        if shown.run_id != reply.run_id or plane.latent_dim != shown.plane.latent_dim:
            return
        is_followed = question.former is not None and shown.plane.is_at_mean
        if shown.pin is not None and not is_followed:
            self._apply(PlaneMoved(shown.map_id, shown.run_id, plane.through(shown.pin), shown.pin))
            return
        pin = None if shown.pin is None else plane.code_at(*plane.place_of(shown.pin))
        self._apply(PlaneMoved(shown.map_id, shown.run_id, plane, pin))

    def _move_to(self, shown: MapState, plane: Plane) -> None:
        if plane.depths == shown.plane.depths:
            return
        pin = None if shown.pin is None else plane.code_at(*shown.plane.place_of(shown.pin))
        self._apply(PlaneMoved(shown.map_id, shown.run_id, plane, pin))

    def _apply(self, moved: PlaneMoved) -> None:
        self._store.apply(moved)
        self._places.look_again(moved.map_id)
        self.plane_moved.emit(moved)
