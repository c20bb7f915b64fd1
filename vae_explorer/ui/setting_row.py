"""One setting: its name, its field, and a line below that explains or objects."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vae_explorer.errors import UsageError
from vae_explorer.ui.checked_field import CheckedField
from vae_explorer.ui.control import restyle
from vae_explorer.ui.notice_text import translated


class SettingRow(QWidget):
    """A name at the left, a field at the right, and room for a line below.

    Parameters
    ----------
    field : QWidget
        What the value is chosen with; its tool tip and accessible name are set here too.
    """

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{field.objectName()}_row")
        self._field = field
        self._note_text = ""
        self._problem: UsageError | None = None
        self._name = QLabel(self)
        self._name.setBuddy(field)
        self._note = QLabel(self)
        self._note.setObjectName(f"{field.objectName()}_note")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        field.setMinimumWidth(104)
        field.setMaximumWidth(132)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(3)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(field, 0, 1)
        layout.addWidget(self._note, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        if isinstance(field, CheckedField):
            field.problem_changed.connect(self._show_problem)
        self._write_note()

    def set_texts(self, name: str, explanation: str) -> None:
        """Call the setting by this name and explain it in a plain sentence."""
        self._name.setText(name)
        self._name.setToolTip(explanation)
        self._field.setAccessibleName(name)
        self._field.setToolTip(explanation)

    def set_note(self, text: str) -> None:
        """Say something more below; empty for nothing."""
        self._note_text = text
        self._write_note()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write_note()

    @Slot(object)
    def _show_problem(self, problem: UsageError | None) -> None:
        self._problem = problem
        self._write_note()

    def _write_note(self) -> None:
        text, role = self._note_text, "caption"
        if self._problem is not None:
            values = tuple(self._problem.values.items())
            what, remedy = (translated(part, values) for part in (self._problem.what, self._problem.remedy))
            text, role = f"{what}; {remedy}", "problem"
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._field.setAccessibleDescription(text if role == "problem" else self._field.toolTip())
        restyle(self._note, "role", role)
