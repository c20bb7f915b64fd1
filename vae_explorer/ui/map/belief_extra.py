"""One image's q(z∣x), its exact posterior and its darts, drawn on a map."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF, QTransform

from vae_explorer.ui.map.ellipse_tiling import EllipseTiling
from vae_explorer.ui.map.overlay import Brush
from vae_explorer.ui.map.theme import rgb

_STEPS = 64
_DART_PX = 2.6
_FLIGHT_PX = 26.0
_RING_PX = 5.0
_GAMMA = 0.6


class BeliefExtra:
    """Holds what is to be drawn; all places in plane units."""

    def __init__(self) -> None:
        self.tiling: EllipseTiling | None = None
        self.mean: np.ndarray | None = None
        self.root: np.ndarray | None = None
        self.darts = np.empty((0, 2))
        self.fresh = 0
        # 0 while the last throw is in the air, 1 once it has landed.
        self.landing = 1.0
        # Right and up on the map, as directions of the latent space that the heat is given in.
        self.directions = np.eye(2)
        self._heat: tuple[np.ndarray, tuple[float, float, float, float]] | None = None
        self._picture: QImage | None = None
        self._ink = ""

    def set_heat(self, heat: tuple[np.ndarray, tuple[float, float, float, float]] | None) -> None:
        """Take the exact posterior: ``(rows, columns) uint8`` and ``x_min, x_max, y_min, y_max``."""
        if (heat is None) != (self._heat is None) or (
            heat is not None and self._heat is not None and heat[0] is not self._heat[0]
        ):
            self._heat, self._picture = heat, None

    def paint_beneath(self, brush: Brush) -> None:
        """Draw all ellipses, and the exact posterior."""
        painter, geometry, view = brush.painter, brush.geometry, brush.view
        if self.tiling is not None:
            self.tiling.set_colour(brush.theme.accent)
            painter.save()
            painter.translate(geometry.plot.topLeft())
            painter.scale(1 / geometry.pixel_ratio, 1 / geometry.pixel_ratio)
            painter.drawImage(0, 0, self.tiling.image(view))
            painter.restore()

    def paint_above(self, brush: Brush, _font: QFont) -> None:
        """Draw the posterior's heat, the ellipse of q(z∣x), and the darts."""
        painter = brush.painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._heat is not None:
            self._paint_heat(brush)
        if self.mean is not None:
            self._paint_ellipses(brush)
        if len(self.darts):
            self._paint_darts(brush)
        painter.restore()

    def _paint_heat(self, brush: Brush) -> None:
        assert self._heat is not None
        values, (x_min, x_max, y_min, y_max) = self._heat
        if self._picture is None or self._ink != brush.theme.accent:
            self._ink = brush.theme.accent
            self._picture = heat_picture(values, self._ink)
        corners = self.directions @ np.array([[x_min, x_max, x_min], [y_max, y_max, y_min]])
        x, y = brush.geometry.places_of(brush.view, corners[0], corners[1])
        width, height = self._picture.width(), self._picture.height()
        painter = brush.painter
        painter.save()
        # From the picture's pixels to the widget, turned where the map shows other axes than the first two.
        painter.setTransform(
            QTransform(
                (x[1] - x[0]) / width,
                (y[1] - y[0]) / width,
                (x[2] - x[0]) / height,
                (y[2] - y[0]) / height,
                x[0],
                y[0],
            ),
            True,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QPointF(0, 0), self._picture)
        painter.restore()

    def _paint_ellipses(self, brush: Brush) -> None:
        assert self.mean is not None
        painter = brush.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.root is not None:
            for radius, style in ((1.0, Qt.PenStyle.SolidLine), (2.0, Qt.PenStyle.DashLine)):
                x, y = ellipse_outline(self.mean, self.root, radius)
                columns, rows = brush.geometry.places_of(brush.view, x, y)
                outline = QPolygonF(list(map(QPointF, columns.tolist(), rows.tolist())))
                painter.setPen(QPen(QColor(brush.theme.halo), 3.2))
                painter.drawPolygon(outline)
                painter.setPen(QPen(QColor(brush.theme.pin), 1.4, style))
                painter.drawPolygon(outline)
        else:
            centre = brush.geometry.place_of(brush.view, float(self.mean[0]), float(self.mean[1]))
            painter.setPen(QPen(QColor(brush.theme.halo), 3.0))
            painter.drawEllipse(centre, _RING_PX, _RING_PX)
            painter.setPen(QPen(QColor(brush.theme.pin), 1.4))
            painter.drawEllipse(centre, _RING_PX, _RING_PX)

    def _paint_darts(self, brush: Brush) -> None:
        painter = brush.painter
        columns, rows = brush.geometry.places_of(brush.view, self.darts[:, 0], self.darts[:, 1])
        painter.setPen(QPen(QColor(brush.theme.halo), 1))
        painter.setBrush(QColor(brush.theme.accent))
        first_fresh = len(self.darts) - self.fresh
        height = _FLIGHT_PX * (1 - self.landing) ** 2
        for number, (column, row) in enumerate(zip(columns.tolist(), rows.tolist(), strict=True)):
            is_flying = number >= first_fresh and self.landing < 1
            lift = height if is_flying else 0.0
            radius = _DART_PX * (1 + (1 - self.landing) if is_flying else 1)
            painter.setOpacity(0.25 + 0.75 * self.landing if is_flying else 1.0)
            painter.drawEllipse(QPointF(column + lift * 0.5, row - lift), radius, radius)
        painter.setOpacity(1.0)


def ellipse_outline(mean: np.ndarray, root: np.ndarray, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of an ellipse of so many standard deviations, x and y."""
    angles = np.linspace(0, 2 * math.pi, _STEPS, endpoint=False)
    circle = radius * np.stack([np.cos(angles), np.sin(angles)])
    outline = np.asarray(mean)[:, None] + np.asarray(root) @ circle
    return outline[0], outline[1]


def heat_picture(values: np.ndarray, ink: str) -> QImage:
    """Return a density ``(rows, columns) uint8`` as ink of growing opacity."""
    height, width = values.shape
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = rgb(ink)
    pixels[..., 3] = np.rint(255 * (values / 255.0) ** _GAMMA)
    straight = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
