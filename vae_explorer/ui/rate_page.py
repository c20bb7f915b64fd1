"""The page below the maps that shows what a code costs and what it buys: rate against distortion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.map_state import MapState
from vae_explorer.state.studio_state import StudioState
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.number_text import nats_text
from vae_explorer.ui.theme import Theme

if TYPE_CHECKING:
    from vae_explorer.ui.rate_plot import RatePlot


@dataclass(frozen=True, eq=False)
class Trail:
    """The way of one model through the plane of rate and distortion, an epoch a point.

    Attributes
    ----------
    title : str
        What the model is called.
    kind : ModelKind
        Which kind it is: decides its colour.
    epochs, rate, distortion : (n,) float64
        KL or prior penalty, and reconstruction, of the test split in nats per image.
    marked : int or None
        The point of the moment shown.
    is_past : bool
        Whether it belongs to a run that was left; it is drawn dimmed.
    is_second : bool
        Whether another trail has that colour already.
    """

    title: str
    kind: ModelKind
    epochs: np.ndarray
    rate: np.ndarray
    distortion: np.ndarray
    marked: int | None = None
    is_past: bool = False
    is_second: bool = False


def trails(maps: Sequence[MapState], studio: StudioState) -> list[Trail]:
    """Return the trails of all models that have a rate, on the scale of the first one's likelihood."""
    shown = [state for state in maps if state.kind in ("vae", "map") and state.history and state.model]
    found: list[Trail] = []
    likelihood = next((state.model.likelihood for state in shown if state.model is not None), None)
    for branch in studio.branches:
        for model, history in zip(branch.models, branch.histories, strict=True):
            if model.kind in ("vae", "map") and model.likelihood == likelihood and history:
                found.append(_trail(branch.name, model, history, None, is_past=True))
    kinds: set[str] = set()
    for state in shown:
        if state.model is not None and state.model.likelihood == likelihood:
            epoch = None if state.replay is None else state.replay.epoch
            title = state.title or SHORT_NAMES[state.kind]
            trail = _trail(title, state.model, state.history, epoch, is_second=state.kind in kinds)
            kinds.add(state.kind)
            found.append(trail)
    return found


def _trail(
    title: str,
    model: ModelSpec,
    history: tuple[EpochRecord, ...],
    epoch: float | None,
    *,
    is_past: bool = False,
    is_second: bool = False,
) -> Trail:
    epochs = np.array([record.epoch for record in history], np.float64)
    marked = len(epochs) - 1 if epoch is None else int(np.abs(epochs - epoch).argmin())
    return Trail(
        title,
        model.kind,
        epochs,
        np.array([record.test.kl_nats + record.test.prior_nats for record in history], np.float64),
        np.array([record.test.reconstruction_nats for record in history], np.float64),
        None if is_past else marked,
        is_past,
        is_second,
    )


class RatePage(QWidget):
    """A trail per model; the plot is made by :meth:`build_plot`.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rate_page")
        self._theme = theme
        self._maps: tuple[MapState, ...] = ()
        self._studio = StudioState()
        self._trails: list[Trail] = []
        self._plot: RatePlot | None = None
        self._header = QWidget(self)
        self._text = FittingLabel("rate_text", "muted", self._header)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._text, 1)
        self._empty = QLabel(self)
        self._empty.setObjectName("rate_empty")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._empty, 1)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Rate–distortion")

    def build_plot(self) -> None:
        """Make the plot and draw what is known so far."""
        from vae_explorer.ui.rate_plot import RatePlot

        self._plot = RatePlot(self._theme, self)
        self._plot.pointed.connect(self._name_point)
        self._layout.addWidget(self._plot, 1)
        self._retranslate()

    def show_trails(self, maps: tuple[MapState, ...], studio: StudioState) -> None:
        """Draw the ways of these models."""
        self._maps, self._studio = maps, studio
        # What nobody sees is drawn once somebody does.
        if self.isVisible():
            self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        if self._plot is not None:
            self._plot.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has come meanwhile."""
        super().showEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._empty.setText(
            self.tr(
                "A VAE or a MAP autoencoder leaves a trail here: what its codes cost, and how well they "
                "reconstruct."
            )
        )
        if self._plot is not None:
            self._plot.setAccessibleName(self.tr("Reconstruction against KL, a trail per model"))
            self._plot.set_axis_names(
                self.tr("rate: KL (prior term) in nats per image"), self.tr("distortion")
            )
        self._name_point(None)
        self._draw()

    def _draw(self) -> None:
        self._trails = trails(self._maps, self._studio)
        has_trails = bool(self._trails) and self._plot is not None
        self._empty.setVisible(not has_trails)
        if self._plot is not None:
            self._plot.setVisible(has_trails)
            self._plot.show_trails(self._trails)

    @Slot(object)
    def _name_point(self, point: tuple[int, int] | None) -> None:
        if point is None:
            hint = self.tr(
                "on a dashed line all models have the same total; towards the lower left is better"
            )
            self._text.set_wordings([hint, ""])
            return
        trail, position = self._trails[point[0]], point[1]
        self._text.set_wordings(
            [
                SEPARATOR.join(
                    [
                        trail.title,
                        self.tr("epoch {epoch}").format(epoch=f"{trail.epochs[position]:.0f}"),
                        self.tr("rate {nats}").format(nats=nats_text(float(trail.rate[position]))),
                        self.tr("distortion {nats}").format(
                            nats=nats_text(float(trail.distortion[position]))
                        ),
                        self.tr("total {nats}").format(
                            nats=nats_text(float(trail.rate[position] + trail.distortion[position]))
                        ),
                    ]
                ),
                "",
            ]
        )
