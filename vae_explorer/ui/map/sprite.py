"""Pictures of one marker: how much of each pixel it covers, at every place within a pixel."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

_SAMPLES = 32  # sub-samples along each side of a pixel

# All shapes have the area of the disc, so that no class weighs more than another; sizes are in disc radii.
SQUARE_HALF = math.sqrt(math.pi) / 2
DIAMOND_HALF = math.sqrt(math.pi / 2)
TRIANGLE_SIDE = math.sqrt(4 * math.pi / math.sqrt(3))
ARM_HALF = 0.33
ARM_LENGTH = (math.pi + 4 * ARM_HALF**2) / (8 * ARM_HALF)
STAR_WAIST = 0.45
STAR_RADIUS = math.sqrt(math.pi / (5 * math.sin(math.radians(36)) * STAR_WAIST))

Inside = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _disc(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(x * x + y * y <= 1)


def _square(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(abs(x), abs(y)) <= SQUARE_HALF)


def _diamond(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(abs(x) + abs(y) <= DIAMOND_HALF)


def _triangle(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    height = TRIANGLE_SIDE * math.sqrt(3) / 2
    return np.asarray((y <= height / 3) & (math.sqrt(3) * abs(x) - y <= 2 * height / 3))


def _plus(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    long, short = np.maximum(abs(x), abs(y)), np.minimum(abs(x), abs(y))
    return np.asarray((long <= ARM_LENGTH) & (short <= ARM_HALF))


def _cross(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return _plus((x + y) / math.sqrt(2), (x - y) / math.sqrt(2))


def _star(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    # One of ten like sectors: the point of the star lies along angle 0, the waist at 36 degrees.
    angle = np.abs((np.arctan2(x, -y) + math.pi / 5) % (2 * math.pi / 5) - math.pi / 5)
    radius = np.hypot(x, y)
    waist_x = STAR_RADIUS * STAR_WAIST * math.cos(math.pi / 5)
    waist_y = STAR_RADIUS * STAR_WAIST * math.sin(math.pi / 5)
    across = radius * np.sin(angle) * (STAR_RADIUS - waist_x) + radius * np.cos(angle) * waist_y
    return np.asarray(across <= STAR_RADIUS * waist_y)


# For each shape: what lies inside it, with y downwards, and how far it reaches.
_OUTLINES: dict[str, tuple[Inside, float]] = {
    "disc": (_disc, 1.0),
    "square": (_square, SQUARE_HALF),
    "triangle": (_triangle, TRIANGLE_SIDE / math.sqrt(3)),
    "diamond": (_diamond, DIAMOND_HALF),
    "cross": (_cross, (ARM_LENGTH + ARM_HALF) / math.sqrt(2)),
    "plus": (_plus, ARM_LENGTH),
    "star": (_star, STAR_RADIUS),
}


def footprint(diameter: float, shapes: frozenset[str] = frozenset({"disc"})) -> int:
    """Return the odd number of pixels along a square that holds any of the shapes at any phase."""
    reach = max(_OUTLINES[shape][1] for shape in shapes) * diameter / 2
    return 2 * math.ceil(reach) + 1


@functools.lru_cache(maxsize=32)
def coverage(shape: str, diameter: float, phases: int, size: int) -> np.ndarray:
    """Return how much of each pixel a marker covers, for every place of its centre within the middle pixel.

    Parameters
    ----------
    shape : str
        One of the marker shapes.
    diameter : float
        Diameter in pixels of the disc of the same area.
    phases : int
        Places of the centre along each axis; place ``i`` is ``(i + ½) / phases`` into the pixel. Divides 16.
    size : int
        Odd number of pixels along the side of the picture, see ``footprint``.

    Returns
    -------
    (phases, phases, size, size) float64
        Indexed by phase in y, phase in x, row, column.
    """
    inside, _ = _OUTLINES[shape]
    # The samples reach one pixel beyond the picture on each side: the centre moves by up to half a pixel.
    # Single precision tells them apart by far.
    half = (size // 2 + 1) * _SAMPLES
    places = ((np.arange(-half, half) + 0.5) / _SAMPLES / (diameter / 2)).astype(np.float32)
    mask = inside(places[None, :], places[:, None])
    total = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.int32)
    np.cumsum(np.cumsum(mask, axis=0, dtype=np.int32), axis=1, out=total[1:, 1:])
    step = _SAMPLES // phases
    centres = np.arange(phases) * step + step // 2
    edges = (np.arange(size + 1) - size // 2) * _SAMPLES + half
    grid = edges[None, :] - centres[:, None]
    corner = total[grid[:, None, :, None], grid[None, :, None, :]]
    boxes = corner[:, :, 1:, 1:] - corner[:, :, :-1, 1:] - corner[:, :, 1:, :-1] + corner[:, :, :-1, :-1]
    shares = np.asarray(boxes / float(_SAMPLES * _SAMPLES))
    # Kept for the other maps: whoever wants another must make their own.
    shares.flags.writeable = False
    return shares
