"""Which theme is shown: the system's until a person chooses, then theirs."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from vae_explorer.ui.theme import DARK, LIGHT, THEMES, Theme

THEME_KEY = "window/theme"


def remembered_theme(settings: QSettings) -> Theme:
    """Return the theme a person chose, or else the one that suits the system."""
    chosen = THEMES.get(str(settings.value(THEME_KEY, "")))
    return chosen or theme_for(QGuiApplication.styleHints().colorScheme())


def theme_for(scheme: Qt.ColorScheme) -> Theme:
    """Return the theme that suits a colour scheme; dark where the system tells none."""
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK


class Appearance(QObject):
    """Keeps the theme and says when it changes.

    Parameters
    ----------
    theme : Theme
        What is shown first.
    settings : QSettings
        Where a person's choice is remembered.
    """

    theme_changed = Signal(object)

    def __init__(self, theme: Theme, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        """What is shown now."""
        return self._theme

    @Slot()
    def toggle(self) -> None:
        """Show the other theme from now on, whatever the system does."""
        theme = LIGHT if self._theme.is_dark else DARK
        self._settings.setValue(THEME_KEY, theme.name)
        self._show(theme)
        # Title bars and the system's own dialogs follow where the platform lets them.
        scheme = Qt.ColorScheme.Dark if theme.is_dark else Qt.ColorScheme.Light
        QGuiApplication.styleHints().setColorScheme(scheme)

    @Slot(Qt.ColorScheme)
    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        if not self._settings.contains(THEME_KEY) and scheme != Qt.ColorScheme.Unknown:
            self._show(theme_for(scheme))

    def _show(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)


def use_own_style(application: QApplication) -> None:
    """Draw every control with the one style that the style sheet is written for."""
    application.setStyle("Fusion")
