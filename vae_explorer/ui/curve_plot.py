"""The plot of the training curves. Imports pyqtgraph, so it is imported after the window's first picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.curve import Curve, PlotRange
from vae_explorer.ui.curve_style import curve_pen
from vae_explorer.ui.number_text import MINUS, short_text
from vae_explorer.ui.plain_plot import PlainPlot
from vae_explorer.ui.theme import Theme

_EPOCH_TICKS = 20


class CurvePlot(PlainPlot):
    """Draws curves; a vertical line follows the pointer or the arrow keys.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    epoch_pointed = Signal(object)
    """The whole epoch under the pointer (float), or None."""

    moment_dragged = Signal(float)
    """The line of the moment shown was taken to this epoch."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("curve_plot", parent)
        self._curves: list[pg.PlotCurveItem] = []
        self._shown: list[Curve] = []
        self._range: PlotRange | None = None
        self._pointed: float | None = None
        self._can_replay = False
        self._is_dragging = False
        self._marks: list[pg.InfiniteLine] = []
        self._changes: tuple[tuple[float, float], ...] = ()
        self._theme = theme
        self.getPlotItem().getViewBox().setDefaultPadding(0.0)
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        self.addItem(self._line, ignoreBounds=True)
        self._moment = pg.InfiniteLine(angle=90, movable=False)
        self._moment.setZValue(20)
        self._moment.hide()
        self.addItem(self._moment, ignoreBounds=True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._paint_axes(theme)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTickPen(pg.mkPen(theme.border_strong))
            axis.setStyle(tickLength=-4 if side == "bottom" else 0, maxTickLevel=0, tickTextOffset=6)
        self.getAxis("left").setWidth(46)
        self.getAxis("bottom").setHeight(self.fontMetrics().height() + 8)
        self.getPlotItem().showGrid(x=False, y=True, alpha=0.09 if theme.is_dark else 0.14)
        self._line.setPen(pg.mkPen(theme.text_muted, width=self.devicePixelRatioF()))
        self._moment.setPen(pg.mkPen(theme.text, width=2 * self.devicePixelRatioF()))
        self._draw_marks()
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
            low, high = shown.lowest, shown.highest
            if shown.is_log:
                low, high = math.log10(low), math.log10(high)
            self.setYRange(low, high, padding=0)
            self._set_ticks(shown)

    def show_moment(self, epoch: float | None, *, can_replay: bool) -> None:
        """Let the line of the timeline stand at an epoch; None for the newest."""
        self._can_replay = can_replay
        is_shown = can_replay and self._range is not None
        self._moment.setVisible(is_shown)
        if is_shown and self._range is not None:
            ends = [curve.epochs[-1] for curve in self._shown if curve.epochs.size and curve.kind != "pca"]
            newest = max(ends, default=self._range.last_epoch)
            self._moment.setValue(max(newest if epoch is None else epoch, self._range.first_epoch))

    def show_changes(self, changes: tuple[tuple[float, float], ...]) -> None:
        """Mark when c was turned, and to what."""
        if changes != self._changes:
            self._changes = changes
            self._draw_marks()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line of the timeline to the place pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._can_replay:
            self._is_dragging = True
            self._drag_to(event)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the line go."""
        if self._is_dragging and event.button() == Qt.MouseButton.LeftButton:
            self._is_dragging = False
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def _drag_to(self, event: QMouseEvent) -> None:
        view = self.getPlotItem().getViewBox()
        self.moment_dragged.emit(float(view.mapSceneToView(self.mapToScene(event.position().toPoint())).x()))

    def _draw_marks(self) -> None:
        for mark in self._marks:
            self.removeItem(mark)
        self._marks = []
        pen = pg.mkPen(self._theme.text_muted, width=self.devicePixelRatioF(), style=Qt.PenStyle.DashLine)
        for epoch, c in self._changes:
            options = {
                "position": 0.94,
                "color": self._theme.text_muted,
                "movable": False,
                "anchors": [(0, 0.5)] * 2,
            }
            mark = pg.InfiniteLine(epoch, angle=90, pen=pen, label=f"c {short_text(c)}", labelOpts=options)
            self.addItem(mark, ignoreBounds=True)
            self._marks.append(mark)

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
        if self._is_dragging:
            self._drag_to(event)
            return
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
        pen = curve_pen(
            self._theme, curve.kind, curve.role, is_second=is_second, is_past=curve.is_past, scale=ratio
        )
        pen.setCosmetic(True)
        return pen

    def _set_ticks(self, shown: PlotRange) -> None:
        # Whole epochs only; pyqtgraph would write halves over a short run.
        span = shown.last_epoch - shown.first_epoch
        steps = (factor * 10**power for power in range(7) for factor in (1, 2, 5))
        step = next(step for step in steps if span / step <= _EPOCH_TICKS)
        epochs = sorted({1, *range(step, int(shown.last_epoch) + 1, step)} - ({2} if step == 2 else set()))
        self.getAxis("bottom").setTicks([[(epoch, str(epoch)) for epoch in epochs]])
        if shown.is_log:
            self.getAxis("left").setTicks([_log_ticks(shown)])
            return
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


def _log_ticks(shown: PlotRange) -> list[tuple[float, str]]:
    powers = range(math.floor(math.log10(shown.lowest)), math.ceil(math.log10(shown.highest)) + 1)
    for factors in ((1,), (1, 2, 5), (1, 1.5, 2, 3, 5, 7), tuple(1 + step / 10 for step in range(90))):
        levels = [10.0**power * factor for power in powers for factor in factors]
        inside = [level for level in levels if shown.lowest <= level <= shown.highest]
        if len(inside) >= 3:
            break
    return [(math.log10(level), f"{level:.4g}") for level in inside[:: max(len(inside) // 6, 1)]]


def _drawable(curve: Curve, shown: PlotRange | None) -> tuple[np.ndarray, np.ndarray]:
    """Return what is drawn: a model without epochs is a level line, one epoch alone a short dash."""
    nats = np.log10(curve.nats) if shown is not None and shown.is_log else curve.nats
    if len(curve.epochs) > 1 or shown is None:
        return curve.epochs, nats
    dash = (shown.last_epoch - shown.first_epoch) * 0.01
    ends = (shown.first_epoch, shown.last_epoch) if curve.kind == "pca" else (1 - dash, 1 + dash)
    return np.array(ends), np.repeat(nats, 2)
