"""Taking snapshots of models while they learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.evaluation import encode_images
from vae_explorer.training.event import Snapshot, SnapshotTaken
from vae_explorer.training.lockstep import Lockstep


class SnapshotTaker:
    """Copies weights and encodes the preview set, and never gives out what is not finite.

    Parameters
    ----------
    models : sequence of Autoencoder
        While they learn.
    preview : (n, h·w·c) uint8
        The preview images, on any device.
    lockstep : Lockstep
        Lets the models encode at the same time.
    """

    def __init__(self, models: Sequence[Autoencoder], preview: Tensor, lockstep: Lockstep) -> None:
        self._models = models
        self._preview = preview
        self._lockstep = lockstep
        self._version = 0

    def take(
        self, *, epoch: float, step: int, is_frame: bool, is_cancelled: Callable[[], bool] | None
    ) -> SnapshotTaken:
        """Return a snapshot of all models as they are now.

        Raises
        ------
        EvaluationCancelledError
            As soon as ``is_cancelled``, asked between blocks of images, says so.
        NonFiniteLossError
            If a weight or a code is infinite or not a number.
        """
        version = self._version + 1

        def photograph(model: Autoencoder) -> Snapshot:
            mu, logvar = encode_images(model, self._preview, is_cancelled=is_cancelled)
            weights = _detached_weights(model)
            if not _are_finite(mu, logvar, weights):
                raise NonFiniteLossError(
                    "the weights or codes of the {kind} are not finite numbers after step {step}",
                    where="training",
                    remedy="lower the learning rate or raise c; the last good snapshot is kept",
                    kind=model.spec.kind.upper(),
                    step=step,
                )
            return Snapshot(version, epoch, model.spec, weights, mu, logvar, is_frame)

        snapshots = self._lockstep.each(photograph, self._models)
        self._version = version
        return SnapshotTaken(tuple(snapshots))


def _detached_weights(model: Autoencoder) -> dict[str, Tensor]:
    # Clone always: on the CPU a mere detach would go on sharing memory with the weights that move.
    return {name: weight.detach().to("cpu", copy=True) for name, weight in model.state_dict().items()}


def _are_finite(mu: np.ndarray, logvar: np.ndarray | None, weights: Mapping[str, Tensor]) -> bool:
    codes = mu if logvar is None else np.stack([mu, logvar])
    return bool(np.isfinite(codes).all()) and all(
        bool(weight.isfinite().all()) for weight in weights.values()
    )
