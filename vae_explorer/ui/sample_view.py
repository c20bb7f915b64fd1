"""Samples of one model as a contact sheet, each marked by the verdict on its place."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.analysis.sample_sheet import SampleSheet
from vae_explorer.ui.pixel_view import image_of
from vae_explorer.ui.theme import Theme

_GAP = 3
_FRAME = 2
_LARGEST_SIDE = 64


class SampleView(QWidget):
    """Paints samples as large as lets all of them be seen.

    In a gap: a frame with a ring in its corner. At the edge: bars left and right. In the data: a line below.
    """

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._sheet: SampleSheet | None = None

    @property
    def sheet(self) -> SampleSheet | None:
        """What is shown."""
        return self._sheet

    def show_sheet(self, sheet: SampleSheet | None) -> None:
        """Show these samples."""
        if sheet is not self._sheet:
            self._sheet = sheet
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a few rows."""
        return QSize(320, 120)

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(80, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every sample and its mark."""
        if self._sheet is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns, side = self._grid(len(self._sheet.images))
        for number, image in enumerate(self._sheet.images):
            x, y = number % columns * (side + _GAP), number // columns * (side + _GAP)
            tile = QRectF(x, y, side, side)
            painter.drawImage(tile.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME), image_of(image))
            self._mark(painter, tile, number)
        painter.end()

    def _grid(self, count: int) -> tuple[int, float]:
        """Return in how many columns the samples stand, and their side."""
        width, height = max(self.width(), 1), max(self.height(), 1)
        best = (1, 1.0)
        for columns in range(1, count + 1):
            rows = math.ceil(count / columns)
            side = min((width - _GAP * (columns - 1)) / columns, (height - _GAP * (rows - 1)) / rows)
            if side > best[1]:
                best = (columns, side)
        return best[0], min(best[1], float(_LARGEST_SIDE))

    def _mark(self, painter: QPainter, tile: QRectF, number: int) -> None:
        assert self._sheet is not None
        inner = tile.adjusted(1, 1, -1, -1)
        if bool(np.asarray(self._sheet.is_gap)[number]):
            colour = QColor(self._theme.warning)
            painter.setPen(QPen(colour, _FRAME))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inner)
            radius = max(tile.width() / 9, 2.5)
            painter.drawEllipse(
                QRectF(inner.right() - 2 * radius - 2, inner.top() + 3, 2 * radius, 2 * radius)
            )
        elif bool(np.asarray(self._sheet.is_edge)[number]):
            painter.setPen(QPen(QColor(self._theme.text_muted), _FRAME))
            painter.drawLine(inner.topLeft(), inner.bottomLeft())
            painter.drawLine(inner.topRight(), inner.bottomRight())
        else:
            painter.setPen(QPen(QColor(self._theme.good), _FRAME))
            painter.drawLine(inner.bottomLeft(), inner.bottomRight())
