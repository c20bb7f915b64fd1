"""The density of codes over a rectangle of the plane, as a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Codes are added up in blocks: two small matrices each, however many there are.
_BLOCK = 1024
# Beyond so many standard deviations a kernel is nothing to the eye.
_REACH = 5.0
# The cells' centres add up to the mass of a kernel this many cells wide, to two parts in a thousand.
_LEAST_CELLS = 0.6
# A picture with so many cells in a kernel's standard deviation shows all that there is to see of it, and
# bins of that fraction of it cannot be told from the codes themselves.
_CELLS_IN_KERNEL = 3.0
_BINS_IN_KERNEL = 3.0


def density_grid(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    columns: int,
    rows: int,
    bandwidth_sigma: float = 0.06,
) -> np.ndarray:
    """Return a kernel density estimate of the codes on a grid.

    A Gaussian kernel is a product of one function of x and one of y, so that the sum over all codes is a
    product of matrices: exact at every zoom, and quicker the farther one zooms in.

    Parameters
    ----------
    codes : (n, 2) float32
        The points.
    rectangle : tuple of float
        ``x_min, x_max, y_min, y_max``.
    columns, rows : int
        Size of the grid.
    bandwidth_sigma : float
        Standard deviation of the Gaussian kernel, in standard deviations of the codes. Where cells are wider
        than that, it grows with them.

    Returns
    -------
    (rows, columns) float32
        Share of the codes per unit of area at the cells' centres; first row at the top (largest y).
    """
    sums, (width_x, width_y) = kernel_sums(codes, rectangle, columns, rows, bandwidth_sigma)
    return (sums / (2 * np.pi * width_x * width_y * len(codes))).astype(np.float32)


def kernel_sums(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    columns: int,
    rows: int,
    bandwidth_sigma: float = 0.06,
) -> tuple[np.ndarray, tuple[float, float]]:
    """Return the density as it stands in relation to one code's own, which is 1 at that code.

    Unlike a share per unit of area this has a number for codes of any extent.

    Returns
    -------
    sums : (rows, columns) float32
    widths : tuple of float
        The kernel's standard deviations in x and in y.
    """
    x_min, x_max, y_min, y_max = rectangle
    bandwidth = _bandwidth(codes, bandwidth_sigma)
    across = _Axis.over(x_min, x_max, columns, bandwidth)
    up = _Axis.over(y_min, y_max, rows, bandwidth)
    x, y = _near(codes, across, up)
    return _exact_sums(x, y, across, up)[::-1], (across.width, up.width)


def picture_sums(
    codes: np.ndarray,
    rectangle: tuple[float, float, float, float],
    most_columns: int,
    most_rows: int,
    bandwidth_sigma: float = 0.06,
) -> np.ndarray:
    """Return what :func:`kernel_sums` does, to one part in a hundred of the peak, as quickly as may be.

    Cells are no finer than the kernel needs, and many codes are added up in bins first, each shared out to
    the nearest four (cloud in cell, Hockney & Eastwood 1981).

    Parameters
    ----------
    most_columns, most_rows : int
        The most cells that are worth it.

    Returns
    -------
    (rows, columns) float32
        First row at the top.
    """
    x_min, x_max, y_min, y_max = rectangle
    bandwidth = _bandwidth(codes, bandwidth_sigma)
    across = _Axis.over(x_min, x_max, _cells_worth(x_max - x_min, most_columns, bandwidth), bandwidth)
    up = _Axis.over(y_min, y_max, _cells_worth(y_max - y_min, most_rows, bandwidth), bandwidth)
    x, y = _near(codes, across, up)
    if not len(x):
        return np.zeros((up.cells, across.cells), np.float32)
    bins_x, bins_y = _Bins.of(x, across.width), _Bins.of(y, up.width)
    # Single products of a matrix are quick; an exponential takes as long as some twenty.
    exact = 20 * len(x) * (across.cells + up.cells) + len(x) * across.cells * up.cells
    binned = (
        20 * (bins_x.count * across.cells + bins_y.count * up.cells)
        + bins_x.count * up.cells * (bins_y.count + across.cells)
        + 60 * len(x)
    )
    if exact <= binned:
        return _exact_sums(x, y, across, up)[::-1]
    mass = _shared_out(x, y, bins_x, bins_y)
    # Sharing out widens what is seen of a code; a narrower and higher kernel makes up for it.
    kernel_x = _kernel(across.centres(), bins_x.centres(), _narrowed(across.width, bins_x.side))
    kernel_y = _kernel(up.centres(), bins_y.centres(), _narrowed(up.width, bins_y.side))
    narrowing = _narrowed(1.0, bins_x.side / across.width) * _narrowed(1.0, bins_y.side / up.width)
    sums: np.ndarray = (kernel_y @ mass @ kernel_x.T)[::-1]
    return np.asarray(sums / np.float32(narrowing), np.float32)


def _bandwidth(codes: np.ndarray, sigma: float) -> float:
    return sigma * (float(np.sqrt(np.var(codes, axis=0, dtype=np.float64).mean())) or 1.0)


def _cells_worth(extent: float, most: int, bandwidth: float) -> int:
    """Return how many cells show all that a kernel of this width can show."""
    wanted = _CELLS_IN_KERNEL * extent / bandwidth
    return most if wanted >= most else max(2, int(np.ceil(wanted)))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Cells along one axis, and how wide the kernel is there."""

    low: float
    high: float
    cells: int
    width: float

    @classmethod
    def over(cls, low: float, high: float, cells: int, bandwidth: float) -> _Axis:
        return cls(low, high, cells, max(bandwidth, _LEAST_CELLS * (high - low) / cells))

    def centres(self) -> np.ndarray:
        return self.low + (np.arange(self.cells) + 0.5) * ((self.high - self.low) / self.cells)

    def is_near(self, places: np.ndarray) -> np.ndarray:
        middle, half = self.low / 2 + self.high / 2, (self.high - self.low) / 2
        return np.asarray(np.abs(places - middle) < half + _REACH * self.width)


