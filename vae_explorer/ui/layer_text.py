"""What the layers of a network are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.analysis.activation import Layer, LayerPart
from vae_explorer.ui.number_text import count_text

SIGNS = {
    LayerPart.IMAGE: "x",
    LayerPart.MU: "μ",
    LayerPart.SIGMA: "σ",
    LayerPart.EPSILON: "ε",
    LayerPart.CODE: "z",
}


def layer_title(layer: Layer) -> str:
    """Return what a layer is."""
    translate = QCoreApplication.translate
    titles = {
        LayerPart.IMAGE: translate("Layer", "x: the image that goes in"),
        LayerPart.ENCODER: translate("Layer", "encoder, hidden layer {number}"),
        LayerPart.MU: translate("Layer", "μ: centre of the cloud"),
        LayerPart.SIGMA: translate("Layer", "σ: width of the cloud"),
        LayerPart.EPSILON: translate("Layer", "ε: the dart"),
        LayerPart.CODE: translate("Layer", "z: the code"),
        LayerPart.DECODER: translate("Layer", "decoder, hidden layer {number}"),
        LayerPart.PICTURE: translate("Layer", "x̂: the decoded picture"),
    }
    return titles[layer.part].format(number=layer.number + 1)


def layer_size(layer: Layer) -> str:
    """Return how many numbers a layer holds, and how they are arranged."""
    translate = QCoreApplication.translate
    if layer.values.ndim == 3 and layer.values.shape[2] > 3:
        height, width, channels = layer.values.shape
        return translate("Layer", "{count} feature maps of {height} × {width}").format(
            count=channels, height=height, width=width
        )
    return translate("Layer", "{count} numbers").format(count=count_text(layer.width))


def layer_range(layer: Layer) -> str:
    """Return the values of a small layer, or between which values a large one's lie."""
    if layer.width <= 4:
        return ", ".join(_number(float(value)) for value in layer.values.ravel())
    low, high = float(layer.values.min()), float(layer.values.max())
    return QCoreApplication.translate("Layer", "from {low} to {high}").format(
        low=_number(low), high=_number(high)
    )


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
