"""What the picture thread is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_explorer.analysis.selection_table import SelectionTable
from vae_explorer.errors import ExplorerError


@dataclass(frozen=True)
class LitLetter:
    """Picture one image of the preview set as each of these maps, named with their runs, knows it."""

    index: int
    maps: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SheetLetter:
    """Picture some images of the preview set; what is missing is decoded by one map's model."""

    map_id: int
    run_id: int
    indices: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class ExportLetter:
    """Write the selection to a file: a table, or with ``is_sheet`` all its pictures on one sheet."""

    map_id: int
    run_id: int
    positions: np.ndarray
    table: SelectionTable
    path: Path
    is_sheet: bool


@dataclass(frozen=True)
class ExportedLetter:
    """A file was written, or not, where ``error`` says why."""

    path: Path
    error: ExplorerError | None = None


PictureRequest = LitLetter | SheetLetter | ExportLetter
