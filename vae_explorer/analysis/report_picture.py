"""The pictures of a report: latent planes with their trust, sheets of samples, bars with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from vae_explorer.analysis.estimate import Estimate
from vae_explorer.analysis.sample_sheet import SampleSheet

# Petroff 2021, arXiv:2107.02270.
_COLOURS = np.array(
    [
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
    ],
    np.uint8,
)
_GAP = np.array((0xD9, 0x7A, 0x00), np.uint8)
_DATA = np.array((0x2E, 0x8B, 0x57), np.uint8)
_GROUND = np.array((0x9A, 0xA2, 0xAC), np.uint8)
_VEIL = 0.42
_FRAME = 3
_SVG = 'role="img" font-family="sans-serif" font-size="13" fill="currentColor"'
_BAR = 'height="18" fill="#d97a00" opacity="0.8"'


def latent_picture(
    places: np.ndarray, labels: np.ndarray, distrust: np.ndarray, rectangle: tuple[float, float, float, float]
) -> np.ndarray:
    """Return codes over the trust in the plane, ``(rows, columns, 3) uint8``.

    Parameters
    ----------
    places : (n, 2) float
        Where the codes lie.
    labels : (n,) int64
        Their classes.
    distrust : (rows, columns) uint8
        As :func:`trust.trust_picture` makes it: 0 … 254, and 255 on the edge of the data.
    rectangle : tuple of float
        ``x_min, x_max, y_min, y_max`` of the picture.
    """
    rows, columns = distrust.shape
    share = _VEIL * distrust[..., None].astype(np.float64) / 254
    picture = (255 * (1 - share) + _GAP * share).astype(np.uint8)
    picture[distrust == 255] = (40, 44, 52)
    x_min, x_max, y_min, y_max = rectangle
    column = ((places[:, 0] - x_min) / (x_max - x_min) * columns).astype(np.int64)
    row = ((y_max - places[:, 1]) / (y_max - y_min) * rows).astype(np.int64)
    is_inside = (column >= 1) & (column < columns - 1) & (row >= 1) & (row < rows - 1)
    colours = _COLOURS[np.maximum(labels, 0) % len(_COLOURS)]
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            if down == 0 or across == 0:
                picture[row[is_inside] + down, column[is_inside] + across] = colours[is_inside]
    return picture


def sheet_picture(sheet: SampleSheet, columns: int = 10, side: int = 56) -> np.ndarray:
    """Return samples as a contact sheet ``(h, w, 3) uint8``, each framed by the verdict on its place.

    In the data: a green line at the bottom. At the edge: grey lines left and right. In a gap: an amber frame
    all around with a cut corner, so that no colour is needed to tell them apart.
    """
    height, width = sheet.images.shape[1:3]
    factor = max(1, round(side / max(height, width)))
    tile_height, tile_width = height * factor + 2 * _FRAME, width * factor + 2 * _FRAME
    rows = -(-len(sheet.images) // columns)
    picture = np.full((rows * (tile_height + 2), columns * (tile_width + 2), 3), 255, np.uint8)
    for number, image in enumerate(sheet.images):
        tile = np.full((tile_height, tile_width, 3), 255, np.uint8)
        large = np.repeat(np.repeat(image, factor, axis=0), factor, axis=1)
        tile[_FRAME:-_FRAME, _FRAME:-_FRAME] = large
        _frame(tile, is_gap=bool(sheet.is_gap[number]), is_edge=bool(sheet.is_edge[number]))
        top, left = number // columns * (tile_height + 2), number % columns * (tile_width + 2)
        picture[top : top + tile_height, left : left + tile_width] = tile
    return picture


def _frame(tile: np.ndarray, *, is_gap: bool, is_edge: bool) -> None:
    if is_gap:
        for part in (tile[:_FRAME], tile[-_FRAME:], tile[:, :_FRAME], tile[:, -_FRAME:]):
            part[:] = _GAP
        corner = tile.shape[0] // 4
        for down in range(corner):
            tile[down, tile.shape[1] - corner + down :] = _GAP
    elif is_edge:
        tile[:, :_FRAME] = tile[:, -_FRAME:] = _GROUND
    else:
        tile[-_FRAME:] = _DATA


def bars_svg(title: str, names: Sequence[str], groups: Sequence[tuple[str, Sequence[Estimate]]]) -> str:
    """Return shares as horizontal bars with their intervals, as an SVG picture.

    Parameters
    ----------
    title : str
        Says what is shown.
    names : sequence of str
        The models.
    groups : sequence of (str, sequence of Estimate)
        A figure and its value, 0 to 1, for every model.
    """
    width, left, step = 640, 190, 26
    height = 46 + sum(24 + step * len(names) for _ in groups)
    largest = max((estimate.high for _, values in groups for estimate in values), default=0.0) or 1.0
    scale = (width - left - 120) / largest
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_SVG}>',
        f"<title>{escape(title)}</title>",
        f'<text x="0" y="18" font-weight="bold">{escape(title)}</text>',
    ]
    y = 46
    for group, values in groups:
        lines.append(f'<text x="0" y="{y}" opacity="0.75">{escape(group)}</text>')
        y += 10
        for name, estimate in zip(names, values, strict=True):
            middle = y + 9
            low, high = left + scale * max(estimate.low, 0), left + scale * estimate.high
            lines += [
                f'<text x="{left - 8}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>',
                f'<rect x="{left}" y="{y}" width="{max(scale * estimate.value, 1):.1f}" {_BAR}/>',
                f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="currentColor"/>',
                f'<path d="M{low:.1f} {y + 4}v10M{high:.1f} {y + 4}v10" stroke="currentColor"/>',
                f'<text x="{high + 8:.1f}" y="{middle + 4}">{100 * estimate.value:.1f} %</text>',
            ]
            y += step
        y += 14
    return "\n".join([*lines, "</svg>"]) + "\n"
