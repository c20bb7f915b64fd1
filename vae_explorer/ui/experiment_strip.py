"""The line over the curves that says what to look for in the experiment, and how the maps differ."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vae_explorer.state.studio_state import ModelVariant, StudioState
from vae_explorer.state.studio_wish import ExperimentWish
from vae_explorer.ui.control import push_button
from vae_explorer.ui.experiment_text import experiment_sentence, experiment_title
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR
from vae_explorer.ui.number_text import short_text


class ExperimentStrip(QWidget):
    """Title, sentence, and a button that goes back to the settings from before."""

    experiment_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experiment_strip")
        self._studio = StudioState()
        self._title = QLabel(self)
        self._title.setObjectName("experiment_title")
        self._title.setProperty("role", "strong")
        self._text = FittingLabel("experiment_text", "caption", self)
        self._end = push_button("experiment_end", "link", self)
        self._end.clicked.connect(self._request_end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._end)
        self.hide()
        self._retranslate()

    def show_studio(self, studio: StudioState) -> None:
        """Show which experiment was set up."""
        former, self._studio = self._studio, studio
        if (former.experiment, former.variants) != (studio.experiment, studio.variants):
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._end.setText(self.tr("end the experiment"))
        self._end.setToolTip(self.tr("Go back to the settings from before; the models stay"))
        self._write()

    def _write(self) -> None:
        name, variants = self._studio.experiment, self._studio.variants
        self.setVisible(bool(name) or bool(variants))
        self._title.setText(experiment_title(name) if name else self.tr("The maps differ"))
        differences = [
            self.tr("map {number}: {what}").format(number=place + 1, what=self._difference(variant))
            for place, variant in enumerate(variants)
            if not variant.is_plain
        ]
        parts = [*([experiment_sentence(name)] if name else []), *differences]
        self._text.set_wordings([SEPARATOR.join(parts), parts[0] if parts else "", *differences[:1], ""])

    @Slot()
    def _request_end(self) -> None:
        self.experiment_requested.emit(ExperimentWish(""))

    def _difference(self, variant: ModelVariant) -> str:
        parts = []
        if variant.seed is not None:
            parts.append(self.tr("seed {seed}").format(seed=variant.seed))
        if variant.latent_dim is not None:
            parts.append(self.tr("{dimension}-D").format(dimension=variant.latent_dim))
        if variant.c is not None:
            parts.append(f"c = {short_text(variant.c)}")
        return ", ".join(parts)
