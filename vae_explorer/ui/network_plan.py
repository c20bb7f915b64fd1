"""Where the layers of a network stand in a drawing, their sizes true to scale."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from vae_explorer.analysis.activation import Layer, LayerPart, Trace

BAR_WIDTH = 12.0
_SMALLEST = 3.0
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
    step = (room.width() - BAR_WIDTH) / max(len(columns) - 1, 1)
    placed = []
    for number, layers in enumerate(columns):
        x = room.left() + number * step
        for position, layer in enumerate(layers):
            height = max(_SMALLEST, room.height() * layer.width / widest)
            share = (position + 1) / (len(layers) + 1)
            middle = room.top() + room.height() * (share if len(layers) > 1 else 0.5)
            placed.append(PlacedLayer(layer, QRectF(x, middle - height / 2, BAR_WIDTH, height), number))
    return tuple(placed)


def _columns(layers: tuple[Layer, ...]) -> list[list[Layer]]:
    columns: list[list[Layer]] = []
    for layer in layers:
        if columns and layer.part in _CLOUD and columns[-1][-1].part in _CLOUD:
            columns[-1].append(layer)
        else:
            columns.append([layer])
    return columns
