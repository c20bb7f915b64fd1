"""What one image does in one network: the activations of every layer, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class LayerPart(Enum):
    """Where in a network a layer stands."""

    IMAGE = "image"
    ENCODER = "encoder"
    MU = "mu"
    SIGMA = "sigma"
    EPSILON = "epsilon"
    CODE = "code"
    DECODER = "decoder"
    PICTURE = "picture"


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer's activations for one image.

    Attributes
    ----------
    part : LayerPart
        What it is.
    number : int
        Which of the layers of its part, from 0 at the input's side.
    values : (n,) or (h, w, c) float32, read-only
        A list of units, or feature maps.
    """

    part: LayerPart
    number: int
    values: np.ndarray

    @property
    def width(self) -> int:
        """How many numbers it holds."""
        return int(self.values.size)

    @property
    def name(self) -> str:
        """What it is called in the state: its part and number."""
        return f"{self.part.value}_{self.number}"


@dataclass(frozen=True)
class Accounts:
    """What an image costs, in nats.

    Attributes
    ----------
    log_likelihood : float
        log p(x∣z) at the code that was decoded.
    expected_log_likelihood : float
        E log p(x∣z) under q(z∣x); the same as the former where a code is a point.
    kl : float or None
        KL(q(z∣x)‖p(z)); None where a code is a point.
    prior_penalty : float
        ‖z‖²/2.
    log_evidence : float or None
        log p(x), added up on a grid; None until that is done, and above two dimensions.
    """

    log_likelihood: float
    expected_log_likelihood: float
    kl: float | None
    prior_penalty: float
    log_evidence: float | None = None

    @property
    def elbo(self) -> float | None:
        """The evidence lower bound, where there is one."""
        return None if self.kl is None else self.expected_log_likelihood - self.kl

    @property
    def posterior_kl(self) -> float | None:
        """KL(q(z∣x)‖p(z∣x)): what the bound loses."""
        if self.elbo is None or self.log_evidence is None:
            return None
        return self.log_evidence - self.elbo


@dataclass(frozen=True, eq=False)
class Trace:
    """One image's way through one network.

    Attributes
    ----------
    index : int
        The image's position in the preview set; negative for a picture that is not in it.
    draw : int
        Which ε.
    is_real : bool
        Whether the image is a real one, or what its code decodes to because the images are not at hand.
    layers : tuple of Layer
        From the image to the picture.
    accounts : Accounts
        What it costs.
    """

    index: int
    draw: int
    is_real: bool
    layers: tuple[Layer, ...]
    accounts: Accounts

    def layer(self, part: LayerPart) -> Layer | None:
        """Return the first layer of a part."""
        return next((layer for layer in self.layers if layer.part is part), None)

    def numbers(self, part: LayerPart) -> tuple[float, ...]:
        """Return the values of a small layer, or nothing where there is no such layer."""
        found = self.layer(part)
        return () if found is None else tuple(found.values.ravel().tolist())
