"""The page below the maps that shows how training went, epoch by epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.training_state import TrainingState
from vae_explorer.ui.curve import Curve, comparable, fitting_range, map_curves, newest_c
from vae_explorer.ui.curve_legend import CurveLegend
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.number_text import short_text
from vae_explorer.ui.theme import Theme

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

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_panel")
        self._theme = theme
        self._maps: tuple[MapState, ...] = ()
        self._training = TrainingState()
        self._curves: list[Curve] = []
        self._plot: CurvePlot | None = None
        self._header = QWidget(self)
        self._unit = FittingLabel("curve_unit", "muted", self._header)
        self._c = QLabel(self._header)
        self._c.setObjectName("curve_c")
        self._c.setProperty("role", "chip")
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
        header.addWidget(self._c)
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
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

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._legend.set_theme(theme)
        if self._plot is not None:
            self._plot.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._c.setToolTip(self.tr("The balance in force; a larger c weighs the regulariser more"))
        if self._plot is not None:
            self._plot.setAccessibleName(self.tr("Training curves; the arrow keys read out single epochs"))
        self._write_words()

    def _draw(self) -> None:
        self._curves = [curve for state in self._maps for curve in map_curves(state, _title(state))]
        self._legend.show_curves(self._curves)
        self._write_words()
        if self._plot is not None:
            planned = self._training.epochs if self._training.is_active else 0
            drawn = comparable(self._curves)
            self._plot.show_curves(drawn, fitting_range(drawn, planned))

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
        self._c.setText(self._c_text())
        self._name_epoch(None)

    def _c_text(self) -> str:
        values = []
        for state in self._maps:
            c = newest_c(state.history)
            if c is not None and state.kind in ("map", "vae"):
                values.append(short_text(c))
        return f"c  {' | '.join(dict.fromkeys(values))}" if values else ""

    @Slot(object)
    def _name_epoch(self, epoch: float | None) -> None:
        parts = [self.tr("nats per image")]
        if epoch is None and self._curves:
            parts.append(self.tr("point at the curves to read them"))
        elif epoch is not None:
            parts.append(self.tr("epoch {epoch}").format(epoch=f"{epoch:.0f}"))
        self._unit.set_wordings([SEPARATOR.join(parts), parts[-1], ""])


def _title(state: MapState) -> str:
    return state.title or SHORT_NAMES[state.kind]
