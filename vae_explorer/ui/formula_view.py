"""A formula whose every symbol says what it is and what it is worth just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vae_explorer.ui.formula_drawing import FormulaDrawing, FormulaFont
from vae_explorer.ui.theme import DARK, Theme
from vae_explorer.ui.tour_text import NamedText

_RELATIONS = ("=", "\\geq", "\\sim", "\\mapsto")
_OPERATORS = ("+", "-")
# Room on both sides, in letter sizes: TeX's thick and medium space, and what keeps marked pieces apart.
_RELATION_ROOM, _OPERATOR_ROOM, _PIECE_ROOM = 0.28, 0.22, 0.06
_ROOM = 3.0
_LINE_GAP = 6.0
Part = tuple[str, str]


@dataclass(frozen=True)
class _Placed:
    drawing: FormulaDrawing
    symbol: str
    x: float
    line: int


class FormulaView(QWidget):
    """Shows a formula; pointing at a symbol, or walking to it by arrow keys, explains it.

    Parameters
    ----------
    name : str
        Object name.
    font : FormulaFont
        Shared by all views, since it keeps what it has set.
    letter_size : float
        In text heights of the window's font.
    """

    def __init__(
        self, name: str, font: FormulaFont, letter_size: float = 1.3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._font = font
        self._letter_size = letter_size
        self._theme = DARK
        self._parts: tuple[Part, ...] = ()
        self._placed: list[_Placed] = []
        self._ascents: list[float] = []
        self._heights: list[float] = []
        self._texts: Mapping[str, NamedText] = {}
        self._values: Mapping[str, str] = {}
        self._marked: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The names of the symbols from left to right."""
        return tuple(symbol for _, symbol in self._parts if symbol)

    def set_formula(self, parts: tuple[Part, ...]) -> None:
        """Show these pieces of LaTeX, each with the name of its symbol or nothing."""
        if parts != self._parts:
            self._parts = parts
            self._marked = None
            self._place()

    def prepare(self, latex: str) -> None:
        """Set a piece for later."""
        self._font.drawing(latex, self._size(), self._theme.text)

    def set_texts(self, texts: Mapping[str, NamedText]) -> None:
        """Say of the symbols what they are."""
        self._texts = texts
        self._tell()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Say of the symbols what they are worth; those without a value say only what they are."""
        if values != self._values:
            self._values = values
            self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        if theme != self._theme:
            self._theme = theme
            self._place()

    def explanation(self, symbol: str) -> str:
        """Return what is said of a symbol: its name, what it is, and its value."""
        text = self._texts.get(symbol)
        if text is None:
            return ""
        lines = [text.name, text.text]
        if symbol in self._values:
            lines.append(self.tr("here: {value}").format(value=self._values[symbol]))
        return "\n".join(lines)

    def place_of(self, symbol: str) -> QPoint:
        """Return the middle of the first piece of a symbol, in the widget."""
        number = next(number for number, part in enumerate(self._placed) if part.symbol == symbol)
        return self._rect(number).center().toPoint()

    def hasHeightForWidth(self) -> bool:
        """Whether a narrower formula is higher: it is broken between its pieces."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        _, _, heights = self._lines(width)
        return round(sum(heights) + _LINE_GAP * max(len(heights) - 1, 0) + 2 * _ROOM) if heights else 0

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        drawings = [drawing for drawing, _ in self._drawings()]
        width = sum(self._advance(number, drawing) for number, drawing in enumerate(drawings)) + 2 * _ROOM
        return QSize(round(width + 1), self.heightForWidth(round(width + 2)))

    def minimumSizeHint(self) -> QSize:
        """Be content with the widest piece."""
        widest = max((drawing.box.width() for drawing, _ in self._drawings()), default=0.0)
        return QSize(round(widest + 2 * _ROOM), 0)

    def resizeEvent(self, _event: QEvent) -> None:
        """Break the formula anew."""
        self._placed, self._ascents, self._heights = self._lines(self.width())
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pieces, and mark the one that is explained."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._marked is not None:
            colour = QColor(self._theme.field_hover)
            painter.setBrush(colour)
            painter.setPen(
                QPen(QColor(self._theme.accent), 1) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
            )
            painter.drawRoundedRect(self._rect(self._marked).adjusted(-1, -1, 1, 1), 3, 3)
        for part in self._placed:
            part.drawing.paint(painter, part.x, self._baseline(part.line))

    def event(self, event: QEvent) -> bool:
        """Explain the symbol under the pointer."""
        if isinstance(event, QHelpEvent):
            number = self._number_at(event.pos())
            text = "" if number is None else self.explanation(self._placed[number].symbol)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the symbol under the pointer."""
        self._mark(self._number_at(event.position().toPoint()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Mark nothing."""
        self._mark(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first symbol."""
        super().focusInEvent(event)
        self._walk(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mark nothing."""
        super().focusOutEvent(event)
        self._mark(None)
        QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from symbol to symbol."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            self._walk(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Set the letters again when the window's font changes; follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()
        elif event.type() == QEvent.Type.LanguageChange:
            self._tell()

    def _walk(self, step: int) -> None:
        numbers = [number for number, part in enumerate(self._placed) if part.symbol in self._texts]
        if not numbers:
            return
        now = numbers.index(self._marked) if self._marked in numbers else 0
        self._mark(numbers[(now + step) % len(numbers)])
        assert self._marked is not None
        place = self._rect(self._marked).bottomLeft().toPoint()
        text = self.explanation(self._placed[self._marked].symbol)
        QToolTip.showText(self.mapToGlobal(place), text, self)
        self.setAccessibleDescription(text)

    def _mark(self, number: int | None) -> None:
        if number is not None and self._placed[number].symbol not in self._texts:
            number = None
        if number != self._marked:
            self._marked = number
            self.update()

    def _tell(self) -> None:
        # A screen reader hears the whole formula's symbols with their values.
        said = [
            f"{self._texts[symbol].name} {self._values.get(symbol, '')}".strip()
            for symbol in dict.fromkeys(self.symbols)
            if symbol in self._texts
        ]
        self.setAccessibleName(self.tr("Formula: {symbols}").format(symbols="; ".join(said)))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def _place(self) -> None:
        self._placed, self._ascents, self._heights = self._lines(self.width())
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.updateGeometry()
        self._tell()
        self.update()

    def _drawings(self) -> list[tuple[FormulaDrawing, str]]:
        size = self._size()
        return [(self._font.drawing(latex, size, self._theme.text), symbol) for latex, symbol in self._parts]

    def _size(self) -> float:
        return round(self._letter_size * self.fontMetrics().height() * 0.8, 1)

    def _advance(self, number: int, drawing: FormulaDrawing) -> float:
        """Return how far to the right of a piece the next one begins."""
        beside = (_room_beside(latex) for latex, _ in self._parts[number : number + 2])
        return drawing.advance + max(beside) * self._size()

    def _lines(self, width: int) -> tuple[list[_Placed], list[float], list[float]]:
        """Return the pieces with their places, and ascent and height of every line."""
        placed: list[_Placed] = []
        rows: list[list[FormulaDrawing]] = []
        pieces = self._drawings()
        starts = self._starts([drawing for drawing, _ in pieces], width)
        x = _ROOM
        for number, (drawing, symbol) in enumerate(pieces):
            if number in starts:
                rows.append([])
                x = _ROOM
            placed.append(_Placed(drawing, symbol, x, len(rows) - 1))
            rows[-1].append(drawing)
            x += self._advance(number, drawing)
        ascents = [max(-drawing.box.top() for drawing in row) for row in rows]
        depths = [max(drawing.box.bottom() for drawing in row) for row in rows]
        return placed, ascents, [sum(pair) for pair in zip(ascents, depths, strict=True)]

    def _starts(self, drawings: list[FormulaDrawing], width: int) -> list[int]:
        """Return with which pieces lines begin: with a relation where what follows fits."""
        starts: list[int] = []
        x = _ROOM
        for number, drawing in enumerate(drawings):
            if not starts or (x + drawing.advance > width - _ROOM and x > _ROOM):
                start, x = number, _ROOM
                for earlier in range(number - 1, starts[-1] if starts else number, -1):
                    taken = sum(self._advance(each, drawings[each]) for each in range(earlier, number))
                    is_fitting = _ROOM + taken + drawing.advance <= width - _ROOM
                    if self._parts[earlier][0] in _RELATIONS and is_fitting:
                        start, x = earlier, _ROOM + taken
                        break
                starts.append(start)
            x += self._advance(number, drawing)
        return starts

    def _baseline(self, line: int) -> float:
        above = sum(self._heights[:line]) + _LINE_GAP * line
        return _ROOM + above + self._ascents[line]

    def _rect(self, number: int) -> QRectF:
        part = self._placed[number]
        return part.drawing.box.translated(part.x, self._baseline(part.line))

    def _number_at(self, place: QPoint) -> int | None:
        return next(
            (number for number in range(len(self._placed)) if self._rect(number).contains(place)), None
        )


def _room_beside(latex: str) -> float:
    if latex in _RELATIONS:
        return _RELATION_ROOM
    return _OPERATOR_ROOM if latex in _OPERATORS else _PIECE_ROOM
