"""The pages that belong to the tools: made after the window's first picture, told of every state."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.tool import Tool
from vae_explorer.ui.darts_page import DartsPage
from vae_explorer.ui.draw_page import DrawPage
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.map_area import MapArea
from vae_explorer.ui.path_panel import PathPanel
from vae_explorer.ui.side_column import SideColumn
from vae_explorer.ui.theme import Theme


class ToolPages(QObject):
    """Owns the pages of the tools and passes their wishes on.

    Parameters
    ----------
    theme : Theme
        The colours.
    column : SideColumn
        Where the pages at the side go.
    lower : LowerPanel
        Where the pages below the maps go.
    maps : MapArea
        What the tools draw on.
    """

    image_requested = Signal(object)
    waypoint_requested = Signal(object)
    throw_requested = Signal(object)
    clear_darts_requested = Signal(object)
    tiling_requested = Signal(object)
    posterior_requested = Signal(object)
    path_kind_requested = Signal(object)
    frame_requested = Signal(object)
    take_back_requested = Signal(object)
    export_requested = Signal(object)
    draw_requested = Signal(object)
    sketch_options_requested = Signal(object)
    picture_requested = Signal(object)
    keep_mark_requested = Signal(object)
    mark_requested = Signal(object)

    def __init__(
        self, theme: Theme, column: SideColumn, lower: LowerPanel, maps: MapArea, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = column
        self._lower = lower
        self._maps = maps
        self._state: ExplorerState | None = None
        self._darts: DartsPage | None = None
        self._path: PathPanel | None = None
        self._draw: DrawPage | None = None
        maps.image_requested.connect(self.image_requested)
        maps.waypoint_requested.connect(self.waypoint_requested)

    def build(self) -> None:
        """Make the pages, and show what is known so far."""
        self._darts = DartsPage(self._theme, self._column)
        self._darts.throw_requested.connect(self.throw_requested)
        self._darts.clear_requested.connect(self.clear_darts_requested)
        self._darts.tiling_requested.connect(self.tiling_requested)
        self._darts.posterior_requested.connect(self.posterior_requested)
        self._column.add_page(self._darts, Tool.DARTS)
        self._path = PathPanel(self._theme, self._lower)
        self._path.kind_requested.connect(self.path_kind_requested)
        self._path.frame_requested.connect(self.frame_requested)
        self._path.take_back_requested.connect(self.take_back_requested)
        self._path.export_requested.connect(self.export_requested)
        self._lower.add_page("path", self._path)
        self._draw = DrawPage(self._theme, self._column)
        self._draw.draw_requested.connect(self.draw_requested)
        self._draw.options_requested.connect(self.sketch_options_requested)
        self._draw.picture_requested.connect(self.picture_requested)
        self._draw.keep_requested.connect(self.keep_mark_requested)
        self._draw.mark_requested.connect(self.mark_requested)
        self._column.add_page(self._draw, Tool.DRAW)
        if self._state is not None:
            state, self._state = self._state, None
            self.show_state(state)
            self._column.close_page()

    def show_state(self, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        before, self._state = self._state, state
        is_other = before is None or before.maps != state.maps or before.tool is not state.tool
        if is_other or before is None or before.inference is not state.inference:
            self._maps.show_inference(state.inference)
            if self._darts is not None and state.tool is Tool.DARTS:
                self._darts.show_inference(state.inference, state.maps)

        if is_other or before is None or before.path is not state.path:
            self._maps.show_path(state.path)
            self._show_path(before, state)

        if is_other or before is None or before.sketch is not state.sketch:
            self._maps.show_sketch(state.sketch)
            if self._draw is not None and state.tool is Tool.DRAW:
                self._draw.show_sketch(state.sketch, state.maps)

    def _show_path(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if self._path is None:
            return
        self._path.show_path(state.path, state.maps)
        if state.tool is Tool.PATH and (before is None or before.tool is not Tool.PATH):
            self._lower.show_page(self._path)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        if self._darts is not None:
            self._darts.set_theme(theme)
        if self._path is not None:
            self._path.set_theme(theme)
        if self._draw is not None:
            self._draw.set_theme(theme)
