"""Keeps what stays as it is while the pin is dragged over it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter


class StillPicture:
    """A drawing that is kept as a picture for as long as it would look the same.

    An opaque picture is laid down about as fast as it is drawn, and is kept from the first time on. One that
    has bare places must be cleared and blended, and is kept from the second time it is drawn alike: while the
    view pans, every picture is another one, and keeping it would only cost.

    Parameters
    ----------
    is_opaque : bool
        Whether the drawing leaves no pixel of its place bare.
    """

    def __init__(self, *, is_opaque: bool) -> None:
        self._is_opaque = is_opaque
        self._image: QImage | None = None
        self._look: Hashable | None = None
        self._is_kept = False

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
        # Not the widget's own ratio: it may be painted on something finer than its screen.
        pixel_ratio = painter.deviceTransform().m11()
        known = None if look is None else (look, pixel_ratio)
        is_new = known is None or known != self._look
        self._look = known
        if is_new:
            self._is_kept = False
            if known is None or not self._is_opaque:
                draw(painter)
                return
        if not self._is_kept:
            self._image = drawn(place, pixel_ratio, draw, self._image, is_opaque=self._is_opaque)
            self._is_kept = True
        assert self._image is not None
        painter.drawImage(place.topLeft(), self._image)

    def put(self, look: Hashable, pixel_ratio: float, image: QImage) -> None:
        """Take a picture that ``drawn`` returned elsewhere, of a place that looks like this."""
        self._image, self._look, self._is_kept = image, (look, pixel_ratio), True


def drawn(
    place: QRect,
    pixel_ratio: float,
    draw: Callable[[QPainter], None],
    image: QImage | None = None,
    *,
    is_opaque: bool,
) -> QImage:
    """Return the picture of a place.

    Parameters
    ----------
    place : QRect
        In device-independent pixels.
    pixel_ratio : float
        Device pixels in a device-independent one.
    draw : callable
        Draws the place.
    image : QImage, optional
        A former picture, which is drawn over if it is as large.
    is_opaque : bool
        Whether the drawing leaves no pixel bare.
    """
    formats = QImage.Format
    # Rounded up, so that no pixel stays bare at an edge where the ratio is a fraction.
    size = QSize(math.ceil(place.width() * pixel_ratio), math.ceil(place.height() * pixel_ratio))
    if image is None or image.size() != size:
        image = QImage(size, formats.Format_RGB32 if is_opaque else formats.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(pixel_ratio)
    if not is_opaque:
        image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(-place.topLeft())
    draw(painter)
    painter.end()
    return image
