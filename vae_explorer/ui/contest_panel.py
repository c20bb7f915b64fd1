"""The page below the maps where models are sampled side by side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.analysis.figure import FigureKey
from vae_explorer.analysis.sample_sheet import SampleSheet
from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.state.contest_event import ContestWish, SheetSaveWish
from vae_explorer.state.contest_state import FEWEST, MOST, ContestState
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.control import push_button
from vae_explorer.ui.figure_text import percent_text
from vae_explorer.ui.file_dialog import save_file_dialog
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import map_titles
from vae_explorer.ui.number_box import NumberBox
from vae_explorer.ui.sample_view import SampleView
from vae_explorer.ui.theme import Theme

_COVERAGE = {
    SamplerKind.PRIOR: FigureKey.COVERAGE,
    SamplerKind.GAUSSIAN: FigureKey.COVERAGE_GAUSSIAN,
    SamplerKind.MIXTURE: FigureKey.COVERAGE_MIXTURE,
}


class ContestPanel(QWidget):
    """A contact sheet for every map, and what is drawn for it.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    contest_requested = Signal(object)
    sheet_save_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contest_panel")
        self._theme = theme
        self._contest = ContestState()
        self._maps: tuple[MapState, ...] = ()
        self._columns: list[_SheetColumn] = []
        self._header = QWidget(self)
        self._hint = FittingLabel("contest_hint", "muted", self._header)
        self._sampler = ChoiceButton("sampler_button", self._header)
        self._count = NumberBox("sample_count_field", FEWEST, MOST, self._header)
        self._again = push_button("draw_again_button", "", self._header)
        self._save = push_button("save_samples_button", "", self._header)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._hint, 1)
        for widget in (self._sampler, self._count, self._again, self._save):
            header.addWidget(widget)
        self._sheets = QHBoxLayout(self)
        self._sheets.setContentsMargins(0, 4, 0, 0)
        self._sheets.setSpacing(18)
        self._sampler.chosen.connect(self._choose_sampler)
        self._count.valueChanged.connect(self._choose_count)
        self._again.clicked.connect(self._draw_again)
        self._save.clicked.connect(self._ask_where_to_save)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the tabs."""
        return self._header

    def page_title(self) -> str:
        """Return what the tab says."""
        return self.tr("Samples")

    def show_state(self, state: ExplorerState) -> None:
        """Show the samples of every map."""
        self._maps = state.maps
        if state.contest is not self._contest:
            self._contest = state.contest
            self._write_choice()
        while len(self._columns) > len(state.maps):
            column = self._columns.pop()
            self._sheets.removeWidget(column)
            column.deleteLater()
        while len(self._columns) < len(state.maps):
            column = _SheetColumn(len(self._columns), self._theme, self)
            self._columns.append(column)
            self._sheets.addWidget(column, 1)
        if self.isVisible():
            self._write_sheets()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for column in self._columns:
            column.view.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Have samples drawn while they are looked at."""
        super().showEvent(event)
        self._write_sheets()
        self._ask(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing be drawn that nobody sees."""
        super().hideEvent(event)
        self._ask(is_watched=False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._hint.set_wordings(
            [
                self.tr("frame with a ring: in a gap · bars: at the edge · line: in the data"),
                self.tr("ring: gap · bars: edge · line: data"),
                "",
            ]
        )
        self._sampler.setAccessibleName(self.tr("Drawn from"))
        self._sampler.setToolTip(self.tr("What the codes that are decoded here are drawn from"))
        self._count.setPrefix(self.tr("Samples") + " ")
        self._count.setAccessibleName(self.tr("Samples of every model"))
        self._again.setText(self.tr("Draw again"))
        self._again.setToolTip(self.tr("Draw others from the same distribution, for every model the same"))
        self._save.setText(self.tr("Save…"))
        self._save.setToolTip(self.tr("Keep these samples as a picture"))
        self._write_choice()
        self._write_sheets()

    def _write_choice(self) -> None:
        names = {
            SamplerKind.PRIOR: self.tr("prior N(0, I)"),
            SamplerKind.GAUSSIAN: self.tr("Gaussian fitted to the codes"),
            SamplerKind.MIXTURE: self.tr("mixture fitted to the codes"),
        }
        self._sampler.set_choices(list(names.items()), self._contest.sampler)
        self._sampler.setText(names[self._contest.sampler])
        self._count.show_value(self._contest.count)

    def _write_sheets(self) -> None:
        has_any = False
        for column, shown in zip(self._columns, self._maps, strict=False):
            sheet = self._contest.sheet(shown.map_id, shown.run_id)
            has_any |= sheet is not None
            column.view.show_sheet(sheet)
            title = map_titles(shown)[-1]
            texts = [title] if sheet is None else [f"{title} · {text}" for text in self._texts(shown, sheet)]
            column.title.set_wordings(texts)
            column.view.setAccessibleName(texts[0])
        self._save.setEnabled(has_any)

    def _texts(self, shown: MapState, sheet: SampleSheet) -> list[str]:
        gaps = self.tr("{gap} in gaps, {edge} at the edge").format(
            gap=percent_text(sheet.gap_share), edge=percent_text(float(sheet.is_edge.mean()))
        )
        short = self.tr("{gap} in gaps").format(gap=percent_text(sheet.gap_share))
        coverage = shown.figures.value(_COVERAGE[sheet.kind])
        if coverage is None:
            return [gaps, short]
        covered = self.tr("cover {coverage} of the test images").format(coverage=percent_text(coverage))
        return [f"{gaps} · {covered}", f"{short} · {covered}", gaps, short]

    def _ask(
        self,
        *,
        sampler: SamplerKind | None = None,
        count: int | None = None,
        seed: int | None = None,
        is_watched: bool = True,
    ) -> None:
        contest = self._contest
        self.contest_requested.emit(
            ContestWish(
                contest.sampler if sampler is None else sampler,
                contest.count if count is None else count,
                contest.seed if seed is None else seed,
                is_watched,
            )
        )

    @Slot(object)
    def _choose_sampler(self, sampler: SamplerKind) -> None:
        self._ask(sampler=sampler)

    @Slot(int)
    def _choose_count(self, count: int) -> None:
        self._ask(count=count)

    @Slot()
    def _draw_again(self) -> None:
        self._ask(seed=self._contest.seed + 1)

    @Slot()
    def _ask_where_to_save(self) -> None:
        title, kinds = self.tr("Save the samples"), self.tr("Pictures (*.png)")
        dialog = save_file_dialog(self, title, kinds, "samples.png", ".png")
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    @Slot(str)
    def _save_to(self, path: str) -> None:
        self.sheet_save_requested.emit(SheetSaveWish(path))


class _SheetColumn(QWidget):
    """The samples of one map under its title."""

    def __init__(self, map_id: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = FittingLabel(f"sample_title_{map_id}", "caption", self)
        self.view = SampleView(f"samples_{map_id}", theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.view, 1)
