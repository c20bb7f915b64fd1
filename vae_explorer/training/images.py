"""The images that a training run reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.errors import TrainingError
from vae_explorer.training.memory import is_out_of_memory


@dataclass(frozen=True, eq=False)
class TrainingData:
    """The images that training reads; all ``(…, h, w, c) uint8``.

    Attributes
    ----------
    train, test : ndarray
        The two splits.
    preview_indices : (k,) int64
        The fixed preview set, as positions in ``train``.
    """

    train: np.ndarray
    test: np.ndarray
    preview_indices: np.ndarray


def limited(data: TrainingData, limit: int | None) -> np.ndarray:
    """Return the images to learn from: all, or always the same few of which all classes have their share.

    The preview set is sorted so that every first part of it is itself stratified; the others follow.
    """
    if limit is None or limit >= len(data.train):
        return data.train
    chosen = data.preview_indices[:limit]
    if len(chosen) < limit:
        others = np.setdiff1d(np.arange(len(data.train)), chosen)
        others = np.random.default_rng(0).permutation(others)[: limit - len(chosen)]
        chosen = np.concatenate([chosen, others])
    images: np.ndarray = data.train[chosen]
    return images


def check_images(specs: Sequence[ModelSpec], data: TrainingData) -> None:
    """Return when the models can be trained on the data.

    Raises
    ------
    UsageError, TrainingError
        If a specification cannot be built, expects other images, or there is nothing to train.
    """
    for spec in specs:
        spec.check()
        for split in (data.train, data.test):
            if tuple(split.shape[1:]) != tuple(spec.image_shape):
                raise TrainingError(
                    "the images are {found} and the model expects {expected}",
                    where=spec.kind,
                    remedy="choose the data the model was made for",
                    found=list(split.shape[1:]),
                    expected=list(spec.image_shape),
                )
    if 0 in {len(specs), len(data.train), len(data.test), len(data.preview_indices)}:
        raise TrainingError(
            "there is nothing to train",
            where="training",
            remedy="choose at least one model, and data with images to train, to test and to show",
        )


def place_images(images: np.ndarray, device: torch.device) -> Tensor:
    """Return the images as ``(n, h·w·c) uint8`` on the device, or in main memory where they do not fit."""
    # Copied, for torch does not take memory that it may not write.
    flat = torch.from_numpy(np.array(images, np.uint8).reshape(len(images), -1))
    try:
        return flat.to(device)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return flat
