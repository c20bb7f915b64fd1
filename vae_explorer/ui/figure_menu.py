"""The part of a map's menu that saves what is seen as a figure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.ui.file_dialog import save_file_dialog
from vae_explorer.ui.model_text import SHORT_NAMES


@dataclass(frozen=True)
class FigureWish:
    """Save what a map shows: as ``png``, ``svg`` or ``pdf``; a PNG with ``scale`` pixels for each seen."""

    path: str
    suffix: str
    scale: int
    has_legend: bool


_FORMATS = (("png", 1), ("png", 2), ("png", 4), ("svg", 1), ("pdf", 1))


class FigureMenu(QMenu):
    """One entry per format, and whether the legend is written below.

    Parameters
    ----------
    map_id : int
        Which map.
    """

    figure_requested = Signal(object)

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"figure_menu_{map_id}")
        self._state: MapState | None = None
        self._chosen = _FORMATS[0]
        self._formats = [self._action(chosen) for chosen in _FORMATS]
        self.addSeparator()
        self._legend = self.addAction("")
        self._legend.setObjectName(f"figure_legend_{map_id}")
        self._legend.setCheckable(True)
        self._legend.setChecked(True)
        self.triggered.connect(self._choose)
        self._retranslate()

    def _action(self, chosen: tuple[str, int]) -> QAction:
        action = self.addAction("")
        action.setData(chosen)
        return action

    def show_map(self, state: MapState) -> None:
        """Offer figures of a map that shows something."""
        self._state = state
        for action in self._formats:
            action.setEnabled(state.codes is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Save as a figure"))
        texts = {
            ("png", 1): self.tr("PNG, as on the screen…"),
            ("png", 2): self.tr("PNG, 2× as sharp…"),
            ("png", 4): self.tr("PNG, 4× as sharp…"),
            ("svg", 1): self.tr("SVG…"),
            ("pdf", 1): self.tr("PDF…"),
        }
        for action in self._formats:
            action.setText(texts[action.data()])
        self._legend.setText(self.tr("With the legend"))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        chosen, state = action.data(), self._state
        if chosen is None or state is None:
            return
        self._chosen = chosen
        suffix, _ = chosen
        filters = {
            "png": self.tr("Pictures (*.png)"),
            "svg": self.tr("Drawings (*.svg)"),
            "pdf": self.tr("Documents (*.pdf)"),
        }
        data = state.dataset.name.rsplit("/", 1)[-1] if state.dataset is not None else "map"
        name = f"{data}-{SHORT_NAMES[state.kind].lower()}.{suffix}"
        title = self.tr("Save as a figure")
        dialog = save_file_dialog(self._home(), title, filters[suffix], name, suffix)
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    def _home(self) -> QWidget:
        """Return the widget that the dialog belongs to: a menu is gone by then."""
        owner: QObject | None = self.parent()
        while owner is not None and (isinstance(owner, QMenu) or not isinstance(owner, QWidget)):
            owner = owner.parent()
        return owner if isinstance(owner, QWidget) else self

    @Slot(str)
    def _save_to(self, path: str) -> None:
        suffix, scale = self._chosen
        if not path.lower().endswith(f".{suffix}"):
            path = f"{path}.{suffix}"
        self.figure_requested.emit(FigureWish(path, suffix, scale, self._legend.isChecked()))
