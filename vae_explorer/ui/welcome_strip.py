"""Three lines for whoever sees the program for the first time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSettings, QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.theme import Theme

WELCOMED_KEY = "window/welcomed"
_LINES = 3


class WelcomeStrip(QFrame):
    """A card over the maps that one click takes away for ever.

    Parameters
    ----------
    theme : Theme
        The colours.
    settings : QSettings
        Where it is remembered that it was read.
    """

    guide_requested = Signal()

    def __init__(self, theme: Theme, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome_strip")
        self.setProperty("role", "card")
        self._settings = settings
        self._lines = [QLabel(self) for _ in range(_LINES)]
        for number, line in enumerate(self._lines):
            line.setObjectName(f"welcome_line_{number}")
            line.setProperty("role", "strong" if number == 0 else "")
            line.setWordWrap(True)
        self._start = QPushButton(self)
        self._start.setObjectName("welcome_guide")
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self._begin)
        self._close = QPushButton(self)
        self._close.setObjectName("welcome_close")
        self._close.setProperty("role", "quiet")
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._close.clicked.connect(self.dismiss)
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in self._lines:
            words.addWidget(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(self._start)
        layout.addWidget(self._close)
        self.set_theme(theme)
        self._retranslate()
        self.setVisible(not settings.contains(WELCOMED_KEY))

    @Slot()
    def dismiss(self) -> None:
        """Go, and never come back."""
        self._settings.setValue(WELCOMED_KEY, "true")
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._close.setIcon(themed_icon("close", theme, theme.text_muted))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        texts = (
            self.tr("Each point is an image; its place is all that a network keeps of it."),
            self.tr("Press and drag anywhere in a map: the picture at the right is drawn from that place."),
            self.tr("Compare both maps, or let the guide tell the whole story in fifteen minutes."),
        )
        for line, text in zip(self._lines, texts, strict=True):
            line.setText(text)
        self._start.setText(self.tr("Start the guide"))
        self._close.setAccessibleName(self.tr("Do not show this again"))
        self._close.setToolTip(self.tr("Do not show this again"))

    @Slot()
    def _begin(self) -> None:
        self.dismiss()
        self.guide_requested.emit()
