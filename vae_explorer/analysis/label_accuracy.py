"""How well the place of a code tells the class of its image."""

from __future__ import annotations

import numpy as np

from vae_explorer.analysis.estimate import Estimate, bootstrap_mean
from vae_explorer.analysis.nearest import NearestCodes

NEIGHBOURS = 10


def label_accuracy(
    codes: np.ndarray, labels: np.ndarray, test_codes: np.ndarray, test_labels: np.ndarray
) -> Estimate | None:
    """Return the share of test codes whose class is the commonest among their 10 nearest codes, 0 to 1.

    A tie goes to the class of the nearest code among those that tie. None where no image has a label.

    Chance level: the share of the largest class. The interval is the bootstrap's over the test images.

    Parameters
    ----------
    codes, test_codes : (n, d), (m, d) float32
        Codes, or the means of their distributions.
    labels, test_labels : (n,), (m,) int64
        Classes; −1 is unlabelled and left out.
    """
    known, test_known = labels >= 0, test_labels >= 0
    if not known.any() or not test_known.any():
        return None
    _, indices = NearestCodes(codes[known]).find(test_codes[test_known], NEIGHBOURS)
    return bootstrap_mean(_majority(labels[known][indices]) == test_labels[test_known])


def own_label_accuracy(codes: np.ndarray, labels: np.ndarray) -> Estimate | None:
    """Return the same for the codes themselves, each judged by the others (leave one out)."""
    known = labels >= 0
    if known.sum() < 2:
        return None
    _, indices = NearestCodes(codes[known]).find(codes[known], NEIGHBOURS + 1)
    own = indices == np.arange(len(indices))[:, None]
    # Where many codes coincide a code may not be among its own nearest: then the farthest is left out.
    own[~own.any(axis=1), -1] = True
    others = indices[~own].reshape(len(indices), -1)
    return bootstrap_mean(_majority(labels[known][others]) == labels[known])


def chance_level(labels: np.ndarray) -> float | None:
    """Return the share of the largest class among the labelled images, or None where there is none."""
    known = labels[labels >= 0]
    return float(np.bincount(known).max() / len(known)) if len(known) else None


def _majority(votes: np.ndarray) -> np.ndarray:
    """Return the commonest of each row of classes, nearest first: ``(m, k) int64`` → ``(m,)``."""
    same = (votes[:, :, None] == votes[:, None, :]).sum(axis=2)
    result: np.ndarray = votes[np.arange(len(votes)), same.argmax(axis=1)]
    return result
