"""The outlines of the markers, for figures that are drawn in lines instead of pixels."""

from __future__ import annotations

import math

from vae_explorer.ui.map.sprite import (
    ARM_HALF,
    ARM_LENGTH,
    DIAMOND_HALF,
    SQUARE_HALF,
    STAR_RADIUS,
    STAR_WAIST,
    TRIANGLE_SIDE,
)

Corners = tuple[tuple[float, float], ...]


def outline_of(shape: str) -> Corners | None:
    """Return a marker's corners in radii of the disc of the same area, y downwards; None for the disc."""
    if shape == "square":
        return _rotated(((SQUARE_HALF, SQUARE_HALF),), 4)
    if shape == "diamond":
        return _rotated(((DIAMOND_HALF, 0.0),), 4)
    if shape == "triangle":
        return _rotated(((0.0, -TRIANGLE_SIDE / math.sqrt(3)),), 3)
    if shape in ("plus", "cross"):
        arm = ((ARM_LENGTH, -ARM_HALF), (ARM_LENGTH, ARM_HALF), (ARM_HALF, ARM_HALF))
        return _rotated(arm, 4, math.pi / 4 if shape == "cross" else 0.0)
    if shape == "star":
        waist = STAR_RADIUS * STAR_WAIST
        point = (0.0, -STAR_RADIUS), (waist * math.sin(math.pi / 5), -waist * math.cos(math.pi / 5))
        return _rotated(point, 5)
    return None


def _rotated(part: Corners, times: int, start: float = 0.0) -> Corners:
    """Return a part of an outline repeated around the middle."""
    corners = []
    for turn in range(times):
        angle = start + turn * math.tau / times
        cosine, sine = math.cos(angle), math.sin(angle)
        corners += [(x * cosine - y * sine, x * sine + y * cosine) for x, y in part]
    return tuple(corners)
