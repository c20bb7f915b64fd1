"""Markers stamped one by one, anti-aliased and placed to an eighth of a pixel."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import cast

import numpy as np
import shiboken6
from PySide6.QtGui import QImage, QPainter, QPixmap

from vae_explorer.ui.map.sprite import coverage, footprint
from vae_explorer.ui.map.style import Mark

_KEPT_SHEETS = 12
# Smaller markers are all discs, for their shape could not be told, and larger ones have it whole; between
# the two it grows out of the disc, so that none springs into sight while one zooms.
_SHAPES_FROM_PX = 2.5
_WHOLE_SHAPES_PX = 4.5


@dataclass(frozen=True, slots=True)
class SpriteSheet:
    """All marks at all phases in one pixmap: one row of sprites for each mark, one column for each phase."""

    pixmap: QPixmap
    size: int
    phases: int


class Stamper:
    """Draws markers of one set of marks at any size.

    Parameters
    ----------
    marks : tuple of Mark
        Look by slot.
    """

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self._marks = marks
        self._sheets: OrderedDict[float, SpriteSheet] = OrderedDict()

    def reach(self, diameter: float) -> int:
        """Return how many pixels from its own a marker may touch."""
        return self._sheet(diameter).size // 2

    def stamp(
        self, painter: QPainter, columns: np.ndarray, rows: np.ndarray, slots: np.ndarray, diameter: float
    ) -> None:
        """Draw markers in the given order, each over those before it.

        Parameters
        ----------
        painter : QPainter
            On a picture in device pixels.
        columns, rows : (n,) float64
            Centres in pixels, all within reach of the picture.
        slots : (n,) uint8
        diameter : float
            Diameter in pixels of the disc of the same area.
        """
        if not len(columns):
            return
        sheet = self._sheet(diameter)
        size, phases = sheet.size, sheet.phases
        whole_columns, whole_rows = np.floor(columns), np.floor(rows)
        phase_columns = np.minimum(np.floor((columns - whole_columns) * phases), phases - 1)
        phase_rows = np.minimum(np.floor((rows - whole_rows) * phases), phases - 1)
        fragments = np.empty((len(columns), 10))  # the layout of QPainter::PixmapFragment
        np.add(whole_columns, 0.5, out=fragments[:, 0])
        np.add(whole_rows, 0.5, out=fragments[:, 1])
        np.multiply(phase_rows * phases + phase_columns, size, out=fragments[:, 2])
        np.multiply(slots, float(size), out=fragments[:, 3])
        fragments[:, 4:6] = size
        fragments[:, 6:8] = 1
        fragments[:, 8] = 0
        fragments[:, 9] = 1
        first = cast(
            QPainter.PixmapFragment,
            shiboken6.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment),
        )
        painter.drawPixmapFragments(first, len(fragments), sheet.pixmap)

    def _sheet(self, diameter: float) -> SpriteSheet:
        diameter = round(diameter * 8) / 8
        sheet = self._sheets.pop(diameter, None) or self._drawn_sheet(diameter)
        self._sheets[diameter] = sheet
        while len(self._sheets) > _KEPT_SHEETS:
            self._sheets.popitem(last=False)
        return sheet

    def _drawn_sheet(self, diameter: float) -> SpriteSheet:
        phases = 8 if len(self._marks) <= 32 else 4
        has_shapes = diameter >= _SHAPES_FROM_PX
        shapes = frozenset(mark.shape for mark in self._marks) if has_shapes else frozenset({"disc"})
        size = footprint(diameter, shapes)
        whole = min((diameter - _SHAPES_FROM_PX) / (_WHOLE_SHAPES_PX - _SHAPES_FROM_PX), 1.0)
        disc = coverage("disc", diameter, phases, size)
        strips = {
            shape: (disc + whole * (coverage(shape, diameter, phases, size) - disc))
            .transpose(2, 0, 1, 3)
            .reshape(size, -1)
            for shape in shapes
        }
        shares = np.stack([strips[mark.shape if has_shapes else "disc"] for mark in self._marks])
        colours = np.array([(*mark.colour[::-1], 255) for mark in self._marks], dtype=np.float32)
        pixels = np.rint(shares.astype(np.float32)[..., None] * colours[:, None, None]).astype(np.uint8)
        height, width = len(self._marks) * size, phases * phases * size
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        return SpriteSheet(QPixmap.fromImage(image.copy()), size, phases)


def mark_image(mark: Mark, diameter: float, pixel_ratio: float) -> QImage:
    """Return one marker alone, as large as it needs.

    Parameters
    ----------
    mark : Mark
    diameter : float
        Diameter in device-independent pixels of the disc of the same area.
    pixel_ratio : float
        Device pixels in a device-independent one.
    """
    size = footprint(diameter * pixel_ratio, frozenset({mark.shape}))
    share = coverage(mark.shape, diameter * pixel_ratio, 1, size)[0, 0]
    pixels = np.rint(share[..., None] * (*mark.colour[::-1], 255)).astype(np.uint8)
    image = QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_ARGB32_Premultiplied).copy()
    image.setDevicePixelRatio(pixel_ratio)
    return image
