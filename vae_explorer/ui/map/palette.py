"""Colours that stay apart: ten for labels, and a ramp for quantities."""

from __future__ import annotations

import numpy as np

Colour = tuple[int, int, int]

# Petroff (2021), "Accessible color sequences for data visualization", arXiv:2107.02270, ten-colour set.
TEN_COLOURS: tuple[Colour, ...] = (
    (0x3F, 0x90, 0xDA),
    (0xFF, 0xA9, 0x0E),
    (0xBD, 0x1F, 0x01),
    (0x94, 0xA4, 0xA2),
    (0x83, 0x2D, 0xB6),
    (0xA9, 0x6B, 0x59),
    (0xE7, 0x63, 0x00),
    (0xB9, 0xAC, 0x70),
    (0x71, 0x75, 0x81),
    (0x92, 0xDA, 0xDD),
)

# Lightness rises evenly from the first to the last and hue runs from blue to yellow, which every kind of
# colour vision tells apart.
_RAMP_ANCHORS = (
    (0, 34, 78),
    (53, 69, 108),
    (102, 105, 112),
    (148, 142, 119),
    (200, 184, 102),
    (254, 232, 56),
)


def ramp(steps: int = 255) -> np.ndarray:
    """Return a ramp of colours for quantities, dark to bright.

    Parameters
    ----------
    steps : int
        How many colours.

    Returns
    -------
    (steps, 3) uint8
    """
    anchors = np.array(_RAMP_ANCHORS, dtype=np.float64)
    place = np.linspace(0, len(anchors) - 1, steps)
    channels = [np.interp(place, np.arange(len(anchors)), anchors[:, channel]) for channel in range(3)]
    return np.rint(np.stack(channels, axis=1)).astype(np.uint8)


def toned(colour: Colour, amount: float) -> Colour:
    """Return ``colour`` moved towards white (``amount`` > 0) or black (< 0) by that fraction."""
    target = 255 if amount > 0 else 0
    red, green, blue = (round(channel + (target - channel) * abs(amount)) for channel in colour)
    return red, green, blue


def relative_luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour, 0 … 1 (WCAG 2.1)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of two colours, 1 … 21 (WCAG 2.1)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: Colour, background: Colour, least: float) -> Colour:
    """Return ``colour``, moved away from the background as little as gives this contrast ratio.

    Parameters
    ----------
    colour, background : tuple of int
        Red, green and blue.
    least : float
        Contrast ratio; WCAG 2.1 asks for 3 for parts of a picture that must be seen.
    """
    towards = 1 if relative_luminance(background) < 0.18 else -1
    for step in range(20):
        candidate = toned(colour, towards * step * 0.05)
        if contrast(candidate, background) >= least:
            return candidate
    return toned(colour, float(towards))
