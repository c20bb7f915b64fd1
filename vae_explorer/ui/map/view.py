"""Where on the plane a map looks: the exact relation between plane coordinates and device pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

_SMALLEST_SPAN = 1e-42
_LARGEST_SPAN = 1e42
_FINEST_RELATIVE_SPAN = 1e-11

# Where to look first: the core of the cloud and some room around it. The few stray codes of an AE lie so far
# out that a view of all of them would show a speck.
_CORE = (0.02, 0.98)
_CORE_SAMPLE = 10_000
_ROOM = 0.3


@dataclass(frozen=True, slots=True)
class PlaneRect:
    """A rectangle of the latent plane.

    Parameters
    ----------
    x_min, x_max, y_min, y_max : float
        Edges in plane units; ``y`` grows upwards.
    """

    x_min: float
    x_max: float
    y_min: float
    y_max: float

    @property
    def width(self) -> float:
        """Width in plane units."""
        return self.x_max - self.x_min

    @property
    def height(self) -> float:
        """Height in plane units."""
        return self.y_max - self.y_min

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the rectangle."""
        return self.x_min / 2 + self.x_max / 2, self.y_min / 2 + self.y_max / 2

    def united(self, other: PlaneRect) -> PlaneRect:
        """Return the smallest rectangle that holds both."""
        return PlaneRect(
            min(self.x_min, other.x_min),
            max(self.x_max, other.x_max),
            min(self.y_min, other.y_min),
            max(self.y_max, other.y_max),
        )

    def grown(self, fraction: float) -> PlaneRect:
        """Return the rectangle with ``fraction`` of its size added on every side."""
        dx, dy = self.width * fraction, self.height * fraction
        return PlaneRect(self.x_min - dx, self.x_max + dx, self.y_min - dy, self.y_max + dy)

    def contains(self, other: PlaneRect) -> bool:
        """Say whether ``other`` lies wholly inside."""
        return (
            self.x_min <= other.x_min
            and other.x_max <= self.x_max
            and self.y_min <= other.y_min
            and other.y_max <= self.y_max
        )


@dataclass(frozen=True, slots=True)
class RelativeView:
    """A view told by how it differs from the one that shows all.

    Parameters
    ----------
    zoom : float
        How many times closer it is.
    right, up : float
        How far its middle lies from the other's, in fractions of the shorter side that the other shows.
    """

    zoom: float = 1.0
    right: float = 0.0
    up: float = 0.0

    def is_close(self, other: RelativeView, tolerance: float) -> bool:
        """Say whether two views differ by less than a fraction of what they show."""
        return (
            abs(self.zoom / other.zoom - 1) <= tolerance
            and abs(self.right - other.right) * self.zoom <= tolerance
            and abs(self.up - other.up) * self.zoom <= tolerance
        )


