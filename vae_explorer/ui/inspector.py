"""The column that shows, for every map, what the place under the pointer decodes to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.announcer import Announcer
from vae_explorer.ui.inspector_card import LARGEST_PICTURE_SIDE, InspectorCard, widest_picture_side
from vae_explorer.ui.theme import Theme

_GAP = 9
_SMALLEST_SIDE = 68


class Inspector(QScrollArea):
    """One card per map, one above the other."""

    dataset_requested = Signal(object)
    decode_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._cards: list[InspectorCard] = []
        self._spoken: dict[int, tuple[int, tuple[float, ...]]] = {}
        self.announcer = Announcer(self)
        page = QWidget(self)
        page.setProperty("role", "page")
        self._layout = QVBoxLayout(page)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addStretch(1)
        self._page = page
        self.setWidget(page)
        page.installEventFilter(self)
        self._retranslate()

    def show_maps(self, maps: tuple[MapState, ...], dataset: DatasetState) -> None:
        """Show what each map's place decodes to."""
        if len(maps) != len(self._cards):
            self._set_card_count(len(maps))
        for card, state in zip(self._cards, maps, strict=True):
            card.show_map(state, dataset)
            self._announce(card, state)

    @property
    def is_written(self) -> bool:
        """Whether the words say what the pictures show."""
        return all(card.is_written for card in self._cards)

    def _announce(self, card: InspectorCard, state: MapState) -> None:
        """Read out where the pin went and what the data say about that place."""
        point = state.pin_decoded
        if point is None or point.z != state.pin or state.hover_decoded is not None:
            return
        before, self._spoken[state.map_id] = self._spoken.get(state.map_id), (state.run_id, point.z)
        # Not what a model brought along, nor the same place again with other weights.
        if before is not None and before[0] == state.run_id and before[1] != point.z:
            self.announcer.say(card.spoken_text)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pictures again when the writing around them takes another height."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit_pictures()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the pictures as large as lets all cards be seen at once."""
        super().resizeEvent(event)
        self._fit_pictures()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Inspector"))

    def _set_card_count(self, count: int) -> None:
        while len(self._cards) > count:
            card = self._cards.pop()
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self._cards) < count:
            card = InspectorCard(len(self._cards), self._theme, self)
            card.dataset_requested.connect(self.dataset_requested)
            card.decode_requested.connect(self.decode_requested)
            self._layout.insertWidget(len(self._cards), card)
            self._cards.append(card)
        self._fit_pictures()

    def _fit_pictures(self) -> None:
        if not self._cards:
            return
        count = len(self._cards)
        room = (self.viewport().height() - _GAP * (count - 1)) // count
        first = self._cards[0]
        rest = first.height_beside_pictures()
        widest = min(LARGEST_PICTURE_SIDE, widest_picture_side(self.viewport().width()))
        side = min(widest, max(_SMALLEST_SIDE, room - rest))
        # Room for the scroll bar at all times: were it taken from the neighbours, the bar might come and go.
        for card in self._cards:
            card.set_picture_side(side)
            card.fit_neighbours(self.width() - self.verticalScrollBar().sizeHint().width())
