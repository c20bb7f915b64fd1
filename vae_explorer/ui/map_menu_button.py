"""The small menu at a map's corner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from vae_explorer.assets import MODEL_SUFFIX
from vae_explorer.state.map_state import MapState, MapStatus
from vae_explorer.state.wish import SaveWish
from vae_explorer.ui.figure_menu import FigureMenu
from vae_explorer.ui.file_dialog import save_file_dialog
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.model_text import SHORT_NAMES
from vae_explorer.ui.theme import Theme


class MapMenuButton(QWidget):
    """The small menu at a map's corner: open, save, see everything."""

    open_requested = Signal()
    save_requested = Signal(object)
    reset_requested = Signal()
    figure_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map_id = map_id
        self._state: MapState | None = None
        self._button = QPushButton(self)
        self._button.setObjectName(f"map_menu_button_{map_id}")
        self._button.setProperty("role", "quiet")
        self._button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._open_menu)
        self._menu = QMenu(self)
        self._menu.setObjectName(f"map_menu_{map_id}")
        self._open, self._save, self._reset = (self._menu.addAction("") for _ in range(3))
        self._figures = FigureMenu(map_id, self)
        self._figures.figure_requested.connect(self.figure_requested)
        self._menu.insertMenu(self._reset, self._figures)
        self._open.triggered.connect(self.open_requested)
        self._save.triggered.connect(self.ask_where_to_save)
        self._reset.triggered.connect(self.reset_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        self.set_theme(theme)
        self._retranslate()

    def show_map(self, state: MapState) -> None:
        """Offer what can be done with this map."""
        self._state = state
        self._save.setEnabled(state.status is MapStatus.READY)
        self._reset.setEnabled(state.codes is not None)
        self._figures.show_map(state)
        self._figures.menuAction().setEnabled(state.codes is not None)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        self._button.setIcon(themed_icon("more", theme, theme.text_muted))
        for action, name in (
            (self._open, "folder"),
            (self._save, "save"),
            (self._figures.menuAction(), "picture"),
            (self._reset, "fit"),
        ):
            action.setIcon(themed_icon(name, theme))

    @Slot()
    def ask_where_to_save(self) -> None:
        """Let a person choose a file for the map's model."""
        if self._state is None or self._state.status is not MapStatus.READY:
            return
        data = self._state.dataset.name if self._state.dataset is not None else "model"
        name = f"{data}-{SHORT_NAMES[self._state.kind].lower()}{MODEL_SUFFIX}"
        dialog = save_file_dialog(self, self.tr("Save the model"), self.tr("Models (*.safetensors)"), name)
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._button.setAccessibleName(self.tr("More for this map"))
        self._button.setToolTip(self.tr("Open, save, save as a figure, reset the view"))
        self._open.setText(self.tr("Open file…"))
        self._save.setText(self.tr("Save as…"))
        self._reset.setText(self.tr("Reset view (0)"))

    @Slot()
    def _open_menu(self) -> None:
        corner = self._button.mapToGlobal(QPoint(self._button.width(), self._button.height() + 3))
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), 0))

    @Slot(str)
    def _save_to(self, path: str) -> None:
        self.save_requested.emit(SaveWish(self._map_id, path))
