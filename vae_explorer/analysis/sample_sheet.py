"""Samples of a model, each with the verdict on the place it was drawn at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.neighbourhood import EDGE_PERCENTILE, GAP_PERCENTILE, NeighbourIndex
from vae_explorer.analysis.sampler import SamplerKind, draw_codes, loaded
from vae_explorer.analysis.work import Steps

if TYPE_CHECKING:
    from vae_explorer.autoencoders.replica import Replica

_BLOCK = 64


@dataclass(frozen=True, eq=False)
class SampleSheet:
    """Samples from one distribution.

    Attributes
    ----------
    kind : SamplerKind
        What they were drawn from.
    z : (n, d) float32, read-only
        Their codes.
    images : (n, h, w, c) uint8, read-only
        What they decode to.
    density_percentiles : (n,) float64, read-only
        Percent of the model's codes that live at least as thinly, as :class:`Neighbourhood` has it.
    """

    kind: SamplerKind
    z: np.ndarray
    images: np.ndarray
    density_percentiles: np.ndarray

    @property
    def is_gap(self) -> np.ndarray:
        """Which samples fell into a gap, ``(n,) bool``."""
        return np.asarray(self.density_percentiles <= GAP_PERCENTILE)

    @property
    def is_edge(self) -> np.ndarray:
        """Which fell on the edge of the data, ``(n,) bool``."""
        return np.asarray((self.density_percentiles <= EDGE_PERCENTILE) & ~self.is_gap)

    @property
    def gap_share(self) -> float:
        """Share of the samples that fell into a gap; chance level, for codes themselves: 0.01."""
        return float(self.is_gap.mean())


def draw_sheet(
    kind: SamplerKind, mu: np.ndarray, logvar: np.ndarray | None, replica: Replica, count: int, seed: int
) -> Steps[SampleSheet]:
    """Draw samples and judge them by the codes ``mu : (n, d)``; see :func:`sampler.draw_codes`."""
    if kind is SamplerKind.MIXTURE:
        yield from loaded()
    z = draw_codes(kind, mu, logvar, count, seed)
    yield
    percentiles = NeighbourIndex(mu).density_percentiles(z)
    yield
    images = []
    for start in range(0, count, _BLOCK):
        images.append(replica.decode_uint8(z[start : start + _BLOCK]))
        yield
    return SampleSheet(kind, _frozen(z), _frozen(np.concatenate(images)), _frozen(percentiles))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
