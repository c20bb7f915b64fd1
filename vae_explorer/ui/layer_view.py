"""A close look at one layer: its activations as a picture, and what they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.analysis.activation import Layer
from vae_explorer.ui.control import text_label
from vae_explorer.ui.layer_picture import layer_image
from vae_explorer.ui.layer_text import layer_range, layer_size, layer_title
from vae_explorer.ui.theme import Theme

_SIDE = 110
_WORDS_WIDTH = 124


class LayerView(QWidget):
    """Shows one layer, or what to do to see one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layer_view")
        self._theme = theme
        self._layer: Layer | None = None
        self._model = ""
        self._picture = _Picture(self)
        self._name = text_label("layer_name", "strong", self, is_wrapped=True)
        self._size = text_label("layer_size", "caption", self, is_wrapped=True)
        self._range = text_label("layer_range", "caption", self, is_wrapped=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._name, self._size, self._range):
            words.addWidget(label)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self._picture)
        layout.addLayout(words, 1)
        self._draw()
        self._write()

    def show_layer(self, model: str, layer: Layer | None) -> None:
        """Show a layer of the network of a model."""
        self._model = model
        if layer is not self._layer:
            self._layer = layer
            self._draw()
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _draw(self) -> None:
        self._picture.setVisible(self._layer is not None)
        self.setFixedWidth(_WORDS_WIDTH + 12 + (0 if self._layer is None else _SIDE + 6))
        self._picture.show_image(None if self._layer is None else layer_image(self._layer, self._theme))

    def _write(self) -> None:
        if self._layer is None:
            self._name.setText(self.tr("Click a layer to see its activations."))
            self._size.setText("")
            self._range.setText("")
            return
        self._name.setText(f"{self._model} · {layer_title(self._layer)}")
        self._size.setText(layer_size(self._layer))
        self._range.setText(layer_range(self._layer))


class _Picture(QWidget):
    """An image as large as its place allows; single numbers stay single squares."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layer_picture")
        self.setFixedWidth(_SIDE)
        self._image: QImage | None = None

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        factor = min(self.width() / self._image.width(), self.height() / self._image.height())
        size = QSize(round(self._image.width() * factor), round(self._image.height() * factor))
        place = QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, factor < 1)
        painter.drawImage(place, self._image)
