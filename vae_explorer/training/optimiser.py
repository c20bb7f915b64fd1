"""The optimiser of one model."""

from __future__ import annotations

import torch

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.specification import TrainingSpec

# A learned log c has to travel from its start to that of the data within a few epochs; weights need not.
_LEARNED_C_RATE = 10.0


def build_optimiser(model: Autoencoder, training: TrainingSpec, *, has_graph: bool) -> torch.optim.Optimizer:
    """Return AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101) for all that a model learns.

    Parameters
    ----------
    model : Autoencoder
        On the device where it learns.
    training : TrainingSpec
        The recipe; its learning rate is the peak that a :class:`RateSchedule` starts from.
    has_graph : bool
        Whether steps are recorded, so that the rates must be tensors on the device.
    """
    weights = [weight for name, weight in model.named_parameters() if name != "log_c"]
    groups: list[dict[str, object]] = [
        {"params": weights, "lr": training.learning_rate, "weight_decay": training.weight_decay}
    ]
    if model.spec.has_learned_c:
        rate = training.learning_rate * _LEARNED_C_RATE
        groups.append({"params": [model.log_c], "lr": rate, "weight_decay": 0.0})
    # The fused kernel exists for CPU, CUDA and MPS, and saves a third of a small network's step.
    if has_graph:
        # A recorded step reads the rates where they lie.
        for group in groups:
            group["lr"] = torch.tensor(group["lr"], device=model.device)
    return torch.optim.AdamW(groups, fused=True, capturable=has_graph and model.device.type == "cuda")
