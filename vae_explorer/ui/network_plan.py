"""Where the layers of a network stand in a drawing, their sizes true to scale."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF

from vae_explorer.analysis.activation import Layer, LayerPart, Trace

BAR_WIDTH = 12.0
SMALL_LAYER = 4
"""Of layers of up to so many numbers the values are written beside the bar."""

_SMALLEST = 3.0
_ROOM_FOR_VALUES = 1.3
_CLOUD = (LayerPart.MU, LayerPart.SIGMA, LayerPart.EPSILON)


@dataclass(frozen=True, eq=False)
class PlacedLayer:
    """A layer and its bar."""

    layer: Layer
    bar: QRectF
    column: int


def place_layers(trace: Trace, room: QRectF) -> tuple[PlacedLayer, ...]:
    """Return the bars of all layers from left to right.

    A bar is as high as its layer has numbers; one of very few is still three pixels high. μ, σ and ε stand
    one above the other, since z is made of them.

    Parameters
    ----------
    trace : Trace
    room : QRectF
        Where the bars may stand.
    """
    columns = _columns(trace.layers)
    widest = max(layer.width for layer in trace.layers)
    places = _places(columns, room.width() - BAR_WIDTH)
    placed = []
    for number, layers in enumerate(columns):
        x = room.left() + places[number]
        for position, layer in enumerate(layers):
            height = max(_SMALLEST, room.height() * layer.width / widest)
            share = (position + 1) / (len(layers) + 1)
            middle = room.top() + room.height() * (share if len(layers) > 1 else 0.5)
            placed.append(PlacedLayer(layer, QRectF(x, middle - height / 2, BAR_WIDTH, height), number))
    return tuple(placed)


def _places(columns: list[list[Layer]], width: float) -> list[float]:
    """Return where the columns begin; beside small layers there is room for their values."""
    small = [max(layer.width for layer in layers) <= SMALL_LAYER for layers in columns]
    gaps = [1.0 + _ROOM_FOR_VALUES * (left + right) for left, right in pairwise(small)]
    unit = width / max(sum(gaps), 1.0)
    return [unit * sum(gaps[:number]) for number in range(len(columns))]


def _columns(layers: tuple[Layer, ...]) -> list[list[Layer]]:
    columns: list[list[Layer]] = []
    for layer in layers:
        if columns and layer.part in _CLOUD and columns[-1][-1].part in _CLOUD:
            columns[-1].append(layer)
        else:
            columns.append([layer])
    return columns
