"""A button that shows what is chosen and opens a menu to choose something else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QPushButton, QWidget, QWidgetAction

_CHEVRON_INSET = 14
_CHEVRON_HALF_WIDTH = 3.5


class ChoiceButton(QPushButton):
    """A button with a menu that never blocks.

    Parameters
    ----------
    name : str
        Object name; its menu is called the same with ``_menu`` after it.
    role : {"choice", "heading"}
        How the style sheet draws it.
    """

    chosen = Signal(object)
    """What the chosen action stands for: its data."""

    opening = Signal()
    """The menu is about to be shown: the last moment to fill it."""

    def __init__(self, name: str, parent: QWidget | None = None, role: str = "choice") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choice_menu = QMenu(self)
        self.choice_menu.setObjectName(f"{name}_menu")
        self.choice_menu.triggered.connect(self._choose)
        self.clicked.connect(self.open_menu)
        self._group = QActionGroup(self)
        self._footer: QWidgetAction | None = None
        self._name = ""
        self._value = ""

    def setText(self, text: str) -> None:
        """Show what is chosen, and let a screen reader say it."""
        super().setText(text)
        self.set_spoken_value(text)

    def setAccessibleName(self, name: str) -> None:
        """Say what is chosen here; the choice itself is said after it."""
        self._name = name
        self._speak()

    def set_spoken_value(self, value: str) -> None:
        """Say this as the choice, where the text holds more than that."""
        self._value = value
        self._speak()

    def _speak(self) -> None:
        # A button has no value that a screen reader could ask for.
        is_said = not self._name or self._value in self._name
        pattern = self.tr("{name}: {value}", "a control and what is chosen there, as read out")
        super().setAccessibleName(
            self._name if is_said else pattern.format(name=self._name, value=self._value)
        )

    def set_choices(self, choices: Sequence[tuple[object, str]], current: object) -> None:
        """Fill the menu with one checkable action per value and text."""
        self.clear_choices()
        self.add_choices(choices, current)

    def set_footer(self, widget: QWidget) -> None:
        """Keep a widget at the menu's end, whatever is offered above it."""
        self._footer = QWidgetAction(self.choice_menu)
        self._footer.setDefaultWidget(widget)
        self.choice_menu.addAction(self._footer)

    def clear_choices(self) -> None:
        """Empty the menu, but for its footer."""
        for action in self.choice_menu.actions():
            if action is self._footer:
                continue
            self._group.removeAction(action)
            self.choice_menu.removeAction(action)
            action.deleteLater()

    def add_choices(self, choices: Sequence[tuple[object, str]], current: object) -> None:
        """Add one checkable action per value and text to the menu's end."""
        for value, text in choices:
            action = QAction(text, self.choice_menu)
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == current)
            self._group.addAction(action)
            if self._footer is None:
                self.choice_menu.addAction(action)
            else:
                self.choice_menu.insertAction(self._footer, action)

    def add_section(self, title: str) -> None:
        """Begin a new part of the menu, under a title."""
        before = self._footer
        for action in (QAction(self.choice_menu), QAction(title, self.choice_menu)):
            action.setSeparator(not action.text())
            action.setEnabled(False)
            if before is None:
                self.choice_menu.addAction(action)
            else:
                self.choice_menu.insertAction(before, action)

    @Slot()
    def open_menu(self) -> None:
        """Show the menu under the button."""
        self.opening.emit()
        self.choice_menu.setMinimumWidth(self.width())
        self.choice_menu.popup(self.mapToGlobal(QPoint(0, self.height() + 3)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on the down arrow too, as drop-down lists do."""
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Never shorten what is chosen."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and a small chevron at its right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().placeholderText().color()
        pen = QPen(colour, 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y, half = self.width() - _CHEVRON_INSET, self.height() / 2, _CHEVRON_HALF_WIDTH
        points = [QPointF(x - half, y - half / 2), QPointF(x, y + half / 2), QPointF(x + half, y - half / 2)]
        painter.drawPolyline(QPolygonF(points))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self.chosen.emit(action.data())
