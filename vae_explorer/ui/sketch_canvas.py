"""A small canvas: a pen, an eraser, and steps that can be taken back."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.ui.theme import Theme

LONG_SIDE = 280
_MOST_STEPS = 40
_KEY_STEP = 8.0
_GROUND = QColor(0, 0, 0)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class SketchCanvas(QWidget):
    """A picture that is drawn on: white on black, or in any colour where the data have colours.

    The arrow keys move the pen, with Shift it draws. Ctrl+Z takes a step back, Ctrl+V pastes.

    Parameters
    ----------
    name : str
        Object name.
    """

    drawn = Signal(object)  # (H, W, c) uint8, or None where nothing is left
    file_dropped = Signal(str)
    steps_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAcceptDrops(True)
        self.thickness = 22.0
        self.is_erasing = False
        self.colour = QColor(Qt.GlobalColor.white)
        self._channels = 1
        self._image = _blank(LONG_SIDE, LONG_SIDE)
        self._steps: list[QImage] = []
        self._last: QPointF | None = None
        self._pen = QPointF(LONG_SIDE / 2, LONG_SIDE / 2)
        self._is_key_stroke = False
        self._frame = QColor(Qt.GlobalColor.gray)
        self._accent = QColor(Qt.GlobalColor.white)
        self.set_side(200)

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._steps)

    @property
    def picture_size(self) -> tuple[int, int]:
        """Height and width of the picture."""
        return self._image.height(), self._image.width()

    def pixels(self) -> np.ndarray | None:
        """Return the picture, (H, W, c) uint8, read-only; None where it is bare."""
        image = self._image.convertToFormat(QImage.Format.Format_RGB888)
        height, width = image.height(), image.width()
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
        pixels = rows[:, : 3 * width].reshape(height, width, 3)[..., : self._channels].copy()
        pixels.flags.writeable = False
        return pixels if pixels.any() else None

    def set_image_shape(self, shape: tuple[int, int, int]) -> None:
        """Take the proportions and channels of the data; a canvas of other proportions begins anew."""
        height, width, channels = shape
        factor = LONG_SIDE / max(height, width)
        size = (max(round(height * factor), 8), max(round(width * factor), 8))
        self._channels = channels
        if size != self.picture_size:
            self._image = _blank(size[1], size[0])
            self._steps = []
            self._pen = QPointF(size[1] / 2, size[0] / 2)
            self.set_side(self.maximumWidth())
            self.steps_changed.emit()

    def set_side(self, side: int) -> None:
        """Be as large as this along the longer side."""
        factor = side / max(self.picture_size)
        height, width = self.picture_size
        self.setFixedSize(round(width * factor), round(height * factor))

    def set_theme(self, theme: Theme) -> None:
        """Use these colours around the picture."""
        self._frame, self._accent = QColor(theme.border_strong), QColor(theme.accent)
        self.update()

    def show_pixels(self, pixels: np.ndarray) -> None:
        """Show a picture of the canvas's own size that came from elsewhere."""
        if pixels.shape[:2] != self.picture_size:
            return
        self._remember()
        rgb = np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)))
        height, width = pixels.shape[:2]
        image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.update()

    @Slot()
    def clear(self) -> None:
        """Begin anew."""
        self._remember()
        self._image.fill(_GROUND)
        self._tell()

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if self._steps:
            self._image = self._steps.pop()
            self.steps_changed.emit()
            self._tell()

    def take(self, data: QMimeData) -> bool:
        """Take a picture from the clipboard or a drop, and say whether there was one."""
        for url in data.urls():
            if url.isLocalFile():
                self.file_dropped.emit(url.toLocalFile())
                return True
        image = data.imageData() if data.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._remember()
        height, width = self.picture_size
        fitted = image.scaled(
            width,
            height,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        # What the picture does not cover goes on with the colour of its corner.
        self._image.fill(fitted.pixelColor(0, 0))
        painter = QPainter(self._image)
        painter.drawImage((width - fitted.width()) // 2, (height - fitted.height()) // 2, fitted)
        painter.end()
        self._tell()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._remember()
            self._last = self._on_picture(event.position())
            self._stroke(self._last, self._last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if self._last is not None:
            place = self._on_picture(event.position())
            self._stroke(self._last, place)
            self._last = place

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the pen by the arrow keys, draw with Shift."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None:
            super().keyPressEvent(event)
            return
        height, width = self.picture_size
        before = QPointF(self._pen)
        self._pen = QPointF(
            min(max(before.x() + arrow[0] * _KEY_STEP, 0), width),
            min(max(before.y() + arrow[1] * _KEY_STEP, 0), height),
        )
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self._is_key_stroke:
                self._remember()
            self._is_key_stroke = True
            self._stroke(before, self._pen)
        else:
            self._is_key_stroke = False
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome pictures."""
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take a picture."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def sizeHint(self) -> QSize:
        """Ask for the whole place."""
        return self.maximumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and the pen while the keys move it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        frame = self._accent if self.hasFocus() else self._frame
        painter.setPen(QPen(frame, 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.hasFocus():
            factor = self.width() / self.picture_size[1]
            centre = self._pen * factor
            painter.setPen(QPen(self._accent, 1))
            painter.drawLine(centre - QPointF(4, 0), centre + QPointF(4, 0))
            painter.drawLine(centre - QPointF(0, 4), centre + QPointF(0, 4))

    def _on_picture(self, place: QPointF) -> QPointF:
        height, width = self.picture_size
        return QPointF(place.x() * width / self.width(), place.y() * height / self.height())

    def _stroke(self, start: QPointF, end: QPointF) -> None:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = _GROUND if self.is_erasing else self.colour
        pen = QPen(colour, self.thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if start == end:
            painter.drawPoint(start)
        else:
            painter.drawLine(start, end)
        painter.end()
        self._pen = QPointF(end)
        self._tell()

    def _remember(self) -> None:
        self._steps = [*self._steps[-_MOST_STEPS + 1 :], self._image.copy()]
        self._is_key_stroke = False
        self.steps_changed.emit()

    def _tell(self) -> None:
        self.update()
        self.drawn.emit(self.pixels())


def _blank(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(_GROUND)
    return image
