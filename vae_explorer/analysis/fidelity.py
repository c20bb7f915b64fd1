"""How well a set of made images covers a set of real ones, and how real they look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.estimate import Estimate, bootstrap_mean
from vae_explorer.analysis.nearest import squared_distances
from vae_explorer.analysis.work import Steps

NEIGHBOURS = 5
_BLOCK = 500


@dataclass(frozen=True)
class Fidelity:
    """Precision, recall, density and coverage; see :meth:`RealImages.compare`."""

    precision: Estimate
    recall: Estimate | None
    density: Estimate
    coverage: Estimate


class RealImages:
    """Real images, each with the ball that just reaches its k-th nearest other one.

    Parameters
    ----------
    rows : (n, p) float32
        Images as rows, more than k of them.
    k : int
        Which neighbour bounds the ball.
    """

    def __init__(self, rows: np.ndarray, k: int = NEIGHBOURS) -> None:
        self._rows = rows
        self._k = k
        self._squared_radii: np.ndarray | None = None

    def compare(self, made: np.ndarray, *, has_recall: bool = True) -> Steps[Fidelity]:
        """Compare made images with these.

        Naeem et al. 2020, *Reliable Fidelity and Diversity Metrics for Generative Models*, arXiv:2002.09797,
        equations 3 to 6; precision and recall after Kynkäänniemi et al. 2019, arXiv:1904.06991:

        - precision: share of the made images that lie in some real image's ball;
        - recall: share of the real images that lie in some made image's ball;
        - density: how many real balls a made image lies in, divided by k; it may exceed 1, and does where the
          made images are smoother than the real ones, as a decoder's pixel means are;
        - coverage: share of the real images whose ball holds a made image.

        Distances are Euclidean between the rows as given; the program gives pixels.

        Two samples of one distribution reach density 1 and coverage 1 − Π (m − j)/(m + n − j), 0.97 for k = 5
        and equally many; for 10 000 × 1 000-D Gaussians and k = 5 the paper's own program finds P .477,
        R .471, D 1.056, C .974. The intervals are the bootstrap's over the images, with the balls kept.

        Parameters
        ----------
        made : (m, p) float32
            Images as rows, more than k of them.
        has_recall : bool
            Recall alone needs the distances among the made images, as dear as all the rest.
        """
        yield from self._measure_balls()
        assert self._squared_radii is not None
        made_radii = np.zeros(len(made), np.float32)
        if has_recall:
            for start in range(0, len(made), _BLOCK):
                made_radii[start : start + _BLOCK] = _kth_squared_distances(made, start, self._k)
                yield
        is_recalled, is_covered, balls = [], [], np.zeros(len(made))
        for start in range(0, len(self._rows), _BLOCK):
            block = slice(start, start + _BLOCK)
            squared = squared_distances(self._rows[block], made)
            is_in_ball = squared < self._squared_radii[block, None]
            balls += is_in_ball.sum(axis=0)
            is_covered.append(is_in_ball.any(axis=1))
            is_recalled.append((squared < made_radii).any(axis=1))
            yield
        return Fidelity(
            precision=bootstrap_mean(balls > 0),
            recall=bootstrap_mean(np.concatenate(is_recalled)) if has_recall else None,
            density=bootstrap_mean(balls / self._k),
            coverage=bootstrap_mean(np.concatenate(is_covered)),
        )

    def _measure_balls(self) -> Steps[None]:
        if self._squared_radii is not None:
            return
        radii = []
        for start in range(0, len(self._rows), _BLOCK):
            radii.append(_kth_squared_distances(self._rows, start, self._k))
            yield
        self._squared_radii = np.concatenate(radii)


def expected_coverage(real: int, made: int, k: int = NEIGHBOURS) -> float:
    """Return the coverage that two samples of one distribution have on average (Naeem et al. 2020, eq. 8)."""
    missed = 1.0
    for rank in range(1, k + 1):
        missed *= (real - rank) / (real + made - rank)
    return 1 - missed


def _kth_squared_distances(rows: np.ndarray, start: int, k: int) -> np.ndarray:
    """Return the squared distance of each row of a block to its k-th nearest other row."""
    squared = squared_distances(rows[start : start + _BLOCK], rows)
    own = np.arange(len(squared))
    squared[own, start + own] = np.inf
    radii: np.ndarray = np.partition(squared, k - 1, axis=1)[:, k - 1]
    return radii
