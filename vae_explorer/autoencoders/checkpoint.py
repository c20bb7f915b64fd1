"""A trained model as one object: weights, how it came about, and the codes of the fixed preview set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec

if TYPE_CHECKING:
    from torch import Tensor

FORMAT_VERSION = 1


@dataclass(frozen=True, eq=False)
class Preview:
    """The encoded preview set: what a map shows without the data being at hand.

    Attributes
    ----------
    indices : (n,) int64
        Positions of the images in the training split.
    labels : (n,) int64
        Class of each; −1 where unlabelled.
    mu : (n, d) float32
        Codes, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of the variances, for a VAE.
    """

    indices: np.ndarray
    labels: np.ndarray
    mu: np.ndarray
    logvar: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Frames:
    """The preview codes at past epochs.

    Attributes
    ----------
    epochs : (k,) float32
        When each frame was taken, rising; 0 is before the first step.
    mu : (k, n, d) float16 or float32
        Codes divided by the frame's scale.
    scale : (k,) float32
        What the codes of a frame are multiplied by; the largest absolute value in it, so that half precision
        never overflows and its relative error stays below 0.05 % of the frame's extent.
    """

    epochs: np.ndarray
    mu: np.ndarray
    scale: np.ndarray

    def __len__(self) -> int:
        return len(self.epochs)

    def codes(self, position: int) -> np.ndarray:
        """Return the codes ``(n, d) float32`` of one frame."""
        codes: np.ndarray = self.mu[position].astype(np.float32) * self.scale[position]
        return codes


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Everything that one model file holds.

    Attributes
    ----------
    model, training : ModelSpec, TrainingSpec
        How the model was built and trained.
    dataset : DatasetRecord
        What it was trained on.
    weights : mapping of str to float32 tensor on the CPU
        The model's parameters and buffers, not to be changed.
    preview : Preview
        The encoded preview set.
    frames : Frames or None
        The preview codes at past epochs; None for a closed-form model.
    history : tuple of EpochRecord
        One record an epoch, thinned evenly where there are very many.
    epoch : float
        Epochs trained, with a fraction where training stopped within one.
    device : str
        Where it was trained, for the record.
    """

    model: ModelSpec
    training: TrainingSpec
    dataset: DatasetRecord
    weights: Mapping[str, Tensor]
    preview: Preview
    frames: Frames | None = None
    history: tuple[EpochRecord, ...] = ()
    epoch: float = 0.0
    device: str = "cpu"
    normalisation: str = field(default="uint8/255")
