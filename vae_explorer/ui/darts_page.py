"""The page of the darts: one image, its q(z∣x) in every map, and what inference costs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.state.inference_state import Belief, InferenceState
from vae_explorer.state.inference_wish import ClearDartsWish, PosteriorWish, ThrowWish, TilingWish
from vae_explorer.state.map_state import MapState, is_comparable
from vae_explorer.ui.control import push_button
from vae_explorer.ui.darts_card import DartsCard
from vae_explorer.ui.pixel_view import PixelView
from vae_explorer.ui.theme import Theme

_GAP = 9
_PICTURE_SIDE = 76
_VOLLEY = 20


class DartsPage(QScrollArea):
    """Shows the chosen image, throws, and one card per map.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    throw_requested = Signal(object)
    clear_requested = Signal(object)
    tiling_requested = Signal(object)
    posterior_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("darts_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._cards: list[DartsCard] = []
        self._belief: Belief | None = None
        self._state: MapState | None = None
        page = QWidget(self)
        page.setProperty("role", "page")
        self._head = QFrame(page)
        self._head.setObjectName("darts_head")
        self._head.setProperty("role", "card")
        self._picture = PixelView("darts_image", _PICTURE_SIDE, self._head)
        self._caption = QLabel(self._head)
        self._caption.setObjectName("darts_caption")
        self._caption.setProperty("role", "caption")
        self._caption.setWordWrap(True)
        self._one, self._volley, self._clear = (
            push_button(name, "narrow", self._head) for name in ("darts_one", "darts_volley", "darts_clear")
        )
        self._posterior, self._tiling = (self._box(name) for name in ("darts_posterior", "darts_tiling"))
        self._one.clicked.connect(self._throw_one)
        self._volley.clicked.connect(self._throw_volley)
        self._clear.clicked.connect(self._ask_to_clear)
        self._posterior.clicked.connect(self._ask_for_posterior)
        self._tiling.clicked.connect(self._ask_for_tiling)
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addWidget(self._head)
        self._layout.addStretch(1)
        self._lay_out_head()
        self.setWidget(page)
        self.set_theme(theme)
        self._retranslate()

    def _box(self, name: str) -> QCheckBox:
        box = QCheckBox(self._head)
        box.setObjectName(name)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return box

    def _lay_out_head(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._caption)
        words.addStretch(1)
        words.addWidget(self._posterior)
        words.addWidget(self._tiling)
        image = QHBoxLayout()
        image.setSpacing(9)
        image.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        image.addLayout(words, 1)
        throws = QHBoxLayout()
        throws.setSpacing(6)
        for button in (self._one, self._volley, self._clear):
            throws.addWidget(button, 1)
        layout = QVBoxLayout(self._head)
        layout.setContentsMargins(11, 9, 11, 10)
        layout.setSpacing(8)
        layout.addLayout(image)
        layout.addLayout(throws)

    def show_inference(self, inference: InferenceState, maps: tuple[MapState, ...]) -> None:
        """Show what is known of the image looked at."""
        while len(self._cards) > len(maps):
            card = self._cards.pop()
            self._layout.removeWidget(card)
            card.deleteLater()
        while len(self._cards) < len(maps):
            card = DartsCard(len(self._cards), self._theme, self)
            self._layout.insertWidget(1 + len(self._cards), card)
            self._cards.append(card)
        for card, state in zip(self._cards, maps, strict=True):
            card.show_inference(inference, state, is_awaited=_is_awaited(inference, state, maps))
        self._belief = inference.beliefs[-1] if inference.beliefs else None
        self._state = next(
            (state for state in maps if self._belief and state.map_id == self._belief.map_id), None
        )
        self._picture.set_pixels(None if self._belief is None else self._belief.image)
        for button in (self._one, self._volley):
            button.setEnabled(inference.chosen is not None)
        self._clear.setEnabled(bool(inference.boards))
        self._posterior.setChecked(inference.is_posterior_shown)
        self._tiling.setChecked(inference.is_tiled)
        self._write_caption()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._picture.set_theme(theme)
        for card in self._cards:
            card.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Darts"))
        self._picture.setAccessibleName(self.tr("The image whose distribution is sampled"))
        texts = (
            (self._one, self.tr("Throw 1"), self.tr("Draw one z from q(z|x) in every map and decode it")),
            (
                self._volley,
                self.tr("Throw {count}").format(count=_VOLLEY),
                self.tr("Draw {count} z from q(z|x) in every map and decode them").format(count=_VOLLEY),
            ),
            (self._clear, self.tr("Clear"), self.tr("Take all darts out")),
            (
                self._posterior,
                self.tr("Exact posterior"),
                self.tr("Show p(z|x) as heat: where the decoder itself would look for this image"),
            ),
            (
                self._tiling,
                self.tr("All ellipses"),
                self.tr("Show q(z|x) of every image at 1 σ: how they tile the prior"),
            ),
        )
        for control, name, explanation in texts:
            control.setText(name)
            control.setAccessibleName(name)
            control.setToolTip(explanation)
        self._write_caption()

    def _write_caption(self) -> None:
        belief, state = self._belief, self._state
        if belief is None or state is None or state.codes is None:
            self._caption.setText(self.tr("Click near a point to choose its image."))
            return
        number = int(state.codes.indices[belief.index])
        names = state.dataset.label_names if state.dataset is not None else ()
        label = int(state.codes.labels[belief.index])
        name = names[label] if 0 <= label < len(names) else ""
        text = self.tr("image {number}").format(number=number)
        text = f"{text} · {name}" if name else text
        if not belief.is_real:
            text = "\n".join(
                (text, self.tr("The data are not here: the picture decoded from its code stands in."))
            )
        self._caption.setText(text)

    @Slot()
    def _throw_one(self) -> None:
        self.throw_requested.emit(ThrowWish(1))

    @Slot()
    def _throw_volley(self) -> None:
        self.throw_requested.emit(ThrowWish(_VOLLEY))

    @Slot()
    def _ask_to_clear(self) -> None:
        self.clear_requested.emit(ClearDartsWish())

    @Slot()
    def _ask_for_posterior(self) -> None:
        self.posterior_requested.emit(PosteriorWish(self._posterior.isChecked()))

    @Slot()
    def _ask_for_tiling(self) -> None:
        self.tiling_requested.emit(TilingWish(self._tiling.isChecked()))


def _is_awaited(inference: InferenceState, shown: MapState, maps: tuple[MapState, ...]) -> bool:
    """Return whether an image is chosen that this map knows as well."""
    origin = next((state for state in maps if state.map_id == inference.chosen_map), None)
    if inference.chosen is None or origin is None or shown.codes is None:
        return False
    return origin is shown or is_comparable(origin, shown)
