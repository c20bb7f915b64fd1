"""A small picture of the data, shown as large as its place allows."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.ui.theme import Theme

_SMOOTH_UP_TO = 6.0
"""Above this factor single pixels are meant to be seen."""


def image_of(pixels: np.ndarray) -> QImage:
    """Return an image that owns its pixels.

    Parameters
    ----------
    pixels : (h, w, c) uint8
        Grey (c = 1) or RGB (c = 3).
    """
    height, width, channels = pixels.shape
    formats = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}
    data = np.ascontiguousarray(pixels, dtype=np.uint8)
    return QImage(data.data, width, height, width * channels, formats[channels]).copy()


class PixelView(QWidget):
    """Shows one image with its true proportions, or an empty place.

    Parameters
    ----------
    name : str
        Object name.
    side : int
        Width and height of the place, in device-independent pixels.
    """

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._pixels: np.ndarray | None = None
        self._image: QImage | None = None
        self._ground = QColor(Qt.GlobalColor.black)
        self._frame = QColor(Qt.GlobalColor.transparent)
        # Every pixel is painted here, so that nothing needs to be painted beneath.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.set_side(side)

    @property
    def pixels(self) -> np.ndarray | None:
        """What is shown: (h, w, c) uint8, or None."""
        return self._pixels

    def set_theme(self, theme: Theme) -> None:
        """Use these colours around the image."""
        self._ground, self._frame = QColor(theme.plot), QColor(theme.border)
        self.update()

    def set_side(self, side: int) -> None:
        """Take a place of this size."""
        if side != self.maximumWidth():
            self.setFixedSize(side, side)

    def sizeHint(self) -> QSize:
        """Ask for the whole place."""
        return self.maximumSize()

    def set_pixels(self, pixels: np.ndarray | None) -> None:
        """Show this image, (h, w, c) uint8, or nothing."""
        if pixels is not self._pixels:
            self._pixels = pixels
            self._image = None if pixels is None else image_of(pixels)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the image in the middle of its place."""
        painter = QPainter(self)
        place = QRectF(self.rect())
        painter.fillRect(place, self._ground)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._is_smooth())
            painter.drawImage(self._target(), self._image)
        painter.setPen(QPen(self._frame, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _factor(self) -> float:
        assert self._image is not None
        return min(self.width() / self._image.width(), self.height() / self._image.height())

    def _is_smooth(self) -> bool:
        return self._factor() <= _SMOOTH_UP_TO

    def _target(self) -> QRectF:
        assert self._image is not None
        width, height = (side * self._factor() for side in (self._image.width(), self._image.height()))
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
