"""Text fields that say at once what is wrong with what was typed, and speak up only when it is right."""

from __future__ import annotations

import math
from typing import Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from vae_explorer.autoencoders.specification import NetworkKind
from vae_explorer.errors import UsageError
from vae_explorer.ui.control import restyle
from vae_explorer.ui.hidden_layers import layers_text, parse_layers


class Reading(Protocol):
    """How text becomes a value and back."""

    def parse(self, text: str) -> object:
        """Return the value in a text, or raise a UsageError."""

    def text(self, value: object) -> str:
        """Return a value as a person writes it."""


class NumberReading:
    """Numbers within a range.

    Parameters
    ----------
    lowest, highest : float
        The range, ends included.
    is_whole : bool
        Whether only whole numbers are meant.
    is_optional : bool
        Whether there may be none.
    """

    def __init__(
        self, lowest: float, highest: float, *, is_whole: bool = False, is_optional: bool = False
    ) -> None:
        self.lowest, self.highest, self.is_whole, self.is_optional = lowest, highest, is_whole, is_optional

    def parse(self, text: str) -> object:
        """Return an int, a float, or None for no text where that may be.

        Raises
        ------
        UsageError
            If the text is no number, or lies outside the range.
        """
        written = text.strip().replace(",", ".")
        if self.is_optional and not written:
            return None
        try:
            value = int(written) if self.is_whole else float(written)
        except ValueError:
            value = math.nan
        if not (self.lowest <= value <= self.highest):
            raise UsageError(
                "not possible",
                remedy="write a number from {lowest} to {highest}",
                lowest=f"{self.lowest:g}",
                highest=f"{self.highest:g}",
            )
        return value

    def text(self, value: object) -> str:
        """Return a number without needless zeros."""
        if value is None:
            return ""
        return str(value) if self.is_whole else f"{value:g}"


class LayersReading:
    """Widths of hidden layers, or channels of convolutional levels."""

    def __init__(self, network: NetworkKind) -> None:
        self.network = network

    def parse(self, text: str) -> object:
        """Return a tuple of int.

        Raises
        ------
        UsageError
            If a word is no width.
        """
        return parse_layers(text, self.network)

    def text(self, value: object) -> str:
        """Return ``512, 256, 128``."""
        assert isinstance(value, tuple)
        return layers_text(value)


class CheckedField(QLineEdit):
    """A line of text that stands for a value.

    Parameters
    ----------
    name : str
        Object name.
    reading : Reading
        How text becomes a value and back.
    """

    value_edited = Signal(object)
    """A valid new value was entered."""

    problem_changed = Signal(object)
    """A UsageError on what is typed, or None."""

    def __init__(self, name: str, reading: Reading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._reading = reading
        self._value: object = None
        self.textEdited.connect(self._check)
        self.editingFinished.connect(self._finish)

    def set_reading(self, reading: Reading) -> None:
        """Read what is typed in another way from now on."""
        self._reading = reading
        self._show_problem(self._problem())

    def set_value(self, value: object) -> None:
        """Show a value; what somebody is typing is left alone while the value stays."""
        if value != self._value:
            self._value = value
            self.setText(self._reading.text(value))
            self._show_problem(None)

    def _problem(self) -> UsageError | None:
        try:
            self._reading.parse(self.text())
        except UsageError as error:
            return error
        return None

    @Slot()
    def _check(self) -> None:
        self._show_problem(self._problem())

    @Slot()
    def _finish(self) -> None:
        problem = self._problem()
        self._show_problem(problem)
        if problem is None:
            value = self._reading.parse(self.text())
            self.setText(self._reading.text(value))
            if value != self._value:
                self._value = value
                self.value_edited.emit(value)

    def _show_problem(self, problem: UsageError | None) -> None:
        is_valid = problem is None
        restyle(self, "isValid", is_valid)
        self.problem_changed.emit(problem)
