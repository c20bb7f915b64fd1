"""The layer of points: markers stamped one by one while they are few, painted all at once when they are many."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from vae_explorer.ui.map.cloud import Cloud, DrawnPoints
from vae_explorer.ui.map.marker_size import MarkerSize, marker_size
from vae_explorer.ui.map.raster import (
    counted,
    grown,
    keys_of,
    pixel_indices,
    rings_of,
    scattered,
    shaded_by_count,
    shaded_by_coverage,
)
from vae_explorer.ui.map.scroll_cache import Canvas, ScrollCache, part_of
from vae_explorer.ui.map.stamp import Stamper
from vae_explorer.ui.map.style import Mark
from vae_explorer.ui.map.view import View

STAMP_LIMIT = 30_000


class PointCloudLayer:
    """Draws one cloud.

    Parameters
    ----------
    marks : tuple of Mark
        Look by slot.
    """

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self._cloud: Cloud | None = None
        self._cache = ScrollCache()
        self._version = 0
        self._is_stamped = True
        self._pixel_ratio = 1.0
        self.set_marks(marks)

    def set_cloud(self, cloud: Cloud | None) -> None:
        """Take the cloud to draw."""
        self._cloud = cloud
        self.refresh()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Take the look by slot."""
        self._stamper = Stamper(marks)
        self._colours = np.array([mark.colour for mark in marks], dtype=np.uint8)
        self.refresh()

    def refresh(self) -> None:
        """Note that the cloud would look different now."""
        self._version += 1

    def image(self, view: View, pixel_ratio: float) -> QImage:
        """Return the picture of the cloud: the view's size, transparent where no point is.

        Parameters
        ----------
        view : View
        pixel_ratio : float
            Device pixels in a device-independent one.
        """
        self._pixel_ratio = pixel_ratio
        return self._cache.image(self, view, (self._version, pixel_ratio))

    def draw(self, canvas: Canvas, view: View, region: QRect) -> None:
        """Draw the points of one region of a view."""
        cloud = self._cloud
        if cloud is None:
            return
        size = self._size(view)
        diameter = size.diameter_px * self._pixel_ratio
        reach = max(self._stamper.reach(diameter), math.ceil(diameter / 2))
        part = part_of(view, region, reach)
        points = cloud.points_in(part.rect)
        columns, rows = part.columns(points.x), part.rows(points.y)
        pixels, inside = pixel_indices(columns, rows, part.width, part.height)
        if region.width() == view.width and region.height() == view.height:
            self._is_stamped = len(inside) <= STAMP_LIMIT
        if self._is_stamped:
            columns, rows = columns[inside] - reach + region.left(), rows[inside] - reach + region.top()
            self._stamp(canvas, region, columns, rows, points.slots[inside], diameter)
        else:
            self._paint(canvas, region, part, reach, points, pixels, inside, size)

    def _size(self, view: View) -> MarkerSize:
        if self._cloud is None:
            return marker_size(0)
        unit_px = view.scale / self._pixel_ratio
        return marker_size(self._cloud.density / unit_px / unit_px)

    def _stamp(
        self,
        canvas: Canvas,
        region: QRect,
        columns: np.ndarray,
        rows: np.ndarray,
        slots: np.ndarray,
        diameter: float,
    ) -> None:
        painter = QPainter(canvas.image)
        painter.setClipRect(region)
        self._stamper.stamp(painter, columns, rows, slots, diameter)
        painter.end()

    def _paint(
        self,
        canvas: Canvas,
        region: QRect,
        part: View,
        margin: int,
        points: DrawnPoints,
        pixels: np.ndarray,
        inside: np.ndarray,
        size: MarkerSize,
    ) -> None:
        keys = keys_of(points.ranks[inside], points.slots[inside])
        plane = scattered(pixels, keys, part.width, part.height)
        target = canvas.pixels[
            region.top() : region.top() + region.height(), region.left() : region.left() + region.width()
        ]
        if size.opacity < 1:
            counts = counted(pixels, part.width, part.height)
            inner = np.s_[margin : part.height - margin, margin : part.width - margin]
            target[:] = shaded_by_count(plane[inner], counts[inner], self._colours, size.opacity, 60.0)
            return
        rings = rings_of(size.diameter_px * self._pixel_ratio)
        target[:] = shaded_by_coverage(grown(plane, rings, margin), self._colours, rings)
