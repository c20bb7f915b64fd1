"""What may stand in a map: one of the four kinds of model, or a file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.wish import ModelWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.file_dialog import open_file_dialog
from vae_explorer.ui.icon import themed_icon
from vae_explorer.ui.model_text import KINDS, kind_explanation, kind_title, map_titles
from vae_explorer.ui.theme import Theme

_OPEN_FILE = "open file"


class ModelButton(ChoiceButton):
    """A map's title; its menu puts another model there.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours of the menu's icons.
    """

    model_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(f"model_button_{map_id}", parent, role="heading")
        self._map_id = map_id
        self._theme = theme
        self._state: MapState | None = None
        self._room = 1 << 24
        self.opening.connect(self._fill_menu)
        self.chosen.connect(self._choose_model)
        self.choice_menu.setToolTipsVisible(True)
        self._retranslate()

    def show_map(self, state: MapState) -> None:
        """Show what stands in the map."""
        self._state = state
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Draw the menu's icons in these colours."""
        self._theme = theme

    def set_room(self, width: int) -> None:
        """Shorten the title to what fits into this many pixels."""
        if width != self._room:
            self._room = width
            self._write()

    @Slot()
    def ask_for_file(self) -> None:
        """Let a person choose a model file."""
        dialog = open_file_dialog(self, self.tr("Open a model"), self.tr("Models (*.safetensors)"))
        dialog.fileSelected.connect(self._open_path)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setToolTip(self.tr("Put another model here"))
        self._write()

    def _write(self) -> None:
        if self._state is None:
            return
        titles = map_titles(self._state)
        self.setAccessibleName(self.tr("Model: {title}").format(title=titles[0]))
        self.ensurePolished()
        padding = 30
        metrics = self.fontMetrics()
        fitting = [text for text in titles if metrics.horizontalAdvance(text) + padding <= self._room]
        self.setText(fitting[0] if fitting else titles[-1])

    @Slot()
    def _fill_menu(self) -> None:
        kind = self._state.kind if self._state is not None and not self._state.title else None
        self.set_choices([(name, kind_title(name)) for name in KINDS], kind)
        for action in self.choice_menu.actions():
            action.setToolTip(kind_explanation(action.data()))
        self.choice_menu.addSeparator()
        action = QAction(themed_icon("folder", self._theme), self.tr("Open file…"), self.choice_menu)
        action.setData(_OPEN_FILE)
        self.choice_menu.addAction(action)

    @Slot(object)
    def _choose_model(self, choice: object) -> None:
        if choice == _OPEN_FILE:
            self.ask_for_file()
        elif choice in KINDS:
            self.model_requested.emit(ModelWish(self._map_id, kind=choice))

    @Slot(str)
    def _open_path(self, path: str) -> None:
        self.model_requested.emit(ModelWish(self._map_id, path=path))
