"""Selected images as files for other programs: a table of their codes, and their pictures on one sheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_explorer.atomic_file import open_atomically

_ROWS_AT_ONCE = 4096
_GAP_PX = 2
_GROUP_GAP_PX = 8
_GAP_GREY = 128
# Every picture viewer opens as many, and the sheet takes no more than a quarter of a gigabyte.
LARGEST_SHEET_PIXELS = 64_000_000


@dataclass(frozen=True, eq=False)
class MapCodes:
    """The codes of the selected images in one map: ``mu : (k, d)`` under a name such as ``vae``."""

    name: str
    mu: np.ndarray


@dataclass(frozen=True, eq=False)
class SelectionTable:
    """One row per selected image.

    Attributes
    ----------
    indices : (k,) int64
        Positions in the training split.
    labels : (k,) int64
        Classes; −1 without one.
    label_names : tuple of str
        What the classes are called.
    maps : tuple of MapCodes
        From left to right.
    """

    indices: np.ndarray
    labels: np.ndarray
    label_names: tuple[str, ...]
    maps: tuple[MapCodes, ...]

    def write_csv(self, path: Path) -> None:
        """Write the columns index, label, then ``ae_z1``, ``ae_z2``, … of each map, as UTF-8.

        Nine digits give every float32 back. An image without a class has an empty label.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        names = [f"{codes.name}_z{axis}" for codes in self.maps for axis in range(1, codes.mu.shape[1] + 1)]
        with open_atomically(path) as file:
            file.write(_lines([["index", "label", *names]]))
            for start in range(0, len(self.indices), _ROWS_AT_ONCE):
                file.write(_lines(self._rows(slice(start, start + _ROWS_AT_ONCE))))

    def _rows(self, part: slice) -> Iterator[list[str]]:
        codes = np.hstack([codes.mu[part] for codes in self.maps]) if self.maps else None
        for row, (index, label) in enumerate(zip(self.indices[part], self.labels[part], strict=True)):
            numbers = [] if codes is None else [f"{number:.9g}" for number in codes[row].tolist()]
            yield [str(index), self._name(int(label)), *numbers]

    def _name(self, label: int) -> str:
        if label < 0:
            return ""
        return self.label_names[label] if label < len(self.label_names) else str(label)

    def write_sheet(self, path: Path, images: np.ndarray) -> None:
        """Write all pictures ``(k, h, w, 1 or 3) uint8`` as one PNG, class by class, each from a new row.

        Where the sheet would be too large for common programs every picture is made smaller.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        from PIL import Image

        sheet = contact_sheet(images, self.labels)
        content = io.BytesIO()
        Image.fromarray(sheet[..., 0] if sheet.shape[2] == 1 else sheet).save(content, "PNG")
        with open_atomically(path) as file:
            file.write(content.getvalue())


def contact_sheet(images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Arrange pictures in rows, class by class in the order of the labels, about as wide as high.

    Parameters
    ----------
    images : (k, h, w, c) uint8
        At least one.
    labels : (k,) int64
        Each class begins a row of its own, some pixels below the one before.

    Returns
    -------
    (H, W, c) uint8
        Not more than 64 million pixels: larger pictures are thinned out to every second, third … pixel.
    """
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    columns, rows = _shape([len(group) for group in groups])
    step = 1
    thinned = images
    while _sheet_pixels(thinned.shape, columns, sum(rows), len(groups)) > LARGEST_SHEET_PIXELS:
        step += 1
        thinned = images[:, ::step, ::step]
    _, height, width, channels = thinned.shape
    across, down = width + _GAP_PX, height + _GAP_PX
    total = sum(rows) * down - _GAP_PX + _GROUP_GAP_PX * (len(groups) - 1)
    sheet = np.full((total, columns * across - _GAP_PX, channels), _GAP_GREY, np.uint8)
    top = 0
    for group, group_rows in zip(groups, rows, strict=True):
        for place, position in enumerate(group.tolist()):
            y, x = top + place // columns * down, place % columns * across
            sheet[y : y + height, x : x + width] = thinned[position]
        top += group_rows * down + _GROUP_GAP_PX
    return sheet


def _shape(counts: list[int]) -> tuple[int, list[int]]:
    """Return how many columns make a sheet about square, and how many rows each group takes then."""
    columns = min(max(counts), max(1, math.ceil(math.sqrt(sum(counts)))))
    return columns, [-(-count // columns) for count in counts]


def _sheet_pixels(shape: tuple[int, ...], columns: int, rows: int, groups: int) -> int:
    _, height, width, _ = shape
    return (rows * (height + _GAP_PX) + groups * _GROUP_GAP_PX) * columns * (width + _GAP_PX)


def _lines(rows: Iterator[list[str]] | list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
