"""A small figure that proves a finding: bars beside a threshold, or curves."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from vae_explorer.training.diagnosis import Evidence
from vae_explorer.ui.theme import Theme

_SIZE = QSize(150, 40)
_MOST_BARS = 64


class EvidenceView(QWidget):
    """Paints evidence; the words beside it say the same.

    Parameters
    ----------
    evidence : Evidence
        What is shown.
    theme : Theme
        The colours.
    """

    def __init__(self, evidence: Evidence, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._evidence = evidence
        self._theme = theme
        self.setFixedSize(_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars or lines, and the threshold dashed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        if self._evidence.is_series:
            self._paint_series(painter, area)
        else:
            self._paint_bars(painter, area)

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        values = self._evidence.values[:_MOST_BARS]
        threshold = self._evidence.threshold or 1.0
        # Logarithmic: what proves an illness is orders of magnitude.
        lowest = math.log10(max(min(*values, threshold) if values else threshold, 1e-9)) - 0.4
        highest = math.log10(max(*values, threshold, 1e-8)) + 0.2
        width = area.width() / max(len(values), 1)
        line = _height(threshold, lowest, highest)
        for position, value in enumerate(values):
            share = _height(value, lowest, highest)
            is_ill = (value < threshold) == (threshold < 1.0)
            colour = QColor(self._theme.warning if is_ill else self._theme.good)
            height = share * area.height()
            bar = QRectF(area.left() + position * width, area.bottom() - height, width, height)
            painter.fillRect(bar.adjusted(width * 0.15, 0, -width * 0.15, 0), colour)
        painter.setPen(QPen(QColor(self._theme.text), 1, Qt.PenStyle.DashLine))
        y = area.bottom() - line * area.height()
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_series(self, painter: QPainter, area: QRectF) -> None:
        series = [self._evidence.values, self._evidence.beside]
        finite = [value for each in series for value in each if math.isfinite(value)]
        if len(finite) < 2:
            return
        low, high = min(finite), max(finite)
        styles = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine)
        for values, colour, style in zip(
            series, (self._theme.warning, self._theme.text_muted), styles, strict=True
        ):
            if len(values) < 2:
                continue
            step = area.width() / (len(values) - 1)
            points = [
                QPointF(
                    area.left() + position * step,
                    area.bottom() - area.height() * (value - low) / max(high - low, 1e-12),
                )
                for position, value in enumerate(values)
                if math.isfinite(value)
            ]
            painter.setPen(QPen(QColor(colour), 1.6, style))
            painter.drawPolyline(QPolygonF(points))


def _height(value: float, lowest: float, highest: float) -> float:
    share = (math.log10(max(value, 1e-9)) - lowest) / max(highest - lowest, 1e-9)
    return min(max(share, 0.02), 1.0)
