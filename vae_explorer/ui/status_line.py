"""The line at the bottom: what the pointer can do, and how long a decode takes."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.hint import hint_parts
from vae_explorer.ui.model_text import SEPARATOR


class StatusLine(QWidget):
    """A hint at the left, a figure at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self._hint = FittingLabel("status_hint", "caption", self)
        self._figure = QLabel(self)
        self._figure.setObjectName("status_figure")
        self._figure.setProperty("role", "caption")
        self._decode_ms: float | None = None
        self._state: ExplorerState | None = None
        self._parts: tuple[str, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 2, 0)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self._figure)
        self._retranslate()

    def show_state(self, state: ExplorerState) -> None:
        """Suggest what can be done now."""
        self._state = state
        if hint_parts(state) != self._parts:
            self._write_hint()

    def show_decode_ms(self, decode_ms: float | None) -> None:
        """Show how long the newest decode took; None while there is none."""
        if decode_ms != self._decode_ms:
            self._decode_ms = decode_ms
            self._write_figure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._write_hint()
        self._figure.setAccessibleName(self.tr("Time of the newest decode"))
        self._write_figure()

    def _write_hint(self) -> None:
        parts = self._parts = hint_parts(self._state)
        self._hint.set_wordings([SEPARATOR.join(parts[:count]) for count in range(len(parts), 0, -1)])

    def _write_figure(self) -> None:
        ms = self._decode_ms
        text = "" if ms is None else self.tr("decode {ms} ms").format(ms=f"{ms:.1f}")
        if text != self._figure.text():
            self._figure.setText(text)
