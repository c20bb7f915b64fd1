"""The classes as a list that a view shows and a screen reader reads."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vae_explorer.ui.map.style import LabelStyle, Mark

LABEL_ROLE = Qt.ItemDataRole.UserRole
MARK_ROLE = Qt.ItemDataRole.UserRole + 1
IS_SHOWN_ROLE = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LegendModel(QAbstractListModel):
    """One row for each class of a style.

    Parameters
    ----------
    parent : QObject
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._style = LabelStyle()

    def set_label_style(self, style: LabelStyle) -> None:
        """Take another style; rows stay where only what is shown has changed."""
        if style.classes == self._style.classes and style.names == self._style.names:
            self._style = style
            if style.classes:
                self.dataChanged.emit(self.index(0), self.index(len(style.classes) - 1))
            return
        self.beginResetModel()
        self._style = style
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many classes there are."""
        return 0 if parent.isValid() else len(self._style.classes)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a role tells of a class."""
        if not index.isValid():
            return None
        label, name = self._style.classes[index.row()], self._style.names[index.row()]
        is_shown = self._style.is_shown(label)
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: name,
            Qt.ItemDataRole.ToolTipRole: self.tr("{name}: click hides, double click isolates").format(
                name=name
            ),
            Qt.ItemDataRole.AccessibleTextRole: name
            if is_shown
            else self.tr("{name}, hidden").format(name=name),
            Qt.ItemDataRole.CheckStateRole: Qt.CheckState.Checked if is_shown else Qt.CheckState.Unchecked,
            LABEL_ROLE: label,
            MARK_ROLE: self._mark(index.row()),
            IS_SHOWN_ROLE: is_shown,
        }
        return values.get(role)

    def _mark(self, row: int) -> Mark:
        return self._style.marks[row]
