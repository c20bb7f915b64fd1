"""One class for the AE, the MAP-AE and the VAE, and the linear autoencoder beside it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from vae_explorer.autoencoders.initialisation import initialise
from vae_explorer.autoencoders.likelihood import (
    bernoulli_nats,
    gaussian_nats,
    mean_bernoulli_nats,
    mean_gaussian_nats,
)
from vae_explorer.autoencoders.network import build_decoder, build_encoder
from vae_explorer.autoencoders.specification import ModelSpec

# Where a learned variance starts: between that of raw pixels (≈ 0.1) and of good reconstructions (≈ 0.01).
_INITIAL_LEARNED_C = 0.05


@dataclass(frozen=True)
class Encoding:
    """What images are encoded to.

    Attributes
    ----------
    mu : (n, d) float32
        The codes, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of the variances; None where a code is a point.
    """

    mu: Tensor
    logvar: Tensor | None

    def to(self, dtype: torch.dtype) -> Encoding:
        """Return the same in another number format."""
        return Encoding(self.mu.to(dtype), None if self.logvar is None else self.logvar.to(dtype))


class Autoencoder(nn.Module):
    """An encoder and a decoder as a :class:`ModelSpec` describes them.

    Parameters
    ----------
    spec : ModelSpec
        A checked specification of any kind.
    """

    def __init__(self, spec: ModelSpec) -> None:
        super().__init__()
        self.spec = spec
        if spec.kind == "pca":
            projection = _Projection(spec.pixel_count, spec.latent_dim)
            self.encoder: nn.Module = projection
            self.decoder: nn.Module = _Expansion(projection)
        else:
            self.encoder = build_encoder(spec)
            self.decoder = build_decoder(spec)
        if spec.has_learned_c:
            self.log_c = nn.Parameter(torch.tensor(math.log(_INITIAL_LEARNED_C)))

    def encode(self, images: Tensor) -> Encoding:
        """Encode ``images : (n, h·w·c) float32`` in 0 … 1."""
        output = self.encoder(images)
        if not self.spec.has_posterior:
            return Encoding(output, None)
        mu, logvar = output.chunk(2, dim=1)
        return Encoding(mu, logvar)

    def decode_output(self, z: Tensor) -> Tensor:
        """Return the decoder's raw output ``(n, h·w·c)`` for ``z : (n, d)``: logits, or pixels for PCA."""
        output: Tensor = self.decoder(z)
        return output

    def decode(self, z: Tensor) -> Tensor:
        """Return the pixel means ``(n, h·w·c) float32`` in 0 … 1 for ``z : (n, d) float32``."""
        return self.pixel_mean(self.decode_output(z))

    def pixel_mean(self, output: Tensor) -> Tensor:
        """Return the pixel means in 0 … 1 of the decoder's raw output; PCA's are cut off there."""
        return output.clamp(0, 1) if self.spec.kind == "pca" else torch.sigmoid(output)

    def reconstruction_nats(self, output: Tensor, images: Tensor) -> Tensor:
        """Return −log p(x∣z) of every image in nats, ``(n,)``, from the decoder's raw output for its code."""
        if self.spec.likelihood == "bernoulli":
            return bernoulli_nats(output, images)
        return gaussian_nats(self._gaussian_mean(output), images, self.c)

    def mean_reconstruction_nats(self, output: Tensor, images: Tensor, c: Tensor | None = None) -> Tensor:
        """Return the mean of :meth:`reconstruction_nats` over the batch, a scalar with a cheap gradient.

        ``c``, where given, takes the place of the model's own.
        """
        if self.spec.likelihood == "bernoulli":
            return mean_bernoulli_nats(output, images)
        return mean_gaussian_nats(self._gaussian_mean(output), images, self.c if c is None else c)

    def _gaussian_mean(self, output: Tensor) -> Tensor:
        # PCA is linear: least squares sees its values as they are, also outside 0 … 1.
        return output if self.spec.kind == "pca" else torch.sigmoid(output)

    @property
    def c(self) -> Tensor | float:
        """The balance c: a number, or the learned variance as a scalar tensor that carries a gradient."""
        return self.log_c.exp() if self.spec.has_learned_c else float(self.spec.c)

    @property
    def c_value(self) -> float:
        """The balance c as it stands now, a plain number."""
        c = self.c
        return float(c.detach()) if isinstance(c, Tensor) else c

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(itertools.chain(self.parameters(), self.buffers())).device


class _Projection(nn.Module):
    """x ↦ W(x − m), with orthonormal rows W."""

    def __init__(self, pixel_count: int, latent_dim: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(pixel_count))
        self.register_buffer("components", torch.zeros(latent_dim, pixel_count))
        self.mean: Tensor
        self.components: Tensor

    def forward(self, images: Tensor) -> Tensor:
        return (images - self.mean) @ self.components.T


class _Expansion(nn.Module):
    """z ↦ m + Wᵀz, with the weights of a projection."""

    def __init__(self, projection: _Projection) -> None:
        super().__init__()
        # A tuple hides the projection from the module tree: its weights are saved once, not twice.
        self._shared = (projection,)

    def forward(self, z: Tensor) -> Tensor:
        (projection,) = self._shared
        return torch.addmm(projection.mean, z, projection.components)


def build_autoencoder(spec: ModelSpec, seed: int = 0) -> Autoencoder:
    """Return a freshly initialised model; the same specification and seed give the same bits.

    All kinds with the same networks start from the same decoder, and but for the codes from the same encoder.

    Raises
    ------
    UsageError
        If the specification cannot be built.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Autoencoder(spec.check())
    if spec.kind != "pca":
        generator = torch.Generator().manual_seed(seed)
        # The encoder last: its outputs alone differ in number between the kinds of model.
        initialise(model.decoder, generator)
        initialise(model.encoder, generator)
    return model


def restore_autoencoder(spec: ModelSpec, weights: Mapping[str, Tensor]) -> Autoencoder:
    """Return a model with the given weights, copied, in evaluation mode, without gradients, on the CPU."""
    with torch.device("meta"):
        model = Autoencoder(spec)
    model.load_state_dict({name: weight.detach().clone() for name, weight in weights.items()}, assign=True)
    return model.eval().requires_grad_(False)
