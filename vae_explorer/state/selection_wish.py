"""What a person asks for with the selection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from vae_explorer.state.selection_state import SelectionMode


class SelectionFile(Enum):
    """What a selection is saved as."""

    TABLE = "table"  # CSV: position, label and the codes of every map
    SHEET = "sheet"  # PNG: all pictures


@dataclass(frozen=True, eq=False)
class SelectWish:
    """Select the enclosed points of a map: (k,) int64."""

    map_id: int
    indices: np.ndarray
    mode: SelectionMode


@dataclass(frozen=True)
class ClearSelectionWish:
    """Select nothing."""


@dataclass(frozen=True)
class LightWish:
    """Let one image light up in every map: a position in the preview set; None for none."""

    index: int | None


@dataclass(frozen=True)
class SheetWish:
    """Show the pictures of these selected images."""

    indices: tuple[int, ...]


@dataclass(frozen=True)
class SelectionExportWish:
    """Save the selection to a file."""

    path: str
    kind: SelectionFile


SelectionWish = SelectWish | ClearSelectionWish | LightWish | SheetWish | SelectionExportWish
