"""The film of one map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.path_state import Film, PathState, codes_in
from vae_explorer.state.path_wish import FrameWish
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.image_strip import ImageStrip
from vae_explorer.ui.model_text import SHORT_NAMES
from vae_explorer.ui.number_text import short_text
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.verdict_text import place_title

_SIDE = 44
_WORDS_WIDTH = 158


class PathRow(QWidget):
    """A strip of frames, each with its verdict, and what the whole way is like.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    frame_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"path_row_{map_id}")
        self._map_id = map_id
        self._film: Film | None = None
        self._frame = 0
        self._name = ""
        self._is_path = self._has_places = False
        words = QWidget(self)
        words.setFixedWidth(_WORDS_WIDTH)
        self._title = FittingLabel(f"path_title_{map_id}", "strong", words)
        self._way = QLabel(words)
        self._here = QLabel(words)
        for label, name in ((self._way, "way"), (self._here, "here")):
            label.setObjectName(f"path_{name}_{map_id}")
            label.setProperty("role", "caption")
            label.setWordWrap(True)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label in (self._title, self._way, self._here):
            column.addWidget(label)
        column.addStretch(1)
        self._strip = ImageStrip(f"path_strip_{map_id}", _SIDE, 1, is_picked=True, parent=self)
        self._strip.picked.connect(self._pick)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._strip, 1, Qt.AlignmentFlag.AlignTop)
        self.set_theme(theme)
        self._retranslate()

    def show_path(self, path: PathState, state: MapState, maps: tuple[MapState, ...]) -> None:
        """Show the film of the way that is walked; the path may have been led through another of the maps."""
        self._is_path = len(path.waypoints) > 1
        self._has_places = codes_in(state, path.waypoints, maps) is not None
        self._name = state.title or SHORT_NAMES[state.kind]
        self._film, self._frame = path.film(self._map_id, run_id=state.run_id), path.frame
        film = self._film
        self._strip.set_images(None if film is None else film.images, () if film is None else film.places)
        self._strip.set_current(None if film is None else min(path.frame, len(film.images) - 1))
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._strip.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._strip.setAccessibleName(self.tr("Frames of the path"))
        self._way.setToolTip(
            self.tr(
                "Share of the way that leads through gaps, and how much the decoded image changes along it "
                "(sum of the distances between neighbouring frames, pixels in 0 … 1)"
            )
        )
        self._write()

    def _write(self) -> None:
        film = self._film
        self._title.set_wordings([self._name])
        if film is None:
            self._way.setText(self._why_none())
            self._here.setText("")
            return
        self._way.setText(
            self.tr("gaps {share} % · length {length}").format(
                share=f"{100 * film.gap_share:.0f}", length=short_text(film.length)
            )
        )
        frame = min(self._frame, len(film.places) - 1)
        text = self.tr("{verdict}, {sigma} σ").format(
            verdict=place_title(film.places[frame]), sigma=f"{film.nearest_sigma[frame]:.2f}"
        )
        self._here.setText(text)
        self._strip.setAccessibleDescription(text)

    def _why_none(self) -> str:
        if not self._is_path:
            return self.tr("no path yet: click two or more places in a map")
        if self._has_places:
            return self.tr("being walked …")
        return self.tr("the path leads through images that this map does not have")

    @Slot(int)
    def _pick(self, frame: int) -> None:
        self.frame_requested.emit(FrameWish(frame))
