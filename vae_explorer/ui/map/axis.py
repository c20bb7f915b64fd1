"""Quiet axes: few ticks at round numbers, a faint grid."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.theme import MapTheme
from vae_explorer.ui.map.view import View

_TICK_DISTANCE_PX = 84.0
_FONT_SIZE_PX = 11


def tick_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 × 10ⁿ that divides ``span`` into at most ``most`` parts."""
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return round values between two limits and how to write them.

    Parameters
    ----------
    low, high : float
        Limits, ``low < high``.
    most : int
        About how many values to return at most.

    Returns
    -------
    list of (float, str)
        Ascending.
    """
    step = tick_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    values = [position * step for position in range(first, min(last, first + 4 * most) + 1)]
    largest = max(abs(low), abs(high))
    return [(value, _written(value, step, largest)) for value in values]


def _written(value: float, step: float, largest: float) -> str:
    if step >= 1e-4 and largest < 1e6:
        text = f"{value:.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"
    else:
        digits = math.floor(math.log10(largest) + 1e-9) - math.floor(math.log10(step) + 1e-9) + 1
        text = f"{value:.{min(max(1, digits), 15)}g}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def paint_grid(
    painter: QPainter, geometry: Geometry, view: View, theme: MapTheme, *, is_strip: bool = False
) -> None:
    """Draw a faint line at every tick; a strip has no heights."""
    plot = geometry.plot
    painter.setPen(QPen(QColor(theme.grid), 1))
    lines = [
        QLineF(place.x(), plot.top(), place.x(), plot.bottom()) for place, _ in _places(geometry, view, True)
    ]
    if not is_strip:
        lines += [
            QLineF(plot.left(), place.y(), plot.right(), place.y())
            for place, _ in _places(geometry, view, False)
        ]
    painter.drawLines(lines)


def paint_axes(
    painter: QPainter,
    geometry: Geometry,
    view: View,
    theme: MapTheme,
    font: QFont,
    *,
    is_strip: bool = False,
) -> None:
    """Draw the two axis lines and the numbers beside them; a strip has one."""
    plot = geometry.plot
    painter.setPen(QPen(QColor(theme.frame), 1))
    painter.drawLine(plot.bottomLeft(), plot.bottomRight())
    if not is_strip:
        painter.drawLine(plot.topLeft(), plot.bottomLeft())
    small = QFont(font)
    small.setPixelSize(_FONT_SIZE_PX)
    painter.setFont(small)
    painter.setPen(QColor(theme.muted_text))
    for place, text in _places(geometry, view, True):
        box = QRectF(place.x() - 40, plot.bottom() + 4, 80, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
    for place, text in _places(geometry, view, False) if not is_strip else ():
        box = QRectF(0, place.y() - 8, plot.left() - 5, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def paint_axis_names(
    painter: QPainter, geometry: Geometry, theme: MapTheme, font: QFont, names: tuple[str, str]
) -> None:
    """Write at the far ends of the axes what points to the right and what points up."""
    plot = geometry.plot
    small = QFont(font)
    small.setPixelSize(_FONT_SIZE_PX)
    small.setBold(True)
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    right, top = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
    for name, corner in ((names[0], right), (names[1], top)):
        if not name:
            continue
        width, height = metrics.horizontalAdvance(name) + 10, metrics.height() + 2
        if corner == right:
            box = QRectF(plot.right() - width - 2, plot.bottom() - height - 2, width, height)
        else:
            box = QRectF(plot.left() + 3, plot.top() + 2, width, height)
        ground = QColor(theme.background)
        ground.setAlphaF(0.8)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.muted_text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def _places(geometry: Geometry, view: View, is_horizontal: bool) -> list[tuple[QPointF, str]]:
    rect, plot = view.rect, geometry.plot
    low, high = (rect.x_min, rect.x_max) if is_horizontal else (rect.y_min, rect.y_max)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    most = max(2, round((plot.width() if is_horizontal else plot.height()) / _TICK_DISTANCE_PX))
    places = []
    for value, text in ticks(low, high, most):
        place = (
            geometry.place_of(view, value, rect.y_min)
            if is_horizontal
            else geometry.place_of(view, rect.x_min, value)
        )
        places.append((place, text))
    return places
