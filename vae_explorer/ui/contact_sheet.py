"""The contact sheet: small pictures in rows, ten thousand of them as easily as ten."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from vae_explorer.state.selection_state import SheetBlock
from vae_explorer.ui.contact_sheet_model import INDEX_ROLE, PICTURE_ROLE, ContactSheetModel
from vae_explorer.ui.theme import Theme

_CELL = 37
_INSET = 2.0

_Index = QModelIndex | QPersistentModelIndex


class _PictureDelegate(QStyledItemDelegate):
    """Draws one picture, or the place where it will be."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - all alike
        return QSize(_CELL, _CELL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = QRectF(option.rect).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        picture = index.data(PICTURE_ROLE)
        painter.save()
        if isinstance(picture, QImage):
            scale = min(box.width() / picture.width(), box.height() / picture.height())
            size = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
            size.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(size, picture)
        else:
            painter.fillRect(box, QColor(self.theme.field))
        state = option.state
        is_current = bool(state & QStyle.StateFlag.State_HasFocus)
        if is_current or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(self.theme.accent), 2 if is_current else 1.4))
            painter.drawRect(box)
        painter.restore()


class ContactSheet(QListView):
    """Pictures that wrap at the width there is; the one under the pointer or the cursor keys is told.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    pictures_wanted = Signal(object)
    image_pointed = Signal(object)
    """A position in the preview set, or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contact_sheet")
        self._sheet = ContactSheetModel(self)
        self._sheet.pictures_wanted.connect(self.pictures_wanted)
        self._delegate = _PictureDelegate(theme, self)
        self.setModel(self._sheet)
        self.setItemDelegate(self._delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.entered.connect(self._point)

    def set_images(self, indices: np.ndarray, labels: np.ndarray, label_names: tuple[str, ...]) -> None:
        """Show other images; see :meth:`ContactSheetModel.set_images`."""
        self._sheet.set_images(indices, labels, label_names)

    def add_pictures(self, block: SheetBlock) -> None:
        """Take pictures that were wanted."""
        self._sheet.add_pictures(block)

    def forget_pictures(self) -> None:
        """Ask for all pictures anew."""
        self._sheet.forget_pictures()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._delegate.theme = theme
        self.viewport().update()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which image the cursor keys reached."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self._point(current)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell when the pointer leaves the pictures."""
        if event.type() == QEvent.Type.Leave:
            self.image_pointed.emit(None)
        return super().viewportEvent(event)

    @Slot(QModelIndex)
    def _point(self, index: _Index) -> None:
        self.image_pointed.emit(index.data(INDEX_ROLE))
