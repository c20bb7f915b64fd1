"""What the plots have in common. Imports pyqtgraph, so it is imported after the window's first picture."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.theme import Theme


class PlainPlot(pg.PlotWidget):  # type: ignore[misc]
    """A plot without pyqtgraph's menus, buttons and zooming, in the window's colours.

    Parameters
    ----------
    name : str
        Object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)
        self.setObjectName(name)
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        # Made without a parent, though never shown: it would outlive the window.
        plot.ctrlMenu.setParent(self)
        plot.ctrlMenu.hide()
        plot.setContentsMargins(0, 4, 6, 0)
        plot.getViewBox().disableAutoRange()
        self.setMouseTracking(True)

    def _paint_axes(self, theme: Theme) -> None:
        """Draw ground, axes and their figures in these colours."""
        self.setBackground(theme.card)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.94)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTickFont(font)
            axis.setPen(pg.mkPen(theme.border_strong))
            axis.setTextPen(pg.mkPen(theme.text_muted))
