"""Many small pictures in rows: what darts decode to, the frames of a path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.state.map_state import Place
from vae_explorer.ui.pixel_view import image_of
from vae_explorer.ui.theme import Theme

_GAP = 3
_MARK_HEIGHT = 7


class ImageStrip(QWidget):
    """Shows pictures side by side, each with a mark of how far its place is backed by data.

    The form of a mark says the same as its colour: full in the data, half at the edge, an empty frame in a
    gap.

    Parameters
    ----------
    name : str
        Object name.
    side : int
        Width and height of a picture, in device-independent pixels.
    rows : int
        Rows of pictures; the newest are kept where there are too many.
    is_picked : bool
        Whether one can be chosen, by a click or the arrow keys.
    """

    picked = Signal(int)

    def __init__(
        self, name: str, side: int, rows: int, *, is_picked: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._side = side
        self._rows = rows
        self._is_picked = is_picked
        self._images: list[QImage] = []
        self._source: np.ndarray | None = None
        self._marks: tuple[Place, ...] = ()
        self._current: int | None = None
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._height())
        if is_picked:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self._images)

    @property
    def current(self) -> int | None:
        """Which one is chosen."""
        return self._current

    def set_images(self, images: np.ndarray | None, marks: Sequence[Place] = ()) -> None:
        """Show these, ``(n, h, w, c) uint8``."""
        has_marks = bool(self._marks)
        self._marks = tuple(marks)
        if images is not self._source:
            self._source = images
            newest = [] if images is None else list(images)
            if not self._is_picked:
                newest = newest[-self._most() :]
            self._images = [image_of(pixels) for pixels in newest]
        if has_marks != bool(self._marks):
            self.setFixedHeight(self._height())
        self.update()

    def set_rows(self, rows: int) -> None:
        """Show at most so many rows."""
        if rows != self._rows:
            self._rows = rows
            self.setFixedHeight(self._height())
            self.update()

    def set_side(self, side: int) -> None:
        """Make the pictures as large as this where there is room."""
        if side != self._side:
            self._side = side
            self.setFixedHeight(self._height())
            self.update()

    def set_current(self, current: int | None) -> None:
        """Mark one as the chosen one."""
        if current != self._current:
            self._current = current
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for one row's height and some width."""
        return QSize(4 * self._side, self._height())

    def _height(self) -> int:
        row = self._side + (_MARK_HEIGHT if self._marks else 0)
        return self._rows * (row + _GAP)

    def _most(self) -> int:
        return max(self._rows * max((self.width() + _GAP) // (self._side + _GAP), 1), self._rows * 6)

    def _boxes(self) -> list[QRectF]:
        count = len(self._images)
        if not count:
            return []
        step = float(self._side + _GAP)
        if self._is_picked:
            step = min(step, (self.width() + _GAP) / count)
        columns = max(int((self.width() + _GAP) // step), 1)
        row = self._side + _GAP + (_MARK_HEIGHT if self._marks else 0)
        side = step - _GAP
        return [
            QRectF((number % columns) * step, (number // columns) * row, side, side)
            for number in range(count)
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pictures and their marks."""
        painter = QPainter(self)
        theme = self._theme
        for number, box in enumerate(self._boxes()):
            image = self._images[number]
            scale = min(box.width() / image.width(), box.height() / image.height())
            size = QPointF(image.width() * scale, image.height() * scale)
            corner = box.center() - size / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 6)
            painter.drawImage(QRectF(corner, corner + size), image)
            if theme is None:
                continue
            if number < len(self._marks):
                self._paint_mark(painter, box, self._marks[number], theme)
            is_current = number == self._current
            painter.setPen(QPen(QColor(theme.accent if is_current else theme.border), 2 if is_current else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if theme is not None and self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_mark(self, painter: QPainter, box: QRectF, place: Place, theme: Theme) -> None:
        bar = QRectF(box.left() + 0.5, box.bottom() + 2.5, box.width() - 1, 3.5)
        colours = {Place.IN_DATA: theme.good, Place.AT_EDGE: theme.text_muted, Place.IN_GAP: theme.warning}
        colour = QColor(colours[place])
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        share = {Place.IN_DATA: 1.0, Place.AT_EDGE: 0.5, Place.IN_GAP: 0.0}[place]
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the picture under the pointer."""
        self._pick_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Walk along the pictures while the button is down."""
        self._pick_at(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key())) if self._is_picked and self._images else None
        if step is None:
            super().keyPressEvent(event)
            return
        self.picked.emit(min(max((self._current or 0) + step, 0), len(self._images) - 1))

    def _pick_at(self, place: QPointF) -> None:
        if not self._is_picked:
            return
        found = next(
            (n for n, box in enumerate(self._boxes()) if box.left() <= place.x() <= box.right()), None
        )
        if found is not None:
            self.picked.emit(found)
