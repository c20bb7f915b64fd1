"""Which latent dimensions a model uses at all."""

from __future__ import annotations

import numpy as np

THRESHOLD = 0.01


def active_units(mu: np.ndarray) -> int:
    """Return the number of dimensions whose code changes with the image.

    A unit u is active if Cov_x(E_q(u∣x)[u]) > 0.01 (Burda et al. 2016, *Importance Weighted Autoencoders*,
    arXiv:1509.00519, section 5.2). A VAE may leave dimensions at the prior (posterior collapse); this counts
    the others. The threshold belongs to a prior of variance 1; for models without one the figure says little.

    Parameters
    ----------
    mu : (n, d) float32
        Codes, or the means of their distributions.
    """
    return int((np.var(mu, axis=0, dtype=np.float64) > THRESHOLD).sum())
