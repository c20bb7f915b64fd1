"""The keys, as a page of the help sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vae_explorer.ui.key_text import key_rows

_ABOVE_HEADING = 8


class KeyPage(QWidget):
    """Two columns: key, and what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key_page")
        self.setProperty("role", "page")
        self._labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(22)
        self._grid.setVerticalSpacing(6)
        row = 0
        for heading, rows in key_rows():
            self._add(heading, "strong", row, 0, 2)
            if row > 0:
                # What belongs together stands closer than what does not.
                self._labels[-1].setContentsMargins(0, _ABOVE_HEADING, 0, 0)
            for number, (key, meaning) in enumerate(rows, start=row + 1):
                self._add(key, "key", number, 0, 1)
                self._add(meaning, "", number, 1, 1)
            row += len(rows) + 1
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(row, 1)

    def _add(self, text: str, role: str, row: int, column: int, span: int) -> None:
        label = QLabel(text, self)
        label.setObjectName(f"key_{row}_{column}")
        label.setProperty("role", role)
        label.setWordWrap(column == 1)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(label, row, column, 1, span, side if column == 0 else Qt.AlignmentFlag(0))
        self._labels.append(label)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            texts = [
                text
                for heading, rows in key_rows()
                for text in (heading, *(text for pair in rows for text in pair))
            ]
            for label, text in zip(self._labels, texts, strict=True):
                label.setText(text)
