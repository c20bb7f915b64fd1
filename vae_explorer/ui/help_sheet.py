"""The sheet that lies over the window: keys, glossary, look and language."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.ui.control import scroll_area
from vae_explorer.ui.glossary_page import GlossaryPage
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.key_page import KeyPage
from vae_explorer.ui.look_page import LookPage
from vae_explorer.ui.theme import Theme

_SIZE = QSize(600, 560)
_MARGIN = 24
_VEIL = 0.55
_MOST_CONTROLS = 500


class HelpSheet(QWidget):
    """Covers its parent with a veil and shows one of three pages; Escape or a click beside it closes.

    Parameters
    ----------
    theme : Theme
        The colours.
    parent : QWidget
        What it lies over.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help_sheet")
        self._theme = theme
        self._parent = parent
        self._focus_before: QWidget | None = None
        self._card = QFrame(self)
        self._card.setObjectName("help_card")
        self._card.setProperty("role", "card")
        self.look = LookPage(self._card)
        self._tabs = [self._tab(name) for name in ("keys", "glossary", "look")]
        self._close = QPushButton(self._card)
        self._close.setObjectName("help_close")
        self._close.setProperty("role", "quiet")
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._close.clicked.connect(self.close_sheet)
        self._pages = QStackedWidget(self._card)
        for page in (KeyPage(self._card), GlossaryPage(self._card), self.look):
            self._pages.addWidget(scroll_area(f"{page.objectName()}_scroll", page, self._card))
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()
        self._turn_to(0)
        parent.installEventFilter(self)
        self.hide()

    def _tab(self, name: str) -> QPushButton:
        tab = QPushButton(self._card)
        tab.setObjectName(f"help_{name}")
        tab.setProperty("role", "tab")
        tab.setCheckable(True)
        tab.clicked.connect(self._turn)
        return tab

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for tab in self._tabs:
            top.addWidget(tab)
        top.addStretch(1)
        top.addWidget(self._close)
        layout = QVBoxLayout(self._card)
        layout.setContentsMargins(18, 12, 14, 14)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)

    def open_sheet(self) -> None:
        """Lay the sheet over the window and take the keyboard."""
        window = self.window()
        self._focus_before = window.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._tabs[self._pages.currentIndex()].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def toggle(self) -> None:
        """Open the sheet, or close it."""
        if self.isVisible():
            self.close_sheet()
        else:
            self.open_sheet()

    @Slot()
    def close_sheet(self) -> None:
        """Take the sheet away and give the keyboard back."""
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_before = None

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._close.setIcon(themed_icon("close", theme, theme.text_muted))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent whatever its size."""
        if watched is self._parent and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the veil."""
        colour = QColor(self._theme.window)
        colour.setAlphaF(_VEIL)
        QPainter(self).fillRect(self.rect(), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when something beside the card is clicked."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; nothing reaches the window beneath."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Keep the keyboard in the sheet while it lies there."""
        for _ in range(_MOST_CONTROLS):
            if not super().focusNextPrevChild(is_next):
                return False
            widget = self.window().focusWidget()
            if self.isAncestorOf(widget):
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Help"))
        for tab, text in zip(
            self._tabs, (self.tr("Keys"), self.tr("Glossary"), self.tr("Look and language")), strict=True
        ):
            tab.setText(text)
        self._close.setAccessibleName(self.tr("Close the help"))
        self._close.setToolTip(self.tr("Close the help (Esc)"))

    def _place(self) -> None:
        self.setGeometry(self._parent.rect())
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = _SIZE.boundedTo(room.size())
        self._card.setGeometry(
            (self.width() - size.width()) // 2,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    @Slot()
    def _turn(self) -> None:
        self._turn_to(next(number for number, tab in enumerate(self._tabs) if tab is self.sender()))

    def _turn_to(self, number: int) -> None:
        for each, tab in enumerate(self._tabs):
            tab.setChecked(each == number)
        self._pages.setCurrentIndex(number)
