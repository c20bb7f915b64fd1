"""The past of one model: codes at recorded moments, and the weights of those moments that were kept."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import ModelSpec

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class Keyframe:
    """One recorded moment.

    Attributes
    ----------
    epoch : float
        When it was.
    mu : (n, d) float32, read-only
        Codes of the preview set.
    model : ModelSpec or None
        The specification then, with the ``c`` then in force; None where the weights were not kept.
    weights : mapping of str to float32 tensor, or None
        The weights then.
    """

    epoch: float
    mu: np.ndarray
    model: ModelSpec | None = None
    weights: Mapping[str, Tensor] | None = None

    @property
    def has_weights(self) -> bool:
        """Whether places can be decoded as they were then."""
        return self.weights is not None


@dataclass(frozen=True, eq=False)
class Timeline:
    """The recorded moments of one model, rising in time."""

    keyframes: tuple[Keyframe, ...]

    @property
    def epochs(self) -> tuple[float, ...]:
        """When the moments were."""
        return tuple(keyframe.epoch for keyframe in self.keyframes)

    def codes_at(self, epoch: float) -> np.ndarray:
        """Return the codes ``(n, d) float32`` at any time.

        At a recorded moment they are those recorded; between two, each code is on the straight line between
        its places; before the first and after the last, where it was there.
        """
        after = bisect.bisect_left(self.epochs, epoch)
        if after == 0:
            return self.keyframes[0].mu
        if after == len(self.keyframes):
            return self.keyframes[-1].mu
        first, second = self.keyframes[after - 1], self.keyframes[after]
        if epoch == second.epoch:
            return second.mu
        share = np.float32((epoch - first.epoch) / (second.epoch - first.epoch))
        codes: np.ndarray = second.mu - first.mu
        codes *= share
        codes += first.mu
        return codes

    def nearest(self, epoch: float, *, has_weights: bool = False) -> Keyframe | None:
        """Return the recorded moment closest to a time, among those with weights if so asked."""
        candidates = [each for each in self.keyframes if each.has_weights or not has_weights]
        return min(candidates, key=lambda each: abs(each.epoch - epoch), default=None)


def timeline_of(checkpoint: Checkpoint) -> Timeline:
    """Return what a model file tells of its past: codes only, and the weights of its end."""
    end = Keyframe(checkpoint.epoch, checkpoint.preview.mu, checkpoint.model, checkpoint.weights)
    frames = checkpoint.frames
    if frames is None:
        return Timeline((end,))
    past = [
        Keyframe(float(epoch), frames.codes(position))
        for position, epoch in enumerate(frames.epochs)
        # The end is known in full precision.
        if float(epoch) < checkpoint.epoch - 1e-6
    ]
    return Timeline((*past, end))
