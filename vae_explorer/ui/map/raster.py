"""Paint many points at once: every pixel keeps the topmost point on it, then grows it to a marker.

A plane of ``uint32`` keys holds for each pixel ``level << 29 | rank << 8 | slot``. ``slot`` names the look,
``rank`` says which of several points lies on top, ``level`` how much of the pixel the marker covers (7: all).
Zero is an empty pixel, so the largest key is always the one to be seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

RANK_BITS = 21
_LEVEL_SHIFT = RANK_BITS + 8
_TOP_LEVEL = np.uint32(7 << _LEVEL_SHIFT)
_KEY_MASK = np.uint32((1 << _LEVEL_SHIFT) - 1)
_ALPHA_STEPS = 64
# Markers of which one more lies in part on a pixel, on average between lone and crowded ones.
_OVERLAP = 1.2
_DENSITY_STEPS = 4096


@dataclass(frozen=True, slots=True)
class Ring:
    """Pixels around a marker's middle that it covers alike: their offsets (column, row) and how much."""

    offsets: tuple[tuple[int, int], ...]
    coverage: float


def rank_of(indices: np.ndarray) -> np.ndarray:
    """Return a rank from 1 for each index, mixed so that neighbours in order are strangers in rank.

    Parameters
    ----------
    indices : (n,) integer

    Returns
    -------
    (n,) uint32
    """
    mixed = indices.astype(np.uint32) * np.uint32(0x9E3779B1)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x85EBCA77)
    mixed >>= np.uint32(32 - RANK_BITS)
    return np.asarray(np.maximum(mixed, np.uint32(1)))


def keys_of(ranks: np.ndarray, slots: np.ndarray) -> np.ndarray:
    """Return the keys of points that cover their own pixel wholly.

    Parameters
    ----------
    ranks : (n,) uint32
    slots : (n,) uint8

    Returns
    -------
    (n,) uint32
    """
    keys = ranks << np.uint32(8)
    keys |= slots
    keys |= _TOP_LEVEL
    return keys


def rings_of(diameter: float) -> tuple[Ring, ...]:
    """Return the pixels that a disc in the middle of a pixel covers, nearest first, at most six rings."""
    radius = diameter / 2
    reach = math.ceil(radius)
    by_distance: dict[int, list[tuple[int, int]]] = {}
    for row in range(-reach, reach + 1):
        for column in range(-reach, reach + 1):
            by_distance.setdefault(column * column + row * row, []).append((column, row))
    full: list[tuple[int, int]] = []
    partial: list[Ring] = []
    for _, offsets in sorted(by_distance.items()):
        share = _disc_share(offsets[0], radius)
        if offsets == [(0, 0)] or share >= 0.97:
            full += offsets
        elif share >= 0.04:
            partial.append(Ring(tuple(offsets), share))
    return (Ring(tuple(full), 1.0), *sorted(partial, key=_by_coverage)[:6])


def _by_coverage(ring: Ring) -> float:
    return -ring.coverage


def _disc_share(offset: tuple[int, int], radius: float, samples: int = 16) -> float:
    places = (np.arange(samples) + 0.5) / samples - 0.5
    x, y = places[None, :] + offset[0], places[:, None] + offset[1]
    return float((x * x + y * y <= radius * radius).mean())


