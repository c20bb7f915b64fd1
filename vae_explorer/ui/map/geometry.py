"""Where the plane lies inside the widget."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.map.view import View

_LEFT, _TOP, _RIGHT, _BOTTOM = 38.0, 6.0, 8.0, 24.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Relation of device-independent widget coordinates and the device pixels of the plane.

    Parameters
    ----------
    left, top : int
        Device pixels from the widget's corner to the plane's.
    width, height : int
        Size of the plane in device pixels.
    pixel_ratio : float
        Device pixels in a device-independent one.
    """

    left: int
    top: int
    width: int
    height: int
    pixel_ratio: float

    @classmethod
    def of_widget(cls, width: float, height: float, pixel_ratio: float) -> Geometry:
        """Return the geometry of a widget of the given device-independent size."""
        left, top = round(_LEFT * pixel_ratio), round(_TOP * pixel_ratio)
        inner_width = round((width - _RIGHT) * pixel_ratio) - left
        inner_height = round((height - _BOTTOM) * pixel_ratio) - top
        return cls(left, top, max(1, inner_width), max(1, inner_height), pixel_ratio)

    @property
    def plot(self) -> QRectF:
        """The plane's rectangle in widget coordinates; its edges lie between device pixels."""
        ratio = self.pixel_ratio
        return QRectF(self.left / ratio, self.top / ratio, self.width / ratio, self.height / ratio)

    @property
    def whole(self) -> QRect:
        """A rectangle in widget coordinates that holds the plane and what is written around it."""
        plot = self.plot
        return QRect(0, 0, math.ceil(plot.right() + _RIGHT), math.ceil(plot.bottom() + _BOTTOM))

    def pixel_of(self, place: QPointF) -> tuple[float, float]:
        """Return the plane's device pixel (column, row) at a place in the widget."""
        return place.x() * self.pixel_ratio - self.left, place.y() * self.pixel_ratio - self.top

    def place_of(self, view: View, x: float, y: float) -> QPointF:
        """Return the place in the widget of a plane point, kept within a range that a painter can bear."""
        column, row = view.to_pixel(x, y)
        column, row = min(max(column, -1e6), 1e6), min(max(row, -1e6), 1e6)
        return QPointF((column + self.left) / self.pixel_ratio, (row + self.top) / self.pixel_ratio)

    def places_of(self, view: View, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the coordinates (float64) in the widget of many plane points, kept within the same range."""
        columns = np.clip(view.columns(x), -1e6, 1e6)
        rows = np.clip(view.rows(y), -1e6, 1e6)
        return (columns + self.left) / self.pixel_ratio, (rows + self.top) / self.pixel_ratio


def geometry_of(widget: QWidget) -> Geometry:
    """Return where the plane lies in a widget as it is now."""
    return Geometry.of_widget(widget.width(), widget.height(), widget.devicePixelRatioF())
