"""What a single optimiser step came to. Nothing here imports torch."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.autoencoders.specification import ModelKind


@dataclass(frozen=True)
class StepReport:
    """The stages of one step of one model: encode, draw ε, decode, losses, gradient, step.

    Attributes
    ----------
    kind : ModelKind
        Which kind of model it is.
    images, pixels, latent_dim : int
        The batch is ``(images, pixels)``, its codes ``(images, latent_dim)``.
    mean_abs_mu : float
        Mean of |μ| over the batch and the dimensions.
    mean_sigma : float or None
        Mean of σ; None where a code is a point.
    mean_abs_noise : float or None
        Mean of |ε| as it was drawn; √(2/π) is expected.
    mean_pixel : float
        Mean of the decoded pixels, 0 … 1.
    reconstruction_nats, regulariser_nats, loss_nats : float
        Means over the batch; the loss is what was differentiated.
    weight : float
        What the regulariser is multiplied by.
    c : float
        The balance in force.
    gradient_norm : float
        Euclidean norm over all parameters.
    learning_rate : float
        Of this step, as the schedule has it.
    step_norm : float
        Euclidean norm of what the step added to the parameters.
    weight_norm : float
        Euclidean norm of the parameters before it.
    """

    kind: ModelKind
    images: int
    pixels: int
    latent_dim: int
    mean_abs_mu: float
    mean_sigma: float | None
    mean_abs_noise: float | None
    mean_pixel: float
    reconstruction_nats: float
    regulariser_nats: float
    loss_nats: float
    weight: float
    c: float
    gradient_norm: float
    learning_rate: float
    step_norm: float
    weight_norm: float
