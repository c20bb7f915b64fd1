"""The plot of rate against distortion. Importing pyqtgraph takes a while, so it is imported late."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.curve import CurveRole
from vae_explorer.ui.curve_style import curve_pen
from vae_explorer.ui.plain_plot import PlainPlot
from vae_explorer.ui.rate_page import Trail
from vae_explorer.ui.theme import Theme

_REACH_PX = 18.0
_TOTALS = 6


class RatePlot(PlainPlot):
    """Draws trails; the point under the pointer is told.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    pointed = Signal(object)
    """Number of the trail and of its point, or None."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("rate_plot", parent)
        self._trails: list[Trail] = []
        self._items: list[object] = []
        self._pointed: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_theme(theme)

    def set_axis_names(self, rate: str, distortion: str) -> None:
        """Write these names at the axes."""
        style = {"color": self._theme.text_muted}
        self.getAxis("bottom").setLabel(rate, **style)
        self.getAxis("left").setLabel(distortion, **style)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._paint_axes(theme)
        self.getPlotItem().showGrid(x=True, y=True, alpha=0.07 if theme.is_dark else 0.12)
        self._draw()

    def show_trails(self, trails: Sequence[Trail]) -> None:
        """Draw these trails."""
        self._trails = list(trails)
        self._draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which point is under the pointer."""
        super().mouseMoveEvent(event)
        self._point_at(self._nearest(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that none is."""
        super().leaveEvent(event)
        self._point_at(None)

    def _point_at(self, point: tuple[int, int] | None) -> None:
        if point != self._pointed:
            self._pointed = point
            self.pointed.emit(point)

    def _nearest(self, event: QMouseEvent) -> tuple[int, int] | None:
        view = self.getPlotItem().getViewBox()
        pixel_x, pixel_y = view.viewPixelSize()
        place = view.mapSceneToView(self.mapToScene(event.position().toPoint()))
        best, found = _REACH_PX, None
        for number, trail in enumerate(self._trails):
            away = np.hypot(
                (trail.rate - place.x()) / max(pixel_x, 1e-12),
                (trail.distortion - place.y()) / max(pixel_y, 1e-12),
            )
            position = int(away.argmin())
            if away[position] < best:
                best, found = float(away[position]), (number, position)
        return found

    def _draw(self) -> None:
        plot = self.getPlotItem()
        for item in self._items:
            plot.removeItem(item)
        self._items = []
        if not self._trails:
            return
        self._set_ranges()
        self._draw_totals()
        ratio = self.devicePixelRatioF()
        for trail in self._trails:
            pen = curve_pen(
                self._theme,
                trail.kind,
                CurveRole.TEST,
                is_second=trail.is_second,
                is_past=trail.is_past,
                scale=ratio,
            )
            pen.setCosmetic(True)
            self._add(pg.PlotCurveItem(trail.rate, trail.distortion, pen=pen, antialias=True))
            dots = pg.ScatterPlotItem(
                trail.rate, trail.distortion, size=4, pen=None, brush=pg.mkBrush(pen.color())
            )
            self._add(dots)
            if trail.marked is not None:
                self._mark(trail, trail.marked)

    def _mark(self, trail: Trail, position: int) -> None:
        x, y = float(trail.rate[position]), float(trail.distortion[position])
        colour = self._theme.model_colour(trail.kind)
        mark = pg.ScatterPlotItem(
            [x], [y], size=11, pen=pg.mkPen(self._theme.text, width=1.5), brush=pg.mkBrush(colour)
        )
        text = pg.TextItem(trail.title, color=self._theme.text, anchor=(-0.12, 0.9))
        text.setPos(x, y)
        self._add(mark)
        self._add(text)

    def _add(self, item: object) -> None:
        self.getPlotItem().addItem(item, ignoreBounds=True)
        self._items.append(item)

    def _set_ranges(self) -> None:
        # The first steep epochs may lie outside: what matters is how it goes on.
        late = [slice(int((len(trail.rate) - 1) * 0.05), None) for trail in self._trails]
        pairs = zip(self._trails, late, strict=True)
        points = [(trail.rate[part], trail.distortion[part]) for trail, part in pairs]
        rate, distortion = (np.concatenate([each[axis] for each in points]) for axis in (0, 1))
        for values, setter, least in ((rate, self.setXRange, 0.05), (distortion, self.setYRange, 0.5)):
            finite = values[np.isfinite(values)]
            if finite.size:
                low, high = float(finite.min()), float(finite.max())
                margin = max((high - low) * 0.1, least)
                setter(low - margin, high + margin, padding=0)

    def _draw_totals(self) -> None:
        """Draw lines of equal total: rate plus distortion."""
        (x_min, x_max), (y_min, y_max) = self.getPlotItem().getViewBox().viewRange()
        low, high = x_min + y_min, x_max + y_max
        power = 10.0 ** math.floor(math.log10((high - low) / _TOTALS))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= (high - low) / _TOTALS)
        pen = pg.mkPen(self._theme.border_strong, style=Qt.PenStyle.DashLine)
        for total in np.arange(math.ceil(low / step) * step, high, step):
            self._add(pg.PlotCurveItem([x_min, x_max], [total - x_min, total - x_max], pen=pen))
