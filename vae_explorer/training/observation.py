"""One optimiser step looked at closely: what each of its stages did to the batch."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.posterior import kl_to_standard_normal, prior_penalty, sample
from vae_explorer.training.learner import Learner
from vae_explorer.training.step_report import StepReport


def watched_step(learner: Learner, images: Tensor) -> tuple[StepReport, int | None]:
    """Take the very step that :meth:`Learner.step` takes, and report on it.

    The stages before the gradient are computed once more from the same weights and the same noise, so that
    watching changes nothing.

    Parameters
    ----------
    learner : Learner
        Takes the step.
    images : (n, h·w·c) float32
        The batch.

    Returns
    -------
    StepReport, int or None
        The report, and what :meth:`Learner.step` returned.
    """
    model = learner.model
    before = [weight.detach().clone() for weight in model.parameters()]
    stages = _stages(model, images, learner.copy_of_noise())
    rate, c = learner.rate, model.c_value
    weight = 0.0 if model.spec.kind == "ae" else model.spec.regulariser_weight
    reduced = learner.step(images, is_watched=True)
    moved = [weight.detach() - old for weight, old in zip(model.parameters(), before, strict=True)]
    gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
    report = StepReport(
        kind=model.spec.kind,
        images=len(images),
        pixels=images.shape[1],
        latent_dim=model.spec.latent_dim,
        loss_nats=stages.reconstruction_nats + weight * stages.regulariser_nats,
        weight=weight,
        c=c,
        gradient_norm=_norm(gradients),
        learning_rate=rate,
        step_norm=_norm(moved),
        weight_norm=_norm(before),
        **asdict(stages),
    )
    return report, reduced


@dataclass(frozen=True)
class _Stages:
    """The figures of the stages up to the losses; named as in :class:`StepReport`."""

    mean_abs_mu: float
    mean_sigma: float | None
    mean_abs_noise: float | None
    mean_pixel: float
    reconstruction_nats: float
    regulariser_nats: float


def _stages(model: Autoencoder, images: Tensor, generator: torch.Generator) -> _Stages:
    with torch.no_grad():
        encoding = model.encode(images)
        z, mean_noise, mean_sigma, regulariser = encoding.mu, None, None, 0.0
        if encoding.logvar is not None:
            noise = torch.randn(z.shape, generator=generator, device=z.device, dtype=z.dtype)
            z = sample(encoding.mu, encoding.logvar, noise)
            mean_noise = float(noise.abs().mean())
            mean_sigma = float((encoding.logvar / 2).exp().mean())
            regulariser = float(kl_to_standard_normal(encoding.mu, encoding.logvar).mean())
        elif model.spec.kind == "map":
            regulariser = float(prior_penalty(z).mean())
        output = model.decode_output(z)
        return _Stages(
            mean_abs_mu=float(encoding.mu.abs().mean()),
            mean_sigma=mean_sigma,
            mean_abs_noise=mean_noise,
            mean_pixel=float(model.pixel_mean(output).mean()),
            reconstruction_nats=float(model.mean_reconstruction_nats(output, images)),
            regulariser_nats=regulariser,
        )


def _norm(tensors: list[Tensor]) -> float:
    return math.sqrt(sum(float(tensor.detach().cpu().double().square().sum()) for tensor in tensors))
