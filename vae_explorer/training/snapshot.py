"""Taking snapshots of models while they learn."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.evaluation import encode_images
from vae_explorer.training.event import Snapshot, SnapshotTaken
from vae_explorer.training.lockstep import Lockstep

# However dear encoding is, every code is renewed after so many glances.
_MAX_PARTS = 8


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
        self._seconds = 0.0
        self._newest: list[Snapshot] = []

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

        def photograph(model: Autoencoder) -> Snapshot:
            mu, logvar = encode_images(model, self._preview, is_cancelled=is_cancelled)
            weights = _detached_weights(model)
            return Snapshot(self._version + 1, epoch, model.spec, weights, mu, logvar, is_frame)

        began = time.perf_counter()
        snapshots = self._lockstep.each(photograph, self._models)
        self._seconds = time.perf_counter() - began
        return self._publish(snapshots, step)

    def glance(
        self,
        *,
        epoch: float,
        step: int,
        budget_s: float,
        is_cancelled: Callable[[], bool] | None,
        then: Callable[[SnapshotTaken], None],
    ) -> None:
        """Take a snapshot in which as many codes are renewed as the budget lets; the others follow in turn.

        To encode all of a large preview set several times a second would take a quarter of the time that
        there is to learn in.

        Parameters
        ----------
        budget_s : float
            Seconds that encoding may take, judged by the last whole snapshot.
        then : callable
            Is handed the snapshot as soon as all models have come to this and are done with it.
        epoch, step, is_cancelled
            As :meth:`take`, which must have been called before.

        Raises
        ------
        EvaluationCancelledError, NonFiniteLossError
            As :meth:`take`.
        """
        parts = min(max(math.ceil(self._seconds / budget_s), 1), _MAX_PARTS)
        version = self._version + 1
        part = slice(self._version % parts, None, parts)

        def glance_at(position: int) -> Snapshot:
            model, newest = self._models[position], self._newest[position]
            mu, logvar = encode_images(model, self._preview[part], is_cancelled=is_cancelled)
            return Snapshot(
                version,
                epoch,
                model.spec,
                _detached_weights(model),
                _renewed(newest.mu, part, mu),
                logvar if newest.logvar is None or logvar is None else _renewed(newest.logvar, part, logvar),
                is_glance=parts > 1,
            )

        self._lockstep.begin(
            glance_at, range(len(self._models)), lambda snapshots: then(self._publish(snapshots, step))
        )

    def _publish(self, snapshots: list[Snapshot], step: int) -> SnapshotTaken:
        for snapshot in snapshots:
            if not _is_finite(snapshot):
                raise NonFiniteLossError(
                    "the weights or codes of the {kind} are not finite numbers after step {step}",
                    where="training",
                    remedy="lower the learning rate or raise c; the last good snapshot is kept",
                    kind=snapshot.model.kind.upper(),
                    step=step,
                )
        self._version += 1
        self._newest = snapshots
        return SnapshotTaken(tuple(snapshots))


def _detached_weights(model: Autoencoder) -> dict[str, Tensor]:
    # Clone always: on the CPU a mere detach would go on sharing memory with the weights that move.
    return {name: weight.detach().to("cpu", copy=True) for name, weight in model.state_dict().items()}


def _renewed(codes: np.ndarray, part: slice, newer: np.ndarray) -> np.ndarray:
    renewed = codes.copy()
    renewed[part] = newer
    renewed.flags.writeable = False
    return renewed


def _is_finite(snapshot: Snapshot) -> bool:
    arrays = (snapshot.mu, snapshot.logvar)
    are_codes_finite = all(array is None or bool(np.isfinite(array).all()) for array in arrays)
    return are_codes_finite and all(_has_finite_range(weight) for weight in snapshot.weights.values())


def _has_finite_range(weight: Tensor) -> bool:
    # One pass instead of four: what is no number comes out of the search for the least and the largest.
    return all(bool(limit.isfinite()) for limit in weight.aminmax())
