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


class AutomaticBox(NumberBox):
    """A whole number that is chosen by itself until somebody chooses another; 0 leaves the choice again.

    Parameters
    ----------
    name : str
        Object name.
    highest : int
        The largest that can be chosen.
    """

    def __init__(self, name: str, highest: int, parent: QWidget | None = None) -> None:
        super().__init__(name, 0, highest, parent)
        self._own = 0

    def show_automatic(self, number: int, text: str) -> None:
        """Show this text while nothing is chosen, and count on from this number; 0 where it is not known."""
        self._own = number
        self.setSpecialValueText(text)

    def stepBy(self, steps: int) -> None:
        """Count on from the number that stands there."""
        if self.value() == 0 and self._own:
            self.setValue(self._own + steps)
        else:
            super().stepBy(steps)
