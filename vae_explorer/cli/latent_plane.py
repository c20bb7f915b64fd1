"""The part of a latent space that an atlas shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vae_explorer.analysis.latent_frame import principal_frame
from vae_explorer.autoencoders.specification import ModelKind

Floats = npt.NDArray[np.float32]

_KINDS_WITH_PRIOR = ("vae", "map")


@dataclass(frozen=True, eq=False)
class LatentPlane:
    """An origin and one or two axes in a latent space, each as long as one standard deviation.

    Attributes
    ----------
    origin : (d,) float32
        What lies in the middle of the atlas.
    axes : (k, d) float32
        The first points to the right, the second, where there is one, upwards.
    unit : str
        Whose standard deviation it is.
    directions : str
        What the axes are.
    """

    origin: Floats
    axes: Floats
    unit: str
    directions: str

    def rows(self, tiles: int, extent: float) -> Floats:
        """Return evenly spaced codes over ±``extent`` in every direction, ends included.

        Returns
        -------
        (rows, tiles, d) float32
            The topmost row first; one row for a plane with one axis. A single tile lies at the origin.
        """
        steps = (
            np.linspace(-extent, extent, tiles, dtype=np.float32) if tiles > 1 else np.zeros(1, np.float32)
        )
        codes: Floats = (self.origin + steps[:, None] * self.axes[0])[None]
        if len(self.axes) == 2:
            codes = codes + steps[::-1, None, None] * self.axes[1]
        return codes


def plane_of(kind: ModelKind, codes: Floats) -> LatentPlane:
    """Return the plane that shows most of a latent space.

    With one or two latent dimensions these are its axes; with more, the two leading principal components of
    the codes span the plane. Where the model has a prior, N(0, I), the plane goes through its mean and is
    measured in its standard deviations; else through the mean of the codes, in theirs.

    Parameters
    ----------
    kind : {"pca", "ae", "map", "vae"}
        Kind of the model; the last two have a prior.
    codes : (n, d) float32
        The encoded preview set.
    """
    dimension = codes.shape[1]
    centred = codes.astype(np.float64) - codes.mean(axis=0, dtype=np.float64)
    if dimension <= 2:
        directions, names = np.eye(dimension), ("z1", "z1 and z2")[dimension - 1]
    else:
        directions = principal_frame(codes).directions[:2]
        names = "the two leading principal components of the codes"
    if kind in _KINDS_WITH_PRIOR:
        return LatentPlane(np.zeros(dimension, np.float32), directions.astype(np.float32), "prior", names)
    deviations = (centred @ directions.T).std(axis=0)
    axes = directions * deviations[:, None]
    return LatentPlane(codes.mean(axis=0), axes.astype(np.float32), "codes around their mean", names)
