"""Colours, motion and language, as a page of the help sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLabel, QRadioButton, QVBoxLayout, QWidget

_THEMES = ("", "dark", "light")
_LANGUAGES = ("", "en", "zh_CN")


class LookPage(QWidget):
    """Choices about how the window looks and speaks; the first of each follows the system."""

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    motion_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("look_page")
        self.setProperty("role", "page")
        self._headings = [QLabel(self) for _ in range(3)]
        for number, heading in enumerate(self._headings):
            heading.setObjectName(f"look_heading_{number}")
            heading.setProperty("role", "strong")
        self._themes = [self._radio(f"look_theme_{name or 'system'}") for name in _THEMES]
        self._languages = [self._radio(f"look_language_{name or 'system'}") for name in _LANGUAGES]
        self._groups = []
        for radios in (self._themes, self._languages):
            group = QButtonGroup(self)
            for radio in radios:
                group.addButton(radio)
            self._groups.append(group)
        self._motion = QCheckBox(self)
        self._motion.setObjectName("look_motion")
        self._motion_text = QLabel(self)
        self._motion_text.setObjectName("look_motion_text")
        self._motion_text.setProperty("role", "muted")
        self._motion_text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        rows: tuple[Sequence[QWidget], ...] = (self._themes, self._languages, (self._motion,))
        for heading, controls in zip(self._headings, rows, strict=True):
            layout.addWidget(heading)
            for control in controls:
                layout.addWidget(control)
            layout.addSpacing(8)
        layout.addWidget(self._motion_text)
        layout.addStretch(1)
        for radio in self._themes:
            radio.clicked.connect(self._choose_theme)
        for radio in self._languages:
            radio.clicked.connect(self._choose_language)
        self._motion.toggled.connect(self.motion_chosen)
        self._retranslate()

    def _radio(self, name: str) -> QRadioButton:
        radio = QRadioButton(self)
        radio.setObjectName(name)
        return radio

    def show_choices(self, theme: str, language: str, is_motion_reduced: bool) -> None:
        """Show what was chosen; nothing for what follows the system."""
        self._themes[_THEMES.index(theme)].setChecked(True)
        self._languages[_LANGUAGES.index(language) if language in _LANGUAGES else 0].setChecked(True)
        if self._motion.isChecked() != is_motion_reduced:
            self._motion.setChecked(is_motion_reduced)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        headings = (self.tr("Colours"), self.tr("Language"), self.tr("Motion"))
        for heading, text in zip(self._headings, headings, strict=True):
            heading.setText(text)
        themes = (self.tr("as the system"), self.tr("dark"), self.tr("light"))
        for radio, text in zip(self._themes, themes, strict=True):
            radio.setText(text)
        # Each language is named in itself, for whoever reads no other.
        languages = (self.tr("as the system"), "English", "简体中文")
        for radio, text in zip(self._languages, languages, strict=True):
            radio.setText(text)
        self._motion.setText(self.tr("Reduce motion"))
        self._motion_text.setText(
            self.tr("Views jump where they would glide. More contrast is shown when the system asks for it.")
        )

    @Slot()
    def _choose_theme(self) -> None:
        pressed = self.sender()
        self.theme_chosen.emit(
            next(name for name, radio in zip(_THEMES, self._themes, strict=True) if radio is pressed)
        )

    @Slot()
    def _choose_language(self) -> None:
        pressed = self.sender()
        pairs = zip(_LANGUAGES, self._languages, strict=True)
        self.language_chosen.emit(next(name for name, radio in pairs if radio is pressed))
