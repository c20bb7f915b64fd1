"""What lies above the points: circles of the prior, the pin's cross-hair, rings, the scale bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from vae_explorer.ui.map.axis import tick_step
from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.look import ValueScale
from vae_explorer.ui.map.style import Mark
from vae_explorer.ui.map.theme import MapTheme
from vae_explorer.ui.map.view import View

_PIN_RADIUS_PX = 10.0
_RING_RADIUS_PX = 7.0
_DASHES_PX = (3.5, 2.5)
_THUMBNAIL_PX = 56.0
_PLATE_OPACITY = 0.88


@dataclass(frozen=True, slots=True)
class Brush:
    """All that the parts of the overlay need to draw themselves."""

    painter: QPainter
    geometry: Geometry
    view: View
    theme: MapTheme


def paint_circles(brush: Brush, radii: tuple[float, ...]) -> None:
    """Draw dashed circles around the origin with radii in plane units."""
    pen = QPen(QColor(brush.theme.circle), 1)
    pen.setDashPattern(_DASHES_PX)
    brush.painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius in radii:
        for polyline, length_px in _visible_arcs(brush, radius):
            pen.setDashOffset(length_px % sum(_DASHES_PX))
            brush.painter.setPen(pen)
            brush.painter.drawPolyline(polyline)


def paint_distances(brush: Brush, radii: tuple[float, ...]) -> None:
    """Draw dashed lines across a strip, as far from its zero as circles of these radii would be."""
    pen = QPen(QColor(brush.theme.circle), 1)
    pen.setDashPattern(_DASHES_PX)
    brush.painter.setPen(pen)
    plot = brush.geometry.plot
    for radius in radii:
        for x in (-radius, radius):
            column = brush.geometry.place_of(brush.view, x, 0.0).x()
            if plot.left() <= column <= plot.right():
                brush.painter.drawLine(QLineF(column, plot.top(), column, plot.bottom()))


def _visible_arcs(brush: Brush, radius: float) -> list[tuple[QPolygonF, float]]:
    """Return the arcs of a circle that are in sight, and how far along the circle each begins, in pixels.

    Only these are handed to the painter, since far in a circle is millions of dashes long.
    """
    view, geometry = brush.view, brush.geometry
    radius_px = radius * view.scale / geometry.pixel_ratio
    if not 2 < radius_px < 1e9:
        return []
    arcs = _angles_in_sight(view, radius)
    polylines = []
    for start, end in arcs:
        # A chord of this angle leaves its arc by 1/32 of a pixel.
        steps = int(min(max(16, (end - start) * math.sqrt(radius_px) * 2), 4096))
        angles = np.linspace(start, end, steps + 1)
        x, y = geometry.places_of(view, radius * np.cos(angles), radius * np.sin(angles))
        polylines.append((QPolygonF(list(map(QPointF, x.tolist(), y.tolist()))), start * radius_px))
    return polylines


def _angles_in_sight(view: View, radius: float) -> list[tuple[float, float]]:
    """Return the spans of angle, within one turn, in which a circle about the origin is in sight."""
    rect = view.rect.grown(0.02)
    if math.hypot(max(abs(rect.x_min), abs(rect.x_max)), max(abs(rect.y_min), abs(rect.y_max))) < radius:
        return []
    cuts = {0.0, 2 * math.pi}
    for edge in (rect.x_min, rect.x_max):
        if abs(edge) < radius:
            angle = math.acos(edge / radius)
            cuts |= {angle, 2 * math.pi - angle}
    for edge in (rect.y_min, rect.y_max):
        if abs(edge) < radius:
            angle = math.asin(edge / radius)
            cuts |= {angle % (2 * math.pi), (math.pi - angle) % (2 * math.pi)}
    ordered = sorted(cuts)
    spans: list[tuple[float, float]] = []
    for start, end in pairwise(ordered):
        middle = (start + end) / 2
        x, y = radius * math.cos(middle), radius * math.sin(middle)
        if rect.x_min <= x <= rect.x_max and rect.y_min <= y <= rect.y_max:
            is_continued = bool(spans) and spans[-1][1] == start
            spans.append((spans.pop()[0] if is_continued else start, end))
    return spans


def paint_pin(brush: Brush, x: float, y: float, *, is_strip: bool = False) -> None:
    """Draw the cross-hair through the pinned place and a ring around it; in a strip only the upright line."""
    place, plot = brush.geometry.place_of(brush.view, x, y), brush.geometry.plot
    painter = brush.painter
    painter.setPen(QPen(QColor(brush.theme.cross_hair), 1))
    gap = _PIN_RADIUS_PX
    painter.drawLines(
        [
            QLineF(place.x(), plot.top(), place.x(), place.y() - gap),
            QLineF(place.x(), place.y() + gap, place.x(), plot.bottom()),
        ]
    )
    if not is_strip:
        painter.drawLines(
            [
                QLineF(plot.left(), place.y(), place.x() - gap, place.y()),
                QLineF(place.x() + gap, place.y(), plot.right(), place.y()),
            ]
        )
    _ring(painter, place, _PIN_RADIUS_PX, brush.theme.halo, 4.0)
    _ring(painter, place, _PIN_RADIUS_PX, brush.theme.pin, 2.0)


def paint_highlight(brush: Brush, x: float, y: float) -> None:
    """Draw a soft ring around one point."""
    place = brush.geometry.place_of(brush.view, x, y)
    _ring(brush.painter, place, _RING_RADIUS_PX, brush.theme.halo, 3.5)
    _ring(brush.painter, place, _RING_RADIUS_PX, brush.theme.accent, 1.6)


def _ring(painter: QPainter, centre: QPointF, radius: float, colour: str, width: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), width))
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


def paint_scale_bar(brush: Brush, unit: str, unit_length: float, font: QFont) -> None:
    """Draw a bar of a round number of units at the lower right; a unit is so long in plane units."""
    plot = brush.geometry.plot
    units_per_px = brush.geometry.pixel_ratio / brush.view.scale / unit_length
    length = tick_step(90 * units_per_px, 1) / 2
    if not math.isfinite(length) or length <= 0:
        return
    width = length / units_per_px
    right, bottom = plot.right() - 12, plot.bottom() - 12
    painter = brush.painter
    painter.fillRect(QRectF(right - width - 3, bottom - 6, width + 6, 9), _plate(brush))
    painter.setPen(QPen(QColor(brush.theme.muted_text), 1.5))
    painter.drawLines(
        [
            QLineF(right - width, bottom, right, bottom),
            QLineF(right - width, bottom - 4, right - width, bottom),
            QLineF(right, bottom - 4, right, bottom),
        ]
    )
    box = QRectF(right - width - 60, bottom - 21, width + 120, 15)
    _write_legibly(brush, box, f"{length:g} {unit}", font, Qt.AlignmentFlag.AlignHCenter)


def paint_colour_bar(brush: Brush, scale: ValueScale, marks: tuple[Mark, ...], font: QFont) -> None:
    """Draw at the lower left which colour means how much; ``marks`` are those of the scale by slot."""
    plot, painter = brush.geometry.plot, brush.painter
    box = QRectF(plot.left() + 12, plot.bottom() - 18, 120, 8)
    if scale.is_absent:
        _write_legibly(brush, QRectF(box.left(), box.top() - 4, plot.width() - 24, 16), scale.name, font)
        return
    fill = QLinearGradient(box.topLeft(), box.topRight())
    steps = marks[1:]
    for place in range(0, len(steps), max(1, len(steps) // 16)):
        fill.setColorAt(place / max(1, len(steps) - 1), QColor(*steps[place].colour))
    fill.setColorAt(1.0, QColor(*steps[-1].colour))
    painter.fillRect(box, fill)
    above = box.translated(0, -15).adjusted(0, 0, 0, 6)
    _write_legibly(brush, above, f"{scale.low:.3g}".replace("-", "−"), font)
    _write_legibly(brush, above, f"{scale.high:.3g}".replace("-", "−"), font, Qt.AlignmentFlag.AlignRight)
    _write_legibly(brush, above.translated(0, -15).adjusted(0, 0, 240, 0), scale.name, font)


def _write_legibly(
    brush: Brush,
    box: QRectF,
    text: str,
    font: QFont,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write small words over whatever lies beneath: the ground's colour shines around every letter."""
    small = QFont(font)
    small.setPixelSize(11)
    painter = brush.painter
    painter.setFont(small)
    flags = side | Qt.AlignmentFlag.AlignVCenter
    written = painter.boundingRect(box, flags, text)
    painter.fillRect(written.adjusted(-2, 0, 2, 0), _plate(brush))
    painter.setPen(QColor(brush.theme.muted_text))
    painter.drawText(box, flags, text)


