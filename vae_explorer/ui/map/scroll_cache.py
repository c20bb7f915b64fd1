"""A picture that is kept while the view pans: only what comes into sight is drawn anew."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Protocol

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from vae_explorer.ui.map.view import View


class Canvas:
    """A transparent picture that numpy and QPainter both draw on.

    Parameters
    ----------
    width, height : int
        Size in device pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self.image = QImage(max(1, width), max(1, height), QImage.Format.Format_ARGB32_Premultiplied)
        self.image.fill(0)
        # (height, width) uint32, premultiplied 0xAARRGGBB
        self.pixels = np.frombuffer(self.image.bits(), dtype=np.uint32).reshape(
            self.image.height(), self.image.bytesPerLine() // 4
        )[:, : self.image.width()]

    def copied(self) -> Canvas:
        """Return another canvas with the same picture."""
        other = Canvas(self.image.width(), self.image.height())
        other.pixels[:] = self.pixels
        return other


class Drawing(Protocol):
    """Something that can draw any part of a view."""

    def draw(self, canvas: Canvas, view: View, region: QRect) -> None:
        """Draw what the view shows in ``region``, which is still empty, and nothing outside of it."""


class ScrollCache:
    """Keeps the last picture of a drawing."""

    def __init__(self) -> None:
        self._canvas: Canvas | None = None
        self._spare: Canvas | None = None
        self._view: View | None = None
        self._version: Hashable = None

    def clear(self) -> None:
        """Forget the picture."""
        self._canvas = self._spare = self._view = None

    def copied(self) -> Canvas:
        """Return a copy of the last picture, of which there must be one."""
        assert self._canvas is not None
        return self._canvas.copied()

    def put(self, canvas: Canvas, view: View, version: Hashable) -> None:
        """Take a picture that was drawn elsewhere, as if it had been drawn here."""
        self._spare, self._canvas = self._canvas, canvas
        self._view, self._version = view, version

    def image(self, drawing: Drawing, view: View, version: Hashable) -> QImage:
        """Return the picture of a drawing for a view.

        Parameters
        ----------
        drawing : Drawing
        view : View
        version : Hashable
            Changes whenever the drawing would look different in the same view.
        """
        whole = QRect(0, 0, view.width, view.height)
        canvas = self._canvas
        shift = None
        if canvas is not None and self._view is not None and version == self._version:
            shift = self._view.shift_to(view)
        if shift == (0, 0) and canvas is not None:
            return canvas.image
        fresh = self._fresh(view)
        if (
            canvas is None
            or shift is None
            or abs(shift[0]) * 2 > view.width
            or abs(shift[1]) * 2 > view.height
        ):
            drawing.draw(fresh, view, whole)
        else:
            self._scroll(drawing, canvas, fresh, view, shift)
        self._spare, self._canvas, self._view, self._version = canvas, fresh, view, version
        return fresh.image

    def _fresh(self, view: View) -> Canvas:
        spare = self._spare
        if spare is not None and (spare.image.width(), spare.image.height()) == (view.width, view.height):
            spare.pixels[:] = 0
            return spare
        return Canvas(view.width, view.height)

    @staticmethod
    def _scroll(drawing: Drawing, old: Canvas, new: Canvas, view: View, shift: tuple[int, int]) -> None:
        right, down = shift
        width, height = view.width, view.height
        new.pixels[max(0, down) : height + min(0, down), max(0, right) : width + min(0, right)] = old.pixels[
            max(0, -down) : height + min(0, -down), max(0, -right) : width + min(0, -right)
        ]
        if right:
            drawing.draw(new, view, QRect(0 if right > 0 else width + right, 0, abs(right), height))
        if down:
            left, kept = max(0, right), width - abs(right)
            drawing.draw(new, view, QRect(left, 0 if down > 0 else height + down, kept, abs(down)))


def part_of(view: View, region: QRect, margin: int = 0) -> View:
    """Return the view of one region of a view, with some pixels more on every side."""
    return replace(
        view,
        left=view.left + region.left() - margin,
        top=view.top + region.top() - margin,
        width=region.width() + 2 * margin,
        height=region.height() + 2 * margin,
    )
