"""A field for a whole number."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox, QWidget

_TEXT_MARGIN = 6


class NumberBox(QSpinBox):
    """A whole number that is told once it is entered, not at every key.

    Parameters
    ----------
    name : str
        Object name.
    lowest, highest : int
        The range, ends included.
    """

    def __init__(self, name: str, lowest: int, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setRange(lowest, highest)
        self.setKeyboardTracking(False)
        # The style sheet's padding does not reach the text of a field that has buttons.
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)

    def show_value(self, value: int) -> None:
        """Show a value without telling anybody."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)
