"""Every setting of the next run, with its unit, its range and a sentence on what it does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.state.wish import SettingsWish
from vae_explorer.ui.control import scroll_area
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.settings_form import SettingsForm
from vae_explorer.ui.theme import Theme


class SettingsPanel(QFrame):
    """The form for :class:`TrainingSettings`; whatever is valid is asked for at once.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    settings_requested = Signal(object)
    close_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_panel")
        self.setProperty("role", "card")
        self._settings = TrainingSettings()
        self._title = QLabel(self)
        self._title.setObjectName("settings_title")
        self._title.setProperty("role", "title")
        self._close = QPushButton(self)
        self._close.setObjectName("settings_close")
        self._close.setProperty("role", "quiet")
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._close.clicked.connect(self.close_requested)
        self._restore = QPushButton(self)
        self._restore.setObjectName("settings_restore")
        self._restore.clicked.connect(self._restore_defaults)
        self._form = SettingsForm(self)
        self._form.settings_edited.connect(self._request)
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._title, 1)
        header.addWidget(self._close)
        scroll = scroll_area("settings_scroll", self._form, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 10, 10)
        layout.setSpacing(8)
        layout.addLayout(header)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._restore)

    def show_settings(self, settings: TrainingSettings, devices: tuple[str, ...], images: int = 0) -> None:
        """Show these settings for so many images to learn from (0: not known), and offer these devices."""
        self._settings = settings
        self._form.show_settings(settings, devices, images)
        self._restore.setEnabled(settings != TrainingSettings())

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        self._close.setIcon(themed_icon("close", theme, theme.text_muted))

    def focus_first(self) -> None:
        """Give the keyboard to the first field."""
        self._form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Training settings"))
        self._title.setText(self.tr("Next run"))
        self._close.setAccessibleName(self.tr("Close the settings"))
        self._close.setToolTip(self.tr("Close the settings (Esc)"))
        self._restore.setText(self.tr("Restore defaults"))
        self._restore.setToolTip(self.tr("Use the settings that work well on most images"))

    @Slot(object)
    def _request(self, settings: TrainingSettings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_requested.emit(SettingsWish(settings))

    @Slot()
    def _restore_defaults(self) -> None:
        defaults = TrainingSettings()
        self._form.show_settings(defaults, self._form.devices, self._form.images)
        self._request(defaults)
