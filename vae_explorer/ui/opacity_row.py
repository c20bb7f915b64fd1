"""How strongly the underlay is drawn: a slider that fits into a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from vae_explorer.state.wish import OpacityWish

_SLIDER_WIDTH = 110
_STEP = 5


class OpacityRow(QWidget):
    """A label, a slider and its figure."""

    opacity_requested = Signal(object)  # OpacityWish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel(self)
        self._label.setProperty("role", "muted")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("underlay_opacity")
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(_STEP)
        self._slider.setPageStep(4 * _STEP)
        self._slider.setValue(100)
        self._slider.setMinimumWidth(_SLIDER_WIDTH)
        self._slider.valueChanged.connect(self._request)
        self._figure = QLabel(self)
        self._figure.setProperty("role", "muted")
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._figure.setMinimumWidth(self._figure.fontMetrics().horizontalAdvance("100 %") + 4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._label)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._figure)
        self.setFocusProxy(self._slider)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._retranslate()

    def show_opacity(self, opacity: float) -> None:
        """Show how strongly the underlay is drawn, 0 … 1."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(100 * opacity))
        self._write_figure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Opacity"))
        self._slider.setAccessibleName(self.tr("Opacity of the underlay"))
        self._slider.setToolTip(self.tr("How strongly the underlay is drawn"))
        self._write_figure()

    def _write_figure(self) -> None:
        self._figure.setText(f"{self._slider.value()}\N{NO-BREAK SPACE}%")

    @Slot(int)
    def _request(self, percent: int) -> None:
        self._write_figure()
        self.opacity_requested.emit(OpacityWish(percent / 100))
