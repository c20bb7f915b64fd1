"""A gap as a bar in two parts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_explorer.ui.theme import Theme

_HEIGHT = 9


class GapBar(QWidget):
    """Shows how much of a gap a better ellipse would win (full) and how much it would not (hatched)."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share: float | None = None
        self._theme: Theme | None = None

    def set_share(self, share: float | None) -> None:
        """Show the share of the first part, 0 … 1, or an empty bar."""
        if share != self._share:
            self._share = share
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for some width."""
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both parts."""
        if self._theme is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(box, QColor(self._theme.field))
        if self._share is not None:
            first = box.width() * min(max(self._share, 0.0), 1.0)
            painter.fillRect(QRectF(box.left(), box.top(), first, box.height()), QColor(self._theme.accent))
            rest = QRectF(box.left() + first, box.top(), box.width() - first, box.height())
            painter.fillRect(rest, QBrush(QColor(self._theme.warning), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(self._theme.border_strong), 1))
        painter.drawRect(box)
