"""From latent codes of any dimension to the plane that a map shows, and back."""

from __future__ import annotations

import numpy as np


def to_plane(codes: np.ndarray) -> np.ndarray:
    """Return where codes ``(n, d)`` lie in the plane, ``(n, 2) float32``.

    The plane shows the first two axes; one-dimensional codes lie on y = 0.
    """
    if codes.shape[1] == 1:
        return np.column_stack([codes[:, 0], np.zeros(len(codes), codes.dtype)]).astype(np.float32)
    return np.ascontiguousarray(codes[:, :2], np.float32)


def to_latent(points: np.ndarray, latent_dim: int) -> np.ndarray:
    """Return the codes ``(n, d) float32`` of places ``(n, 2)`` in the plane.

    The axes that the plane does not show are at 0, the prior's mean.
    """
    codes = np.zeros((len(points), latent_dim), np.float32)
    shown = min(latent_dim, 2)
    codes[:, :shown] = points[:, :shown]
    return codes
