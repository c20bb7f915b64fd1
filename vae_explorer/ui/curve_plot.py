"""The plot of the training curves. Imports pyqtgraph, so it is imported after the window's first picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.curve import Curve, PlotRange
from vae_explorer.ui.curve_style import curve_pen
from vae_explorer.ui.number_text import MINUS
from vae_explorer.ui.theme import Theme

_EPOCH_TICKS = 20


class CurvePlot(pg.PlotWidget):  # type: ignore[misc]
    """Draws curves; a vertical line follows the pointer or the arrow keys.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    epoch_pointed = Signal(object)
    """The whole epoch under the pointer (float), or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setObjectName("curve_plot")
        self._curves: list[pg.PlotCurveItem] = []
        self._shown: list[Curve] = []
        self._range: PlotRange | None = None
        self._pointed: float | None = None
        self._theme = theme
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        # Made without a parent, though never shown: it would outlive the window.
        plot.ctrlMenu.setParent(self)
        plot.ctrlMenu.hide()
        plot.setContentsMargins(0, 4, 6, 0)
        view = plot.getViewBox()
        view.disableAutoRange()
        view.setDefaultPadding(0.0)
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        self.addItem(self._line, ignoreBounds=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.setBackground(theme.card)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.94)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTickFont(font)
            axis.setPen(pg.mkPen(theme.border_strong))
            axis.setTextPen(pg.mkPen(theme.text_muted))
            axis.setTickPen(pg.mkPen(theme.border_strong))
            axis.setStyle(tickLength=-4 if side == "bottom" else 0, maxTickLevel=0, tickTextOffset=6)
        self.getAxis("left").setWidth(46)
        self.getAxis("bottom").setHeight(self.fontMetrics().height() + 8)
        self.getPlotItem().showGrid(x=False, y=True, alpha=0.09 if theme.is_dark else 0.14)
        self._line.setPen(pg.mkPen(theme.text, width=self.devicePixelRatioF()))
        self._paint_pens()

    def show_curves(self, curves: Sequence[Curve], shown: PlotRange | None) -> None:
        """Draw these curves in this range."""
        plot = self.getPlotItem()
        while len(self._curves) > len(curves):
            plot.removeItem(self._curves.pop())
        while len(self._curves) < len(curves):
            item = pg.PlotCurveItem(antialias=True, connect="finite")
            plot.addItem(item, ignoreBounds=True)
            self._curves.append(item)
        self._shown = list(curves)
        self._paint_pens()
        for item, curve in zip(self._curves, curves, strict=True):
            item.setData(*_drawable(curve, shown))
        if shown is not None and shown != self._range:
            self._range = shown
            margin = (shown.last_epoch - shown.first_epoch) * 0.015
            self.setXRange(shown.first_epoch - margin, shown.last_epoch + margin, padding=0)
            self.setYRange(shown.lowest, shown.highest, padding=0)
            self._set_ticks(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the epochs with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or self._range is None:
            event.ignore()
            return
        start = self._range.last_epoch if self._pointed is None else self._pointed
        self._point_at(start + step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the line follow the pointer; pyqtgraph's own signal leaves moves out."""
        super().mouseMoveEvent(event)
        place = self.mapToScene(event.position().toPoint())
        view = self.getPlotItem().getViewBox()
        is_inside = view.sceneBoundingRect().contains(place)
        self._point_at(view.mapSceneToView(place).x() if is_inside else None)

    def event(self, event: QEvent) -> bool:
        """Draw lines of the same width on a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._paint_pens()
        return bool(super().event(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the line away."""
        super().leaveEvent(event)
        self._point_at(None)

    def _paint_pens(self) -> None:
        for item, curve in zip(self._curves, self._shown, strict=False):
            item.setPen(self._pen(curve))

    def _pen(self, curve: Curve) -> QPen:
        same = [other.map_id for other in self._shown if other.kind == curve.kind]
        is_second = curve.map_id != min(same)
        # The plot's own units are epochs and nats: a cosmetic pen is as wide as it says in device pixels.
        ratio = self.devicePixelRatioF()
        pen = curve_pen(self._theme, curve.kind, curve.role, is_second=is_second, scale=ratio)
        pen.setCosmetic(True)
        return pen

    def _set_ticks(self, shown: PlotRange) -> None:
        # Whole epochs only; pyqtgraph would write halves over a short run.
        span = shown.last_epoch - shown.first_epoch
        steps = (factor * 10**power for power in range(7) for factor in (1, 2, 5))
        step = next(step for step in steps if span / step <= _EPOCH_TICKS)
        epochs = sorted({1, *range(step, int(shown.last_epoch) + 1, step)} - ({2} if step == 2 else set()))
        self.getAxis("bottom").setTicks([[(epoch, str(epoch)) for epoch in epochs]])
        first, last = math.ceil(shown.lowest / shown.step), math.floor(shown.highest / shown.step)
        levels = [shown.step * position for position in range(first, last + 1)]
        decimals = max(0, -math.floor(math.log10(shown.step)))
        texts = [(level, f"{level:.{decimals}f}".replace("-", MINUS)) for level in levels]
        self.getAxis("left").setTicks([texts])

    def _point_at(self, epoch: float | None) -> None:
        if epoch is not None and self._range is not None:
            epoch = float(round(min(max(epoch, self._range.first_epoch), self._range.last_epoch)))
        if self._range is None:
            epoch = None
        if epoch != self._pointed:
            self._pointed = epoch
            self._line.setVisible(epoch is not None)
            if epoch is not None:
                self._line.setValue(epoch)
            self.epoch_pointed.emit(epoch)


def _drawable(curve: Curve, shown: PlotRange | None) -> tuple[np.ndarray, np.ndarray]:
    """Return what is drawn: a model without epochs is a level line, one epoch alone a short dash."""
    if len(curve.epochs) > 1 or shown is None:
        return curve.epochs, curve.nats
    dash = (shown.last_epoch - shown.first_epoch) * 0.01
    ends = (shown.first_epoch, shown.last_epoch) if curve.kind == "pca" else (1 - dash, 1 + dash)
    return np.array(ends), np.repeat(curve.nats, 2)
