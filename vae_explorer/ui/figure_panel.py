"""The page below the maps that sets the figures of all models side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.analysis.figure import Figure, FigureKey
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.figure_chip import hole_mark
from vae_explorer.ui.figure_text import (
    chance_text,
    figure_explanation,
    figure_meaning,
    figure_title,
    figure_unit,
    interval_text,
    missing_text,
    value_text,
)
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import map_titles
from vae_explorer.ui.number_text import nats_text
from vae_explorer.ui.theme import Theme

_TERMS = ("reconstruction", "kl")
_ROW_HEIGHT = 23


class FigurePanel(QWidget):
    """A table with a row for every figure and a column for every map.

    Parameters
    ----------
    theme : Theme
        The colours of what stands out.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figure_panel")
        self._theme = theme
        self._maps: tuple[MapState, ...] = ()
        self._header = QWidget(self)
        self._hint = FittingLabel("figure_hint", "muted", self._header)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._hint, 1)
        self._table = QTableWidget(len(_TERMS) + len(FigureKey), 1, self)
        self._table.setObjectName("figure_table")
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self._table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self._table)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the tabs."""
        return self._header

    def page_title(self) -> str:
        """Return what the tab says."""
        return self.tr("Figures")

    def show_state(self, state: ExplorerState) -> None:
        """Show what is measured of every map."""
        before, self._maps = self._maps, state.maps
        if [_parts(shown) for shown in before] != [_parts(shown) for shown in state.maps]:
            self._write_when_seen()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._write_when_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """Write what nobody has seen yet."""
        super().showEvent(event)
        self._write_when_seen()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._hint.set_wordings(
            [
                self.tr("all maps side by side · point at a figure to read what it means"),
                self.tr("all maps side by side"),
                "",
            ]
        )
        self._table.setAccessibleName(self.tr("Figures of all maps"))
        self._write_when_seen()

    def _write_when_seen(self) -> None:
        """Fill the table, or leave that until somebody looks at it: it takes as long as a map."""
        if self.isVisible():
            self._write()

    def _write(self) -> None:
        columns = [self.tr("Figure"), *(map_titles(shown)[-1] for shown in self._maps)]
        columns += [self.tr("Chance level"), self.tr("Unit")]
        self._table.setColumnCount(len(columns))
        self._table.setHorizontalHeaderLabels(columns)
        header = self._table.horizontalHeader()
        for column in range(len(columns)):
            header.setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.Stretch
                if column == len(columns) - 1
                else QHeaderView.ResizeMode.ResizeToContents,
            )
        self._write_terms()
        for row, key in enumerate(FigureKey, start=len(_TERMS)):
            self._write_row(row, key)

    def _write_terms(self) -> None:
        rows = (
            (
                self.tr("reconstruction"),
                self.tr("Reconstruction error on the test images, in nats per image: mean −log p(x∣z)"),
            ),
            (
                self.tr("KL per image"),
                self.tr(
                    "How far the posteriors lie from the prior, in nats per image: mean KL(q(z∣x)‖N(0, I))"
                ),
            ),
        )
        for row, (title, meaning) in enumerate(rows):
            self._put(row, 0, title, meaning)
            for column, shown in enumerate(self._maps, start=1):
                terms = shown.terms
                text = "–"
                if terms is not None and (row == 0 or shown.kind == "vae"):
                    text = nats_text(terms.kl_nats if row else terms.reconstruction_nats)
                self._put(row, column, text, meaning)
            self._put(row, len(self._maps) + 1, "", meaning)
            self._put(row, len(self._maps) + 2, self.tr("nats per image"), meaning)

    def _write_row(self, row: int, key: FigureKey) -> None:
        meaning = figure_meaning(key)
        self._put(row, 0, figure_title(key), meaning)
        chance, unit = "", ""
        for column, shown in enumerate(self._maps, start=1):
            figure = shown.figures.get(key)
            if figure is None:
                self._put(row, column, "…" if shown.codes is not None else "", self.tr("Not measured yet"))
                continue
            chance, unit = chance_text(figure), figure_unit(figure)
            text, tone = _cell_text(figure)
            item = self._put(row, column, text, figure_explanation(figure, shown.figures.code_count))
            colours = {"warning": self._theme.warning, "good": self._theme.good}
            if tone in colours:
                item.setForeground(QColor(colours[tone]))
        self._put(row, len(self._maps) + 1, chance, meaning)
        self._put(row, len(self._maps) + 2, unit, meaning)

    def _put(self, row: int, column: int, text: str, explanation: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(explanation)
        self._table.setItem(row, column, item)
        return item


def _cell_text(figure: Figure) -> tuple[str, str]:
    """Return what a cell says, and its tone."""
    if figure.estimate is None:
        return missing_text(figure.basis), ""
    text, tone = value_text(figure), ""
    if figure.key in (FigureKey.HOLES, FigureKey.HOLES_WHITENED):
        mark, tone = hole_mark(figure.estimate.value)
        text = f"{mark} {text}"
    interval = interval_text(figure)
    return (f"{text}  ({interval})" if interval else text), tone


def _parts(shown: MapState) -> tuple[object, ...]:
    return shown.kind, shown.title, id(shown.figures), id(shown.history), shown.codes is None
