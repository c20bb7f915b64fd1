"""Whether the encoder brings back what the decoder makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vae_explorer.autoencoders.replica import Replica


def round_trips(replica: Replica, z: np.ndarray, images: np.ndarray | None = None) -> np.ndarray:
    """Return how far encode(decode(z)) lands from z.

    ‖μ(f(z)) − z‖ for every place. Where decoder and encoder agree, as they learn to where images are encoded,
    it is small; a decoder's picture of a place that no image is encoded to is encoded somewhere else. It
    needs no real images. Chance level: as far as the places are from the codes' centre.

    Parameters
    ----------
    replica : Replica
        The model.
    z : (n, d) float32
        Places.
    images : (n, h, w, c) float32, optional
        What they decode to, where that is known already.

    Returns
    -------
    (n,) float64
        In units of z; divide by σ of the codes to compare models.
    """
    mu, _ = replica.encode(replica.decode(z) if images is None else images)
    distances: np.ndarray = np.linalg.norm(mu.astype(np.float64) - z, axis=1)
    return distances


def code_sigma(codes: np.ndarray) -> float:
    """Return σ of the codes: the root of their mean variance over the dimensions; 1 if they coincide."""
    return float(np.var(codes, axis=0, dtype=np.float64).mean()) ** 0.5 or 1.0
