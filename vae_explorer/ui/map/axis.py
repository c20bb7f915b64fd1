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
_PLATE_ROOM = 10
_SCALE_BAR_PX = 38
_MOST_LETTERS = 6
_MOST_DIGITS = 5
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def tick_step(span: float, most: int) -> float:
    """Return the smallest of 1, 2, 5 × 10ⁿ that divides ``span`` into at most ``most`` parts."""
    rough = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def _fitting_step(low: float, high: float, most: int) -> float:
    """Return the step of the ticks: where no round number lies between the limits, a finer one."""
    step = tick_step(high - low, most)
    first, last = _ends(low, high, step)
    return step if first <= last else tick_step(high - low, most + 1)


def _ends(low: float, high: float, step: float) -> tuple[int, int]:
    return math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)


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
    step = _fitting_step(low, high, most)
    first, last = _ends(low, high, step)
    values = [position * step for position in range(first, min(last, first + 4 * most) + 1)]
    largest = max(abs(low), abs(high))
    return [(value, _written(value, step, largest)) for value in values]


def short_ticks(low: float, high: float, most: int) -> tuple[list[tuple[float, str]], str]:
    """Return round values between two limits, how to write them in little room, and how to read that.

    Far out and far in, what all have in common is left out and told once, such as ``0.29 + … × 10⁻¹²``.

    Parameters
    ----------
    low, high, most
        See ``ticks``.

    Returns
    -------
    labels : list of (float, str)
        Ascending.
    common : str
        Empty where the labels are the values themselves.
    """
    plain = ticks(low, high, most)
    if all(len(text) <= _MOST_LETTERS for _, text in plain):
        return plain, ""
    step, largest = _fitting_step(low, high, most), max(abs(low), abs(high))
    order = math.floor(math.log10(largest) + 1e-9)
    digits = order - math.floor(math.log10(step) + 1e-9) + 1
    middle = round((low / 2 + high / 2) / step) if digits > _MOST_DIGITS else 0
    if middle:
        order = math.floor(math.log10(high - low) + 1e-9)
    decimals = max(0, order - math.floor(math.log10(step) + 1e-9))
    labels = []
    for value, _ in plain:
        # Whole steps from the middle: the difference of two near values would have lost its digits.
        text = f"{(round(value / step) - middle) * (step / 10.0**order):{'+' if middle else ''}.{decimals}f}"
        labels.append((value, text.replace("-", "−")))
    power = f"× 10{str(order).translate(_SUPERSCRIPTS)}"
    base = f"{middle * step:.{min(digits, 15)}g} + " if middle else ""
    return labels, f"{base}… {power}".replace("-", "−")


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
        QLineF(place.x(), plot.top(), place.x(), plot.bottom())
        for place, _ in _places(geometry, view, True)[0]
    ]
    if not is_strip:
        lines += [
            QLineF(plot.left(), place.y(), plot.right(), place.y())
            for place, _ in _places(geometry, view, False)[0]
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
    small = _small(font)
    painter.setFont(small)
    painter.setPen(QColor(theme.muted_text))
    across, common_across = _places(geometry, view, True)
    up, common_up = _places(geometry, view, False) if not is_strip else ([], "")
    for place, text in across:
        box = QRectF(place.x() - 40, plot.bottom() + 4, 80, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
    for place, text in up:
        box = QRectF(0, place.y() - 8, plot.left() - 5, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    metrics = QFontMetricsF(small)
    _paint_plate(painter, metrics, theme, common_across, plot.left() + 3, plot.bottom() - 2, is_above=True)
    # Below the line on which the axis may have its name.
    below = plot.top() + 2 + metrics.height() + 4
    _paint_plate(painter, metrics, theme, common_up, plot.left() + 3, below, is_above=False)


def paint_axis_names(
    painter: QPainter,
    geometry: Geometry,
    theme: MapTheme,
    font: QFont,
    names: tuple[str, str],
    *,
    has_scale_bar: bool = False,
) -> None:
    """Write at the far ends of the axes what points to the right and what points up."""
    plot = geometry.plot
    small = _small(font)
    small.setBold(True)
    painter.setFont(small)
    metrics = QFontMetricsF(small)
    left = plot.right() - metrics.horizontalAdvance(names[0]) - _PLATE_ROOM - 2
    bottom = plot.bottom() - (_SCALE_BAR_PX if has_scale_bar else 2)
    _paint_plate(painter, metrics, theme, names[0], left, bottom, is_above=True)
    _paint_plate(painter, metrics, theme, names[1], plot.left() + 3, plot.top() + 2, is_above=False)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(_FONT_SIZE_PX)
    # So that letters look the same straight on the screen and on a picture with bare places.
    small.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return small


def _paint_plate(
    painter: QPainter,
    metrics: QFontMetricsF,
    theme: MapTheme,
    text: str,
    left: float,
    edge: float,
    *,
    is_above: bool,
) -> None:
    """Write on a plate of the ground's colour, above or below an edge."""
    if not text:
        return
    width, height = metrics.horizontalAdvance(text) + _PLATE_ROOM, metrics.height() + 2
    box = QRectF(left, edge - height if is_above else edge, width, height)
    ground = QColor(theme.background)
    ground.setAlphaF(0.8)
    painter.fillRect(box, ground)
    painter.setPen(QColor(theme.muted_text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _places(geometry: Geometry, view: View, is_horizontal: bool) -> tuple[list[tuple[QPointF, str]], str]:
    rect, plot = view.rect, geometry.plot
    low, high = (rect.x_min, rect.x_max) if is_horizontal else (rect.y_min, rect.y_max)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return [], ""
    most = max(2, round((plot.width() if is_horizontal else plot.height()) / _TICK_DISTANCE_PX))
    places = []
    labels, common = short_ticks(low, high, most)
    for value, text in labels:
        place = (
            geometry.place_of(view, value, rect.y_min)
            if is_horizontal
            else geometry.place_of(view, rect.x_min, value)
        )
        places.append((place, text))
    return places, common
