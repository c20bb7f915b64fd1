"""How the window looks: its theme, its contrast and whether it moves, as the system says or as chosen."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAccessibilityHints, QGuiApplication, QStyleHints
from PySide6.QtWidgets import QApplication

from vae_explorer.ui.theme import DARK, LIGHT, THEMES, Theme, contrasted

THEME_KEY = "window/theme"
MOTION_KEY = "window/reduced_motion"


def remembered_theme(settings: QSettings) -> Theme:
    """Return the theme a person chose, or else the one that suits the system."""
    chosen = THEMES.get(str(settings.value(THEME_KEY, "")))
    return _as_contrast_wanted(chosen or theme_for(_hints(QGuiApplication)[0].colorScheme()))


def named_theme(name: str | None, settings: QSettings) -> Theme:
    """Return the theme of this name, or the remembered one where there is none."""
    chosen = THEMES.get(name or "")
    return remembered_theme(settings) if chosen is None else _as_contrast_wanted(chosen)


def theme_for(scheme: Qt.ColorScheme) -> Theme:
    """Return the theme that suits a colour scheme; dark where the system tells none."""
    return LIGHT if scheme == Qt.ColorScheme.Light else DARK


class Appearance(QObject):
    """Keeps theme and motion, and says when they change.

    Parameters
    ----------
    theme : Theme
        What is shown first. While it is what the system and a person's settings ask for, it follows them.
    settings : QSettings
        Where a person's choice is remembered.
    """

    theme_changed = Signal(object)
    motion_changed = Signal(bool)

    def __init__(self, theme: Theme, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theme = theme
        # One that was asked for on the command line stays, whatever the system does.
        self._is_fixed = theme.name != remembered_theme(settings).name
        hints, accessibility = _hints(QGuiApplication)
        hints.colorSchemeChanged.connect(self._follow_system)
        accessibility.contrastPreferenceChanged.connect(self._follow_contrast)

    @property
    def theme(self) -> Theme:
        """What is shown now."""
        return self._theme

    @property
    def choice(self) -> str:
        """The name of the theme a person chose, or nothing while the system decides."""
        chosen = str(self._settings.value(THEME_KEY, ""))
        return chosen if chosen in THEMES else ""

    @property
    def is_motion_reduced(self) -> bool:
        """Whether the window jumps where it would glide."""
        return str(self._settings.value(MOTION_KEY, "")) == "true"

    @Slot()
    def toggle(self) -> None:
        """Show the other theme from now on, whatever the system does."""
        self.choose(LIGHT.name if self._theme.is_dark else DARK.name)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show a theme from now on, or follow the system where the name is empty."""
        self._is_fixed = False
        hints, _ = _hints(QGuiApplication)
        if name not in THEMES:
            self._settings.remove(THEME_KEY)
            hints.unsetColorScheme()
            self._show(theme_for(hints.colorScheme()))
            return
        self._settings.setValue(THEME_KEY, name)
        self._show(THEMES[name])
        # Title bars and the system's own dialogs follow where the platform lets them.
        hints.setColorScheme(Qt.ColorScheme.Dark if THEMES[name].is_dark else Qt.ColorScheme.Light)

    @Slot(bool)
    def reduce_motion(self, is_reduced: bool) -> None:
        """Jump instead of gliding from now on, or glide again."""
        if is_reduced != self.is_motion_reduced:
            self._settings.setValue(MOTION_KEY, "true" if is_reduced else "false")
            self.motion_changed.emit(is_reduced)

    @Slot(Qt.ColorScheme)
    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        if not self._is_fixed and not self.choice and scheme != Qt.ColorScheme.Unknown:
            self._show(theme_for(scheme))

    @Slot()
    def _follow_contrast(self) -> None:
        self._show(THEMES[self._theme.name])

    def _show(self, plain: Theme) -> None:
        theme = _as_contrast_wanted(plain)
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)


@functools.cache
def _hints(application: type[QGuiApplication]) -> tuple[QStyleHints, QAccessibilityHints]:
    """Return what the system asks for.

    Kept for good: what is reached through a passing object is taken for deleted with it, also while somebody
    else holds it, and to ask it for anything then ends the process.
    """
    hints = application.styleHints()
    return hints, hints.accessibility()


def _as_contrast_wanted(theme: Theme) -> Theme:
    wanted = _hints(QGuiApplication)[1].contrastPreference()
    return contrasted(theme) if wanted == Qt.ContrastPreference.HighContrast else theme


def use_own_style(application: QApplication) -> None:
    """Draw every control with the one style that the style sheet is written for."""
    application.setStyle("Fusion")
