"""A path on a map: the way that is walked, the other one, its places, and where the film stands."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from vae_explorer.ui.map.overlay import Brush

_PLACE_PX = 8.0
_HERE_PX = 5.0


class PathExtra:
    """Holds what is to be drawn; all places in plane units."""

    def __init__(self) -> None:
        self.places = np.empty((0, 2))
        self.way = np.empty((0, 2))
        self.is_gap = np.empty(0, bool)
        self.other = np.empty((0, 2))
        self.here: tuple[float, float] | None = None
        self.warning = "#f2ac57"

    def paint_beneath(self, _brush: Brush) -> None:
        """Draw nothing: a path lies above the points."""

    def paint_above(self, brush: Brush, font: QFont) -> None:
        """Draw both ways, gaps marked, the places and the frame that is looked at."""
        painter = brush.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(self.other) > 1:
            other = QPolygonF(_points(brush, self.other))
            for pen in (
                QPen(QColor(brush.theme.halo), 3),
                QPen(QColor(brush.theme.pin), 1.3, Qt.PenStyle.DashLine),
            ):
                painter.setPen(pen)
                painter.drawPolyline(other)
        if len(self.way) > 1:
            self._paint_way(brush)
        self._paint_places(brush, font)
        if self.here is not None:
            centre = brush.geometry.place_of(brush.view, *self.here)
            painter.setPen(QPen(QColor(brush.theme.halo), 2))
            painter.setBrush(QColor(brush.theme.pin))
            painter.drawEllipse(centre, _HERE_PX, _HERE_PX)
        painter.restore()

    def _paint_way(self, brush: Brush) -> None:
        painter, points = brush.painter, _points(brush, self.way)
        painter.setPen(QPen(QColor(brush.theme.halo), 5))
        painter.drawPolyline(QPolygonF(points))
        for start, end, is_gap in runs(self.is_gap):
            # Each run reaches to the next one's first point, so that the way has no holes of its own.
            part = QPolygonF(points[start : end + 1])
            if is_gap:
                pen = QPen(QColor(self.warning), 2.6, Qt.PenStyle.CustomDashLine)
                pen.setDashPattern([1.2, 1.6])
            else:
                pen = QPen(QColor(brush.theme.accent), 2.6)
            painter.setPen(pen)
            painter.drawPolyline(part)

    def _paint_places(self, brush: Brush, font: QFont) -> None:
        painter = brush.painter
        small = QFont(font)
        small.setPixelSize(11)
        small.setBold(True)
        painter.setFont(small)
        for number, centre in enumerate(_points(brush, self.places), start=1):
            painter.setPen(QPen(QColor(brush.theme.pin), 1.6))
            painter.setBrush(QColor(brush.theme.halo))
            painter.drawEllipse(centre, _PLACE_PX, _PLACE_PX)
            box = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def runs(is_gap: np.ndarray) -> list[tuple[int, int, bool]]:
    """Return first and one-past-last position of every stretch in or out of a gap, in order."""
    if not len(is_gap):
        return []
    cuts = [0, *(np.flatnonzero(np.diff(is_gap.astype(np.int8))) + 1).tolist(), len(is_gap)]
    return [(start, end, bool(is_gap[start])) for start, end in itertools.pairwise(cuts)]


def _points(brush: Brush, places: np.ndarray) -> list[QPointF]:
    x, y = brush.geometry.places_of(brush.view, places[:, 0], places[:, 1])
    return list(map(QPointF, x.tolist(), y.tolist()))
