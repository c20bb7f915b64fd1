"""Several decoders that learned the same codes apart: where they agree, the data made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.sampler import posterior_draws
from vae_explorer.analysis.work import Steps

if TYPE_CHECKING:
    from torch import Tensor

    from vae_explorer.autoencoders.model import Autoencoder
    from vae_explorer.autoencoders.specification import ModelSpec

MEMBERS = 3
_IMAGES = 5_000
_EPOCHS = 6
_BATCH = 128
_LEARNING_RATE = 2e-3
_BLOCK = 512


class DecoderEnsemble:
    """Decoders of one architecture, trained on the same codes from other beginnings.

    Deep ensembles (Lakshminarayanan et al. 2017, arXiv:1612.01474) for the decoder alone: the codes and their
    images are kept, each member starts from other weights and sees the images in another order. Where the
    members differ, their pictures come from chance and not from data.
    """

    def __init__(self, members: tuple[Autoencoder, ...]) -> None:
        self._members = members

    def disagreement(self, z: np.ndarray) -> np.ndarray:
        """Return the root mean square, over pixels, of the members' deviation at ``z : (m, d)``, ``(m,)``."""
        import torch

        parts = []
        with torch.inference_mode():
            for block in torch.split(torch.tensor(z, dtype=torch.float32), _BLOCK):
                pictures = torch.stack([member.decode(block) for member in self._members])
                parts.append(pictures.var(dim=0, unbiased=False).mean(dim=1).sqrt())
        result: np.ndarray = torch.cat(parts).double().numpy()
        return result


def trained_ensemble(
    spec: ModelSpec, mu: np.ndarray, logvar: np.ndarray | None, images: np.ndarray, epochs: int = _EPOCHS
) -> Steps[DecoderEnsemble]:
    """Train an ensemble on codes and their images, a batch at every step.

    Parameters
    ----------
    spec : ModelSpec
        The architecture; a PCA's decoder, which has only one solution, makes an ensemble that always agrees.
    mu : (n, d) float32
        Codes, or the means of their distributions; with a VAE each epoch draws anew from the posteriors.
    logvar : (n, d) float32 or None
        Logarithm of the variances.
    images : (n, h, w, c) uint8
        What they are codes of.
    epochs : int
        Passes over at most 5 000 of them.
    """
    import torch

    from vae_explorer.autoencoders.model import build_autoencoder

    chosen = np.linspace(0, len(mu) - 1, min(_IMAGES, len(mu))).astype(np.int64)
    pixels = torch.tensor(images[chosen].reshape(len(chosen), -1))
    members = []
    for seed in range(1, MEMBERS + 1):
        member = build_autoencoder(spec, seed)
        members.append(member)
        if spec.kind == "pca":
            continue
        optimiser = torch.optim.Adam(member.decoder.parameters(), lr=_LEARNING_RATE)
        steps = epochs * -(-len(chosen) // _BATCH)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
        order = torch.Generator().manual_seed(seed)
        for epoch in range(epochs):
            draws = posterior_draws(
                mu[chosen], None if logvar is None else logvar[chosen], seed=1000 * seed + epoch
            )
            codes = torch.tensor(draws, dtype=torch.float32)
            for batch in torch.split(torch.randperm(len(codes), generator=order), _BATCH):
                _learn(member, optimiser, codes[batch], pixels[batch].float() / 255)
                schedule.step()
                yield
    for member in members:
        member.eval().requires_grad_(False)
    return DecoderEnsemble(tuple(members))


def _learn(member: Autoencoder, optimiser: object, codes: Tensor, images: Tensor) -> None:
    import torch

    assert isinstance(optimiser, torch.optim.Optimizer)
    loss = member.mean_reconstruction_nats(member.decode_output(codes), images)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
