"""Figures over a map: as many as there is room for, the most important first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from vae_explorer.ui.control import restyle

_GAP = 14


@dataclass(frozen=True)
class Chip:
    """One figure.

    Attributes
    ----------
    text : str
        Its name and value.
    explanation : str
        What it means, shown as a tool tip.
    tone : str
        ``good``, ``warning`` or nothing: its colour, which its text says as well.
    """

    text: str
    explanation: str
    tone: str = ""


class ChipRow(QWidget):
    """Shows chips side by side, aligned to the right; what does not fit is left out from the end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._labels: list[QLabel] = []
        self._chips: tuple[Chip, ...] = ()

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What is to be shown."""
        return self._chips

    def set_chips(self, chips: Sequence[Chip]) -> None:
        """Show these, the most important first."""
        self._chips = tuple(chips)
        while len(self._labels) > len(chips):
            label = self._labels.pop()
            label.hide()
            label.deleteLater()
        while len(self._labels) < len(chips):
            label = QLabel(self)
            label.setObjectName(f"{self.objectName()}_{len(self._labels)}")
            label.setProperty("role", "chip")
            self._labels.append(label)
        for label, chip in zip(self._labels, chips, strict=True):
            label.setText(chip.text)
            label.setToolTip(chip.explanation)
            label.setAccessibleDescription(chip.explanation)
            restyle(label, "tone", chip.tone)
        self.updateGeometry()
        self._place()

    def width_of(self, count: int) -> int:
        """Return the width of the first chips."""
        widths = [label.sizeHint().width() for label in self._labels[:count]]
        return sum(widths) + _GAP * max(len(widths) - 1, 0)

    def fitting_width(self, available: int) -> int:
        """Return the width of the chips that fit into this many pixels."""
        width = 0
        for count, label in enumerate(self._labels):
            wider = width + label.sizeHint().width() + (_GAP if count else 0)
            if wider > available:
                break
            width = wider
        return width

    def sizeHint(self) -> QSize:
        """Ask for room for all."""
        heights = [label.sizeHint().height() for label in self._labels]
        return QSize(self.fitting_width(1 << 24), max(heights, default=0))

    def minimumSizeHint(self) -> QSize:
        """Be content with no room."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or fewer."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = self.width() - self.fitting_width(self.width())
        for label in self._labels:
            width = label.sizeHint().width()
            is_fitting = x + width <= self.width()
            label.setVisible(is_fitting)
            label.setGeometry(x, 0, width, self.height())
            # Once one is left out, all after it are.
            x = x + width + _GAP if is_fitting else self.width() + 1
