"""What lies under the points: asks for it when a view, a model or a plane changes, and notes what came."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from vae_explorer.analysis.veil import veiled_share
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import TRUST_KINDS, MapStatus, UnderlayKind
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.wish import OpacityWish, UnderlayWish, ViewWish
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import UnderlayLetter
from vae_explorer.workers.model_coordinator import ModelCoordinator, ModelPlaced
from vae_explorer.workers.plane_coordinator import PlaneCoordinator
from vae_explorer.workers.store import StateStore
from vae_explorer.workers.trust_painter import TrustPainter

# Of the codes; a hundredth when the picture is new.
_OUTDATED_SHARE = 0.2
_OUTDATED_SAMPLE = 500


class UnderlayCoordinator(QObject):
    """Keeps the underlay of every map up with what the map shows.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        Its painter draws.
    models, planes : ModelCoordinator, PlaneCoordinator
        Tell of models and planes.
    """

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        models: ModelCoordinator,
        planes: PlaneCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._views: dict[int, ViewWish] = {}
        self._trust = TrustPainter(crew.analyst, self)
        self._trust.underlay_drawn.connect(self._note_underlay)
        self._drawn: dict[int, tuple[int, UnderlayKind, ViewWish | None]] = {}
        models.model_placed.connect(self._follow_model)
        planes.plane_moved.connect(self._follow_plane)
        crew.painter.underlay_drawn.connect(self._note_underlay)
        self._images = ""
        store.state_changed.connect(self._follow_images)

    @property
    def is_settled(self) -> bool:
        """Whether every map whose view is known has its underlay, as sharp as it gets."""
        kind = self._store.state.underlay
        return kind is UnderlayKind.NONE or all(
            self._drawn.get(shown.map_id) == (shown.run_id, kind, self._views[shown.map_id])
            for shown in self._store.state.maps
            if shown.status is not MapStatus.EMPTY and shown.map_id in self._views
        )

    @Slot(object)
    def choose(self, wish: UnderlayWish) -> None:
        """Show another underlay in every map."""
        self._store.apply(events.UnderlayChosen(wish.kind))
        self._say_what_it_needs(wish.kind)
        for map_id in self._views:
            self._trust.forget(map_id)
            self._ask(map_id)

    def cancel(self) -> None:
        """Ask for nothing more; called before the threads end."""
        self._trust.cancel()

    def _say_what_it_needs(self, kind: UnderlayKind) -> None:
        if kind not in (UnderlayKind.TRUST_IMAGE, UnderlayKind.TRUST_DECODERS):
            return
        dataset = self._store.state.dataset
        if dataset.status is not DatasetStatus.READY:
            self._store.say(
                NoticeLevel.INFORMATION,
                "this part of the trust needs the images, and they are not open",
                where=dataset.title,
                remedy="open or fetch them, or choose another part",
            )
        elif kind is UnderlayKind.TRUST_DECODERS:
            self._store.say(
                NoticeLevel.INFORMATION,
                "three more decoders are trained on the codes of each map; it takes a little while",
            )

    @Slot(object)
    def fade(self, wish: OpacityWish) -> None:
        """Draw the underlay stronger or weaker."""
        self._store.apply(events.UnderlayFaded(wish.opacity))

    @Slot(object)
    def show_view(self, wish: ViewWish) -> None:
        """Draw the underlay for what a map shows now."""
        self._views[wish.map_id] = wish
        self._ask(wish.map_id, is_refresh=wish.is_led)

    @Slot(object)
    def _follow_model(self, placed: ModelPlaced) -> None:
        # Where the codes have left what was drawn for them, a coarse picture now is better than a sharp one
        # later: a veil over all the data would say the opposite of what is true.
        is_refresh = not placed.is_new and not self._is_outdated(placed.map_id)
        self._ask(placed.map_id, is_refresh=is_refresh)

    def _is_outdated(self, map_id: int) -> bool:
        """Whether a picture of trust veils many of the codes as they lie by now."""
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.codes is None or shown.plane.latent_dim == 1:
            return False
        tiles = [tile for tile in shown.underlay if tile.kind in TRUST_KINDS]
        if not tiles:
            return False
        some = shown.codes.mu[:: max(1, len(shown.codes.mu) // _OUTDATED_SAMPLE)]
        places = shown.plane.to_plane(some)
        return any(
            veiled_share(tile.image, (tile.x_min, tile.x_max), (tile.y_min, tile.y_max), places)
            > _OUTDATED_SHARE
            for tile in tiles
        )

    @Slot()
    def _follow_images(self) -> None:
        """Draw trust again when images are there that it can be measured against."""
        state = self._store.state
        images = state.dataset.fingerprint if state.dataset.status is DatasetStatus.READY else self._images
        if images != self._images:
            self._images = images
            for map_id in self._views if state.underlay in TRUST_KINDS else ():
                self._ask(map_id)

    @Slot(object)
    def _follow_plane(self, moved: events.PlaneMoved) -> None:
        self._ask(moved.map_id)

    def _ask(self, map_id: int, *, is_refresh: bool = False) -> None:
        state = self._store.state
        kind, view, shown = state.underlay, self._views.get(map_id), state.find_map(map_id)
        if kind is UnderlayKind.NONE or view is None or shown is None or shown.status is MapStatus.EMPTY:
            return
        letter = UnderlayLetter(view, kind, shown.plane, is_refresh)
        if kind in TRUST_KINDS:
            self._trust.ask(shown.run_id, letter)
            return
        self._crew.painter.mailbox.merge(map_id, letter, _more_urgent)

    @Slot(object)
    def _note_underlay(self, fact: events.UnderlayDrawn) -> None:
        self._store.apply(fact)
        if fact.is_sharp:
            self._drawn[fact.map_id] = (fact.run_id, fact.kind, fact.view)


def _more_urgent(old: object, new: object) -> UnderlayLetter:
    """Return the newer wish; it is no mere refresh where the older one, not read yet, was none."""
    assert isinstance(old, UnderlayLetter)
    assert isinstance(new, UnderlayLetter)
    return UnderlayLetter(new.view, new.kind, new.plane, old.is_refresh and new.is_refresh)
