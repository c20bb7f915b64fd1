"""A choice that names what is chosen alone where there is little room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vae_explorer.ui.choice_button import ChoiceButton


class ShrinkingChoice(ChoiceButton):
    """A choice with two wordings, of which whoever shares out the room picks one.

    Parameters
    ----------
    name : str
        Object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._wordings = ("", "")
        self._is_short = False

    @property
    def saving(self) -> int:
        """How many pixels narrower the button is where it says only what is chosen."""
        long, short = map(self.fontMetrics().horizontalAdvance, self._wordings)
        return long - short

    def set_wordings(self, text: str, short_text: str) -> None:
        """Write what the button chooses and what is chosen, or in the shorter text only this."""
        self._wordings = (text, short_text)
        self._write_wording()

    def set_short(self, is_short: bool) -> None:
        """Use the shorter text, or the longer one."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._write_wording()

    def _write_wording(self) -> None:
        text, short_text = self._wordings
        self.setText(short_text if self._is_short else text)
        self.set_spoken_value(short_text)
