"""The page below the maps that shows how training went, epoch by epoch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.studio_state import StudioState
from vae_explorer.state.studio_wish import ReplayWish
from vae_explorer.state.training_state import TrainingSettings, TrainingState
from vae_explorer.ui.balance_knob import BalanceKnob
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.curve import (
    Curve,
    CurveTerms,
    can_be_log,
    comparable,
    fitting_range,
    history_curves,
    map_curves,
    turns_of_c,
)
from vae_explorer.ui.curve_legend import CurveLegend
from vae_explorer.ui.experiment_strip import ExperimentStrip
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.timeline_bar import TimelineBar

if TYPE_CHECKING:
    from vae_explorer.ui.curve_plot import CurvePlot


class CurvePanel(QWidget):
    """Curves of every map's history with their legend; the plot is made by :meth:`build_plot`.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    built = Signal()
    balance_requested = Signal(object)
    replay_requested = Signal(object)
    play_requested = Signal(object)
    branch_requested = Signal(object)
    show_branch_requested = Signal(object)
    experiment_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_panel")
        self._theme = theme
        self._maps: tuple[MapState, ...] = ()
        self._training = TrainingState()
        self._curves: list[Curve] = []
        self._turns: tuple[tuple[float, float], ...] = ()
        self._plot: CurvePlot | None = None
        self._header = QWidget(self)
        self._unit = FittingLabel("curve_unit", "muted", self._header)
        self._terms_choice = ChoiceButton("terms_button", self._header)
        self._terms_choice.chosen.connect(self._choose_terms)
        self._terms = CurveTerms.MAIN
        self._log = QPushButton(self._header)
        self._log.setObjectName("log_button")
        self._log.setProperty("role", "icon")
        self._log.setCheckable(True)
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.toggled.connect(self._draw_again)
        self._knob = BalanceKnob(self._header)
        self._knob.balance_requested.connect(self.balance_requested)
        self._timeline = TimelineBar(theme, self)
        self._timeline.replay_requested.connect(self.replay_requested)
        self._timeline.play_requested.connect(self.play_requested)
        self._timeline.branch_requested.connect(self.branch_requested)
        self._timeline.show_branch_requested.connect(self.show_branch_requested)
        self._experiment = ExperimentStrip(self)
        self._experiment.experiment_requested.connect(self.experiment_requested)
        self._replay = ReplayState()
        self._studio = StudioState()
        self._empty = QLabel(self)
        self._empty.setObjectName("curve_empty")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._legend = CurveLegend(theme, self)
        self._lay_out()
        self._retranslate()

    def _lay_out(self) -> None:
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._unit, 1)
        header.addWidget(self._terms_choice)
        header.addWidget(self._log)
        header.addWidget(self._knob)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        self._body = QHBoxLayout()
        whole.addWidget(self._experiment)
        whole.addLayout(self._body, 1)
        whole.addWidget(self._timeline)
        self._body.addWidget(self._empty, 1)
        self._body.addWidget(self._legend, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Training")

    def build_plot(self) -> None:
        """Make the plot and draw what is known so far."""
        from vae_explorer.ui.curve_plot import CurvePlot

        self._plot = CurvePlot(self._theme, self)
        self._plot.epoch_pointed.connect(self._legend.show_epoch)
        self._plot.epoch_pointed.connect(self._name_epoch)
        self._plot.moment_dragged.connect(self._request_moment)
        self._body.insertWidget(1, self._plot, 1)
        self._retranslate()
        self._draw()

    def show_history(self, maps: tuple[MapState, ...], training: TrainingState) -> None:
        """Draw the histories of these maps; a run's planned length keeps the axis still."""
        is_new = len(maps) != len(self._maps) or any(
            before.history is not after.history or before.kind != after.kind or before.title != after.title
            for before, after in zip(self._maps, maps, strict=True)
        )
        is_other_run = (training.epochs, training.is_active) != (
            self._training.epochs,
            self._training.is_active,
        )
        self._maps, self._training = maps, training
        if is_new or is_other_run:
            self._draw()

    def show_studio(self, maps: tuple[MapState, ...], replay: ReplayState, studio: StudioState) -> None:
        """Show which moment is seen, when c was turned, and the runs that were left."""
        is_other = studio.branches is not self._studio.branches
        self._replay, self._studio = replay, studio
        self._timeline.show_replay(replay, studio, maps)
        self._experiment.show_studio(studio)
        if is_other:
            self._draw()
        elif self._plot is not None:
            self._show_moment()

    def show_balance(
        self, maps: tuple[MapState, ...], settings: TrainingSettings, training: TrainingState
    ) -> None:
        """Show the c in force."""
        self._knob.show_balance(maps, settings, training)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._timeline.set_theme(theme)
        self._legend.set_theme(theme)
        if self._plot is not None:
            self._plot.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._log.setText(self.tr("log"))
        self._log.setToolTip(self.tr("Draw the curves on a logarithmic scale"))
        self._log.setAccessibleName(self.tr("Logarithmic scale"))
        self._terms_choice.setAccessibleName(self.tr("Terms of the objective"))
        self._terms_choice.setToolTip(self.tr("Which terms of the objective are drawn"))
        self._write_terms()
        if self._plot is not None:
            self._plot.setAccessibleName(self.tr("Training curves; the arrow keys read out single epochs"))
        self._write_words()

    def _draw(self) -> None:
        self._curves = [
            curve for state in self._maps for curve in map_curves(state, _title(state), self._terms)
        ]
        self._turns = turns_of_c(self._maps)
        self._legend.show_curves(self._curves)
        self._write_words()
        if self._plot is not None:
            planned = self._training.epochs if self._training.is_active else 0
            drawn = comparable([*self._past_curves(), *self._curves])
            is_log = can_be_log(drawn)
            self._log.setEnabled(is_log)
            is_log &= self._log.isChecked()
            self._plot.show_curves(drawn, fitting_range(drawn, planned, is_log=is_log))
            self._show_moment()

    def _past_curves(self) -> list[Curve]:
        """Return the curves of the runs that were left, on the test split."""
        return [
            replace(curve, is_past=True)
            for branch in self._studio.branches
            for position, (model, history) in enumerate(zip(branch.models, branch.histories, strict=True))
            for curve in history_curves(position, model, history, branch.name, self._terms)
            if curve.role.while_training is not None
        ]

    def _show_moment(self) -> None:
        if self._plot is None:
            return
        self._plot.show_moment(self._replay.epoch, can_replay=self._replay.can_replay)
        self._plot.show_changes(self._studio.c_changes or self._turns)

    def _write_terms(self) -> None:
        texts = {
            CurveTerms.MAIN: self.tr("reconstruction, total"),
            CurveTerms.PENALTY: self.tr("KL, prior"),
            CurveTerms.ALL: self.tr("all terms"),
        }
        self._terms_choice.set_choices(list(texts.items()), self._terms)
        self._terms_choice.setText(texts[self._terms])

    @Slot(object)
    def _choose_terms(self, terms: CurveTerms) -> None:
        self._terms = terms
        self._write_terms()
        self._draw()

    @Slot()
    def _draw_again(self) -> None:
        self._draw()

    @Slot(float)
    def _request_moment(self, epoch: float) -> None:
        self.replay_requested.emit(ReplayWish(epoch))

    def _write_words(self) -> None:
        has_curves = bool(self._curves)
        self._empty.setVisible(not has_curves or self._plot is None)
        self._legend.setVisible(has_curves)
        if self._plot is not None:
            self._plot.setVisible(has_curves)
        if self._training.is_active and not has_curves:
            self._empty.setText(self.tr("The curves begin with the first finished epoch."))
        elif not has_curves:
            self._empty.setText(self.tr("Press Train to watch the codes move and the error fall."))
        else:
            self._empty.setText("")
        self._name_epoch(None)

    def _objective(self) -> str:
        """Return what training maximises, for the models that are shown."""
        kinds = {state.kind for state in self._maps}
        texts = []
        if "vae" in kinds:
            texts.append(self.tr("maximise E log p(x∣z) − KL"))
        elif "map" in kinds:
            texts.append(self.tr("maximise log p(x∣z) + log p(z)"))
        elif "ae" in kinds:
            texts.append(self.tr("maximise log p(x∣z)"))
        return SEPARATOR.join(texts)

    @Slot(object)
    def _name_epoch(self, epoch: float | None) -> None:
        parts = [self._objective(), self.tr("nats per image")]
        if epoch is None and self._curves:
            parts.append(
                self.tr("drag the line to replay any epoch")
                if self._replay.can_replay
                else self.tr("point at the curves to read them")
            )
        elif epoch is not None:
            parts.append(self.tr("epoch {epoch}").format(epoch=f"{epoch:.0f}"))
        parts = [part for part in parts if part]
        kept = parts[-2:] if epoch is not None else parts[:2]
        self._unit.set_wordings([SEPARATOR.join(parts), SEPARATOR.join(kept), kept[-1 if epoch else 0], ""])


def _title(state: MapState) -> str:
    return state.title or SHORT_NAMES[state.kind]
