"""The layer of points: stamped one by one while they are few, painted all at once when they are many."""

from __future__ import annotations

import math
from copy import copy

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from vae_explorer.ui.map.cloud import Cloud
from vae_explorer.ui.map.marker_size import marker_size, smallest_marker
from vae_explorer.ui.map.raster import (
    CoverageShader,
    DensityShader,
    counted,
    grown,
    keys_of,
    pixel_indices,
    rings_of,
    scattered,
)
from vae_explorer.ui.map.scroll_cache import Canvas, ScrollCache, part_of
from vae_explorer.ui.map.stamp import Stamper
from vae_explorer.ui.map.style import Mark
from vae_explorer.ui.map.vector import MOST_VECTORS, VectorPoints
from vae_explorer.ui.map.view import View

_ALWAYS_STAMPED = 20_000
_BINNED_FROM = 400_000
_BAND = 48


class PointCloudLayer:
    """Draws one cloud.

    Parameters
    ----------
    marks : tuple of Mark
        Look by slot.
    """

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self._cloud: Cloud | None = None
        self._sized_like: Cloud | None = None
        self._cache = ScrollCache()
        self._version = 0
        self._size = marker_size(0.0)
        self._full_count = 1.0
        self._is_stamped, self._is_binned, self._stride = True, False, 1
        self._pixel_ratio = 1.0
        self.set_marks(marks)

    @property
    def version(self) -> int:
        """Another whenever the layer would look different in the same view."""
        return self._version

    def copied(self) -> PointCloudLayer:
        """Return a layer with the same cloud as it is now, which nobody else will change."""
        other = PointCloudLayer(self._marks)
        # A small cloud changes by taking new arrays: a shallow copy keeps the old ones.
        cloud = copy(self._cloud)
        sized_like = cloud if self._sized_like is self._cloud else copy(self._sized_like)
        other.set_cloud(cloud, sized_like)
        return other

    def vectors(self, view: View, pixel_ratio: float) -> VectorPoints | None:
        """Return the points of a view as shapes; None where they are too many or too dense to be that.

        Parameters
        ----------
        view : View
        pixel_ratio : float
            Device pixels in a device-independent one.
        """
        cloud = self._cloud
        if cloud is None:
            return None
        self._pixel_ratio = pixel_ratio
        self._plan(cloud, view)
        if self._is_binned or self._stride > 1 or self._size.opacity < 1:
            return None
        reach = math.ceil(2 * self._size.diameter_px * pixel_ratio)
        part = part_of(view, QRect(0, 0, view.width, view.height), reach)
        points = cloud.points_in(part.rect)
        _, inside = pixel_indices(part.columns(points.x), part.rows(points.y), part.width, part.height)
        if len(inside) > MOST_VECTORS:
            return None
        return VectorPoints(
            view.columns(points.x[inside]),
            view.rows(points.y[inside]),
            points.slots[inside],
            self._marks,
            self._size.diameter_px,
        )

    def set_cloud(self, cloud: Cloud | None, sized_like: Cloud | None = None) -> None:
        """Take the cloud to draw.

        Parameters
        ----------
        cloud : Cloud or None
        sized_like : Cloud, optional
            The cloud whose density decides the size of the markers, if it is another.
        """
        self._cloud = cloud
        self._sized_like = sized_like or cloud
        self.refresh()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Take the look by slot."""
        self._marks = marks
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
        if region.width() == view.width and region.height() == view.height:
            self._plan(cloud, view)
        diameter = self._size.diameter_px * self._pixel_ratio
        reach = max(self._stamper.reach(diameter), math.ceil(diameter / 2))
        part = part_of(view, region, reach)
        if self._is_binned and cloud.pyramid is not None:
            frame = cloud.pyramid.frame(part)
            self._paint(canvas, region, frame.keys, frame.densities, reach)
            return
        points = cloud.points_in(part.rect, self._stride)
        columns, rows = part.columns(points.x), part.rows(points.y)
        pixels, inside = pixel_indices(columns, rows, part.width, part.height)
        if region.width() == view.width and region.height() == view.height:
            self._is_stamped = _is_quick_to_stamp(len(inside), diameter, view.width * view.height)
        if self._is_stamped:
            columns, rows = columns[inside] - reach + region.left(), rows[inside] - reach + region.top()
            self._stamp(canvas, region, columns, rows, points.slots[inside], diameter)
        else:
            keys = keys_of(points.ranks[inside], points.slots[inside])
            plane = scattered(pixels, keys, part.width, part.height)
            counts = counted(pixels, part.width, part.height) if self._size.opacity < 1 else plane
            self._paint(canvas, region, plane, counts, reach)

    def _plan(self, cloud: Cloud, view: View) -> None:
        """Choose for a whole picture how it is painted; strips that a pan brings are painted alike."""
        pyramid = cloud.pyramid
        self._is_binned = (
            pyramid is not None
            and pyramid.is_fine_enough(view)
            and pyramid.count_in(view.rect) > _BINNED_FROM
        )
        self._stride = 1 if self._is_binned else cloud.stride_for(view.rect)
        unit_px = view.scale / self._pixel_ratio
        # A sample is drawn with larger markers, which cover as much as all points would.
        like = self._sized_like or cloud
        points_per_px2 = like.density / unit_px / unit_px / self._stride
        self._size = marker_size(points_per_px2, smallest_marker(like.count))
        self._full_count = max(8.0, 2 * points_per_px2 / self._pixel_ratio**2)

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
        self, canvas: Canvas, region: QRect, plane: np.ndarray, densities: np.ndarray, margin: int
    ) -> None:
        """Turn a plane of keys into pixels, in bands of rows that stay in the processor's cache."""
        target = canvas.pixels[
            region.top() : region.top() + region.height(), region.left() : region.left() + region.width()
        ]
        shader: DensityShader | CoverageShader
        rings = rings_of(self._size.diameter_px * self._pixel_ratio)
        if self._size.opacity < 1:
            shader = DensityShader(self._colours, self._size.opacity, self._full_count)
        else:
            shader = CoverageShader(self._colours, rings)
        for top in range(0, region.height(), _BAND):
            bottom = min(top + _BAND, region.height())
            if not plane[top : bottom + 2 * margin].any():
                continue
            if isinstance(shader, DensityShader):
                inner = np.s_[margin + top : margin + bottom, margin : margin + region.width()]
                target[top:bottom] = shader.shaded(plane[inner], densities[inner])
            else:
                keys = grown(plane[top : bottom + 2 * margin], rings, margin)
                target[top:bottom] = shader.shaded(keys)


def _is_quick_to_stamp(count: int, diameter: float, pixels: int) -> bool:
    """Say whether stamping so many markers takes hardly longer than painting all pixels at once."""
    stamping_ns = count * (100 + 2 * diameter**2)
    painting_ns = pixels * (1.7 + 0.2 * (diameter + 1) ** 2)
    return count <= _ALWAYS_STAMPED or stamping_ns <= 1.3 * painting_ns
