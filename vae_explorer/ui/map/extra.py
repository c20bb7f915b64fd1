"""What a tool may draw on a map besides points and pictures."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QFont

from vae_explorer.ui.map.overlay import Brush


class MapExtra(Protocol):
    """One tool's drawing, in plane coordinates."""

    def paint_beneath(self, brush: Brush) -> None:
        """Draw what lies between the underlay and the points."""

    def paint_above(self, brush: Brush, font: QFont) -> None:
        """Draw what lies above the points."""
