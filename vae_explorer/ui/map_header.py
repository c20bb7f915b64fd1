"""What stands over a map: its model, how it was made, its figures, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_explorer.autoencoders.record import Terms
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.chip_row import Chip, ChipRow
from vae_explorer.ui.figure_chip import hole_chip, other_chips
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.info_button import InfoButton
from vae_explorer.ui.map_menu_button import MapMenuButton
from vae_explorer.ui.model_button import ModelButton
from vae_explorer.ui.model_text import map_details
from vae_explorer.ui.number_text import nats_text
from vae_explorer.ui.theme import Theme

_GAP = 8
_WIDE = 420
_LARGEST_TITLE_SHARE = 0.45
_COMPARED_CHIPS = 2


class MapHeader(QWidget):
    """One line over a map; what matters most is what remains when there is little room.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    model_requested = Signal(object)
    save_requested = Signal(object)
    reset_requested = Signal()
    figure_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"map_header_{map_id}")
        self._state: MapState | None = None
        self._title = ModelButton(map_id, theme, self)
        self._info = InfoButton(f"map_info_{map_id}", "map", theme, self)
        self._details = FittingLabel(f"map_details_{map_id}", "muted", self)
        self._chips = ChipRow(f"map_chips_{map_id}", self)
        self._menu = MapMenuButton(map_id, theme, self)
        self._title.model_requested.connect(self.model_requested)
        self._menu.open_requested.connect(self._title.ask_for_file)
        self._menu.save_requested.connect(self.save_requested)
        self._menu.figure_requested.connect(self.figure_requested)
        self._menu.reset_requested.connect(self.reset_requested)

    @property
    def menu_button(self) -> MapMenuButton:
        """The menu at the right."""
        return self._menu

    @property
    def model_button(self) -> ModelButton:
        """The title at the left."""
        return self._title

    def show_map(self, state: MapState) -> None:
        """Show what is known of the map's model."""
        self._state = state
        self._title.show_map(state)
        self._details.set_wordings(map_details(state))
        self._chips.set_chips(self._figures(state))
        self._menu.show_map(state)
        self._place()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._title.set_theme(theme)
        self._info.set_theme(theme)
        self._menu.set_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        height = max(self._title.sizeHint().height(), self._menu.sizeHint().height())
        return QSize(420, height)

    def minimumSizeHint(self) -> QSize:
        """Be content with a short line."""
        return QSize(150, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._state is not None:
            self.show_map(self._state)
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        menu = self._menu.sizeHint().width()
        left_over = width - menu - 2
        info = self._info.width()
        # The first two chips, holes and reconstruction, are what maps are compared by: the title gives way.
        beside = left_over - info - _GAP - self._chips.width_of(_COMPARED_CHIPS)
        self._title.set_room(min(int(left_over * _LARGEST_TITLE_SHARE), beside))
        title = self._title.sizeHint().width()
        left_over -= title + info + _GAP
        # The details give way word by word, but where there is room for many chips not their first.
        least = self._details.least_width() + 2 * _GAP if left_over > _WIDE else 0
        chips = self._chips.fitting_width(left_over - least)
        details = max(0, left_over - chips - (2 * _GAP if chips else 0))
        self._title.setGeometry(0, 0, title, height)
        self._info.move(title, (height - self._info.height()) // 2)
        self._details.setGeometry(title + info + _GAP, 0, details, height)
        self._chips.setGeometry(width - menu - 2 - chips, 0, chips, height)
        self._menu.setGeometry(width - menu, 0, menu, height)

    def _figures(self, state: MapState) -> list[Chip]:
        terms = state.terms
        if terms is None or state.model is None:
            return [*hole_chip(state.figures), *other_chips(state.figures)]
        # Of another likelihood than the networks': its figure cannot be held against theirs.
        text = self.tr("recon {nats} (Gaussian)") if state.kind == "pca" else self.tr("recon {nats}")
        figures = [
            Chip(
                text.format(nats=nats_text(terms.reconstruction_nats)),
                self.tr("Reconstruction error on the test images, in nats per image: mean −log p(x∣z)"),
            )
        ]
        figures.extend(self._regularisers(state.kind, terms))
        first, *rest = figures
        return [*hole_chip(state.figures), first, *rest[:1], *other_chips(state.figures), *rest[1:]]

    def _regularisers(self, kind: ModelKind, terms: Terms) -> list[Chip]:
        if kind == "vae":
            regulariser = Chip(
                self.tr("KL {nats}").format(nats=nats_text(terms.kl_nats)),
                self.tr(
                    "How far the posteriors lie from the prior, in nats per image: mean KL(q(z∣x)‖N(0, I))"
                ),
            )
            total = self.tr("Reconstruction plus KL: the negative evidence lower bound, in nats per image")
        elif kind == "map":
            regulariser = Chip(
                self.tr("prior {nats}").format(nats=nats_text(terms.prior_nats)),
                self.tr("The pull of the Gaussian prior, in nats per image: mean ‖z‖²/2"),
            )
            total = self.tr("Reconstruction plus the prior's term, in nats per image")
        else:
            return []
        text = self.tr("total {nats}").format(nats=nats_text(terms.total_nats))
        return [regulariser, Chip(text, total)]
