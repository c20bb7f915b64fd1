"""The legend below a figure: the marks and names of the classes that are shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import MapTheme
from vae_explorer.ui.map.vector import mark_path

_ROW_HEIGHT = 19
_FONT_SIZE_PX = 12
_MARK_PX = 9.0
_MARK_ROOM = 16.0
_GAP = 16.0
_MARGIN = 12.0
_BELOW = 8


@dataclass(frozen=True, slots=True)
class FigureLegend:
    """Writes the classes in rows.

    Parameters
    ----------
    style : LabelStyle
        Hidden classes are left out.
    text : str
        The colour of the names.
    """

    style: LabelStyle
    text: str

    def height(self, width: float, font: QFont) -> int:
        """Return how high the rows are at this width; 0 without classes."""
        places = self._places(width, font)
        return 0 if not places else (max(row for _, _, row in places) + 1) * _ROW_HEIGHT + _BELOW

    def paint(self, painter: QPainter, width: float, top: float, theme: MapTheme, font: QFont) -> None:
        """Draw the rows, the first at ``top``."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_small(font))
        for position, left, row in self._places(width, font):
            mark = self.style.marks[position].on(theme)
            middle = top + row * _ROW_HEIGHT + _ROW_HEIGHT / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*mark.colour))
            centre = QPointF(left + _MARK_PX / 2, middle)
            painter.drawPath(mark_path(mark.shape, _MARK_PX).translated(centre))
            painter.setPen(QColor(self.text))
            box = QRectF(left + _MARK_ROOM, middle - _ROW_HEIGHT / 2, width, _ROW_HEIGHT)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, self.style.names[position])
        painter.restore()

    def _places(self, width: float, font: QFont) -> list[tuple[int, float, int]]:
        """Return position among the classes, left edge and row of every class that is shown."""
        metrics = QFontMetricsF(_small(font))
        places, left, row = [], _MARGIN, 0
        for position, (label, name) in enumerate(zip(self.style.classes, self.style.names, strict=True)):
            if not self.style.is_shown(label):
                continue
            needed = _MARK_ROOM + metrics.horizontalAdvance(name)
            if left > _MARGIN and left + needed > width - _MARGIN:
                left, row = _MARGIN, row + 1
            places.append((position, left, row))
            left += needed + _GAP
        return places


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(_FONT_SIZE_PX)
    return small
