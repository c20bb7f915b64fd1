"""The button that shows which images are worked with, and its menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.wish import DatasetWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.file_dialog import open_file_dialog, open_folder_dialog
from vae_explorer.ui.icon import themed_icon
from vae_explorer.ui.model_text import SEPARATOR
from vae_explorer.ui.notice_text import translated
from vae_explorer.ui.number_text import count_text, size_text
from vae_explorer.ui.theme import Theme

_OPEN_FOLDER = "open folder"
_OPEN_FILE = "open file"
_TITLE_LIMIT = 22


class DatasetButton(QWidget):
    """Shows the chosen data set; its menu offers the named ones, recent paths, a folder or a file."""

    dataset_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state: DatasetState | None = None
        self._recent: tuple[str, ...] = ()
        self._button = ChoiceButton("dataset_button", self)
        self._button.opening.connect(self._fill_menu)
        self._button.chosen.connect(self._choose)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._button)
        self._retranslate()

    def show_dataset(self, state: DatasetState, recent: tuple[str, ...]) -> None:
        """Show this choice, and offer these paths."""
        self._state, self._recent = state, recent
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Draw the menu's icons in these colours."""
        self._theme = theme

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._button.setAccessibleName(self.tr("Data set"))
        self._write()

    def _write(self) -> None:
        if self._state is None:
            self._button.setText(self.tr("Data set"))
            return
        title = self._state.title
        short = title if len(title) <= _TITLE_LIMIT else f"{title[: _TITLE_LIMIT - 1]}…"
        parts = [short]
        if self._state.train_count:
            parts.append(self.tr("{count} images").format(count=count_text(self._state.train_count)))
        self._button.setText(SEPARATOR.join(parts))
        tip = self.tr("The images that models are trained on and compared with")
        notes = [translated(note.template, tuple(note.values.items())) for note in self._state.notes]
        self._button.setToolTip("\n".join([tip, self._state.name, *notes]))

    @Slot()
    def _fill_menu(self) -> None:
        from vae_explorer.data.source import DATASET_NAMES, describe

        self._button.clear_choices()
        menu = self._button.choice_menu
        current = self._state.name if self._state is not None else ""
        for name in DATASET_NAMES:
            facts = describe(name)
            images = self.tr("{count} images").format(count=count_text(facts.images))
            where = self.tr("on this computer")
            if not facts.is_available:
                where = self.tr("{size} to fetch").format(size=size_text(facts.download_bytes))
            text = SEPARATOR.join([facts.title, images, where])
            self._button.add_choices([(DatasetWish(name, is_fetch_allowed=True), text)], None)
            action = menu.actions()[-1]
            action.setChecked(name == current)
            if not facts.is_available and name != current:
                action.setIcon(themed_icon("download", self._theme))
        self._add_recent(current)
        menu.addSeparator()
        self._add_question(self.tr("Open folder…"), _OPEN_FOLDER, "folder")
        self._add_question(self.tr("Open file…"), _OPEN_FILE, "file")

    def _add_recent(self, current: str) -> None:
        if self._recent:
            self._button.choice_menu.addSeparator()
        for path in self._recent:
            self._button.add_choices([(DatasetWish(path), _short_path(path))], None)
            action = self._button.choice_menu.actions()[-1]
            action.setChecked(path == current)
            action.setToolTip(path)

    def _add_question(self, text: str, answer: object, icon: str) -> None:
        action = QAction(themed_icon(icon, self._theme), text, self._button.choice_menu)
        action.setData(answer)
        self._button.choice_menu.addAction(action)

    @Slot(object)
    def _choose(self, answer: object) -> None:
        if isinstance(answer, DatasetWish):
            self.dataset_requested.emit(answer)
        elif answer == _OPEN_FOLDER:
            self._ask_for_folder()
        else:
            self._ask_for_file()

    def _ask_for_folder(self) -> None:
        dialog = open_folder_dialog(self, self.tr("Open a folder of images"))
        dialog.fileSelected.connect(self._open_path)
        dialog.open()

    def _ask_for_file(self) -> None:
        dialog = open_file_dialog(
            self, self.tr("Open a file of images"), self.tr("Arrays of images (*.npz *.npy)")
        )
        dialog.fileSelected.connect(self._open_path)
        dialog.open()

    @Slot(str)
    def _open_path(self, path: str) -> None:
        self.dataset_requested.emit(DatasetWish(path))


def _short_path(path: str) -> str:
    """Return a path that fits into a menu: its last two parts."""
    parts = Path(path).parts
    return str(Path(*parts[-2:])) if len(parts) <= 3 else str(Path("…", *parts[-2:]))
