"""Keeps what stays as it is while the pin is dragged over it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter


class StillPicture:
    """A picture that is kept from the second time it is drawn alike.

    While the view pans or codes move, every picture is another one: keeping it would only cost.

    Parameters
    ----------
    is_opaque : bool
        Whether the drawing leaves no pixel of its place bare.
    """

    def __init__(self, *, is_opaque: bool) -> None:
        self._is_opaque = is_opaque
        self._image: QImage | None = None
        self._look: Hashable | None = None

    def paint(
        self, painter: QPainter, place: QRect, look: Hashable | None, draw: Callable[[QPainter], None]
    ) -> None:
        """Draw a place, from the kept picture where it still looks like that.

        Parameters
        ----------
        painter : QPainter
            In device-independent pixels; the picture takes the resolution of what it paints on.
        place : QRect
            In device-independent pixels.
        look : hashable or None
            Changes whenever the drawing would look different; None where it has to be drawn in any case.
        draw : callable
            Draws it.
        """
        if look is None or look != self._look:
            self._look, self._image = look, None
            draw(painter)
            return
        if self._image is None:
            # Not the widget's own ratio: it may be painted on something finer than its screen.
            self._image = self._drawn(place, painter.deviceTransform().m11(), draw)
        painter.drawImage(place.topLeft(), self._image)

    def _drawn(self, place: QRect, pixel_ratio: float, draw: Callable[[QPainter], None]) -> QImage:
        formats = QImage.Format
        image = QImage(
            math.ceil(place.width() * pixel_ratio),
            math.ceil(place.height() * pixel_ratio),
            formats.Format_RGB32 if self._is_opaque else formats.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(pixel_ratio)
        if not self._is_opaque:
            image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.translate(-place.topLeft())
        draw(painter)
        painter.end()
        return image
