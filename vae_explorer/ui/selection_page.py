"""The page of the lasso and the frame: what is selected, counted by class, shown, saved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.selection_wish import (
    ClearSelectionWish,
    LightWish,
    SelectionExportWish,
    SelectionFile,
    SheetWish,
)
from vae_explorer.ui.contact_sheet import ContactSheet
from vae_explorer.ui.control import push_button
from vae_explorer.ui.file_dialog import save_file_dialog
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.label_count_list import LabelCountList, label_counts
from vae_explorer.ui.theme import Theme


class SelectionPage(QFrame):
    """Shows the selection of all maps.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    selection_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection_page")
        self.setProperty("role", "card")
        self._selection = SelectionState()
        self._shown: MapState | None = None
        self._is_real: bool | None = None
        self._wish_kind = SelectionFile.TABLE
        self._title = QLabel(self)
        self._title.setObjectName("selection_title")
        self._title.setProperty("role", "title")
        self._clear = QPushButton(self)
        self._clear.setObjectName("selection_clear")
        self._clear.setProperty("role", "link")
        self._clear.clicked.connect(self._request_clearing)
        self._count = QLabel(self)
        self._count.setObjectName("selection_count")
        self._hint = QLabel(self)
        self._hint.setObjectName("selection_hint")
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._counts = LabelCountList(theme, self)
        self._caption = QLabel(self)
        self._caption.setObjectName("selection_caption")
        self._caption.setProperty("role", "caption")
        self._sheet = ContactSheet(theme, self)
        self._sheet.pictures_wanted.connect(self._request_pictures)
        self._sheet.image_pointed.connect(self._request_light)
        self._table = self._button("selection_csv")
        self._table.clicked.connect(self._ask_for_table)
        self._picture = self._button("selection_png")
        self._picture.clicked.connect(self._ask_for_sheet)
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    def _button(self, name: str) -> QPushButton:
        button = push_button(name, "", self)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        return button

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._title, 1)
        header.addWidget(self._clear)
        footer = QHBoxLayout()
        footer.setSpacing(8)
        footer.addWidget(self._table, 1)
        footer.addWidget(self._picture, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 11, 10)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._count)
        layout.addWidget(self._hint)
        layout.addWidget(self._counts)
        layout.addWidget(self._caption)
        layout.addWidget(self._sheet, 1)
        layout.addLayout(footer)
        layout.addStretch(0)

    def show_selection(self, selection: SelectionState, maps: tuple[MapState, ...]) -> None:
        """Show what is selected, and how much of what the maps show that is."""
        before, self._selection = self._selection, selection
        shown = next((each for each in maps if len(selection.of(each))), None)
        is_other_model = _weights_of(shown) != _weights_of(self._shown)
        self._shown = shown
        if before.indices is not selection.indices:
            self._show_images()
        elif is_other_model and self._is_real is False:
            self._sheet.forget_pictures()
        if selection.sheet is not None and selection.sheet is not before.sheet:
            self._is_real = selection.sheet.is_real
            self._sheet.add_pictures(selection.sheet)
            self._write_caption()

    def forget_pictures(self) -> None:
        """Ask for the pictures anew: other images are at hand."""
        self._sheet.forget_pictures()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._sheet.set_theme(theme)
        self._counts.set_theme(theme)
        for button, icon in ((self._table, "table"), (self._picture, "grid")):
            button.setIcon(themed_icon(icon, theme))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Selection"))
        self._title.setText(self.tr("Selection"))
        self._clear.setText(self.tr("Clear"))
        self._clear.setToolTip(self.tr("Select nothing (Esc)"))
        self._hint.setText(
            self.tr(
                "Draw around points in a map: the same images are selected in every map. "
                "With Shift they are added, with Ctrl or Alt taken away; Esc selects nothing."
            )
        )
        self._counts.setAccessibleName(self.tr("Selected images by class"))
        self._sheet.setAccessibleName(self.tr("Selected images"))
        self._table.setText(self.tr("CSV…"))
        self._table.setAccessibleName(self.tr("Save the selection as a table"))
        self._table.setToolTip(self.tr("Position, label and the codes of every map, one row per image"))
        self._picture.setText(self.tr("PNG…"))
        self._picture.setAccessibleName(self.tr("Save the selection as a picture"))
        self._picture.setToolTip(self.tr("All selected images on one sheet, class by class"))
        self._show_images()

    def _show_images(self) -> None:
        selection, shown = self._selection, self._shown
        indices = selection.indices
        has_any = len(indices) > 0 and shown is not None and shown.codes is not None
        self._hint.setVisible(not has_any)
        self._sheet.setVisible(has_any)
        for control in (self._clear, self._table, self._picture):
            control.setVisible(has_any)
        self._caption.setVisible(has_any)
        if not has_any or shown is None or shown.codes is None or shown.dataset is None:
            self._count.setText(self.tr("No image is selected"))
            self._counts.set_counts(())
            self._sheet.set_images(indices[:0], indices[:0], ())
            return
        labels, names = shown.codes.labels, shown.dataset.label_names
        self._count.setText(
            self.tr("{count} of {total} images").format(
                count=f"{len(indices):,}".replace(",", " "), total=f"{len(labels):,}".replace(",", " ")
            )
        )
        has_labels = bool(labels.size) and int(labels.max()) >= 0
        nameless = self.tr("without a label")
        self._counts.set_counts(label_counts(labels, indices, names, nameless) if has_labels else ())
        # Class by class, in the order in which they are counted above.
        chosen = labels[indices]
        counts = np.bincount(chosen + 1)
        order = indices[np.lexsort((chosen, -counts[chosen + 1]))]
        self._sheet.set_images(order, labels[order], names)
        self._write_caption()

    def _write_caption(self) -> None:
        texts = {
            None: "",
            True: self.tr("the images"),
            False: self.tr("what their codes decode to"),
        }
        self._caption.setText(texts[self._is_real])

    @Slot()
    def _request_clearing(self) -> None:
        self.selection_requested.emit(ClearSelectionWish())

    @Slot(object)
    def _request_pictures(self, indices: tuple[int, ...]) -> None:
        self.selection_requested.emit(SheetWish(indices))

    @Slot(object)
    def _request_light(self, index: int | None) -> None:
        self.selection_requested.emit(LightWish(index))

    @Slot()
    def _ask_for_table(self) -> None:
        self._ask(SelectionFile.TABLE, self.tr("Tables (*.csv)"), ".csv")

    @Slot()
    def _ask_for_sheet(self) -> None:
        self._ask(SelectionFile.SHEET, self.tr("Pictures (*.png)"), ".png")

    def _ask(self, kind: SelectionFile, name_filter: str, suffix: str) -> None:
        self._wish_kind = kind
        title, name = self.tr("Save the selection"), f"selection{suffix}"
        dialog = save_file_dialog(self, title, name_filter, name, suffix)
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    @Slot(str)
    def _save_to(self, path: str) -> None:
        self.selection_requested.emit(SelectionExportWish(path, self._wish_kind))


def _weights_of(shown: MapState | None) -> tuple[int, int] | None:
    return None if shown is None else (shown.run_id, shown.version)
