"""The selected images as a list of pictures, of which only those in sight are ever asked for."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from vae_explorer.state.selection_state import SheetBlock
from vae_explorer.ui.pixel_view import image_of

PICTURE_ROLE = Qt.ItemDataRole.UserRole
INDEX_ROLE = Qt.ItemDataRole.UserRole + 1

_KEPT_PICTURES = 4_000

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ContactSheetModel(QAbstractListModel):
    """One row per selected image; its picture arrives a moment after it was first looked at.

    Parameters
    ----------
    parent : QObject
    """

    pictures_wanted = Signal(object)
    """Positions in the preview set, a tuple of int, that were looked at and have no picture yet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._indices = np.zeros(0, np.int64)
        self._labels = np.zeros(0, np.int64)
        self._label_names: tuple[str, ...] = ()
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._source: tuple[object, ...] = ()
        self._missing: dict[int, None] = {}
        self._asked: frozenset[int] = frozenset()
        self._rows: dict[int, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask)

    def set_images(self, indices: np.ndarray, labels: np.ndarray, label_names: tuple[str, ...]) -> None:
        """List other images, in the order given.

        Parameters
        ----------
        indices, labels : (k,) int64
            Positions in the preview set, and classes; −1 without one.
        label_names : tuple of str
        """
        self.beginResetModel()
        self._indices, self._labels, self._label_names = indices, labels, label_names
        self._rows = {index: row for row, index in enumerate(indices.tolist())}
        self._missing, self._asked = {}, frozenset()
        self.endResetModel()

    def add_pictures(self, block: SheetBlock) -> None:
        """Take pictures; those of another source than before replace all."""
        if block.source != self._source:
            self._source = block.source
            self._pictures.clear()
        for index, pixels in zip(block.indices, block.images, strict=True):
            self._pictures[index] = image_of(pixels)
        while len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self._asked = frozenset()
        rows = [self._rows[index] for index in block.indices if index in self._rows]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def forget_pictures(self) -> None:
        """Ask anew for every picture: the images came, or another model stands there."""
        self._pictures.clear()
        self._source, self._asked = (), frozenset()
        if len(self._indices):
            self.dataChanged.emit(self.index(0), self.index(len(self._indices) - 1))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many images there are."""
        return 0 if parent.isValid() else len(self._indices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a role tells of an image."""
        if not index.isValid():
            return None
        position = int(self._indices[index.row()])
        if role == PICTURE_ROLE:
            return self._picture(position)
        if role == INDEX_ROLE:
            return position
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._description(index.row(), position)
        return None

    def _picture(self, position: int) -> QImage | None:
        picture = self._pictures.get(position)
        if picture is not None:
            self._pictures.move_to_end(position)
        else:
            self._missing[position] = None
            if not self._timer.isActive():
                self._timer.start()
        return picture

    def _description(self, row: int, position: int) -> str:
        label = int(self._labels[row])
        name = self._label_names[label] if 0 <= label < len(self._label_names) else ""
        if name:
            return self.tr("Image {number}: {label}").format(number=position, label=name)
        return self.tr("Image {number}").format(number=position)

    @Slot()
    def _ask(self) -> None:
        wanted = [position for position in self._missing if position not in self._pictures]
        self._missing = {}
        if wanted and not self._asked.issuperset(wanted):
            self._asked = frozenset(wanted)
            self.pictures_wanted.emit(tuple(wanted))
