"""All of the window that its first picture does without: pages, columns and sheets, made right after it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QSplitter, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.tool import Tool
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.ui.account_panel import AccountPanel
from vae_explorer.ui.contest_panel import ContestPanel
from vae_explorer.ui.curve_panel import CurvePanel
from vae_explorer.ui.figure_panel import FigurePanel
from vae_explorer.ui.follow_strip import FollowStrip
from vae_explorer.ui.formula_drawing import FormulaFont
from vae_explorer.ui.help_sheet import HelpSheet
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.map_area import MapArea
from vae_explorer.ui.network_panel import NetworkPanel
from vae_explorer.ui.notice_stack import NoticeStack
from vae_explorer.ui.run_page import RunPage
from vae_explorer.ui.selection_page import SelectionPage
from vae_explorer.ui.settings_panel import SettingsPanel
from vae_explorer.ui.side_column import SideColumn
from vae_explorer.ui.studio_pages import StudioPages
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.tool_pages import ToolPages
from vae_explorer.ui.tour_column import TourColumn
from vae_explorer.ui.tour_stage import TourStage


class WindowPages:
    """Makes the pages, puts them into the panels that hold them, and shows them the state.

    They are made step by step, with :meth:`make_some`, and there once it says so: all together take too long
    for one turn of the event loop.

    Parameters
    ----------
    theme : Theme
        The colours.
    ground : QWidget
        What the window's parts lie on.
    maps, lower, column : MapArea, LowerPanel, SideColumn
        The parts that hold pages, or are arranged by the guide.
    splitter : QSplitter
        Holds the maps over the lower panel.
    """

    def __init__(
        self,
        theme: Theme,
        ground: QWidget,
        maps: MapArea,
        lower: LowerPanel,
        column: SideColumn,
        splitter: QSplitter,
    ) -> None:
        self.first_theme = theme
        self._parts = ground, maps, lower, column, splitter
        self._steps = self._make()

    def make_some(self) -> bool:
        """Make some more of the pages, and return whether all are made."""
        return next(self._steps, True) is True

    def _make(self) -> Iterator[None]:
        theme = self.first_theme
        ground, maps, lower, column, splitter = self._parts
        font = FormulaFont()
        self.curves = CurvePanel(theme, ground)
        yield
        self.networks = NetworkPanel(theme, ground)
        self.accounts = AccountPanel(theme, font, ground)
        yield
        self.figures = FigurePanel(theme, ground)
        self.contest = ContestPanel(theme, ground)
        yield
        self.runs = RunPage(ground)
        for name, page in (
            ("training", self.curves),
            ("network", self.networks),
            ("accounts", self.accounts),
            ("figures", self.figures),
            ("samples", self.contest),
            ("runs", self.runs),
        ):
            lower.add_page(name, page)
        yield
        self.studio = StudioPages(theme, lower, ground)
        yield
        self.settings_panel = SettingsPanel(theme, ground)
        self.selection = SelectionPage(theme, ground)
        column.add_page(self.settings_panel)
        column.add_page(self.selection, Tool.LASSO, Tool.RECTANGLE)
        yield
        self.tools = ToolPages(theme, column, lower, maps, ground)
        yield
        self.follow = FollowStrip(ground)
        self.tour = TourColumn(theme, font, ground)
        yield
        self.help = HelpSheet(theme, ground)
        self.notices = NoticeStack(theme, ground)
        self._stage = TourStage(maps, lower, splitter)

    def prepare(self, state: ExplorerState) -> None:
        """Make the room that the guide wants, before anything else is shown."""
        self._stage.prepare(state)

    def forget_stage(self) -> None:
        """Stand as the person had it, where the guide has moved the furniture."""
        self._stage.put_heights_back()

    def show_state(self, before: ExplorerState | None, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        if before is None or _setting_parts(before) != _setting_parts(state):
            self.settings_panel.show_settings(*_setting_parts(state))
        self._show_runs(before, state)
        if before is None or before.notices != state.notices:
            self.notices.show_notices(state.notices)
        self._show_selection(before, state)
        self.tools.show_state(state)
        self._show_training(before, state)
        self._show_guide(before, state)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        for part in (
            *(self.settings_panel, self.selection, self.curves, self.notices),
            *(self.tour, self.networks, self.accounts, self.help, self.studio, self.tools),
            *(self.figures, self.contest),
        ):
            part.set_theme(theme)

    def build_plots(self) -> None:
        """Make the plots, last of all: pyqtgraph takes longer to import than all the rest."""
        self.curves.build_plot()
        self.studio.build_plots()

    def _show_training(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.maps != state.maps or before.training != state.training:
            self.curves.show_history(state.maps, state.training)
        if before is None or _moment_parts(before) != _moment_parts(state):
            self.curves.show_studio(state.maps, state.replay, state.studio)
        if before is None or _balance_parts(before) != _balance_parts(state):
            self.curves.show_balance(state.maps, state.settings, state.training)
        self.studio.show_state(before, state)

    def _show_runs(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.library is not state.library or before.training != state.training:
            self.runs.show_library(state.library, is_training=state.training.is_active)
            self.follow.show_run(state.library.followed)

    def _show_selection(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.selection is not state.selection or before.maps != state.maps:
            self.selection.show_selection(state.selection, state.maps)
        if before is not None and before.dataset.status is not state.dataset.status:
            self.selection.forget_pictures()

    def _show_guide(self, before: ExplorerState | None, state: ExplorerState) -> None:
        self.tour.show_state(state)
        self._stage.show(state)
        if before is None or before.network is not state.network or before.maps is not state.maps:
            self.networks.show_state(state)
            self.accounts.show_state(state)
        if before is None or before.maps is not state.maps:
            self.figures.show_state(state)
        if before is None or before.maps is not state.maps or before.contest is not state.contest:
            self.contest.show_state(state)


def _setting_parts(state: ExplorerState) -> tuple[TrainingSettings, tuple[str, ...], int]:
    """Return what the settings panel shows."""
    return state.settings, state.devices, state.dataset.train_count


def _moment_parts(state: ExplorerState) -> tuple[object, ...]:
    """Return what the timeline says: the moment, and whose weights decode."""
    weights = tuple(
        (shown.run_id, shown.kind, None if shown.replay is None else shown.replay.weights_epoch)
        for shown in state.maps
    )
    return state.replay, state.studio, weights


def _balance_parts(state: ExplorerState) -> tuple[object, ...]:
    """Return what the knob shows."""
    return tuple((shown.model, shown.source) for shown in state.maps), state.settings, state.training