def pixel_indices(
    columns: np.ndarray, rows: np.ndarray, width: int, height: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the flat pixel of every point inside the picture, and which points those are.

    Parameters
    ----------
    columns, rows : (n,) float64
        Places in pixels.
    width, height : int
        Size of the picture.

    Returns
    -------
    pixels : (k,) int32
    inside : (k,) intp
    """
    mask = columns >= 0
    mask &= columns < width
    mask &= rows >= 0
    mask &= rows < height
    inside = np.flatnonzero(mask)
    pixels = rows[inside].astype(np.int32)
    pixels *= np.int32(width)
    pixels += columns[inside].astype(np.int32)
    return pixels, inside


def scattered(pixels: np.ndarray, keys: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return the plane of the topmost key in every pixel.

    Parameters
    ----------
    pixels : (n,) integer
        Flat pixel of every point.
    keys : (n,) uint32

    Returns
    -------
    (height, width) uint32
    """
    plane = np.zeros(height * width, dtype=np.uint32)
    np.maximum.at(plane, pixels, keys)
    return plane.reshape(height, width)


def counted(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return how many points lie in every pixel: (height, width) int64."""
    return np.bincount(pixels, minlength=height * width).reshape(height, width)


def grown(plane: np.ndarray, rings: tuple[Ring, ...], margin: int) -> np.ndarray:
    """Return the plane with every point grown to a disc, without its margin.

    A pixel shows the disc that covers it most; of several that cover it alike, the one on top.

    Parameters
    ----------
    plane : (height + 2 margin, width + 2 margin) uint32
    rings : tuple of Ring
        The disc, see ``rings_of``.
    margin : int
        Pixels around the result; no offset of a ring is larger.

    Returns
    -------
    (height, width) uint32
    """
    result: np.ndarray | None = None
    for position, ring in enumerate(rings):
        layer = _shifted(plane, ring.offsets[0], margin)
        if len(ring.offsets) > 1:
            layer = np.maximum(layer, _shifted(plane, ring.offsets[1], margin))
        for offset in ring.offsets[2:]:
            np.maximum(layer, _shifted(plane, offset, margin), out=layer)
        if position:
            layer = layer & (np.uint32((7 - position) << _LEVEL_SHIFT) | _KEY_MASK)
        result = layer if result is None else np.maximum(result, layer)
    if result is None:
        return np.zeros((plane.shape[0] - 2 * margin, plane.shape[1] - 2 * margin), dtype=np.uint32)
    return result


def _shifted(plane: np.ndarray, offset: tuple[int, int], margin: int) -> np.ndarray:
    column, row = offset
    height, width = plane.shape
    return plane[margin - row : height - margin - row, margin - column : width - margin - column]


def premultiplied(colours: np.ndarray, alphas: np.ndarray) -> np.ndarray:
    """Return a table of premultiplied ``0xAARRGGBB`` pixels.

    Parameters
    ----------
    colours : (slots, 3) uint8
        sRGB by slot; at most 256.
    alphas : (levels,) floating
        Opacity by level, 0 … 1.

    Returns
    -------
    (levels * 256,) uint32
        Entry ``level * 256 + slot``.
    """
    table = np.zeros((len(alphas), 256, 4), dtype=np.float64)
    table[:, : len(colours), :3] = colours[None, :, ::-1]
    table[:, :, :3] *= alphas[:, None, None]
    table[:, :, 3] = 255 * alphas[:, None]
    pixels = np.ascontiguousarray(np.rint(table).astype(np.uint8))
    packed = (
        pixels[..., 0].astype(np.uint32)
        | pixels[..., 1].astype(np.uint32) << 8
        | pixels[..., 2].astype(np.uint32) << 16
        | pixels[..., 3].astype(np.uint32) << 24
    )
    return np.asarray(packed.reshape(-1))


class CoverageShader:
    """Turns grown points into a picture: each pixel as opaque as its marker covers it.

    Parameters
    ----------
    colours : (slots, 3) uint8
    rings : tuple of Ring
        The rings that the keys are grown with.
    """

    def __init__(self, colours: np.ndarray, rings: tuple[Ring, ...]) -> None:
        alphas = np.zeros(8)
        for position, ring in enumerate(rings):
            # Where stamped markers overlap, what each covers in part adds up; here only one of them counts.
            alphas[7 - position] = 1 - (1 - ring.coverage) ** _OVERLAP
        self._table = premultiplied(colours, alphas)

    def shaded(self, keys: np.ndarray) -> np.ndarray:
        """Return premultiplied ``0xAARRGGBB`` (height, width) uint32 for keys (height, width) uint32."""
        entries = (keys >> np.uint32(_LEVEL_SHIFT - 8)).astype(np.uint16)
        entries &= np.uint16(0x700)
        entries |= keys.astype(np.uint8)
        return self._table.take(entries)


def density_opacity(densities: np.ndarray, opacity: float, full: float) -> np.ndarray:
    """Return the opacity of pixels that hold so many points: ``opacity`` for one, 1 for ``full``.

    It grows with the logarithm of the count, as the eye judges density.

    Parameters
    ----------
    densities : (n,) floating
    opacity, full : float

    Returns
    -------
    (n,) float64
        0 … 1.
    """
    growth = np.log(np.maximum(densities, 1.0)) / math.log(max(full, 1.0 + 1e-6))
    return np.asarray(np.clip(opacity + (1 - opacity) * growth, 0.0, 1.0))


class DensityShader:
    """Turns a cloud so dense that markers are pixels into a picture: opacity tells how many a pixel holds.

    Parameters
    ----------
    colours : (slots, 3) uint8
    opacity : float
        Opacity of one point.
    full : float
        Points in a pixel that make it opaque.
    """

    def __init__(self, colours: np.ndarray, opacity: float, full: float) -> None:
        self._table = premultiplied(colours, np.arange(_ALPHA_STEPS) / (_ALPHA_STEPS - 1))
        # Densities are looked up on a grid of equal steps up to the one that is opaque.
        places = np.arange(_DENSITY_STEPS) * (full / (_DENSITY_STEPS - 1))
        steps = np.rint(density_opacity(places, opacity, full) * (_ALPHA_STEPS - 1))
        self._step_of = steps.astype(np.uint16) << np.uint16(8)
        self._per_density = np.float32((_DENSITY_STEPS - 1) / full)

    def shaded(self, keys: np.ndarray, densities: np.ndarray) -> np.ndarray:
        """Return the picture.

        Parameters
        ----------
        keys : (height, width) uint32
            The topmost point of each pixel; 0 for an empty one.
        densities : (height, width) integer or floating
            Points in each pixel.

        Returns
        -------
        (height, width) uint32
            Premultiplied ``0xAARRGGBB``.
        """
        grid = densities * self._per_density
        np.minimum(grid, _DENSITY_STEPS - 1, out=grid)
        entries = self._step_of.take(grid.astype(np.uint16))
        entries |= keys.astype(np.uint8)
        entries *= keys != 0
        return np.asarray(self._table.take(entries))