def _plate(brush: Brush) -> QColor:
    """Return the ground's colour, thin enough to tell that something lies beneath, not what it says."""
    ground = QColor(brush.theme.background)
    ground.setAlphaF(_PLATE_OPACITY)
    return ground


def paint_thumbnail(brush: Brush, picture: QImage, x: float, y: float) -> None:
    """Draw a small picture beside a place, on the side where there is room."""
    place, plot = brush.geometry.place_of(brush.view, x, y), brush.geometry.plot
    scale = _THUMBNAIL_PX / max(picture.width(), picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    left = place.x() + 14 if place.x() + 18 + width < plot.right() else place.x() - 14 - width
    top = place.y() - 14 - height if place.y() - 18 - height > plot.top() else place.y() + 14
    box = QRectF(left, top, width, height)
    painter = brush.painter
    painter.fillRect(box.adjusted(-2, -2, 2, 2), QColor(brush.theme.halo))
    painter.drawImage(box, picture)
    painter.setPen(QPen(QColor(brush.theme.cross_hair), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(-1.5, -1.5, 1.5, 1.5))


def paint_outline(brush: Brush, places: list[QPointF]) -> None:
    """Draw the line that a person pulls around points, given in widget coordinates, and close it."""
    if len(places) < 2:
        return
    painter = brush.painter
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(brush.theme.accent)
    fill.setAlphaF(0.12)
    painter.setPen(QPen(QColor(brush.theme.accent), 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(places))
    painter.restore()


def paint_hint(brush: Brush, text: str, font: QFont) -> None:
    """Draw what to do in the middle of an empty map."""
    painter = brush.painter
    painter.setFont(font)
    painter.setPen(QColor(brush.theme.muted_text))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(brush.geometry.plot.adjusted(24, 24, -24, -24), flags, text)
