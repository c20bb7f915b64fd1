"""The choice of what the colour of a point means."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from vae_explorer.state.colour_state import ColourChoice, ColourKind
from vae_explorer.state.wish import ColourWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.quantity_text import colour_short_title, colour_title

_KINDS = (ColourKind.LABEL, ColourKind.DENSITY, ColourKind.RECONSTRUCTION, ColourKind.KL)


class ColourButton(ChoiceButton):
    """Offers label, density, reconstruction error, KL, and every column that came with the data."""

    colour_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("colour_button", parent)
        self._choice = ColourChoice()
        self._columns: tuple[str, ...] = ()
        self.chosen.connect(self._request)
        self._retranslate()

    def show_colour(self, choice: ColourChoice, columns: tuple[str, ...]) -> None:
        """Show what is chosen, and what else there is."""
        self._choice, self._columns = choice, columns
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        choices = [ColourChoice(kind) for kind in _KINDS]
        choices += [ColourChoice(ColourKind.COLUMN, name) for name in self._columns]
        if self._choice not in choices:
            choices.append(self._choice)
        self.set_choices([(choice, colour_title(choice)) for choice in choices], self._choice)
        self.setText(self.tr("Colour: {quantity}").format(quantity=colour_short_title(self._choice)))
        self.setAccessibleName(
            self.tr("Colour of the points: {quantity}").format(quantity=colour_title(self._choice))
        )
        self.setToolTip(self.tr("What the colour of a point means, in every map"))

    @Slot(object)
    def _request(self, choice: ColourChoice) -> None:
        self.colour_requested.emit(ColourWish(choice))
