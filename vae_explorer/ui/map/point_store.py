"""The points that a map was given, and the cloud that is drawn of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.ui.map.builder import CloudBuilder
from vae_explorer.ui.map.cloud import Cloud, SmallCloud
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.look import PointLook, ValueScale
from vae_explorer.ui.map.selection import inside_polygon
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.view import PlaneRect, bounds_of

IMMEDIATE_LIMIT = 200_000
_BOUNDS_SAMPLE = 50_000
_SAMPLE = 100_000
_NEIGHBOURS = 64


class PointStore(QObject):
    """Keeps codes, labels and their look together.

    Parameters
    ----------
    parent : QObject
    """

    cloud_changed = Signal(object)  # Cloud or None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.codes: np.ndarray = np.zeros((0, 2), dtype=np.float32)
        self.look = PointLook()
        self._bounds: PlaneRect | None = None
        self._is_style_given = False
        self.cloud: Cloud | None = None
        self._builder = CloudBuilder(self)
        self._builder.built.connect(self._take)

    @property
    def is_building(self) -> bool:
        """Whether a sample stands in for a large cloud that is being built."""
        return self._builder.is_busy

    @property
    def small_cloud(self) -> SmallCloud | None:
        """The cloud where it is all of the points and each is looked at; else None."""
        return self.cloud if isinstance(self.cloud, SmallCloud) and self.count <= IMMEDIATE_LIMIT else None

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.codes)

    def set_points(self, codes: np.ndarray, labels: np.ndarray | None) -> None:
        """Take a new cloud.

        Parameters
        ----------
        codes : (n, 2) float32
        labels : (n,) int64 or None

        Raises
        ------
        ValueError
            The shapes do not fit each other.
        """
        if codes.ndim != 2 or codes.shape[1] != 2:
            raise ValueError(f"codes must have the shape (n, 2), not {codes.shape}")
        if labels is not None and labels.shape != (len(codes),):
            raise ValueError(f"{len(codes)} codes need as many labels, not {labels.shape}")
        self.codes, self._bounds = codes, None
        style = self.look.style if self._is_style_given else _style_of(labels, self._step)
        self.look = PointLook(labels, style)
        self._make_cloud()

    def check(self, codes: np.ndarray) -> None:
        """Raise a ValueError unless these (n, 2) are as many places as there are points."""
        if codes.shape != self.codes.shape:
            raise ValueError(f"{self.codes.shape} codes cannot move to {codes.shape}")

    def move(self, codes: np.ndarray) -> None:
        """Take new places (n, 2) float32 of the same points.

        Raises
        ------
        ValueError
            There are more or fewer points than before.
        """
        self.check(codes)
        self.codes, self._bounds = codes, None
        if self.small_cloud is not None:
            self.small_cloud.move(codes)
            self.cloud_changed.emit(self.cloud)
        else:
            self._make_cloud()

    def take_moved(self, codes: np.ndarray, cloud: SmallCloud, bounds: PlaneRect | None) -> None:
        """Take new places of the same points, with the cloud and the bounds that were made of them."""
        self.codes, self.cloud, self._bounds = codes, cloud, bounds
        self.cloud_changed.emit(cloud)

    def set_style(self, style: LabelStyle) -> None:
        """Take another look of the classes."""
        self._is_style_given = True
        self._restyle(replace(self.look, style=style))

    def set_values(self, values: np.ndarray | None, scale: ValueScale | None) -> None:
        """Colour by a quantity (n,) floating, or by class again.

        Raises
        ------
        ValueError
            There are more or fewer values than points.
        """
        if values is not None and values.shape != (self.count,):
            raise ValueError(f"{self.count} codes need as many values, not {values.shape}")
        self._restyle(replace(self.look, values=values, scale=scale))

    def _restyle(self, look: PointLook) -> None:
        self.look = look
        if isinstance(self.cloud, LargeCloud):
            # The old cloud stays in sight until the new one is there.
            self._builder.order(self.codes, look, self.cloud.complete)
        elif self.small_cloud is not None:
            self.small_cloud.restyle(*look.slots_and_shown(self.count))
            self.cloud_changed.emit(self.cloud)
        else:
            self._make_cloud()

    @property
    def _step(self) -> int:
        """Every how many-th point is shown until a large cloud is built; 1 for a small one."""
        return 1 if self.count <= IMMEDIATE_LIMIT else -(-self.count // _SAMPLE)

    def _make_cloud(self) -> None:
        """Make the cloud now where it is small; else show a sample and order the whole."""
        self._builder.cancel()
        step = self._step
        codes = self.codes[::step]
        slots, shown = self.look.of(slice(None, None, step)).slots_and_shown(len(codes))
        self.cloud = SmallCloud(codes, slots, shown, step) if self.count else None
        if step > 1:
            self._builder.order(self.codes, self.look)
        self.cloud_changed.emit(self.cloud)

    @Slot(object)
    def _take(self, cloud: LargeCloud) -> None:
        self.cloud = cloud
        self.cloud_changed.emit(cloud)

    def bounds(self) -> PlaneRect | None:
        """Return the rectangle worth showing, None without points."""
        if self._bounds is None:
            self._bounds = bounds_of(self.codes[:: max(1, self.count // _BOUNDS_SAMPLE)])
        return self._bounds

    def place_of(self, index: int) -> tuple[float, float]:
        """Return where one point lies."""
        return float(self.codes[index, 0]), float(self.codes[index, 1])

    def nearest(self, x: float, y: float) -> tuple[int, float] | None:
        """Return the visible point nearest to a place and how far it is, in plane units."""
        return self.cloud.nearest(x, y) if self.cloud is not None else None

    def nearest_along(self, x: float) -> tuple[int, float] | None:
        """Return the visible point nearest to a place across, whatever its height, and how far it is."""
        if self.cloud is None:
            return None
        points = self.cloud.points_in(PlaneRect(-math.inf, math.inf, -math.inf, math.inf))
        if not len(points.x):
            return None
        away = np.abs(points.x.astype(np.float64) - x)
        place = int(away.argmin())
        return int(points.indices[place]), float(away[place])

    def is_shown(self, index: int) -> bool:
        """Say whether a point's class is shown."""
        labels = self.look.labels
        return labels is None or self.look.style.is_shown(int(labels[index]))

    def neighbours(self, x: float, y: float) -> list[int]:
        """Return the visible points nearest to a place, nearest first; some dozens at most."""
        return self.cloud.neighbours(x, y, _NEIGHBOURS) if self.cloud is not None else []

    def enclosed(self, corners: np.ndarray) -> np.ndarray:
        """Return the visible points inside a polygon.

        Parameters
        ----------
        corners : (k, 2) float64
            Corners in plane units.

        Returns
        -------
        (m,) int64
            Indices, ascending.
        """
        if self.cloud is None or len(corners) < 3:
            return np.zeros(0, dtype=np.int64)
        low, high = corners.min(axis=0), corners.max(axis=0)
        rect = PlaneRect(float(low[0]), float(high[0]), float(low[1]), float(high[1]))
        points = self.cloud.points_in(rect)
        found = points.indices[inside_polygon(points.x, points.y, corners)]
        return np.sort(found.astype(np.int64))

    def subset(self, indices: np.ndarray) -> SmallCloud:
        """Return the cloud of some points only, with the same look: (k,) int64."""
        slots, shown = self.look.of(indices).slots_and_shown(len(indices))
        return SmallCloud(self.codes[indices], slots, shown)

    def close(self) -> None:
        """End all work in the background."""
        self._builder.close()


def _style_of(labels: np.ndarray | None, step: int) -> LabelStyle:
    """Return the standard look of the labels that occur in every ``step``-th place."""
    return LabelStyle.for_labels(labels[::step] if labels is not None else None)