@dataclass(frozen=True, slots=True)
class View:
    """A window of ``width`` × ``height`` device pixels on the plane; one unit is as long in x as in y.

    A plane point lands at pixel ``(x · scale − left, −y · scale − top)``; pixel ``i`` spans ``[i, i + 1)``.

    Parameters
    ----------
    scale : float
        Device pixels per plane unit.
    left, top : float
        Where the window begins, in device pixels from the plane's origin.
    width, height : int
        Size in device pixels.
    """

    scale: float
    left: float
    top: float
    width: int
    height: int

    @classmethod
    def fitted(cls, rect: PlaneRect, width: int, height: int) -> View:
        """Return the view of the given size that shows all of ``rect`` in its middle."""
        width, height = max(1, width), max(1, height)
        centre_x, centre_y = rect.centre
        span_floor = max(_SMALLEST_SPAN, _FINEST_RELATIVE_SPAN * max(abs(centre_x), abs(centre_y)))
        scale = min(width / max(rect.width, span_floor), height / max(rect.height, span_floor))
        scale = min(max(scale, width / _LARGEST_SPAN), width / span_floor)
        return cls(scale, centre_x * scale - width / 2, -centre_y * scale - height / 2, width, height)

    @property
    def rect(self) -> PlaneRect:
        """The part of the plane that is shown."""
        s = self.scale
        return PlaneRect(
            self.left / s, (self.left + self.width) / s, -(self.top + self.height) / s, -self.top / s
        )

    @property
    def centre(self) -> tuple[float, float]:
        """The plane point in the middle of the window."""
        return self.to_plane(self.width / 2, self.height / 2)

    def to_plane(self, column: float, row: float) -> tuple[float, float]:
        """Return the plane point under a device pixel position."""
        return (self.left + column) / self.scale, -(self.top + row) / self.scale

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return the device pixel position of a plane point."""
        return x * self.scale - self.left, -y * self.scale - self.top

    def columns(self, x: np.ndarray) -> np.ndarray:
        """Return the pixel columns (float64) of plane coordinates ``x``."""
        columns = x * np.float64(self.scale)
        columns -= self.left
        return columns

    def rows(self, y: np.ndarray) -> np.ndarray:
        """Return the pixel rows (float64) of plane coordinates ``y``."""
        rows = y * np.float64(-self.scale)
        rows -= self.top
        return rows

    def panned(self, columns: float, rows: float) -> View:
        """Return the view after its content moved by whole device pixels to the right and down."""
        return replace(self, left=self.left - round(columns), top=self.top - round(rows))

    def zoomed(self, factor: float, column: float, row: float) -> View:
        """Return the view ``factor`` times closer, with the plane point under one pixel held still."""
        x, y = self.to_plane(column, row)
        span_floor = max(_SMALLEST_SPAN, _FINEST_RELATIVE_SPAN * max(abs(x), abs(y)))
        scale = min(max(self.scale * factor, self.width / _LARGEST_SPAN), self.width / span_floor)
        return replace(self, scale=scale, left=x * scale - column, top=-y * scale - row)

    def resized(self, width: int, height: int) -> View:
        """Return the view with another size and the same centre and scale."""
        return replace(
            self,
            left=self.left + (self.width - width) / 2,
            top=self.top + (self.height - height) / 2,
            width=width,
            height=height,
        )

    def shift_to(self, other: View) -> tuple[int, int] | None:
        """Return by how many whole pixels (right, down) the content moves from here to ``other``.

        Returns
        -------
        tuple of int or None
            None where the two views differ by more than a pan of whole pixels.
        """
        if (self.scale, self.width, self.height) != (other.scale, other.width, other.height):
            return None
        columns, rows = self.left - other.left, self.top - other.top
        whole = round(columns), round(rows)
        tolerance = 1e-6
        if abs(columns - whole[0]) > tolerance or abs(rows - whole[1]) > tolerance:
            return None
        return whole

    def relative_to(self, home: View) -> RelativeView:
        """Return how the view differs from ``home``."""
        (x, y), (home_x, home_y) = self.centre, home.centre
        side = min(home.width, home.height) / home.scale
        return RelativeView(self.scale / home.scale, (x - home_x) / side, (y - home_y) / side)

    def at(self, relative: RelativeView) -> View:
        """Return the view that differs from this one as told."""
        x, y = self.centre
        side = min(self.width, self.height) / self.scale
        x, y = x + relative.right * side, y + relative.up * side
        scale = self.scale * relative.zoom
        return replace(self, scale=scale, left=x * scale - self.width / 2, top=-y * scale - self.height / 2)

    def between(self, other: View, progress: float) -> View:
        """Return the view a part of the way to ``other`` along a steady zoom about one fixed point."""
        if progress >= 1:
            return other
        if abs(other.scale - self.scale) <= 1e-6 * self.scale:
            return replace(
                other,
                scale=self.scale + (other.scale - self.scale) * progress,
                left=self.left + (other.left - self.left) * progress,
                top=self.top + (other.top - self.top) * progress,
            )
        scale = self.scale * math.exp(progress * math.log(other.scale / self.scale))
        along = (scale - self.scale) / (other.scale - self.scale)
        return replace(
            other,
            scale=scale,
            left=self.left + (other.left - self.left) * along,
            top=self.top + (other.top - self.top) * along,
        )


def bounds_of(codes: np.ndarray) -> PlaneRect | None:
    """Return the rectangle worth showing for a cloud: all of it, unless a few strays would shrink the rest.

    Parameters
    ----------
    codes : (n, 2) floating
        Plane coordinates; points that are not finite are left out.

    Returns
    -------
    PlaneRect or None
        None for a cloud without a finite point.
    """
    columns = [np.ascontiguousarray(codes[:, axis], dtype=np.float64) for axis in (0, 1)]
    usable = np.isfinite(columns[0])
    usable &= np.isfinite(columns[1])
    if not usable.all():
        columns = [column[usable] for column in columns]
    if not len(columns[0]):
        return None
    low = np.array([column.min() for column in columns])
    high = np.array([column.max() for column in columns])
    largest = float(max(np.abs(low).max(), np.abs(high).max()))
    if len(columns[0]) >= 50:
        step = max(1, len(columns[0]) // _CORE_SAMPLE)
        inner = np.array([np.quantile(column[::step], _CORE) for column in columns])
        room = _ROOM * (inner[:, 1] - inner[:, 0])
        low, high = np.maximum(low, inner[:, 0] - room), np.minimum(high, inner[:, 1] + room)
    span = float(max(high - low))
    if span <= 1e-6 * largest or span == 0:
        half = max(1.0, 1e-3 * largest)
        middle = (low + high) / 2
        low, high = middle - half, middle + half
    return PlaneRect(float(low[0]), float(high[0]), float(low[1]), float(high[1]))
