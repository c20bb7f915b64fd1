"""The pages of the training studio below the maps, beside the curves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.diagnosis_page import DiagnosisPage
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.rate_page import RatePage
from vae_explorer.ui.step_page import StepPage
from vae_explorer.ui.theme import Theme


class StudioPages(QObject):
    """Single steps, rate against distortion, and the diagnosis.

    Parameters
    ----------
    theme : Theme
        The colours.
    lower : LowerPanel
        Where they are turned to.
    parent : QWidget
        The window's ground.
    """

    step_requested = Signal(object)
    remedy_requested = Signal(object)
    experiment_requested = Signal(object)
    arrange_requested = Signal(object)

    def __init__(self, theme: Theme, lower: LowerPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._steps = StepPage(parent)
        self._rates = RatePage(theme, parent)
        self._diagnosis = DiagnosisPage(theme, parent)
        lower.add_page("steps", self._steps)
        lower.add_page("rates", self._rates)
        lower.add_page("diagnosis", self._diagnosis)
        self._steps.step_requested.connect(self.step_requested)
        self._diagnosis.remedy_requested.connect(self.remedy_requested)
        self._diagnosis.title_changed.connect(lower.write_titles)

    def build_plots(self) -> None:
        """Make what needs the plot library."""
        self._rates.build_plot()

    def show_state(self, before: ExplorerState | None, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        self._steps.show_steps(state.studio.watched, state.training, is_torch_ready=state.is_torch_ready)
        self._diagnosis.show_findings(state.studio.findings)
        if before is None or _trail_parts(before) != _trail_parts(state):
            self._rates.show_trails(state.maps, state.studio)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._rates.set_theme(theme)
        self._diagnosis.set_theme(theme)


def _trail_parts(state: ExplorerState) -> tuple[object, ...]:
    """Return what the trails of rate and distortion are made of."""
    moments = tuple(shown.whole_epochs for shown in state.maps if shown.replay is not None)
    histories = tuple((id(shown.history), shown.kind, shown.title) for shown in state.maps)
    return histories, moments, id(state.studio.branches)
