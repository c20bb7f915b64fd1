"""How densely codes lie around each code."""

from __future__ import annotations

import math

import numpy as np

from vae_explorer.analysis.neighbourhood import DENSITY_NEIGHBOURS


def code_density(codes: np.ndarray, neighbours: int = DENSITY_NEIGHBOURS) -> np.ndarray:
    """Return the density of codes at every code, in shares of the codes per σᵈ.

    The k-nearest-neighbour estimate (Loftsgaarden & Quesenberry 1965): k / (n − 1) over the volume of the
    ball that reaches to the k-th nearest other code. Lengths are in standard deviations σ of the codes, so
    that models whose planes differ in scale can be compared.

    Parameters
    ----------
    codes : (n, d) float32
    neighbours : int
        k; fewer where there are fewer other codes.

    Returns
    -------
    (n,) float64
        Not a number where it has no meaning: for a lone code, and where more than k codes coincide.
    """
    from scipy.spatial import cKDTree

    count, dimension = codes.shape
    sigma = math.sqrt(float(np.var(codes, axis=0, dtype=np.float64).mean())) if count else 0.0
    k = min(neighbours, count - 1)
    if k < 1 or not sigma > 0 or not math.isfinite(sigma):
        return np.full(count, np.nan)
    scaled = codes.astype(np.float64) / sigma
    # The nearest is the code itself, or another at the same place: the distance is the same.
    distances, _ = cKDTree(scaled).query(scaled, k=[k + 1])
    reach = distances[:, 0]
    log_ball = dimension / 2 * math.log(math.pi) - math.lgamma(dimension / 2 + 1)
    with np.errstate(divide="ignore"):
        log_density = math.log(k / (count - 1)) - log_ball - dimension * np.log(reach)
    return np.where(reach > 0, np.exp(np.minimum(log_density, 700.0)), np.nan)
