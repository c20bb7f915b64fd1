"""What training minimises, on one scale for every kind of model."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.posterior import kl_to_standard_normal, prior_penalty, sample
from vae_explorer.training.precision import Precision, computing_in
from vae_explorer.training.share import Share


@dataclass(frozen=True, eq=False)
class BatchTerms:
    """The objective of one batch and its parts, scalars per image; only ``loss`` carries a gradient."""

    loss: Tensor
    reconstruction: Tensor
    regulariser: Tensor


def objective(
    model: Autoencoder,
    images: Tensor,
    generator: torch.Generator,
    precision: Precision = "float32",
    share: Share | None = None,
) -> BatchTerms:
    """Return the objective of a batch.

    AE: −log p(x∣z) (maximum likelihood). MAP-AE: + c‖z‖²/2 (Ghosh et al. 2020, eq. 11, without its decoder
    penalty). VAE: −E log p(x∣z) + c·KL(q(z∣x)‖N(0, I)), one draw of z (Kingma & Welling 2014, eq. 7). With
    the Gaussian likelihood c sits in the reconstruction term instead, as its variance.

    Parameters
    ----------
    model : Autoencoder
        Of kind ``ae``, ``map`` or ``vae``.
    images : (n, h·w·c) float32
        In 0 … 1, on the model's device.
    generator : torch.Generator
        Source of the noise ε, on the same device.
    precision : {"float32", "bfloat16"}
        In which the networks compute; noise and losses are float32 either way.
    share : Share, optional
        Which part of a batch the images are, where other processes have the rest.
    """
    noise = None
    if model.spec.has_posterior:
        # The whole batch's noise is drawn, so that several processes learn what a single one would.
        count = len(images) if share is None else share.total
        whole = draw_noise(model, count, generator, images.dtype)
        noise = whole if share is None else whole[share.rows]
    return terms_of(model, images, noise, precision)


def draw_noise(
    model: Autoencoder, count: int, generator: torch.Generator, dtype: torch.dtype = torch.float32
) -> Tensor:
    """Return ε for so many images, ``(count, d)``, on the generator's device."""
    shape = (count, model.spec.latent_dim)
    return torch.randn(shape, generator=generator, device=generator.device, dtype=dtype)


def terms_of(
    model: Autoencoder,
    images: Tensor,
    noise: Tensor | None,
    precision: Precision = "float32",
    c: Tensor | None = None,
) -> BatchTerms:
    """Return the objective of a batch for given noise ``(n, d)``, which only a VAE needs.

    ``c``, a scalar tensor, takes the place of the specification's: what was recorded once can so be carried
    out again with another.
    """
    with computing_in(precision, images.device):
        encoding = model.encode(images).to(images.dtype)
    z = encoding.mu
    regulariser = images.new_zeros(())
    if encoding.logvar is not None:
        assert noise is not None
        z = sample(encoding.mu, encoding.logvar, noise)
        regulariser = kl_to_standard_normal(encoding.mu, encoding.logvar).mean()
    elif model.spec.kind == "map":
        regulariser = prior_penalty(z).mean()
    with computing_in(precision, images.device):
        output = model.decode_output(z).to(images.dtype)
    reconstruction = model.mean_reconstruction_nats(output, images, c)
    loss = reconstruction
    if model.spec.kind != "ae":
        is_weighed = model.spec.likelihood == "bernoulli"
        weight = c if c is not None and is_weighed else model.spec.regulariser_weight
        loss = reconstruction + weight * regulariser
    return BatchTerms(loss, reconstruction, regulariser)
