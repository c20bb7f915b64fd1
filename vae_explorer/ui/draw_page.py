"""The page of the pen: a canvas, how it is brought to the data, and what every model makes of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QColorDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.state.map_state import MapState
from vae_explorer.state.sketch_state import SketchOptions, SketchState
from vae_explorer.state.sketch_wish import (
    DrawWish,
    KeepMarkWish,
    MarkWish,
    PictureFileWish,
    SketchOptionsWish,
)
from vae_explorer.ui.control import push_button
from vae_explorer.ui.draw_card import DrawCard
from vae_explorer.ui.file_dialog import open_file_dialog
from vae_explorer.ui.image_strip import ImageStrip
from vae_explorer.ui.pixel_view import PixelView
from vae_explorer.ui.sketch_canvas import SketchCanvas
from vae_explorer.ui.theme import Theme

_GAP = 9
_MARGIN = 11
_SMALLEST_CANVAS = 120
_LARGEST_CANVAS = 260
_TOOLS_WIDTH = 58
_SEEN_SIDE = 56
_KEPT_SIDE = 34
_THICKNESS = (6, 60)
_PICTURES = "*.png *.jpg *.jpeg *.bmp *.gif *.webp *.tif *.tiff *.ppm *.pgm"


class DrawPage(QScrollArea):
    """Canvas and controls, the picture as the models see it, one card per map.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    draw_requested = Signal(object)
    options_requested = Signal(object)
    picture_requested = Signal(object)
    keep_requested = Signal(object)
    mark_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._cards: list[DrawCard] = []
        self._sketch = SketchState()
        self._version = 0
        page = QWidget(self)
        page.setProperty("role", "page")
        self._head = QFrame(page)
        self._head.setObjectName("draw_head")
        self._head.setProperty("role", "card")
        self._make_parts()
        self._connect()
        self._lay_out_head()
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addWidget(self._head)
        self._layout.addStretch(1)
        self.setWidget(page)
        self.set_theme(theme)
        self._retranslate()

    def _make_parts(self) -> None:
        head = self._head
        self._canvas = SketchCanvas("sketch_canvas", head)
        self._pen, self._eraser, self._undo, self._clear = (
            push_button(f"draw_{name}", "narrow", self._head) for name in ("pen", "eraser", "undo", "clear")
        )
        self._paste, self._open, self._colour, self._keep = (
            push_button(f"draw_{name}", "narrow", self._head) for name in ("paste", "open", "colour", "keep")
        )
        for button in (self._pen, self._eraser):
            button.setCheckable(True)
        self._pen.setChecked(True)
        self._keep.setProperty("role", "primary")
        self._width = QSlider(Qt.Orientation.Horizontal, head)
        self._width.setObjectName("draw_thickness")
        self._width.setRange(*_THICKNESS)
        self._width.setValue(round(self._canvas.thickness))
        self._width_label, self._seen_caption = QLabel(head), QLabel(head)
        for label, name in ((self._width_label, "thickness_label"), (self._seen_caption, "seen_caption")):
            label.setObjectName(f"draw_{name}")
            label.setProperty("role", "caption")
        self._seen_caption.setWordWrap(True)
        self._invert, self._centre = QCheckBox(head), QCheckBox(head)
        for box, name in ((self._invert, "invert"), (self._centre, "centre")):
            box.setObjectName(f"draw_{name}")
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._seen = PixelView("draw_seen", _SEEN_SIDE, head)
        self._kept = ImageStrip("draw_kept", _KEPT_SIDE, 1, is_picked=True, parent=head)
        self._kept.hide()

    def _connect(self) -> None:
        self._canvas.drawn.connect(self._ask_to_encode)
        self._canvas.file_dropped.connect(self._ask_for_file)
        self._canvas.steps_changed.connect(self._show_steps)
        self._pen.clicked.connect(self._take_pen)
        self._eraser.clicked.connect(self._take_eraser)
        self._undo.clicked.connect(self._canvas.undo)
        self._clear.clicked.connect(self._canvas.clear)
        self._paste.clicked.connect(self._paste_picture)
        self._open.clicked.connect(self._ask_which_file)
        self._colour.clicked.connect(self._ask_which_colour)
        self._keep.clicked.connect(self._ask_to_keep)
        self._width.valueChanged.connect(self._use_thickness)
        self._invert.clicked.connect(self._ask_to_invert)
        self._centre.clicked.connect(self._ask_to_centre)
        self._kept.picked.connect(self._recall)
        keys = QKeySequence.StandardKey
        for key, slot in ((keys.Undo, self._canvas.undo), (keys.Paste, self._paste_picture)):
            shortcut = QShortcut(QKeySequence(key), self._canvas)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _lay_out_head(self) -> None:
        tools = QVBoxLayout()
        tools.setSpacing(4)
        for button in (
            *(self._pen, self._eraser, self._undo, self._clear),
            *(self._paste, self._open, self._colour),
        ):
            button.setFixedWidth(_TOOLS_WIDTH)
            tools.addWidget(button)
        tools.addStretch(1)
        easel = QHBoxLayout()
        easel.setSpacing(8)
        easel.addWidget(self._canvas, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        easel.addLayout(tools)
        width = QHBoxLayout()
        width.addWidget(self._width_label)
        width.addWidget(self._width, 1)
        options = QVBoxLayout()
        options.setSpacing(2)
        options.addWidget(self._seen_caption)
        options.addWidget(self._centre)
        options.addWidget(self._invert)
        seen = QHBoxLayout()
        seen.setSpacing(9)
        seen.addWidget(self._seen, 0, Qt.AlignmentFlag.AlignTop)
        seen.addLayout(options, 1)
        layout = QVBoxLayout(self._head)
        layout.setContentsMargins(_MARGIN, 9, _MARGIN, 10)
        layout.setSpacing(7)
        layout.addLayout(easel)
        layout.addLayout(width)
        layout.addLayout(seen)
        layout.addWidget(self._keep)
        layout.addWidget(self._kept)

    def show_sketch(self, sketch: SketchState, maps: tuple[MapState, ...]) -> None:
        """Show what the models make of the picture."""
        before, self._sketch = self._sketch, sketch
        self._set_card_count(len(maps))
        for card, state in zip(self._cards, maps, strict=True):
            card.show_sketch(sketch.sketch(state.map_id), state)
        shape = next((state.model.image_shape for state in maps if state.model is not None), None)
        if shape is not None:
            self._canvas.set_image_shape(shape)
            self._colour.setVisible(shape[2] == 3)
            self._centre.setEnabled(shape[2] == 1)
        if sketch.version != self._version and sketch.picture is not None:
            self._version = sketch.version
            self._canvas.show_pixels(sketch.picture)
        made = sketch.sketches[-1] if sketch.sketches else None
        self._seen.set_pixels(None if made is None else made.image)
        self._centre.setChecked(sketch.options.is_centred)
        chosen = sketch.options.is_inverted
        self._invert.setChecked(chosen if chosen is not None else made is not None and made.is_inverted)
        self._keep.setEnabled(made is not None and not made.is_empty)
        if before.kept is not sketch.kept:
            self._show_kept()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for part in (self._canvas, self._seen, self._kept):
            part.set_theme(theme)
        for card in self._cards:
            card.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the canvas fill the width."""
        super().resizeEvent(event)
        room = self.viewport().width() - 2 * _MARGIN - _TOOLS_WIDTH - 12
        self._canvas.set_side(min(max(room, _SMALLEST_CANVAS), _LARGEST_CANVAS))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Your own picture"))
        self._canvas.setAccessibleName(self.tr("Canvas"))
        self._canvas.setToolTip(
            self.tr("Draw, or drop a picture here. Arrow keys move the pen, with Shift it draws.")
        )
        texts = (
            (self._pen, self.tr("Pen"), self.tr("Draw")),
            (self._eraser, self.tr("Eraser"), self.tr("Wipe away")),
            (self._undo, self.tr("Undo"), self.tr("Take the last step back (Ctrl+Z)")),
            (self._clear, self.tr("Clear"), self.tr("Begin anew")),
            (self._paste, self.tr("Paste"), self.tr("Take the picture from the clipboard (Ctrl+V)")),
            (self._open, self.tr("Open…"), self.tr("Take a picture from a file")),
            (self._colour, self.tr("Colour…"), self.tr("Choose the pen's colour")),
            (self._keep, self.tr("Keep"), self.tr("Keep the picture, and pin its code in every map")),
            (
                self._centre,
                self.tr("Centre by mass"),
                self.tr("Cut it out, fit it into 20/28 of the size and centre it by its mass, as in MNIST"),
            ),
            (
                self._invert,
                self.tr("Invert"),
                self.tr("Exchange light and dark; by itself where the data's ground asks for it"),
            ),
        )
        for control, name, explanation in texts:
            control.setText(name)
            control.setAccessibleName(name)
            control.setToolTip(explanation)
        self._width_label.setText(self.tr("Thickness"))
        self._width.setAccessibleName(self.tr("Thickness of the pen"))
        self._seen.setAccessibleName(self.tr("Your picture as the models see it"))
        self._seen_caption.setText(self.tr("as the models see it"))
        self._kept.setAccessibleName(self.tr("Kept pictures"))
        self._kept.setToolTip(self.tr("Click to bring a kept picture back and pin it again"))

    def _set_card_count(self, count: int) -> None:
        while len(self._cards) > count:
            card = self._cards.pop()
            self._layout.removeWidget(card)
            card.deleteLater()
        while len(self._cards) < count:
            card = DrawCard(len(self._cards), self._theme, self)
            self._layout.insertWidget(1 + len(self._cards), card)
            self._cards.append(card)

    def _show_kept(self) -> None:
        kept = self._sketch.kept
        shapes = {mark.image.shape for mark in kept}
        # Pictures of data with other shapes cannot stand in one array with them.
        same = [mark for mark in kept if mark.image.shape == kept[-1].image.shape] if shapes else []
        self._kept.set_images(np.stack([mark.image for mark in same]) if same else None)
        self._kept.setVisible(bool(same))

    @Slot(object)
    def _ask_to_encode(self, pixels: np.ndarray | None) -> None:
        self.draw_requested.emit(DrawWish(pixels))

    @Slot(str)
    def _ask_for_file(self, path: str) -> None:
        self.picture_requested.emit(PictureFileWish(path, *self._canvas.picture_size))

    @Slot()
    def _show_steps(self) -> None:
        self._undo.setEnabled(self._canvas.can_undo)

    @Slot()
    def _take_pen(self) -> None:
        self._take(is_erasing=False)

    @Slot()
    def _take_eraser(self) -> None:
        self._take(is_erasing=True)

    def _take(self, *, is_erasing: bool) -> None:
        self._canvas.is_erasing = is_erasing
        self._pen.setChecked(not is_erasing)
        self._eraser.setChecked(is_erasing)

    @Slot()
    def _paste_picture(self) -> None:
        data = QApplication.clipboard().mimeData()
        if data is not None:
            self._canvas.take(data)

    @Slot()
    def _ask_which_file(self) -> None:
        dialog = open_file_dialog(self, self.tr("Open a picture"), f"{self.tr('Pictures')} ({_PICTURES})")
        dialog.fileSelected.connect(self._ask_for_file)
        dialog.open()

    @Slot()
    def _ask_which_colour(self) -> None:
        dialog = QColorDialog(self._canvas.colour, self)
        dialog.setObjectName("colour_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._use_colour)
        dialog.open()

    @Slot(QColor)
    def _use_colour(self, colour: QColor) -> None:
        self._canvas.colour = colour
        self._take(is_erasing=False)

    @Slot(int)
    def _use_thickness(self, thickness: int) -> None:
        self._canvas.thickness = float(thickness)

    @Slot()
    def _ask_to_invert(self) -> None:
        self._ask_for(SketchOptions(self._invert.isChecked(), self._sketch.options.is_centred))

    @Slot()
    def _ask_to_centre(self) -> None:
        self._ask_for(SketchOptions(self._sketch.options.is_inverted, self._centre.isChecked()))

    def _ask_for(self, options: SketchOptions) -> None:
        self.options_requested.emit(SketchOptionsWish(options))

    @Slot()
    def _ask_to_keep(self) -> None:
        self.keep_requested.emit(KeepMarkWish())

    @Slot(int)
    def _recall(self, position: int) -> None:
        kept = self._sketch.kept
        same = [mark for mark in kept if mark.image.shape == kept[-1].image.shape]
        if position < len(same):
            self._kept.set_current(position)
            self.mark_requested.emit(MarkWish(same[position].number))
