"""The layer of points: stamped one by one while they are few, painted all at once when they are many."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from vae_explorer.ui.map.cloud import Cloud
from vae_explorer.ui.map.marker_size import MarkerSize, marker_size, smallest_marker
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


@dataclass(frozen=True, slots=True)
class PaintPlan:
    """How a whole picture is painted, and with it the strips that a pan brings.

    Parameters
    ----------
    size : MarkerSize
        Of all points.
    full_count : float
        Points in a pixel that make it opaque.
    is_stamped, is_binned : bool
        Whether markers are stamped one by one, or taken from counts.
    stride : int
        Of so many points one is drawn.
    pixel_ratio : float
        Device pixels in a device-independent one.
    """

    size: MarkerSize
    full_count: float = 1.0
    is_stamped: bool = True
    is_binned: bool = False
    stride: int = 1
    pixel_ratio: float = 1.0

    @property
    def diameter(self) -> float:
        """Of a marker, in device pixels."""
        return self.size.diameter_px * self.pixel_ratio


@dataclass(frozen=True, slots=True, eq=False)
class PaintedPoints:
    """The picture of a cloud in one view, to be shown by another layer."""

    canvas: Canvas
    view: View
    plan: PaintPlan


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
        self._plan = PaintPlan(marker_size(0.0))
        self.set_marks(marks)

    @property
    def cloud(self) -> Cloud | None:
        """What is drawn."""
        return self._cloud

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Look by slot."""
        return self._marks

    @property
    def plan(self) -> PaintPlan:
        """How the last whole picture was painted."""
        return self._plan

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
        plan = self._plan = _planned(cloud, self._sized_like or cloud, view, pixel_ratio)
        if plan.is_binned or plan.stride > 1 or plan.size.opacity < 1:
            return None
        reach = math.ceil(2 * plan.diameter)
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
            plan.size.diameter_px,
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
        self._plan = replace(self._plan, pixel_ratio=pixel_ratio)
        return self._cache.image(self, view, (self._version, pixel_ratio))

    def handed_over(self, view: View, pixel_ratio: float) -> PaintedPoints:
        """Return a copy of the picture that ``image`` returns, for a layer in another thread to adopt."""
        self.image(view, pixel_ratio)
        return PaintedPoints(self._cache.copied(), view, self._plan)

    def adopt(self, painted: PaintedPoints) -> None:
        """Take the picture that another layer painted of the same cloud with the same marks."""
        self._plan = painted.plan
        self.refresh()
        self._cache.put(painted.canvas, painted.view, (self._version, painted.plan.pixel_ratio))

    def draw(self, canvas: Canvas, view: View, region: QRect) -> None:
        """Draw the points of one region of a view."""
        cloud = self._cloud
        if cloud is None:
            return
        is_whole = region.width() == view.width and region.height() == view.height
        if is_whole:
            self._plan = _planned(cloud, self._sized_like or cloud, view, self._plan.pixel_ratio)
        plan = self._plan
        diameter = plan.diameter
        reach = max(self._stamper.reach(diameter), math.ceil(diameter / 2))
        part = part_of(view, region, reach)
        if plan.is_binned and cloud.pyramid is not None:
            frame = cloud.pyramid.frame(part)
            self._paint(canvas, region, frame.keys, frame.densities, reach)
            return
        points = cloud.points_in(part.rect, plan.stride)
        columns, rows = part.columns(points.x), part.rows(points.y)
        pixels, inside = pixel_indices(columns, rows, part.width, part.height)
        if is_whole:
            is_stamped = _is_quick_to_stamp(len(inside), diameter, view.width * view.height)
            plan = self._plan = replace(plan, is_stamped=is_stamped)
        if plan.is_stamped:
            columns, rows = columns[inside] - reach + region.left(), rows[inside] - reach + region.top()
            self._stamp(canvas, region, columns, rows, points.slots[inside], diameter)
        else:
            keys = keys_of(points.ranks[inside], points.slots[inside])
            plane = scattered(pixels, keys, part.width, part.height)
            counts = counted(pixels, part.width, part.height) if plan.size.opacity < 1 else plane
            self._paint(canvas, region, plane, counts, reach)

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
        rings = rings_of(self._plan.diameter)
        if self._plan.size.opacity < 1:
            shader = DensityShader(self._colours, self._plan.size.opacity, self._plan.full_count)
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


def _planned(cloud: Cloud, like: Cloud, view: View, pixel_ratio: float) -> PaintPlan:
    """Choose for a whole picture how it is painted, with markers as large as those of ``like``."""
    pyramid = cloud.pyramid
    is_binned = (
        pyramid is not None and pyramid.is_fine_enough(view) and pyramid.count_in(view.rect) > _BINNED_FROM
    )
    stride = 1 if is_binned else cloud.stride_for(view.rect)
    unit_px = view.scale / pixel_ratio
    # A sample is drawn with larger markers, which cover as much as all points would.
    points_per_px2 = like.density / unit_px / unit_px / stride
    return PaintPlan(
        marker_size(points_per_px2, smallest_marker(like.count)),
        max(8.0, 2 * points_per_px2 / pixel_ratio**2),
        is_binned=is_binned,
        stride=stride,
        pixel_ratio=pixel_ratio,
    )


def _is_quick_to_stamp(count: int, diameter: float, pixels: int) -> bool:
    """Say whether stamping so many markers takes hardly longer than painting all pixels at once."""
    stamping_ns = count * (100 + 2 * diameter**2)
    painting_ns = pixels * (1.7 + 0.2 * (diameter + 1) ** 2)
    return count <= _ALWAYS_STAMPED or stamping_ns <= 1.3 * painting_ns
