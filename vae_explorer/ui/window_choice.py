"""Choices of the look that outlast the session: kept as they are made, and wished for again at the start."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.view_state import ViewOptionsWish
from vae_explorer.state.wish import OpacityWish, UnderlayWish
from vae_explorer.ui.window_memory import WindowMemory


class WindowChoice(QObject):
    """Passes wishes for another underlay, view or language on, and has them remembered.

    Parameters
    ----------
    memory : WindowMemory
        Where they are kept.
    """

    underlay_requested = Signal(object)
    opacity_requested = Signal(object)
    view_options_requested = Signal(object)
    language_requested = Signal(str)

    def __init__(self, memory: WindowMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._state: ExplorerState | None = None

    def show_state(self, state: ExplorerState) -> None:
        """Note what is chosen now, and whether a person or the guide chooses."""
        self._state = state

    def wish_again(self) -> None:
        """Wish for what was chosen last time."""
        remembered, view = self._memory.underlay, self._memory.view
        if remembered is not None and self._state is not None and remembered != self._state.underlay:
            self.underlay_requested.emit(UnderlayWish(remembered))
        if self._memory.underlay_opacity is not None:
            self.opacity_requested.emit(OpacityWish(self._memory.underlay_opacity))
        if view is not None and self._state is not None and view != self._state.view:
            self.view_options_requested.emit(ViewOptionsWish(view))

    @Slot(object)
    def choose_underlay(self, wish: UnderlayWish) -> None:
        """Show another underlay; what is chosen in the guide belongs to the guide."""
        if self._state is None or not self._state.tour.is_open:
            self._memory.save_underlay(wish.kind)
        self.underlay_requested.emit(wish)

    @Slot(object)
    def choose_opacity(self, wish: OpacityWish) -> None:
        """Draw the underlay stronger or weaker."""
        self._memory.save_underlay_opacity(wish.opacity)
        self.opacity_requested.emit(wish)

    @Slot(object)
    def choose_view(self, wish: ViewOptionsWish) -> None:
        """Look at the maps in another way."""
        self._memory.save_view(wish.options)
        self.view_options_requested.emit(wish)

    @Slot(str)
    def choose_language(self, language: str) -> None:
        """Speak another language, or the system's where the name is empty."""
        self._memory.save_language(language)
        self.language_requested.emit(language)
