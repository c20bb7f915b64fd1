"""How many of the selected images each class has, the most common first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vae_explorer.ui.theme import Theme

SHARE_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1

_ROW_HEIGHT = 19
_MOST_ROWS = 10
_BAR_HEIGHT = 3.0
_COUNT_WIDTH = 96

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class LabelCount:
    """One class: its name, how many selected images it has, and how many there are in all."""

    name: str
    count: int
    of: int


def label_counts(
    labels: np.ndarray, selected: np.ndarray, names: tuple[str, ...], nameless: str
) -> tuple[LabelCount, ...]:
    """Count the selected images by class, the most common first.

    Parameters
    ----------
    labels : (n,) int64
        Of all images; −1 without a class.
    selected : (k,) int64
        Positions of the selected ones.
    names : tuple of str
        What the classes are called.
    nameless : str
        What images without a class are called.
    """
    size = max(int(labels.max(initial=-1)) + 1, len(names)) + 1
    chosen = np.bincount(labels[selected] + 1, minlength=size)
    total = np.bincount(labels + 1, minlength=size)
    known = (nameless, *names, *map(str, range(len(names), size - 1)))
    order = sorted(np.flatnonzero(chosen).tolist(), key=lambda slot: (-chosen[slot], slot))
    return tuple(LabelCount(known[slot], int(chosen[slot]), int(total[slot])) for slot in order)


class LabelCountModel(QAbstractListModel):
    """One row per class."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.counts: tuple[LabelCount, ...] = ()

    def set_counts(self, counts: tuple[LabelCount, ...]) -> None:
        """List other counts."""
        self.beginResetModel()
        self.counts = counts
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many classes there are."""
        return 0 if parent.isValid() else len(self.counts)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a role tells of a class."""
        if not index.isValid():
            return None
        count = self.counts[index.row()]
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: count.name,
            Qt.ItemDataRole.AccessibleTextRole: self._sentence(count),
            Qt.ItemDataRole.ToolTipRole: self._sentence(count),
            SHARE_ROLE: count.count / max(self.counts[0].count, 1),
            COUNT_ROLE: count.count,
        }
        return values.get(role)

    def _sentence(self, count: LabelCount) -> str:
        return self.tr("{name}: {count} of {total} selected").format(
            name=count.name, count=count.count, total=count.of
        )


class _CountDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - all alike
        return QSize(_COUNT_WIDTH, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = QRectF(option.rect).adjusted(2, 0, -2, 0)
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.WindowText))
        number = str(index.data(COUNT_ROLE))
        digits = option.fontMetrics.horizontalAdvance(number) + 8
        name = option.fontMetrics.elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)),
            Qt.TextElideMode.ElideRight,
            int(box.width()) - digits,
        )
        text = box.adjusted(0, 0, 0, -_BAR_HEIGHT)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(self.theme.text_muted))
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        bar = QRectF(box.left(), box.bottom() - _BAR_HEIGHT, box.width(), _BAR_HEIGHT - 1)
        painter.fillRect(bar, QColor(self.theme.field))
        bar.setWidth(max(1.0, box.width() * float(index.data(SHARE_ROLE))))
        painter.fillRect(bar, QColor(self.theme.accent))
        painter.restore()


class LabelCountList(QListView):
    """A row per class with a number and a bar; at most ten in sight, the others are scrolled to.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_counts")
        self._model = LabelCountModel(self)
        self._delegate = _CountDelegate(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.set_counts(())

    @property
    def counts(self) -> tuple[LabelCount, ...]:
        """What is shown."""
        return self._model.counts

    def set_counts(self, counts: tuple[LabelCount, ...]) -> None:
        """Show these counts."""
        self._model.set_counts(counts)
        self.setFixedHeight(min(len(counts), _MOST_ROWS) * _ROW_HEIGHT + 2)
        self.setVisible(bool(counts))

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._delegate.theme = theme
        self.viewport().update()
