"""The runs that were kept as a table: one row each, its figures sortable, its notes editable."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from vae_explorer.state.run_library_state import RunLibraryState, RunNotesWish
from vae_explorer.training.run_summary import RunStatus, RunSummary
from vae_explorer.ui.model_text import SHORT_NAMES
from vae_explorer.ui.number_text import duration_text, epoch_text, nats_text

SORT_ROLE = Qt.ItemDataRole.UserRole
NOTES_COLUMN = 7

_NUMBERS = (3, 4, 5)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RunTableModel(QAbstractTableModel):
    """Rows in the order of the state, newest first; a proxy sorts and filters them."""

    notes_requested = Signal(object)  # RunNotesWish

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = RunLibraryState()

    @property
    def runs(self) -> tuple[RunSummary, ...]:
        """The runs, row by row."""
        return self._library.runs

    def show_library(self, library: RunLibraryState) -> None:
        """Show these runs; where only their figures differ, what is selected stays so."""
        before, self._library = self._library, library
        if [run.path for run in before.runs] != [run.path for run in library.runs]:
            self.beginResetModel()
            self.endResetModel()
        elif library.runs:
            last = self.index(len(library.runs) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def retranslate(self) -> None:
        """Follow the language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.show_library(self._library)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of runs."""
        return 0 if parent.isValid() else len(self._library.runs)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else NOTES_COLUMN + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what stands over a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (
            self.tr("Begun"),
            self.tr("Data"),
            self.tr("Models"),
            self.tr("Epochs"),
            self.tr("Test, nats"),
            self.tr("Time"),
            self.tr("State"),
            self.tr("Notes"),
        )
        return titles[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, or how it is sorted."""
        run, column = self._library.runs[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(run, column)
        if role == SORT_ROLE:
            return self._sort_key(run, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._explanation(run)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            return _RIGHT
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for other notes; they are shown once they are on the disk."""
        run = self._library.runs[index.row()]
        if index.column() != NOTES_COLUMN or role != Qt.ItemDataRole.EditRole or value == run.notes:
            return False
        self.notes_requested.emit(RunNotesWish(run.path, str(value)))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let notes be written, except of a run that another process has."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NOTES_COLUMN and self.is_ours(self._library.runs[index.row()]):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def is_ours(self, run: RunSummary) -> bool:
        """Whether this window may write the folder of a run."""
        return run.status is not RunStatus.RUNNING or run.path == self._library.own

    def _text(self, run: RunSummary, column: int) -> str:
        specification = run.specification
        moment = dt.datetime.fromisoformat(specification.created).astimezone()
        texts = (
            moment.strftime("%Y-%m-%d %H:%M"),
            specification.dataset.title,
            " | ".join(SHORT_NAMES[kind] for kind in specification.kinds),
            f"{epoch_text(run.epoch)} / {specification.epochs}",
            " | ".join(nats_text(total) for total in run.totals),
            duration_text(run.seconds),
            self._status_text(run),
            run.notes,
        )
        return texts[column]

    def _sort_key(self, run: RunSummary, column: int) -> Any:
        keys: dict[int, Any] = {
            0: run.specification.created,
            3: run.epoch,
            4: min(run.totals, default=float("inf")),
            5: run.seconds,
        }
        return keys.get(column, self._text(run, column).lower())

    def _status_text(self, run: RunSummary) -> str:
        if run.status is RunStatus.RUNNING:
            is_own = run.path == self._library.own
            return self.tr("training here") if is_own else self.tr("training elsewhere")
        titles = {
            RunStatus.FINISHED: self.tr("finished"),
            RunStatus.STOPPED: self.tr("stopped"),
            RunStatus.FAILED: self.tr("failed"),
            RunStatus.KILLED: self.tr("cut off"),
        }
        return titles[run.status]

    def _explanation(self, run: RunSummary) -> str:
        training, first = run.specification.training, run.specification.models[0]
        recipe = QCoreApplication.translate(
            "RunTableModel",
            "{network} {hidden}, {latent_dim}-D, batches of {batch_size}, learning rate {rate:g}, "
            "seed {seed}",
        ).format(
            network=first.network.upper(),
            hidden="-".join(map(str, first.hidden)),
            latent_dim=first.latent_dim,
            batch_size=QLocale().toString(training.batch_size),
            rate=training.learning_rate,
            seed=training.seed,
        )
        return "\n".join(part for part in (run.name, recipe, run.error) if part)
