"""A line of text that says as much as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class FittingLabel(QLabel):
    """Shows the longest of several wordings that fits into its width.

    Parameters
    ----------
    name : str
        Object name.
    role : str
        How the style sheet writes it.
    """

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._wordings: tuple[str, ...] = ("",)

    def set_wordings(self, wordings: Sequence[str]) -> None:
        """Show one of these, given from the longest to the shortest."""
        chosen = tuple(wordings) or ("",)
        if chosen != self._wordings:
            self._wordings = chosen
            self.updateGeometry()
            self._fit()

    def width_of(self, wording: str) -> int:
        """Return how many pixels a wording needs."""
        return self.fontMetrics().horizontalAdvance(wording) + 2

    def least_width(self) -> int:
        """Return how many pixels the shortest wording needs that says anything."""
        spoken = [wording for wording in self._wordings if wording]
        return self.width_of(spoken[-1]) if spoken else 0

    def sizeHint(self) -> QSize:
        """Ask for room for the longest wording."""
        return QSize(self.width_of(self._wordings[0]), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Be content with room for the shortest."""
        return QSize(self.width_of(self._wordings[-1]), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more or less."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the writing changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        fitting = next(
            (text for text in self._wordings if self.width_of(text) <= self.width()), self._wordings[-1]
        )
        if fitting != self.text():
            self.setText(fitting)
        self.setToolTip("" if fitting == self._wordings[0] else self._wordings[0])
