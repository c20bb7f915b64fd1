"""A network drawn true to scale, with one image's activations in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from vae_explorer.analysis.activation import Layer, LayerPart, Trace
from vae_explorer.state.network_wish import LayerWish
from vae_explorer.ui.layer_picture import column_image, layer_image
from vae_explorer.ui.layer_text import SIGNS, layer_range, layer_size, layer_title
from vae_explorer.ui.network_plan import SMALL_LAYER, PlacedLayer, place_layers
from vae_explorer.ui.number_text import count_text
from vae_explorer.ui.theme import Theme

_PICTURE_GAP = 10.0
_LARGEST_PICTURE = 84.0
_REACH = 9.0
_FEWEST_ROWS = 40
_CAPTION_GAP = 6.0


class NetworkDiagram(QWidget):
    """Layers from left to right; clicking one, or walking to it by arrow keys, looks at it closely.

    Parameters
    ----------
    map_id : int
        Whose network.
    theme : Theme
        The colours.
    """

    layer_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"network_diagram_{map_id}")
        self._map_id = map_id
        self._theme = theme
        self._title = ""
        self._trace: Trace | None = None
        self._chosen: str | None = None
        self._pointed: str | None = None
        self._placed: tuple[PlacedLayer, ...] = ()
        self._columns: dict[str, QImage] = {}
        self._pictures: dict[LayerPart, QImage] = {}
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 84)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What is drawn, from left to right."""
        return tuple(placed.layer for placed in self._placed)

    def show_trace(self, title: str, trace: Trace | None, chosen: str | None) -> None:
        """Draw an image's way, with one layer marked."""
        if trace is not self._trace:
            self._trace = trace
            self._columns, self._pictures = {}, {}
        if (title, chosen) != (self._title, self._chosen):
            self._title, self._chosen = title, chosen
        self._place()
        self.setAccessibleName(self.tr("Network: {title}").format(title=title))
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._columns, self._pictures = {}, {}
        self.update()

    def place_of(self, name: str) -> QPoint:
        """Return the middle of a layer's bar."""
        return next(placed.bar for placed in self._placed if placed.layer.name == name).center().toPoint()

    def sizeHint(self) -> QSize:
        """Ask for room to see the layers apart."""
        return QSize(420, 150)

    def resizeEvent(self, _event: QEvent) -> None:
        """Place the layers anew."""
        self._place()

    def event(self, event: QEvent) -> bool:
        """Say what the layer under the pointer is."""
        if isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if found is None else _explanation(found.layer), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the layer under the pointer."""
        found = self._at(event.position())
        name = None if found is None else found.layer.name
        if name != self._pointed:
            self._pointed = name
            self.setCursor(Qt.CursorShape.ArrowCursor if name is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Mark nothing."""
        self._pointed = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at a layer closely."""
        found = self._at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.layer_requested.emit(LayerWish(self._map_id, found.layer.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from layer to layer."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        names = [layer.name for layer in self.layers]
        if event.key() not in steps or not names:
            super().keyPressEvent(event)
            return
        step = steps[Qt.Key(event.key())]
        now = names.index(self._chosen) if self._chosen in names else (-1 if step > 0 else 0)
        self.layer_requested.emit(LayerWish(self._map_id, names[(now + step) % len(names)]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title, the funnels, the bars, and what they are called."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(6, self.fontMetrics().ascent() + 2), self._title)
        if self._trace is None:
            self._paint_waiting(painter)
            return
        self._paint_funnels(painter)
        for placed in self._placed:
            self._paint_bar(painter, placed)
        self._paint_captions(painter)
        self._paint_pictures(painter)

    def _paint_waiting(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.text_muted))
        text = self.tr("Point at an image in a map to send it through this network.")
        painter.drawText(
            QRectF(self.rect()).adjusted(8, 8, -8, -8),
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
            text,
        )

    def _paint_funnels(self, painter: QPainter) -> None:
        fill = QColor(self._theme.text_muted)
        fill.setAlphaF(0.13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        for left, right in _joined(self._placed):
            a, b = left.bar, right.bar
            painter.drawPolygon(QPolygonF([a.topRight(), b.topLeft(), b.bottomLeft(), a.bottomRight()]))

    def _paint_bar(self, painter: QPainter, placed: PlacedLayer) -> None:
        layer, bar = placed.layer, placed.bar
        if layer.name not in self._columns:
            rows = max(_FEWEST_ROWS, round(bar.height()))
            self._columns[layer.name] = column_image(layer, self._theme, rows)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(bar, self._columns[layer.name])
        is_chosen, is_pointed = layer.name == self._chosen, layer.name == self._pointed
        colour = (
            self._theme.accent if is_chosen else self._theme.text if is_pointed else self._theme.border_strong
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2 if is_chosen or is_pointed else 1))
        painter.drawRect(bar.adjusted(-1, -1, 1, 1))

    def _paint_captions(self, painter: QPainter) -> None:
        """Write under every column how wide it is, and beside small layers their sign and values."""
        metrics = self.fontMetrics()
        baseline = self.height() - metrics.descent() - 1
        written: list[QRectF] = []
        # From both ends towards the code: where there is little room, the same layers of both halves stay.
        for placed in _from_the_ends(self._placed):
            layer, bar = placed.layer, placed.bar
            if layer.width <= SMALL_LAYER:
                self._paint_values(painter, placed)
                continue
            text = count_text(layer.width)
            width = metrics.horizontalAdvance(text)
            left = min(max(bar.center().x() - width / 2, 0.0), self.width() - width)
            place = QRectF(left, 0, width + _CAPTION_GAP, 1)
            if not any(place.intersects(other) for other in written):
                painter.setPen(QColor(self._theme.text_muted))
                painter.drawText(QPointF(left, baseline), text)
                written.append(place)

    def _paint_values(self, painter: QPainter, placed: PlacedLayer) -> None:
        """Write a small layer's sign to the left of its bar, its values to the right."""
        metrics, layer, bar = self.fontMetrics(), placed.layer, placed.bar
        painter.setPen(QColor(self._theme.text))
        sign = SIGNS.get(layer.part, "")
        middle = bar.center().y() + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(bar.left() - metrics.horizontalAdvance(sign) - 5, middle), sign)
        painter.setPen(QColor(self._theme.text_muted))
        values = layer.values.ravel().tolist()
        widest = max(metrics.horizontalAdvance(f"−{abs(value):.2f}") for value in values)
        height = metrics.ascent() + 1
        if widest + 7 > self._room_beside(placed) or height * len(values) > self._room_below(placed):
            return
        baseline = middle - height * (len(values) - 1) / 2
        for value in values:
            # The minus sign hangs out to the left, so that the digits stand below one another.
            text = f"{value:.2f}".replace("-", "")
            left = bar.right() + 5 + metrics.horizontalAdvance("−")
            painter.drawText(QPointF(left, baseline), text)
            if value < 0:
                painter.drawText(QPointF(bar.right() + 5, baseline), "−")
            baseline += height

    def _room_beside(self, placed: PlacedLayer) -> float:
        """Return how far it is from a bar to what stands to the right of it, its sign included."""
        others = [other for other in self._placed if other.column == placed.column + 1]
        right = min((other.bar.left() for other in others), default=float(self.width()))
        is_small = any(other.layer.width <= SMALL_LAYER for other in others)
        return right - placed.bar.right() - (12 if is_small else 0)

    def _room_below(self, placed: PlacedLayer) -> float:
        """Return how far it is from the middle of a bar to that of the next in its column."""
        middle = placed.bar.center().y()
        others = [other.bar.center().y() for other in self._placed if other.column == placed.column]
        return min((abs(y - middle) for y in others if y != middle), default=float(self.height()))

    def _paint_pictures(self, painter: QPainter) -> None:
        assert self._trace is not None
        side = self._picture_side()
        room = self._room()
        for part, left in (
            (LayerPart.IMAGE, 4.0),
            (LayerPart.PICTURE, self.width() - 4.0 - side),
        ):
            layer = self._trace.layer(part)
            if layer is None:
                continue
            if part not in self._pictures:
                self._pictures[part] = layer_image(layer, self._theme)
            picture = self._pictures[part]
            factor = side / max(picture.width(), picture.height())
            size = QSize(round(picture.width() * factor), round(picture.height() * factor))
            top = room.center().y() - size.height() / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, factor <= 6)
            painter.drawImage(QRectF(left, top, size.width(), size.height()), picture)
        painter.setPen(QColor(self._theme.text_muted))
        baseline = min(room.center().y() + side / 2 + self.fontMetrics().ascent() + 2, self.height() - 2.0)
        named = "x" if self._trace.is_real else self.tr("x (decoded)")
        if self.fontMetrics().horizontalAdvance(named) > side + _PICTURE_GAP / 2:
            named = "x"
        painter.drawText(QPointF(4.0, baseline), named)
        named = self.tr("decoded")
        right = self.width() - 4.0 - self.fontMetrics().horizontalAdvance(named)
        painter.drawText(QPointF(min(right, self.width() - 4.0 - side), baseline), named)

    def _picture_side(self) -> float:
        return min(_LARGEST_PICTURE, self._room().height(), self.width() * 0.14)

    def _room(self) -> QRectF:
        line = self.fontMetrics().height()
        return QRectF(0, line + 6, self.width(), max(self.height() - 2 * line - 12, 20))

    def _place(self) -> None:
        if self._trace is None:
            self._placed = ()
            return
        room, side = self._room(), self._picture_side()
        margin = side + 4.0 + _PICTURE_GAP
        self._placed = place_layers(self._trace, room.adjusted(margin, 0, -margin, 0))

    def _at(self, place: QPointF) -> PlacedLayer | None:
        near = [
            placed
            for placed in self._placed
            if placed.bar.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(place)
        ]
        return min(near, key=lambda placed: (placed.bar.center() - place).manhattanLength(), default=None)

    def _describe(self) -> None:
        chosen = next((layer for layer in self.layers if layer.name == self._chosen), None)
        self.setAccessibleDescription("" if chosen is None else _explanation(chosen))


def _explanation(layer: Layer) -> str:
    return "\n".join((layer_title(layer), layer_size(layer), layer_range(layer)))


def _joined(placed: tuple[PlacedLayer, ...]) -> list[tuple[PlacedLayer, PlacedLayer]]:
    """Return the layers of which one is computed from the other."""
    columns: dict[int, list[PlacedLayer]] = {}
    for each in placed:
        columns.setdefault(each.column, []).append(each)
    joined = []
    for left, right in pairwise(columns[number] for number in sorted(columns)):
        for a in left:
            # ε comes from nowhere; it is drawn.
            joined += [(a, b) for b in right if b.layer.part is not LayerPart.EPSILON]
    return joined


def _from_the_ends(layers: Sequence[PlacedLayer]) -> list[PlacedLayer]:
    """Return the first, the last, the second, the last but one and so on."""
    pairs = zip(layers, reversed(layers), strict=True)
    return list(dict.fromkeys(layer for pair in pairs for layer in pair))
