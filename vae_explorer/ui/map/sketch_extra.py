"""A picture of one's own on a map: its code, its ellipse, and the codes of those that were kept."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from vae_explorer.ui.map.belief_extra import ellipse_outline
from vae_explorer.ui.map.overlay import Brush

_OUTER_PX = 9.0
_INNER_PX = 4.0
_KEPT_SCALE = 0.72


class SketchExtra:
    """Holds what is to be drawn; all places in plane units."""

    def __init__(self) -> None:
        self.mean: np.ndarray | None = None
        self.root: np.ndarray | None = None
        self.kept: list[tuple[int, tuple[float, float]]] = []

    def paint_beneath(self, _brush: Brush) -> None:
        """Draw nothing: a mark lies above the points."""

    def paint_above(self, brush: Brush, font: QFont) -> None:
        """Draw stars: a small numbered one for what was kept, a full one for what is being drawn."""
        painter = brush.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(font)
        small.setPixelSize(10)
        painter.setFont(small)
        for number, (x, y) in self.kept:
            centre = brush.geometry.place_of(brush.view, x, y)
            _star(brush, centre, _KEPT_SCALE, is_full=False)
            painter.setPen(QColor(brush.theme.pin))
            box = QRectF(centre.x() + 7, centre.y() - 14, 24, 12)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, str(number))
        if self.mean is not None:
            self._paint_ellipse(brush)
            place = brush.geometry.place_of(brush.view, float(self.mean[0]), float(self.mean[1]))
            _star(brush, place, 1.0, is_full=True)
        painter.restore()

    def _paint_ellipse(self, brush: Brush) -> None:
        if self.root is None or self.mean is None:
            return
        painter = brush.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for radius, style in ((1.0, Qt.PenStyle.SolidLine), (2.0, Qt.PenStyle.DashLine)):
            x, y = ellipse_outline(self.mean, self.root, radius)
            columns, rows = brush.geometry.places_of(brush.view, x, y)
            outline = QPolygonF(list(map(QPointF, columns.tolist(), rows.tolist())))
            painter.setPen(QPen(QColor(brush.theme.halo), 3.0))
            painter.drawPolygon(outline)
            painter.setPen(QPen(QColor(brush.theme.accent), 1.4, style))
            painter.drawPolygon(outline)


def _star(brush: Brush, centre: QPointF, scale: float, *, is_full: bool) -> None:
    corners = []
    for corner in range(10):
        radius = scale * (_OUTER_PX if corner % 2 == 0 else _INNER_PX)
        angle = math.pi * corner / 5
        corners.append(centre + QPointF(radius * math.sin(angle), -radius * math.cos(angle)))
    painter = brush.painter
    painter.setPen(QPen(QColor(brush.theme.pin if not is_full else brush.theme.halo), 1.4))
    painter.setBrush(QColor(brush.theme.pin if is_full else brush.theme.halo))
    painter.drawPolygon(QPolygonF(corners))
