"""What one model makes of a picture of one's own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.sketch_state import Sketch
from vae_explorer.ui.control import restyle, text_label
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import map_titles
from vae_explorer.ui.number_text import coordinates_text, nats_text
from vae_explorer.ui.pixel_view import PixelView
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.verdict_text import place_title, verdict_sentence

_SIDE = 84


class DrawCard(QFrame):
    """Reconstruction, error and verdict for one map.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"draw_card_{map_id}")
        self.setProperty("role", "card")
        self._state: MapState | None = None
        self._sketch: Sketch | None = None
        self._title = FittingLabel(f"draw_title_{map_id}", "title", self)
        self._code = FittingLabel(f"draw_code_{map_id}", "caption", self)
        self._decoded = PixelView(f"draw_decoded_{map_id}", _SIDE, self)
        self._error = PixelView(f"draw_error_{map_id}", _SIDE, self)
        self._decoded_caption, self._error_caption, self._badge, self._sentence = (
            text_label(f"draw_{name}_{map_id}", role, self)
            for name, role in (
                ("decoded_caption", "caption"),
                ("error_caption", "caption"),
                ("verdict", "verdict"),
                ("sentence", "caption"),
            )
        )
        self._sentence.setWordWrap(True)
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._code, 1)
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(8)
        pictures.setVerticalSpacing(3)
        for column, (view, caption) in enumerate(
            ((self._decoded, self._decoded_caption), (self._error, self._error_caption))
        ):
            pictures.addWidget(view, 0, column, Qt.AlignmentFlag.AlignLeft)
            pictures.addWidget(caption, 1, column)
        pictures.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 11, 9)
        layout.setSpacing(5)
        layout.addLayout(top)
        layout.addLayout(pictures)
        layout.addWidget(self._badge)
        layout.addWidget(self._sentence)

    def show_sketch(self, sketch: Sketch | None, state: MapState) -> None:
        """Show what the model makes of the picture."""
        before, self._state = self._state, state
        if before is None or (before.kind, before.title) != (state.kind, state.title):
            self._title.set_wordings(map_titles(state))
        if before is None or sketch is not self._sketch:
            self._sketch = sketch
            self._write()

    def set_theme(self, theme: Theme) -> None:
        """Frame the pictures in these colours."""
        self._decoded.set_theme(theme)
        self._error.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._decoded.setAccessibleName(self.tr("Reconstruction of your picture"))
        self._error.setAccessibleName(self.tr("Error of the reconstruction, pixel by pixel"))
        self._decoded_caption.setText(self.tr("reconstruction"))
        self._error_caption.setToolTip(self.tr("−log p(x|z) at the code, summed over the pixels"))
        if self._state is not None:
            self._title.set_wordings(map_titles(self._state))
        self._write()

    def _write(self) -> None:
        sketch = self._sketch
        self._decoded.set_pixels(None if sketch is None else sketch.decoded)
        self._error.set_pixels(None if sketch is None else sketch.error)
        if sketch is None:
            self._code.set_wordings([""])
            self._error_caption.setText(self.tr("error"))
            self._badge.setText("")
            self._sentence.setText(self.tr("Draw something: its code moves in the map while you do."))
        else:
            z = coordinates_text(sketch.z)
            self._code.set_wordings([f"z = {z}" if sketch.sigma is None else f"μ = {z}", ""])
            self._error_caption.setText(self.tr("error, {nats} nats").format(nats=nats_text(sketch.nats)))
            self._badge.setText(place_title(sketch.verdict.place))
            self._sentence.setText(verdict_sentence(sketch.verdict))
        place = "" if sketch is None else sketch.verdict.place.value
        restyle(self._badge, "place", place)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(f"{self._badge.text()} {self._sentence.text()}".strip())
