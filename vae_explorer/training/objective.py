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
    with computing_in(precision, images.device):
        encoding = model.encode(images).to(images.dtype)
    z = encoding.mu
    regulariser = images.new_zeros(())
    if encoding.logvar is not None:
        shape = z.shape if share is None else (share.total, z.shape[1])
        noise = torch.randn(shape, generator=generator, device=z.device, dtype=z.dtype)
        # The whole batch's noise is drawn, so that several processes learn what a single one would.
        z = sample(encoding.mu, encoding.logvar, noise if share is None else noise[share.rows])
        regulariser = kl_to_standard_normal(encoding.mu, encoding.logvar).mean()
    elif model.spec.kind == "map":
        regulariser = prior_penalty(z).mean()
    with computing_in(precision, images.device):
        output = model.decode_output(z).to(images.dtype)
    reconstruction = model.mean_reconstruction_nats(output, images)
    loss = reconstruction
    if model.spec.kind != "ae":
        loss = reconstruction + model.spec.regulariser_weight * regulariser
    return BatchTerms(loss, reconstruction, regulariser)
