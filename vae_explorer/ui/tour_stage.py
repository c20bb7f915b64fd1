"""Sets the window's own furniture for a chapter of the guide, and puts it back afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QSplitter

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.tour_script import Chapter, read_script
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.map.view import PlaneRect, RelativeView
from vae_explorer.ui.map_area import MapArea


@dataclass(frozen=True)
class _Furniture:
    """How the window stood before."""

    views: tuple[RelativeView | None, ...]
    page: str
    sizes: tuple[int, ...]


class TourStage(QObject):
    """Opens the page a chapter is about, gives it room, and zooms the maps.

    Parameters
    ----------
    maps : MapArea
        Whose views are set.
    lower : LowerPanel
        Whose page is turned.
    whole : QSplitter
        Shares the height between maps and lower panel.
    """

    def __init__(self, maps: MapArea, lower: LowerPanel, whole: QSplitter) -> None:
        super().__init__(whole)
        self._maps = maps
        self._lower = lower
        self._whole = whole
        self._script: tuple[Chapter, ...] = ()
        self._before: _Furniture | None = None
        self._due: _Furniture | None = None
        self._chapter = 0
        self._zoomed: tuple[int, ...] = ()

    def prepare(self, state: ExplorerState) -> None:
        """Keep how the window stands, before a state is shown that opens the guide."""
        if self._wants_stage(state) and self._before is None:
            planes = [card.plane for card in self._maps.cards]
            views = tuple(None if plane is None else plane.relative_view() for plane in planes)
            self._before = _Furniture(views, self._lower.page_name, tuple(self._whole.sizes()))

    def show(self, state: ExplorerState) -> None:
        """Stand as the chapter wants it, or as before."""
        if not self._wants_stage(state):
            self._put_back()
            return
        plan = self._plan(state)
        if self._chapter != state.tour.chapter:
            self._chapter = state.tour.chapter
            self._lower.show_named(plan.page)
            self._share_height(plan.lower_share)
        runs = tuple(shown.run_id for shown in state.maps)
        is_ready = all(shown.status is MapStatus.READY for shown in state.maps)
        if is_ready and state.tour.is_arranged and runs != self._zoomed:
            self._zoomed = runs
            self._zoom(plan)

    def put_heights_back(self) -> None:
        """Share the height as before, at once: the window is about to remember how it stands."""
        if self._before is not None:
            self._whole.setSizes(list(self._before.sizes))

    def _wants_stage(self, state: ExplorerState) -> bool:
        return state.tour.is_open and not self._plan(state).is_own_work

    def _plan(self, state: ExplorerState) -> Chapter:
        self._script = self._script or read_script()
        return self._script[state.tour.chapter - 1]

    def _share_height(self, lower_share: float) -> None:
        total = sum(self._whole.sizes())
        lower = round(total * lower_share)
        self._whole.setSizes([total - lower, lower])

    def _zoom(self, plan: Chapter) -> None:
        for card, view in zip(self._maps.cards, plan.views, strict=False):
            if card.plane is not None and view:
                x_min, x_max, y_min, y_max = view
                card.plane.set_view(PlaneRect(x_min, x_max, y_min, y_max))

    def _put_back(self) -> None:
        before, self._before = self._before, None
        self._chapter, self._zoomed = 0, ()
        if before is None:
            return
        self._lower.show_named(before.page)
        # The guide's own column has to be gone before sizes mean what they meant.
        self._due = before
        QTimer.singleShot(0, self._restore_sizes)

    @Slot()
    def _restore_sizes(self) -> None:
        # A window that is closing has nothing to be put back.
        if self._due is not None and self._maps.isVisible():
            self._whole.setSizes(list(self._due.sizes))
            QTimer.singleShot(0, self._restore_views)

    @Slot()
    def _restore_views(self) -> None:
        before, self._due = self._due, None
        if before is None or self._before is not None or not self._maps.isVisible():
            return
        for card, view in zip(self._maps.cards, before.views, strict=False):
            if card.plane is not None and view is not None:
                card.plane.set_relative_view(view)
