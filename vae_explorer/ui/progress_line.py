"""How far training, or fetching images, has come."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.training_state import TrainingState, TrainingStatus
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR, device_title
from vae_explorer.ui.number_text import duration_text, epoch_text, rate_text, size_text

_STEPS = 1000
_BAR_HEIGHT = 12


class ProgressLine(QWidget):
    """A bar and a few words; empty while nothing is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_line")
        self._training = TrainingState()
        self._dataset: DatasetState | None = None
        self._is_torch_ready = False
        self._bar = QProgressBar(self)
        self._bar.setObjectName("progress_bar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(_BAR_HEIGHT)
        self._bar.setMinimumWidth(56)
        self._bar.setMaximumWidth(110)
        self._bar.setRange(0, _STEPS)
        self._text = FittingLabel("progress_text", "muted", self)
        policy = self._bar.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        policy.setRetainSizeWhenHidden(False)
        self._bar.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._text, 4)
        self._retranslate()

    def show_training(self, state: TrainingState) -> None:
        """Show how far the run is."""
        self._training = state
        self._write()

    def show_dataset(self, state: DatasetState) -> None:
        """Show how far the images are from being usable."""
        self._dataset = state
        self._write()

    def show_readiness(self, is_torch_ready: bool) -> None:
        """Show whether training can start at all."""
        self._is_torch_ready = is_torch_ready
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._bar.setAccessibleName(self.tr("Progress"))
        self._write()

    def _write(self) -> None:
        fraction, wordings = self._training_progress()
        if not wordings:
            fraction, wordings = self._dataset_progress()
        if not wordings and not self._is_torch_ready:
            fraction, wordings = None, [self.tr("loading PyTorch …"), ""]
        self._bar.setVisible(fraction is not None)
        # No range at all is Qt's way of saying: under way, but nobody knows how far.
        self._bar.setRange(0, 0 if fraction is not None and fraction < 0 else _STEPS)
        self._bar.setValue(round(max(0.0, fraction or 0.0) * _STEPS))
        self._text.set_wordings(wordings or [""])

    def _training_progress(self) -> tuple[float | None, list[str]]:
        state = self._training
        if not state.is_active:
            return None, []
        fraction = state.epoch / state.epochs if state.epochs else 0.0
        if state.status is TrainingStatus.STARTING:
            return 0.0, [self.tr("starting …")]
        epoch = self.tr("epoch {epoch} / {epochs}").format(epoch=epoch_text(state.epoch), epochs=state.epochs)
        if state.status is TrainingStatus.STOPPING:
            return fraction, [SEPARATOR.join([epoch, self.tr("stopping …")]), self.tr("stopping …")]
        device = device_title(state.device) if state.device else ""
        if state.status is TrainingStatus.PAUSED:
            parts = [epoch, self.tr("paused"), device]
        else:
            parts = [epoch, self._time_left(), self._speed(), device]
        shown = [part for part in parts if part]
        short = f"{epoch_text(state.epoch)} / {state.epochs}"
        return fraction, [*(SEPARATOR.join(shown[:count]) for count in range(len(shown), 0, -1)), short]

    def _time_left(self) -> str:
        left = self._training.seconds_left
        return "" if left is None else self.tr("{time} left").format(time=duration_text(left))

    def _speed(self) -> str:
        speed = self._training.images_per_second
        return self.tr("{rate} images/s").format(rate=rate_text(speed)) if speed > 0 else ""

    def _dataset_progress(self) -> tuple[float | None, list[str]]:
        state = self._dataset
        if state is None:
            return None, []
        if state.status is DatasetStatus.OPENING:
            text = self.tr("opening {title} …").format(title=state.title)
            return -1.0, [text, self.tr("opening …")]
        if state.status is not DatasetStatus.FETCHING:
            return None, []
        text = self.tr("fetching {title}").format(title=state.title)
        if not state.total_bytes:
            return -1.0, [text, self.tr("fetching …")]
        sizes = self.tr("{done} of {total}").format(
            done=size_text(state.done_bytes), total=size_text(state.total_bytes)
        )
        return state.done_bytes / state.total_bytes, [SEPARATOR.join([text, sizes]), sizes]
