"""The distance between the codes and the prior as a kernel sees it."""

from __future__ import annotations

import numpy as np

from vae_explorer.analysis.estimate import Estimate, normal_interval
from vae_explorer.analysis.nearest import squared_distances


def squared_discrepancy(codes: np.ndarray, draws: np.ndarray) -> Estimate:
    """Return the unbiased MMD² between two samples under the inverse multiquadric kernel.

    k(a, b) = C / (C + ‖a − b‖²) with C = 2d, which is the mean squared distance of two draws from the prior
    (Tolstikhin et al. 2018, *Wasserstein Auto-Encoders*, arXiv:1711.01558, section 4); the U-statistic of
    Gretton et al. 2012 (*A Kernel Two-Sample Test*, equation 3):

    MMD² = mean k(z, z′) + mean k(p, p′) − 2 mean k(z, p), each image with the others only.

    It is at most 2; chance level: 0, also below it by chance. The interval is the infinitesimal jackknife's.

    Parameters
    ----------
    codes, draws : (n, d) float
        Draws from q(z) and from the prior, equally many.
    """
    count, dimension = codes.shape
    if len(draws) != count:
        raise ValueError(f"{count} codes and {len(draws)} draws")
    c = np.float32(2 * dimension)
    within_codes = _others_mean(c / (c + squared_distances(codes, codes)))
    within_draws = _others_mean(c / (c + squared_distances(draws, draws)))
    between = c / (c + squared_distances(codes, draws))
    is_other = 1 - 1 / count
    # A pair (zᵢ, pᵢ) is left out as well, so that the three means weigh the same (Gretton et al., eq. 4).
    across = (between.sum(axis=1, dtype=np.float64) - np.diagonal(between)) / (count * is_other)
    down = (between.sum(axis=0, dtype=np.float64) - np.diagonal(between)) / (count * is_other)
    terms = within_codes + within_draws - across - down
    return normal_interval(float(terms.mean()), 2 * terms)


def _others_mean(kernel: np.ndarray) -> np.ndarray:
    count = len(kernel)
    mean: np.ndarray = (kernel.sum(axis=1, dtype=np.float64) - np.diagonal(kernel)) / (count - 1)
    return mean
