"""The knob c: the balance of reconstruction and regulariser, turned also while training goes on."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from vae_explorer.state.map_state import MapSource, MapState
from vae_explorer.state.studio_wish import BalanceWish
from vae_explorer.state.training_state import TrainingSettings, TrainingState
from vae_explorer.ui.number_text import short_text

_STEPS_PER_DECADE = 20
_LOWEST, _HIGHEST = 1e-3, 1e3
_KINDS = ("map", "vae")


class BalanceKnob(QWidget):
    """A logarithmic slider with its value beside it."""

    balance_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("balance_knob")
        self._c = 1.0
        self._asked: float | None = None
        self._name = QLabel("c", self)
        self._name.setProperty("role", "muted")
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("c_slider")
        self._slider.setRange(_position(_LOWEST), _position(_HIGHEST))
        self._slider.setPageStep(_STEPS_PER_DECADE)
        self._slider.setFixedWidth(96)
        self._slider.valueChanged.connect(self._request)
        self._value = QLabel(self)
        self._value.setObjectName("curve_c")
        self._value.setProperty("role", "chip")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        for widget in (self._name, self._slider, self._value):
            layout.addWidget(widget)
        self._retranslate()

    def show_balance(
        self, maps: tuple[MapState, ...], settings: TrainingSettings, training: TrainingState
    ) -> None:
        """Show the c in force: of the run that goes on, else of the next one."""
        kinds = {state.kind for state in maps}
        is_gaussian = settings.likelihood == "gaussian"
        self.setVisible(bool(kinds & set(_KINDS)) or (is_gaussian and "ae" in kinds))
        is_learned = settings.is_c_learned and is_gaussian
        c = settings.c
        if training.is_active:
            running = [
                state.model
                for state in maps
                if state.source is MapSource.TRAINING
                and state.model is not None
                and state.model.has_adjustable_c
            ]
            learned = any(
                state.model is not None and state.model.has_learned_c
                for state in maps
                if state.source is MapSource.TRAINING and state.kind != "pca"
            )
            c = float(running[-1].c) if running else c
            is_learned = learned and not running
        self._slider.setEnabled(not is_learned)
        if self._asked is not None and math.isclose(self._asked, c, rel_tol=1e-9):
            self._asked = None
        # Until the run has heard of a turn, its last snapshot still has the c from before.
        self._show(c if self._asked is None or not training.is_active else self._asked, is_learned)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._slider.setAccessibleName(self.tr("Balance c"))
        hint = self.tr(
            "The balance: a larger c weighs the regulariser more. It can be turned while training; "
            "the curves mark where."
        )
        for widget in (self, self._slider, self._value):
            widget.setToolTip(hint)
        self._write(is_learned=not self._slider.isEnabled())

    def _show(self, c: float, is_learned: bool) -> None:
        self._c = c
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(_position(c))
            self._slider.blockSignals(False)
        self._write(is_learned=is_learned)

    def _write(self, *, is_learned: bool) -> None:
        # The Gaussian objective times its variance is ‖x − f(z)‖²/2 + c·KL: c is the β there as well.
        text = self.tr("learned") if is_learned else f"{short_text(self._c)} = β"
        if text != self._value.text():
            self._value.setText(text)
            # The slider's own value is where it stands, not c.
            self._slider.setAccessibleDescription(text)
        self._value.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.0123 = β"))

    @Slot(int)
    def _request(self, position: int) -> None:
        c = float(f"{10 ** (position / _STEPS_PER_DECADE):.3g}")
        self._asked = c
        self._show(c, is_learned=False)
        self.balance_requested.emit(BalanceWish(c))


def _position(c: float) -> int:
    return round(_STEPS_PER_DECADE * math.log10(min(max(c, _LOWEST), _HIGHEST)))
