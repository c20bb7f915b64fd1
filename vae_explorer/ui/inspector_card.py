"""What one map's place decodes to, and what the data say about that place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.map_state import DecodedPoint, MapState, Verdict
from vae_explorer.state.wish import DatasetWish, DecodeWish
from vae_explorer.ui.control import push_button, restyle, text_label
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.info_button import InfoButton
from vae_explorer.ui.model_text import map_titles
from vae_explorer.ui.number_text import coordinates_text, epoch_text
from vae_explorer.ui.pixel_view import PixelView
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.verdict_text import place_title, sigma_text, verdict_sentence

NEIGHBOURS = 6
PICTURE_SIDE = 104
LARGEST_PICTURE_SIDE = 180
_THUMBNAIL_SIDE = 31
_SENTENCE_LINES = 3
_MARGIN = 11
_BORDER = 1
_PICTURE_GAP = 8
_THUMBNAIL_GAP = 5
# Laying out words takes longer than painting pictures, and nobody reads faster than this.
_WORDS_MS = 30


def widest_picture_side(card_width: int) -> int:
    """Return how large the two pictures may be, side by side in a card of this width."""
    return (card_width - 2 * (_MARGIN + _BORDER) - _PICTURE_GAP) // 2


class InspectorCard(QFrame):
    """Pictures, verdict and figures for one map.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    dataset_requested = Signal(object)
    decode_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"inspector_card_{map_id}")
        self.setProperty("role", "card")
        self._state: MapState | None = None
        self._dataset: DatasetState | None = None
        self._shown: DecodedPoint | None = None
        self._words = QTimer(self)
        self._words.setSingleShot(True)
        self._words.setInterval(_WORDS_MS)
        self._words.timeout.connect(self._write_words)
        self._title = FittingLabel(f"inspector_title_{map_id}", "title", self)
        self._info = InfoButton(f"inspector_info_{map_id}", "inspector", theme, self)
        self._z = text_label(f"inspector_z_{map_id}", "muted", self, is_selectable=True)
        self._decoded = PixelView(f"decoded_image_{map_id}", PICTURE_SIDE, self)
        self._nearest = PixelView(f"nearest_image_{map_id}", PICTURE_SIDE, self)
        self._decoded_caption = text_label(f"decoded_caption_{map_id}", "caption", self, is_selectable=True)
        self._nearest_caption = FittingLabel(f"nearest_caption_{map_id}", "caption", self)
        self._neighbours = [
            PixelView(f"neighbour_{map_id}_{rank}", _THUMBNAIL_SIDE, self) for rank in range(NEIGHBOURS)
        ]
        self._badge = text_label(f"verdict_{map_id}", "verdict", self, is_selectable=True)
        self._sentence = text_label(f"verdict_sentence_{map_id}", "caption", self, is_selectable=True)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._link = push_button(f"fetch_images_{map_id}", "link", self)
        self._link.clicked.connect(self._request_images)
        self._jump = push_button(f"jump_{map_id}", "link", self)
        self._jump.clicked.connect(self._jump_to_nearest)
        self._map_id = map_id
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._title)
        header.addWidget(self._info)
        header.addStretch(1)
        header.addWidget(self._z)
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(_PICTURE_GAP)
        pictures.setVerticalSpacing(3)
        for column, (view, caption) in enumerate(
            ((self._decoded, self._decoded_caption), (self._nearest, self._nearest_caption))
        ):
            pictures.addWidget(view, 0, column, Qt.AlignmentFlag.AlignLeft)
            pictures.addWidget(caption, 1, column)
        pictures.setColumnStretch(1, 1)
        neighbours = QHBoxLayout()
        neighbours.setSpacing(_THUMBNAIL_GAP)
        for rank, neighbour in enumerate(self._neighbours):
            if rank:
                neighbours.addStretch(1)
            neighbours.addWidget(neighbour)
        verdict = QHBoxLayout()
        verdict.addWidget(self._badge)
        verdict.addStretch(1)
        verdict.addWidget(self._jump)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 8, _MARGIN, 9)
        layout.setSpacing(6)
        for row in (header, pictures, neighbours, verdict):
            layout.addLayout(row)
        layout.addWidget(self._sentence)
        layout.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_map(self, state: MapState, dataset: DatasetState) -> None:
        """Show what the map's place decodes to."""
        before, self._state = self._state, state
        is_other_data = dataset is not self._dataset
        self._dataset = dataset
        if before is None or (before.kind, before.title) != (state.kind, state.title):
            self._title.set_wordings(map_titles(state))
        is_other_model = before is None or before.dataset is not state.dataset
        if before is None or _weights_epoch(before) != _weights_epoch(state):
            self._write_decoded_caption()
        if state.shown is not self._shown or before is None or is_other_model:
            is_same_model = before is not None and before.run_id == state.run_id
            former, now = self._shown, state.shown
            is_moved = former is not None and now is not None and former.z != now.z
            self._show_point(now, is_awaited=is_same_model and is_moved)
            if before is None:
                self._write_words()
        elif is_other_data:
            self._write_link()

    @property
    def is_written(self) -> bool:
        """Whether the words say what the pictures show; they follow a moment later."""
        return not self._words.isActive()

    def spoken_text(self) -> str:
        """Return in words which place is shown and what the data say about it."""
        return f"{self._title.text()}: {self._z.text()}. {self.accessibleDescription()}"

    def set_theme(self, theme: Theme) -> None:
        """Frame the pictures in these colours."""
        self._info.set_theme(theme)
        for view in (self._decoded, self._nearest, *self._neighbours):
            view.set_theme(theme)

    @property
    def picture_side(self) -> int:
        """Width and height of the two large pictures, in device-independent pixels."""
        return self._decoded.maximumWidth()

    def height_beside_pictures(self) -> int:
        """Return what the card needs besides the height of the two large pictures."""
        layout = self.layout()
        if layout is not None:
            # Else the hint may be of pictures as they were a moment ago, and they never come to rest.
            layout.activate()
        return self.sizeHint().height() - self.picture_side

    def set_picture_side(self, side: int) -> None:
        """Give the two large pictures this width and height."""
        for view in (self._decoded, self._nearest):
            view.set_side(side)

    def fit_neighbours(self, card_width: int) -> None:
        """Let the neighbours fill a card of this width; their sides are what keeps it from being narrower."""
        room = card_width - 2 * (_MARGIN + _BORDER) - _THUMBNAIL_GAP * (NEIGHBOURS - 1)
        for view in self._neighbours:
            view.set_side(min(max(room // NEIGHBOURS, _THUMBNAIL_SIDE), 2 * _THUMBNAIL_SIDE))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the size of the writing."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve_lines()

    def _reserve_lines(self) -> None:
        # Room for the longest sentence at all times, so that nothing moves while the pointer does.
        self._sentence.ensurePolished()
        self._sentence.setFixedHeight(self._sentence.fontMetrics().lineSpacing() * _SENTENCE_LINES + 2)

    def _retranslate(self) -> None:
        self._reserve_lines()
        self._decoded.setAccessibleName(self.tr("Decoded image"))
        self._nearest.setAccessibleName(self.tr("Nearest image"))
        self._write_decoded_caption()
        for rank, neighbour in enumerate(self._neighbours, start=1):
            neighbour.setAccessibleName(self.tr("Neighbour {rank}").format(rank=rank))
        self._jump.setText(self.tr("to the nearest code"))
        self._jump.setToolTip(self.tr("Pin the code that is nearest to this place"))
        self._badge.setToolTip(
            self.tr(
                "How far this place is backed by data: distances to the codes and their density, "
                "in standard deviations of the codes"
            )
        )
        if self._state is not None:
            self._title.set_wordings(map_titles(self._state))
        self._write_words()

    def _show_point(self, point: DecodedPoint | None, *, is_awaited: bool = False) -> None:
        """Show the pictures, at once where somebody moves through a model; the words follow."""
        self._shown = point
        self._decoded.set_pixels(None if point is None else point.image)
        if point is not None and is_awaited:
            # All else is painted in the next round of the event loop. With another model all else is new too,
            # and would be painted twice.
            self._decoded.repaint()
        images: list[np.ndarray] = [] if point is None else list(point.neighbour_images[:NEIGHBOURS])
        self._nearest.set_pixels(images[0] if images else None)
        for rank, view in enumerate(self._neighbours):
            view.set_pixels(images[rank] if rank < len(images) else None)
        self._jump.setEnabled(bool(images))
        if not self._words.isActive():
            self._words.start()

    @Slot()
    def _write_words(self) -> None:
        self._words.stop()
        point = self._shown
        for rank, view in enumerate(self._neighbours):
            view.setToolTip(self._neighbour_text(point, rank))
            view.setAccessibleDescription(view.toolTip())
        self._write_caption(point)
        self._write_verdict(None if point is None else point.verdict)
        _write(self._z, "" if point is None else f"z = {coordinates_text(point.z)}")
        # Of many coordinates the card has room for the first ones.
        self._z.setToolTip("" if point is None else coordinates_text(point.z, limit=len(point.z)))
        self._write_link()

    def _write_decoded_caption(self) -> None:
        """Say whose weights decode while a past moment is shown."""
        moment = self._state.replay if self._state is not None else None
        if moment is None:
            text = self.tr("decoded")
        elif moment.weights_epoch is None:
            text = self.tr("final weights")
        else:
            text = self.tr("decoded, epoch {epoch}").format(epoch=epoch_text(moment.weights_epoch))
        _write(self._decoded_caption, text)

    def _write_caption(self, point: DecodedPoint | None) -> None:
        texts = [self.tr("nearest image"), self.tr("nearest")]
        if point is not None and not point.has_real_images:
            texts = [self.tr("nearest code, decoded"), self.tr("nearest, decoded")]
        name = self._label_name(point, 0)
        self._nearest_caption.set_wordings([f"{text} · {name}" if name else text for text in texts])

    def _neighbour_text(self, point: DecodedPoint | None, rank: int) -> str:
        """Return how far a neighbour is, and its class."""
        if point is None or rank >= len(point.neighbour_sigmas):
            return ""
        distance = self.tr("{sigma} σ away").format(sigma=sigma_text(point.neighbour_sigmas[rank]))
        name = self._label_name(point, rank)
        return f"{name} · {distance}" if name else distance

    def _label_name(self, point: DecodedPoint | None, rank: int) -> str:
        record = self._state.dataset if self._state is not None else None
        if point is None or record is None or rank >= len(point.neighbour_labels):
            return ""
        label = point.neighbour_labels[rank]
        return record.label_names[label] if 0 <= label < len(record.label_names) else ""

    def _write_verdict(self, verdict: Verdict | None) -> None:
        if verdict is None:
            badge, place = "", ""
            sentence = self.tr("Point at the map: what that place decodes to appears here.")
        else:
            badge, place = place_title(verdict.place), verdict.place.value
            sentence = verdict_sentence(verdict)
        _write(self._badge, badge)
        restyle(self._badge, "place", place)
        _write(self._sentence, sentence)
        # In full, also where the title has no room for that.
        self.setAccessibleName("" if self._state is None else map_titles(self._state)[0])
        self.setAccessibleDescription(f"{badge}. {sentence}" if badge else sentence)

    def _write_link(self) -> None:
        wish = self._images_wish()
        self._link.setVisible(wish is not None)
        if wish is not None:
            _write(
                self._link,
                self.tr("fetch the images") if wish.is_fetch_allowed else self.tr("open the images"),
            )
            self._link.setToolTip(self.tr("Show the real images instead of what their codes decode to"))

    def _images_wish(self) -> DatasetWish | None:
        """Return what brings the real images, where they are missing and can be had."""
        record = self._state.dataset if self._state is not None else None
        if self._shown is None or self._shown.has_real_images or record is None or self._dataset is None:
            return None
        is_chosen = record.name == self._dataset.name
        if is_chosen and self._dataset.status in (DatasetStatus.ABSENT, DatasetStatus.FAILED):
            return DatasetWish(record.name, is_fetch_allowed=True)
        return None

    @Slot()
    def _jump_to_nearest(self) -> None:
        point, state = self._shown, self._state
        if point is None or state is None or state.codes is None or not point.neighbours:
            return
        nearest = point.neighbours[0]
        x, y = state.plane.place_of(state.codes.mu[nearest].tolist())
        self.decode_requested.emit(DecodeWish(self._map_id, x, y, nearest, is_pinned=True, is_code=True))

    @Slot()
    def _request_images(self) -> None:
        wish = self._images_wish()
        if wish is not None:
            self.dataset_requested.emit(wish)


def _weights_epoch(state: MapState) -> tuple[bool, float | None]:
    return state.replay is None, state.replay.weights_epoch if state.replay is not None else None


def _write(label: QLabel | QPushButton, text: str) -> None:
    if label.text() != text:
        label.setText(text)
