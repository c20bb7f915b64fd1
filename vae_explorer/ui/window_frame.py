"""What the window's first picture shows: its parts, where they lie, and their share of the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.tool import Tool
from vae_explorer.ui.control import pane_splitter
from vae_explorer.ui.inspector import Inspector
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.map_area import MapArea
from vae_explorer.ui.side_column import SideColumn
from vae_explorer.ui.status_line import StatusLine
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.tool_column import ToolColumn
from vae_explorer.ui.toolbar import Toolbar
from vae_explorer.ui.welcome_strip import WelcomeStrip

if TYPE_CHECKING:
    from vae_explorer.ui.window_pages import WindowPages

_GAP = 9
_COLUMN_WIDTH = 262
_CURVES_SHARE = 0.25
_TOOLS = (Tool.DECODE, Tool.DRAW, Tool.PATH, Tool.DARTS, Tool.LASSO, Tool.RECTANGLE)


class WindowFrame(QWidget):
    """Holds the parts that are there from the start, and makes room for the pages that come later.

    Parameters
    ----------
    theme : Theme
        The colours.
    settings : QSettings
        Where it is remembered that the welcome was read.
    """

    def __init__(self, theme: Theme, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("window")
        self.toolbar = Toolbar(theme, self)
        self.maps = MapArea(theme, self)
        self.inspector = Inspector(theme, self)
        self.status = StatusLine(self)
        self.tools = ToolColumn(_TOOLS, theme, self)
        self.lower_panel = LowerPanel(theme, self)
        self.welcome = WelcomeStrip(theme, settings, self)
        self.column = SideColumn(self.inspector, self)
        self.column.setMinimumWidth(_COLUMN_WIDTH)
        self.column.setMaximumWidth(2 * _COLUMN_WIDTH)
        self._lay_out()

    def _lay_out(self) -> None:
        workplace = QWidget(self)
        beside = QHBoxLayout(workplace)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(_GAP)
        beside.addWidget(self.tools)
        beside.addWidget(self.maps, 1)
        upper = pane_splitter("column_splitter", Qt.Orientation.Horizontal, self)
        upper.addWidget(workplace)
        upper.addWidget(self.column)
        upper.setStretchFactor(0, 1)
        upper.setStretchFactor(1, 0)
        upper.setSizes([10_000, _COLUMN_WIDTH])
        self.whole = pane_splitter("curve_splitter", Qt.Orientation.Vertical, self)
        self.whole.addWidget(upper)
        self.whole.addWidget(self.lower_panel)
        self.whole.setStretchFactor(0, 4)
        self.whole.setStretchFactor(1, 1)
        self.whole.setSizes([round(1000 * (1 - _CURVES_SHARE)), round(1000 * _CURVES_SHARE)])
        self.splitters = (upper, self.whole, *self.maps.splitters)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 12, 7)
        self._rows.setSpacing(_GAP)
        self._rows.addWidget(self.toolbar)
        self._rows.addWidget(self.welcome)
        self._guided = QHBoxLayout()
        self._guided.setSpacing(_GAP)
        self._guided.addWidget(self.whole, 1)
        self._rows.addLayout(self._guided, 1)
        self._rows.addWidget(self.status)

    def place(self, pages: WindowPages) -> None:
        """Give those pages a place that stand in no panel: the strip over the maps, the guide beside them."""
        self._rows.insertWidget(self._rows.indexOf(self._guided), pages.follow)
        self._guided.insertWidget(0, pages.tour)

    def focus_first_map(self) -> None:
        """Give the first map the keyboard, unless a page was opened meanwhile."""
        first = self.maps.focused_card()
        if first is not None and first.plane is not None and self.column.currentWidget() is self.inspector:
            first.plane.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        for part in (self.toolbar, self.tools, self.maps, self.inspector, self.lower_panel, self.welcome):
            part.set_theme(theme)

    def show_state(self, before: ExplorerState | None, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        if (
            before is None
            or before.dataset != state.dataset
            or before.recent_datasets != state.recent_datasets
        ):
            self.toolbar.show_dataset(state.dataset, state.recent_datasets)
        if before is None or before.training != state.training:
            self.toolbar.show_training(state.training)
        if before is None or before.settings != state.settings or before.devices != state.devices:
            self.toolbar.show_settings(state.settings, state.devices)
        self._show_underlay(before, state)
        if before is None or before.is_torch_ready != state.is_torch_ready:
            self.toolbar.show_readiness(state.is_torch_ready)
        if before is None or before.maps != state.maps or before.dataset is not state.dataset:
            self.toolbar.show_maps(state.maps)
            self.maps.show_maps(state.maps)
            self.inspector.show_maps(state.maps, state.dataset)
            self.status.show_decode_ms(_newest_decode_ms(before, state))
        self._show_view(before, state)
        self._show_hand(before, state)
        self.status.show_state(state)

    def _show_underlay(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.underlay != state.underlay:
            self.toolbar.show_underlay(state.underlay)
        if before is None or before.underlay_opacity != state.underlay_opacity:
            self.toolbar.show_underlay_opacity(state.underlay_opacity)
            self.maps.set_underlay_opacity(state.underlay_opacity)

    def _show_view(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.colour != state.colour or before.dataset != state.dataset:
            self.toolbar.show_colour(state.colour, state.dataset.column_names)
            self.maps.show_colour(state.colour, state.maps)
        if before is None or before.view != state.view:
            self.toolbar.show_view_options(state.view)
            self.maps.show_view_options(state.view)

    def _show_hand(self, before: ExplorerState | None, state: ExplorerState) -> None:
        """Show what is in the hand and what it has taken, and whether the guide is open."""
        if before is None or before.tool is not state.tool:
            self.tools.show_tool(state.tool)
            self.maps.set_tool(state.tool)
            self.column.show_tool(state.tool)
        if before is None or before.selection is not state.selection:
            self.maps.show_selection(state.selection)
        if before is None or before.tour is not state.tour:
            self.toolbar.set_guide_open(state.tour.is_open)


def _newest_decode_ms(before: ExplorerState | None, state: ExplorerState) -> float | None:
    """Return how long the decode took that has just arrived, else the first that is shown."""
    known = {id(map_state.shown) for map_state in before.maps} if before is not None else set()
    points = [map_state.shown for map_state in state.maps if map_state.shown is not None]
    newest = next((point for point in points if id(point) not in known), points[0] if points else None)
    return newest.decode_ms if newest is not None else None
