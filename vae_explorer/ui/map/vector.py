"""Points drawn as shapes instead of pixels, for figures that may be enlarged.

However small, every marker has its own shape, as in the sharpest picture: on the screen small ones are
discs only because pixels are too coarse to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.outline import outline_of
from vae_explorer.ui.map.style import Mark

MOST_VECTORS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class VectorPoints:
    """Points in sight, the lowest layer first.

    Parameters
    ----------
    columns, rows : (n,) float64
        Places in device pixels of the plane.
    slots : (n,) uint8
        Row of the mark of each.
    marks : tuple of Mark
        Look by slot.
    diameter : float
        Of the disc of the same area, in device-independent pixels.
    """

    columns: np.ndarray
    rows: np.ndarray
    slots: np.ndarray
    marks: tuple[Mark, ...]
    diameter: float

    def places(self, geometry: Geometry) -> tuple[np.ndarray, np.ndarray]:
        """Return the points' places in the widget, (n,) float64 each."""
        ratio = geometry.pixel_ratio
        return (self.columns + geometry.left) / ratio, (self.rows + geometry.top) / ratio


class VectorTarget(Protocol):
    """Something that takes points as shapes."""

    def draw(self, painter: QPainter, geometry: Geometry, points: VectorPoints, opacity: float) -> bool:
        """Draw all points together this strongly; return whether that was possible."""


class PainterVectors:
    """Draws every point with a painter, as PDF wants it.

    A layer that is to look faint as a whole cannot be drawn so: points on top of each other would be darker.
    """

    least_opacity = 0.9

    def draw(self, painter: QPainter, geometry: Geometry, points: VectorPoints, opacity: float) -> bool:
        """Draw all points, unless they are to be faint."""
        if opacity < self.least_opacity:
            return False
        x, y = points.places(geometry)
        painter.save()
        painter.setOpacity(opacity)
        painter.setPen(Qt.PenStyle.NoPen)
        used = np.unique(points.slots).tolist()
        paths = {slot: mark_path(points.marks[slot].shape, points.diameter) for slot in used}
        for left, top, slot in zip(x.tolist(), y.tolist(), points.slots.tolist(), strict=True):
            painter.setBrush(QColor(*points.marks[slot].colour))
            painter.drawPath(paths[slot].translated(left, top))
        painter.restore()
        return True


class SvgVectors:
    """Keeps the points' place in an SVG file free, and writes them there in the end.

    Qt would write some hundred bytes for each change of colour; a reference to a symbol takes fifty, and the
    layer as a whole can be faint.
    """

    def __init__(self) -> None:
        self._layers: list[str] = []
        self._symbols: list[str] = []

    def draw(self, painter: QPainter, geometry: Geometry, points: VectorPoints, opacity: float) -> bool:
        """Note the points, and leave a mark where they belong."""
        number = len(self._layers)
        for slot in np.unique(points.slots).tolist():
            self._symbols.append(_symbol(f"m{number}-{slot}", points, slot))
        x, y = points.places(geometry)
        uses = [
            f'<use xlink:href="#m{number}-{slot}" x="{left:.3f}" y="{top:.3f}"/>'
            for left, top, slot in zip(x.tolist(), y.tolist(), points.slots.tolist(), strict=True)
        ]
        self._layers.append(f'<g stroke="none" opacity="{opacity:g}">\n' + "\n".join(uses) + "\n</g>")
        painter.fillRect(QRectF(-70_000 - number, 0, 1, 1), QColor(Qt.GlobalColor.black))
        return True

    def completed(self, document: str) -> str:
        """Return the SVG document that was painted, with the points at their place."""
        for number, layer in enumerate(self._layers):
            place = f'<rect x="{-70_000 - number}" y="0" width="1" height="1"/>'
            document = document.replace(place, layer, 1)
        # Where a reader has not the very same font it shall at least take one without serifs.
        document = re.sub(r'font-family="([^",]+)"', r'font-family="\1, sans-serif"', document)
        return document.replace("<defs>", "<defs>\n" + "\n".join(self._symbols), 1)


def mark_path(shape: str, diameter: float) -> QPainterPath:
    """Return a marker around the origin."""
    path, radius = QPainterPath(), diameter / 2
    corners = outline_of(shape)
    if corners is None:
        path.addEllipse(QPointF(0, 0), radius, radius)
    else:
        path.addPolygon(QPolygonF([QPointF(x * radius, y * radius) for x, y in corners]))
        path.closeSubpath()
    return path


def _symbol(name: str, points: VectorPoints, slot: int) -> str:
    red, green, blue = points.marks[slot].colour
    fill, radius = f'fill="#{red:02x}{green:02x}{blue:02x}"', points.diameter / 2
    corners = outline_of(points.marks[slot].shape)
    if corners is None:
        return f'<circle id="{name}" r="{radius:.4g}" {fill}/>'
    places = " ".join(f"{x * radius:.3f},{y * radius:.3f}" for x, y in corners)
    return f'<polygon id="{name}" points="{places}" {fill}/>'
