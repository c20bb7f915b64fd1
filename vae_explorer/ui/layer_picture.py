"""Activations as colours: nought is the ground, one colour each way."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QColor, QImage

from vae_explorer.analysis.activation import Layer, LayerPart
from vae_explorer.ui.pixel_view import image_of
from vae_explorer.ui.theme import Theme

_TILE_GAP = 1


def coloured(values: np.ndarray, theme: Theme, largest: float | None = None) -> np.ndarray:
    """Return activations ``(h, w)`` as colours ``(h, w, 3) uint8``.

    Parameters
    ----------
    values : (h, w) float
    theme : Theme
        Positive values are drawn in its accent, negative ones in its warning colour.
    largest : float, optional
        What is drawn in full colour; the largest absolute value when None.
    """
    scale = float(np.abs(values).max()) if largest is None else largest
    strength = np.abs(values) / scale if scale > 0 else np.zeros_like(values)
    strength = np.minimum(strength, 1.0)[..., None] ** 0.7
    ground = _rgb(theme.field_pressed)
    towards = np.where(values[..., None] >= 0, _rgb(theme.accent), _rgb(theme.warning))
    colours: np.ndarray = (ground + strength * (towards - ground)).astype(np.uint8)
    return colours


def is_picture(layer: Layer) -> bool:
    """Whether a layer's numbers are pixels."""
    return layer.part in (LayerPart.IMAGE, LayerPart.PICTURE)


def pixels_of(layer: Layer) -> np.ndarray:
    """Return the pixels ``(h, w, c) uint8`` of a layer that is a picture."""
    pixels: np.ndarray = (np.clip(layer.values, 0, 1) * 255 + 0.5).astype(np.uint8)
    return pixels


def column_image(layer: Layer, theme: Theme, rows: int) -> QImage:
    """Return a layer as a column of at most ``rows`` cells, the first unit at the top."""
    flat = layer.values.reshape(-1)
    if flat.size > rows:
        edges = np.linspace(0, flat.size, rows + 1).astype(int)[:-1]
        flat = np.add.reduceat(flat, edges) / np.diff(np.append(edges, flat.size))
    return image_of(coloured(flat[:, None], theme))


def layer_image(layer: Layer, theme: Theme) -> QImage:
    """Return a layer for a close look: a picture as it is, units in a square, feature maps as tiles."""
    if is_picture(layer):
        return image_of(pixels_of(layer))
    if layer.values.ndim == 3:
        return image_of(coloured(_tiles(layer.values), theme))
    return image_of(coloured(_square(layer.values), theme))


def _square(values: np.ndarray) -> np.ndarray:
    columns = math.ceil(math.sqrt(values.size))
    rows = math.ceil(values.size / columns)
    square = np.zeros(rows * columns, np.float32)
    square[: values.size] = values
    return square.reshape(rows, columns)


def _tiles(maps: np.ndarray) -> np.ndarray:
    height, width, count = maps.shape
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    sheet = np.zeros((rows * (height + _TILE_GAP), columns * (width + _TILE_GAP)), np.float32)
    for number in range(count):
        row, column = divmod(number, columns)
        top, left = row * (height + _TILE_GAP), column * (width + _TILE_GAP)
        sheet[top : top + height, left : left + width] = maps[..., number]
    return sheet[: sheet.shape[0] - _TILE_GAP, : sheet.shape[1] - _TILE_GAP]


def _rgb(colour: str) -> np.ndarray:
    made = QColor(colour)
    return np.array([made.red(), made.green(), made.blue()], np.float32)
