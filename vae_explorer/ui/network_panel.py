"""The page below the maps that shows the networks themselves, with the image on screen in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.network_wish import NoiseWish
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.layer_view import LayerView
from vae_explorer.ui.model_text import kind_title
from vae_explorer.ui.network_diagram import NetworkDiagram
from vae_explorer.ui.theme import Theme


class NetworkPanel(QWidget):
    """One diagram per map side by side, and a close look at one layer."""

    layer_requested = Signal(object)
    noise_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network_panel")
        self._theme = theme
        self._state: ExplorerState | None = None
        self._diagrams: list[NetworkDiagram] = []
        self._header = QWidget(self)
        self._hint = FittingLabel("network_hint", "muted", self._header)
        self._noise = QPushButton(self._header)
        self._noise.setObjectName("network_noise")
        self._noise.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._noise.clicked.connect(self._draw_noise)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._hint, 1)
        header.addWidget(self._noise)
        self._layer = LayerView(theme, self)
        self._body = QHBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(12)
        self._body.addWidget(self._layer)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Networks")

    def show_state(self, state: ExplorerState) -> None:
        """Draw the networks of all maps, and the layer looked at."""
        self._state = state
        if not self.isVisible():
            return
        while len(self._diagrams) > len(state.maps):
            diagram = self._diagrams.pop()
            self._body.removeWidget(diagram)
            diagram.hide()
            diagram.deleteLater()
        while len(self._diagrams) < len(state.maps):
            self._add_diagram()
        chosen_map, chosen = state.network.layer or (None, None)
        for shown, diagram in zip(state.maps, self._diagrams, strict=True):
            is_here = shown.map_id == chosen_map
            trace = state.network.trace(shown)
            diagram.show_trace(kind_title(shown.kind), trace, chosen if is_here else None)
            if is_here:
                layers = trace.layers if trace is not None else ()
                layer = next((layer for layer in layers if layer.name == chosen), None)
                self._layer.show_layer(kind_title(shown.kind), layer)
        self._noise.setEnabled(any(shown.kind == "vae" for shown in state.maps))

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for diagram in self._diagrams:
            diagram.set_theme(theme)
        self._layer.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what happened while the page was out of sight."""
        super().showEvent(event)
        if self._state is not None:
            self.show_state(self._state)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self._state is not None:
                self.show_state(self._state)

    def _add_diagram(self) -> None:
        diagram = NetworkDiagram(len(self._diagrams), self._theme, self)
        diagram.layer_requested.connect(self.layer_requested)
        self._body.insertWidget(len(self._diagrams), diagram, 1)
        self._diagrams.append(diagram)

    def _retranslate(self) -> None:
        self._hint.set_wordings(
            (
                self.tr("heights true to scale: how many numbers each layer holds · click one to see it"),
                self.tr("heights true to scale · click a layer"),
                "",
            )
        )
        self._noise.setText(self.tr("New ε"))
        self._noise.setToolTip(self.tr("Throw another dart: draw a new ε, so z = μ + σ ε lands elsewhere"))

    @Slot()
    def _draw_noise(self) -> None:
        self.noise_requested.emit(NoiseWish())
