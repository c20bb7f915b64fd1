"""What lies under the points of every map, and how strongly it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.state.wish import UnderlayWish
from vae_explorer.ui.opacity_row import OpacityRow
from vae_explorer.ui.shrinking_choice import ShrinkingChoice


class UnderlayButton(ShrinkingChoice):
    """Offers the underlays; at the end of its menu lies the slider of their opacity."""

    underlay_requested = Signal(object)
    opacity_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("underlay_button", parent)
        self._underlay = UnderlayKind.ATLAS
        self._opacity = OpacityRow(self)
        self._opacity.opacity_requested.connect(self.opacity_requested)
        self.set_footer(self._opacity)
        self.chosen.connect(self._choose_underlay)
        self._retranslate()

    def show_underlay(self, kind: UnderlayKind) -> None:
        """Show what lies under the points."""
        self._underlay = kind
        self._write()

    def show_opacity(self, opacity: float) -> None:
        """Show how strongly the underlay is drawn, 0 … 1."""
        self._opacity.show_opacity(opacity)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Underlay"))
        self.setToolTip(self.tr("What lies under the points of every map"))
        self._write()

    def _write(self) -> None:
        names = {
            UnderlayKind.NONE: self.tr("none"),
            UnderlayKind.DENSITY: self.tr("density"),
            UnderlayKind.ATLAS: self.tr("decoded atlas"),
            UnderlayKind.TRUST: self.tr("trust"),
            UnderlayKind.TRUST_DENSITY: self.tr("trust: density"),
            UnderlayKind.TRUST_ROUND_TRIP: self.tr("trust: round trip"),
            UnderlayKind.TRUST_IMAGE: self.tr("trust: nearest real image"),
            UnderlayKind.TRUST_DECODERS: self.tr("trust: other decoders agree"),
        }
        self.set_choices(list(names.items()), self._underlay)
        shown = names[self._underlay] if self._underlay is not UnderlayKind.ATLAS else self.tr("atlas")
        self.set_wordings(self.tr("Underlay: {underlay}").format(underlay=shown), shown)

    @Slot(object)
    def _choose_underlay(self, kind: UnderlayKind) -> None:
        self.underlay_requested.emit(UnderlayWish(kind))
