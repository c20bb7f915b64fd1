"""Plain controls as this window has them: each with its name, and a role that the style sheet knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSplitter, QWidget

_HANDLE_WIDTH = 9


def text_label(
    name: str, role: str, parent: QWidget, *, is_wrapped: bool = False, is_selectable: bool = False
) -> QLabel:
    """Return a label; one that is selectable can be copied from with the mouse."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setWordWrap(is_wrapped)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def push_button(name: str, role: str, parent: QWidget) -> QPushButton:
    """Return a button that Tab reaches, while a click leaves the keyboard with the map that has it."""
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setProperty("role", role)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def scroll_area(name: str, content: QWidget, parent: QWidget) -> QScrollArea:
    """Return what scrolls its content up and down; the keyboard belongs to what lies in it."""
    area = QScrollArea(parent)
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def pane_splitter(name: str, orientation: Qt.Orientation, parent: QWidget) -> QSplitter:
    """Return a splitter that lets no part vanish."""
    made = QSplitter(orientation, parent)
    made.setObjectName(name)
    made.setHandleWidth(_HANDLE_WIDTH)
    made.setChildrenCollapsible(False)
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for; what it makes of it is worked out only on a change."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
