"""The terms of the field, as a page of the help sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from vae_explorer.ui.tour_text import NamedText, read_text


class GlossaryPage(QWidget):
    """Every term with a sentence; a field at the top finds one. Read when it is first seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glossary_page")
        self.setProperty("role", "page")
        self._terms: list[tuple[NamedText, QLabel, QLabel]] = []
        self._language = ""
        self._find = QLineEdit(self)
        self._find.setObjectName("glossary_find")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(self._filter)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("glossary_nothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(3)
        self._layout.addWidget(self._find)
        self._layout.addWidget(self._nothing)
        self._layout.addStretch(1)
        self._retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the terms."""
        super().showEvent(event)
        self._read()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self._terms:
                self._read()

    def _retranslate(self) -> None:
        self._find.setPlaceholderText(self.tr("Find a term"))
        self._find.setAccessibleName(self.tr("Find a term"))

    def _read(self) -> None:
        language = self.tr("en", "code of this language, zh_CN in the translation")
        if language == self._language:
            return
        self._language = language
        texts = read_text(language).term
        while len(self._terms) < len(texts):
            number = len(self._terms)
            name, text = QLabel(self), QLabel(self)
            name.setObjectName(f"term_{number}")
            name.setProperty("role", "term")
            # What has room above it would else stand back from its explanation.
            name.setIndent(0)
            text.setObjectName(f"term_text_{number}")
            text.setProperty("role", "muted")
            for label in (name, text):
                label.setWordWrap(True)
                self._layout.insertWidget(self._layout.count() - 1, label)
            self._terms.append((texts[number], name, text))
        self._terms = [(term, name, text) for term, (_, name, text) in zip(texts, self._terms, strict=True)]
        for term, name, text in self._terms:
            name.setText(term.name)
            text.setText(term.text)
        self._filter(self._find.text())

    @Slot(str)
    def _filter(self, wanted: str) -> None:
        needle = wanted.strip().casefold()
        found = 0
        for term, name, text in self._terms:
            is_found = needle in f"{term.name} {term.text}".casefold()
            name.setVisible(is_found)
            text.setVisible(is_found)
            found += is_found
        nothing = self.tr("No term has “{text}” in it. Clear the field to see all of them.")
        self._nothing.setText(nothing.format(text=wanted.strip()))
        self._nothing.setVisible(found == 0)
