"""One image's posterior from near: the exact density, the ellipse of q(z∣x), and the best ellipses."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.state.inference_state import Belief, DartBoard, Ellipse
from vae_explorer.ui.theme import Theme

_ROOM = 0.10
HEIGHT = 128
_DART_PX = 2.2


class CloseUp(QWidget):
    """Draws what a map is too far away to show: a posterior is often a hundredth of the plane wide.

    Parameters
    ----------
    name : str
        Object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)
        self.setFixedHeight(HEIGHT)
        self._belief: Belief | None = None
        self._board: DartBoard | None = None
        self._is_heat_shown = True
        self._theme: Theme | None = None

    def show_belief(self, belief: Belief | None, board: DartBoard | None, *, is_heat_shown: bool) -> None:
        """Show these."""
        if (belief, board, is_heat_shown) != (self._belief, self._board, self._is_heat_shown):
            self._belief, self._board, self._is_heat_shown = belief, board, is_heat_shown
            self.update()

    def set_height(self, height: int) -> None:
        """Be as high as this."""
        if height != self.maximumHeight():
            self.setFixedHeight(height)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for some width."""
        return QSize(120, self.maximumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heat, ellipses, darts and a scale."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._theme.plot))
        belief = self._belief
        if belief is not None:
            frame = _Frame.around(belief, QRectF(self.rect()))
            if belief.heat is not None and self._is_heat_shown:
                self._paint_heat(painter, frame, belief)
            for ellipse, pen in self._ellipses(belief):
                _paint_ellipse(painter, frame, ellipse, pen, self._theme)
            if belief.ellipse is None:
                self._paint_point(painter, frame, belief)
            self._paint_darts(painter, frame)
            self._paint_scale(painter, frame)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _ellipses(self, belief: Belief) -> list[tuple[Ellipse | None, QPen]]:
        assert self._theme is not None
        best, text = QColor(self._theme.good), QColor(self._theme.text)
        return [
            (belief.tilted, QPen(best, 1.4, Qt.PenStyle.DotLine)),
            (belief.straight, QPen(best, 1.4, Qt.PenStyle.DashLine)),
            (belief.ellipse, QPen(text, 1.6)),
        ]

    def _paint_heat(self, painter: QPainter, frame: _Frame, belief: Belief) -> None:
        from vae_explorer.ui.map.belief_extra import heat_picture

        assert belief.heat is not None
        assert self._theme is not None
        heat = belief.heat
        target = QRectF(frame.place(heat.x_min, heat.y_max), frame.place(heat.x_max, heat.y_min))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, heat_picture(heat.image, self._theme.accent))

    def _paint_point(self, painter: QPainter, frame: _Frame, belief: Belief) -> None:
        assert self._theme is not None
        painter.setPen(QPen(QColor(self._theme.text), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(frame.place(*_plane(belief.mean)), 4.5, 4.5)

    def _paint_darts(self, painter: QPainter, frame: _Frame) -> None:
        if self._board is None or self._theme is None or self._belief is None:
            return
        if self._board.index != self._belief.index:
            return
        painter.setPen(QPen(QColor(self._theme.plot), 1))
        painter.setBrush(QColor(self._theme.text))
        for x, y in self._board.places.tolist():
            painter.drawEllipse(frame.place(x, y), _DART_PX, _DART_PX)

    def _paint_scale(self, painter: QPainter, frame: _Frame) -> None:
        from vae_explorer.ui.map.axis import tick_step

        assert self._theme is not None
        length = tick_step(60 / frame.scale, 1) / 2
        right, bottom = self.width() - 8.0, self.height() - 7.0
        painter.setPen(QPen(QColor(self._theme.text_muted), 1.4))
        painter.drawLine(QPointF(right - length * frame.scale, bottom), QPointF(right, bottom))
        font = QFont(self.font())
        font.setPixelSize(10)
        painter.setFont(font)
        painter.drawText(
            QRectF(right - 80, bottom - 15, 80, 13), Qt.AlignmentFlag.AlignRight, f"{length:.3g}"
        )


class _Frame:
    """Where plane points lie in the widget: one unit is as long across as down."""

    def __init__(self, centre: tuple[float, float], scale: float, middle: QPointF) -> None:
        self._centre = centre
        self._middle = middle
        self.scale = scale

    @classmethod
    def around(cls, belief: Belief, room: QRectF) -> _Frame:
        """Return the frame that holds the posterior and three standard deviations of q(z∣x)."""
        x, y = _plane(belief.mean)
        lows, highs = [(x, y)], [(x, y)]
        for ellipse in (belief.ellipse, belief.straight):
            if ellipse is not None:
                reach = 3 * np.linalg.norm(ellipse.root, axis=1)
                lows.append(tuple((ellipse.mean - reach).tolist()))
                highs.append(tuple((ellipse.mean + reach).tolist()))
        if belief.heat is not None:
            lows.append((belief.heat.x_min, belief.heat.y_min))
            highs.append((belief.heat.x_max, belief.heat.y_max))
        low, high = np.min(lows, axis=0), np.max(highs, axis=0)
        span = np.maximum(high - low, 1e-9 if len(lows) > 1 else 1.0) * (1 + 2 * _ROOM)
        scale = min(room.width() / span[0], room.height() / span[1])
        middle = (low + high) / 2
        return cls((float(middle[0]), float(middle[1])), float(scale), room.center())

    def place(self, x: float, y: float) -> QPointF:
        """Return where a plane point is drawn."""
        return QPointF(
            self._middle.x() + (x - self._centre[0]) * self.scale,
            self._middle.y() - (y - self._centre[1]) * self.scale,
        )


def _paint_ellipse(
    painter: QPainter, frame: _Frame, ellipse: Ellipse | None, pen: QPen, theme: Theme
) -> None:
    if ellipse is None:
        return
    angles = np.linspace(0, 2 * math.pi, 72, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius in (1.0, 2.0):
        x, y = ellipse.mean[:, None] + radius * (ellipse.root @ circle)
        outline = QPolygonF([frame.place(*point) for point in zip(x.tolist(), y.tolist(), strict=True)])
        painter.setPen(QPen(QColor(theme.plot), pen.widthF() + 1.6))
        painter.drawPolygon(outline)
        painter.setPen(pen)
        painter.drawPolygon(outline)


def _plane(mean: tuple[float, ...]) -> tuple[float, float]:
    return mean[0], mean[1] if len(mean) > 1 else 0.0
