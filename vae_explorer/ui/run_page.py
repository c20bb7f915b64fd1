"""The page below the maps that lists the runs that were kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QWidget,
)

from vae_explorer.state.run_library_state import (
    RunDeleteWish,
    RunFolderWish,
    RunLibraryState,
    RunListWish,
    RunOpenWish,
    RunRepeatWish,
    RunResumeWish,
)
from vae_explorer.training.run_summary import RunStatus, RunSummary
from vae_explorer.ui.run_table_model import NOTES_COLUMN, SORT_ROLE, RunTableModel

_WIDTHS = (142, 130, 96, 100, 110, 70, 130)
_ROW_HEIGHT = 25


class RunPage(QWidget):
    """A table of runs, a field to search them, and what can be done with those that are chosen."""

    run_requested = Signal(object)  # one of the wishes of run_library_state

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_page")
        self._library = RunLibraryState()
        self._is_training = False
        self._header = QWidget(self)
        self._search = QLineEdit(self._header)
        self._search.setObjectName("run_search")
        self._search.setClearButtonEnabled(True)
        self._buttons: dict[str, QPushButton] = {}
        for name, slot in (
            ("open", self._open),
            ("compare", self._compare),
            ("resume", self._resume),
            ("repeat", self._repeat),
            ("folder", self._show_folder),
            ("delete", self._delete),
        ):
            button = QPushButton(self._header)
            button.setObjectName(f"run_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slot)
            self._buttons[name] = button
        self._model = RunTableModel(self)
        self._model.notes_requested.connect(self.run_requested)
        self._rows = QSortFilterProxyModel(self)
        self._rows.setSourceModel(self._model)
        self._rows.setSortRole(SORT_ROLE)
        self._rows.setFilterKeyColumn(-1)
        self._rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._search.textChanged.connect(self._filter)
        self._table = self._make_table()
        self._empty = QLabel(self)
        self._empty.setObjectName("run_empty")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self._retranslate()
        self._show_choice()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("run_table")
        table.setModel(self._rows)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        table.selectionModel().selectionChanged.connect(self._note_choice)
        table.doubleClicked.connect(self._open_row)
        return table

    def _lay_out(self) -> None:
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(6)
        header.addStretch(1)
        self._search.setMaximumWidth(220)
        header.addWidget(self._search, 2)
        for button in self._buttons.values():
            header.addWidget(button)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Runs")

    def show_library(self, library: RunLibraryState, *, is_training: bool) -> None:
        """Show the runs, and what can be done with the chosen ones now."""
        if library is not self._library:
            chosen = {run.path for run in self.chosen()}
            self._library = library
            self._model.show_library(library)
            if {run.path for run in self.chosen()} != chosen:
                self._choose(chosen)
        self._is_training = is_training
        self._stack.setCurrentWidget(self._table if library.runs else self._empty)
        self._write_empty()
        self._show_choice()

    def chosen(self) -> list[RunSummary]:
        """Return the runs that are selected, from top to bottom."""
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        sources = [self._rows.mapToSource(self._rows.index(row, 0)).row() for row in rows]
        return [self._model.runs[row] for row in sources]

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the list as it is on the disk while it is looked at."""
        super().showEvent(event)
        self.run_requested.emit(RunListWish(True))

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the disk alone."""
        super().hideEvent(event)
        self.run_requested.emit(RunListWish(False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, delete with the key of that name."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._buttons["open"].isEnabled():
            self._open()
        elif event.key() == Qt.Key.Key_Delete and self._buttons["delete"].isEnabled():
            self._delete()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        texts = {
            "open": (
                self.tr("Open"),
                self.tr("Put the models of this run into the maps; follow it while it trains"),
            ),
            "compare": (self.tr("Compare"), self.tr("Put the models of two runs side by side")),
            "resume": (self.tr("Go on"), self.tr("Go on with the training where it was cut off")),
            "repeat": (
                self.tr("Repeat"),
                self.tr("Carry it out again: the same seed gives the same figures"),
            ),
            "folder": (self.tr("Folder"), self.tr("Show the folder in the file browser")),
            "delete": (self.tr("Delete"), self.tr("Move to the trash")),
        }
        for name, (text, explanation) in texts.items():
            self._buttons[name].setText(text)
            self._buttons[name].setToolTip(explanation)
            self._buttons[name].setAccessibleName(text)
            self._buttons[name].setAccessibleDescription(explanation)
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search the runs"))
        self._table.setAccessibleName(self.tr("Runs"))
        self._model.retranslate()
        self._write_empty()

    def _write_empty(self) -> None:
        if self._library.is_read:
            self._empty.setText(
                self.tr("Every training is kept here from its first moment on. Press Train to begin.")
            )
        else:
            self._empty.setText("")

    def _choose(self, paths: set[str]) -> None:
        selection = self._table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for row, run in enumerate(self._model.runs):
            if run.path in paths:
                index = self._rows.mapFromSource(self._model.index(row, 0))
                selection.select(index, flags.Select | flags.Rows)

    def _show_choice(self) -> None:
        chosen = self.chosen()
        is_one = len(chosen) == 1
        is_deletable = bool(chosen) and all(run.status is not RunStatus.RUNNING for run in chosen)
        self._buttons["open"].setEnabled(is_one)
        self._buttons["compare"].setEnabled(len(chosen) == 2)
        self._buttons["resume"].setEnabled(is_one and chosen[0].can_go_on and not self._is_training)
        self._buttons["repeat"].setEnabled(is_one and not self._is_training)
        self._buttons["folder"].setEnabled(is_one)
        self._buttons["delete"].setEnabled(is_deletable)

    @Slot()
    def _note_choice(self) -> None:
        self._show_choice()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self._rows.setFilterFixedString(text)

    @Slot(QModelIndex)
    def _open_row(self, index: QModelIndex) -> None:
        if index.column() != NOTES_COLUMN and self._buttons["open"].isEnabled():
            self._open()

    @Slot()
    def _open(self) -> None:
        self.run_requested.emit(RunOpenWish((self.chosen()[0].path,)))

    @Slot()
    def _compare(self) -> None:
        first, second = self.chosen()
        self.run_requested.emit(RunOpenWish((first.path, second.path)))

    @Slot()
    def _resume(self) -> None:
        self.run_requested.emit(RunResumeWish(self.chosen()[0].path))

    @Slot()
    def _repeat(self) -> None:
        self.run_requested.emit(RunRepeatWish(self.chosen()[0].path))

    @Slot()
    def _show_folder(self) -> None:
        self.run_requested.emit(RunFolderWish(self.chosen()[0].path))

    @Slot()
    def _delete(self) -> None:
        self.run_requested.emit(RunDeleteWish(tuple(run.path for run in self.chosen())))