@dataclass(frozen=True, slots=True)
class _Bins:
    """Bins along one axis that hold all codes, the first one's middle at ``first``."""

    first: float
    side: float
    count: int

    @classmethod
    def of(cls, places: np.ndarray, width: float) -> _Bins:
        low, high = float(places.min()), float(places.max())
        side = width / _BINS_IN_KERNEL
        return cls(low, side, int((high - low) / side) + 2)

    def centres(self) -> np.ndarray:
        return self.first + np.arange(self.count) * self.side


def _near(codes: np.ndarray, across: _Axis, up: _Axis) -> tuple[np.ndarray, np.ndarray]:
    x, y = codes[:, 0].astype(np.float64), codes[:, 1].astype(np.float64)
    is_near = across.is_near(x) & up.is_near(y)
    return x[is_near], y[is_near]


def _exact_sums(x: np.ndarray, y: np.ndarray, across: _Axis, up: _Axis) -> np.ndarray:
    columns, rows = across.centres(), up.centres()
    density = np.zeros((up.cells, across.cells), np.float32)
    for start in range(0, len(x), _BLOCK):
        block = slice(start, start + _BLOCK)
        density += _kernel(rows, y[block], up.width) @ _kernel(columns, x[block], across.width).T
    return density


def _shared_out(x: np.ndarray, y: np.ndarray, bins_x: _Bins, bins_y: _Bins) -> np.ndarray:
    """Return how much of the codes falls to each bin, ``(bins in y, bins in x) float32``."""
    place_x, place_y = (x - bins_x.first) / bins_x.side, (y - bins_y.first) / bins_y.side
    column, row = place_x.astype(np.intp), place_y.astype(np.intp)
    right, above = place_x - column, place_y - row
    mass = np.zeros(bins_x.count * bins_y.count)
    corner = row * bins_x.count + column
    for step, share in (
        (0, (1 - right) * (1 - above)),
        (1, right * (1 - above)),
        (bins_x.count, (1 - right) * above),
        (bins_x.count + 1, right * above),
    ):
        mass += np.bincount(corner + step, share, minlength=len(mass))
    return mass.reshape(bins_y.count, bins_x.count).astype(np.float32)


def _narrowed(width: float, side: float) -> float:
    return float(np.sqrt(width * width - side * side / 6))


def line_sums(
    codes: np.ndarray, x_min: float, x_max: float, columns: int, bandwidth_sigma: float = 0.06
) -> np.ndarray:
    """Return the same as :func:`kernel_sums` for codes on a line, ``(n,)``: ``(columns,) float32``."""
    cell = (x_max - x_min) / columns
    bandwidth = bandwidth_sigma * (float(codes.std(dtype=np.float64)) or 1.0)
    width = max(bandwidth, _LEAST_CELLS * cell)
    x = codes.astype(np.float64)
    x = x[np.abs(x - (x_min + x_max) / 2) < (x_max - x_min) / 2 + _REACH * width]
    across = x_min + (np.arange(columns) + 0.5) * cell
    density = np.zeros(columns, np.float32)
    for start in range(0, len(x), _BLOCK):
        density += _kernel(across, x[start : start + _BLOCK], width).sum(axis=1)
    return density


def _kernel(places: np.ndarray, codes: np.ndarray, width: float) -> np.ndarray:
    """Return the Gaussian kernel ``(places, codes) float32``, 1 at its middle, of every code on one axis."""
    # Differences in double precision: far from 0 and zoomed in, single has too few digits.
    distances = ((places[:, None] - codes) / width).astype(np.float32)
    distances *= distances
    distances *= np.float32(-0.5)
    kernel: np.ndarray = np.exp(distances, out=distances)
    return kernel
