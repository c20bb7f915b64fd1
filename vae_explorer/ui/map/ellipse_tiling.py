"""The ellipses of all codes at once: how q(z∣x) of the whole preview set tiles the prior."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from vae_explorer.ui.map.scroll_cache import Canvas, ScrollCache
from vae_explorer.ui.map.view import View

_FILL_ALPHA = 34
_LINE_ALPHA = 150
_SMALLEST_PX = 0.5


class EllipseTiling:
    """Draws one ellipse per code, at one standard deviation, axes along the coordinates.

    Parameters
    ----------
    means, sigmas : (n, 2) float64
        In plane units; codes that are points have sigmas of 0 and are drawn as points.
    """

    def __init__(self, means: np.ndarray, sigmas: np.ndarray) -> None:
        self._means = np.asarray(means, np.float64)
        self._sigmas = np.asarray(sigmas, np.float64)
        self._cache = ScrollCache()
        self._colour = QColor(Qt.GlobalColor.white)
        self._version = 0

    def set_colour(self, colour: str) -> None:
        """Draw them in this colour."""
        if QColor(colour) != self._colour:
            self._colour = QColor(colour)
            self._version += 1

    def image(self, view: View) -> QImage:
        """Return the picture of all ellipses, of the view's size."""
        return self._cache.image(self, view, self._version)

    def draw(self, canvas: Canvas, view: View, region: QRect) -> None:
        """Draw the ellipses that reach into one region of a view."""
        columns, rows = view.columns(self._means[:, 0]), view.rows(self._means[:, 1])
        across, down = (np.maximum(self._sigmas * view.scale, _SMALLEST_PX)).T
        is_near = (
            (columns + across >= region.left())
            & (columns - across <= region.right() + 1)
            & (rows + down >= region.top())
            & (rows - down <= region.bottom() + 1)
        )
        painter = QPainter(canvas.image)
        painter.setClipRect(region)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = QColor(self._colour), QColor(self._colour)
        fill.setAlpha(_FILL_ALPHA)
        line.setAlpha(_LINE_ALPHA)
        painter.setBrush(fill)
        painter.setPen(QPen(line, 1))
        shown = np.flatnonzero(is_near)
        for column, row, width, height in zip(
            columns[shown].tolist(),
            rows[shown].tolist(),
            across[shown].tolist(),
            down[shown].tolist(),
            strict=True,
        ):
            painter.drawEllipse(QPointF(column, row), width, height)
        painter.end()
