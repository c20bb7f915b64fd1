"""One message in the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.notice import Notice, NoticeLevel
from vae_explorer.state.wish import NoticeWish
from vae_explorer.ui.icon import ICON_SIZE, icon_pixmap, themed_icon
from vae_explorer.ui.notice_text import action_title, level_title, notice_paragraphs
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.wrapped_text import WrappedText

_LEVEL_ICON_SIZE = 18


class NoticeCard(QFrame):
    """Says what happened, where, and what to do, with one button for that and one to take it away.

    Parameters
    ----------
    notice : Notice
        The message.
    theme : Theme
        The colours.
    """

    notice_requested = Signal(object)

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"notice_{notice.notice_id}")
        self.setProperty("role", "toast")
        self._notice = notice
        self._level = QLabel(self)
        self._level.setObjectName(f"notice_level_{notice.notice_id}")
        self._what = WrappedText(f"notice_what_{notice.notice_id}", "strong", self)
        self._more = WrappedText(f"notice_more_{notice.notice_id}", "muted", self)
        self._accept = QPushButton(self)
        self._accept.setObjectName(f"notice_accept_{notice.notice_id}")
        self._accept.clicked.connect(self._request_action)
        self._close = QPushButton(self)
        self._close.setObjectName(f"notice_close_{notice.notice_id}")
        self._close.setProperty("role", "quiet")
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._close.clicked.connect(self.dismiss)
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    @property
    def notice(self) -> Notice:
        """The message."""
        return self._notice

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        colours = {
            NoticeLevel.INFORMATION: theme.accent,
            NoticeLevel.SUCCESS: theme.good,
            NoticeLevel.WARNING: theme.warning,
            NoticeLevel.ERROR: theme.bad,
        }
        level = self._notice.level
        ratio = self.devicePixelRatioF()
        self._level.setPixmap(icon_pixmap(level.value, colours[level], _LEVEL_ICON_SIZE, ratio))
        self._close.setIcon(themed_icon("close", theme, theme.text_muted))

    @Slot()
    def dismiss(self) -> None:
        """Ask for this notice to be taken away."""
        self.notice_requested.emit(NoticeWish(self._notice.notice_id))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._what)
        words.addWidget(self._more)
        words.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 7, 10)
        layout.setSpacing(9)
        layout.addWidget(self._level, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _retranslate(self) -> None:
        what, *more = notice_paragraphs(self._notice)
        level = level_title(self._notice.level)
        self._what.set_text(what)
        self._more.set_text("\n".join(more))
        self._more.setVisible(bool(more))
        self._level.setAccessibleName(level)
        self._level.setToolTip(level)
        self._accept.setText(action_title(self._notice))
        self._accept.setVisible(bool(action_title(self._notice)))
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss"))
        self.setAccessibleName(f"{level}: {what}")
        self.setAccessibleDescription("\n".join(more))

    @Slot()
    def _request_action(self) -> None:
        self.notice_requested.emit(NoticeWish(self._notice.notice_id, is_accepted=True))
