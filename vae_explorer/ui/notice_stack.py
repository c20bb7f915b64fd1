"""Where messages appear: a stack at the window's lower right that never takes the pointer from the maps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel
from vae_explorer.state.wish import NoticeWish
from vae_explorer.ui.notice_card import NoticeCard
from vae_explorer.ui.theme import Theme

WIDTH = 400
MARGIN = 14
# The hints at the lower edge of the window stay legible.
_STATUS_ROOM = 32
SHOWN_LIMIT = 4
PASSING_MS = 9000


class NoticeStack(QWidget):
    """The newest messages, the latest at the bottom; errors stay until they are dismissed.

    Parameters
    ----------
    theme : Theme
        The colours.
    parent : QWidget
        What the stack lies over.
    passing_ms : int
        After how many milliseconds a message goes that asks for nothing.
    """

    notice_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, passing_ms: int = PASSING_MS) -> None:
        super().__init__(parent)
        self.setObjectName("notice_stack")
        self._theme = theme
        self._parent = parent
        self._notices: tuple[Notice, ...] = ()
        self._cards: list[NoticeCard] = []
        self._earlier = QLabel(self)
        self._earlier.setObjectName("earlier_notices")
        self._earlier.setProperty("role", "caption")
        self._earlier.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._earlier)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(passing_ms)
        self._timer.timeout.connect(self._let_pass)
        parent.installEventFilter(self)
        self.hide()

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Show these, oldest first."""
        if notices == self._notices:
            return
        self._notices = notices
        shown = notices[-SHOWN_LIMIT:]
        kept = {card.notice: card for card in self._cards}
        for card in self._cards:
            if card.notice not in shown:
                self._layout.removeWidget(card)
                card.hide()
                card.deleteLater()
        self._cards = [kept.get(notice) or self._card(notice) for notice in shown]
        for card in self._cards:
            self._layout.removeWidget(card)
            self._layout.addWidget(card)
            card.show()
        self._write_earlier()
        self._restart_timer()
        self.setVisible(bool(notices))
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if watched is self._parent and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write_earlier()
            self._place()

    def _card(self, notice: Notice) -> NoticeCard:
        card = NoticeCard(notice, self._theme, self)
        card.notice_requested.connect(self.notice_requested)
        return card

    def _write_earlier(self) -> None:
        count = len(self._notices) - len(self._cards)
        self._earlier.setText(self.tr("Earlier messages waiting: {count}").format(count=count))
        self._earlier.setVisible(count > 0)

    def _place(self) -> None:
        if not self._cards:
            return
        width = min(WIDTH, self._parent.width() - 2 * MARGIN)
        self.ensurePolished()
        height = self._layout.totalHeightForWidth(width)
        if height < 0:
            height = self._layout.totalSizeHint().height()
        lowest = self._parent.height() - _STATUS_ROOM
        height = min(height, lowest - MARGIN)
        x, y = self._parent.width() - width - MARGIN, lowest - height
        self.setGeometry(x, y, width, height)
        self.raise_()

    def _restart_timer(self) -> None:
        if self._passing():
            self._timer.start()
        else:
            self._timer.stop()

    def _passing(self) -> list[Notice]:
        return [
            notice
            for notice in self._notices
            if notice.level in (NoticeLevel.INFORMATION, NoticeLevel.SUCCESS)
            and notice.action is NoticeAction.NONE
        ]

    @Slot()
    def _let_pass(self) -> None:
        # underMouse() is out of date where the stack moved and the pointer did not.
        if self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            # Somebody may be reading.
            self._timer.start()
            return
        for notice in self._passing():
            self.notice_requested.emit(NoticeWish(notice.notice_id))
