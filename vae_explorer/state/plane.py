"""The plane through a latent space that a map shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

# Decoders compute in single precision: what lies beyond is as far as they can see.
_FARTHEST = 3e38


class PlaneKind(Enum):
    """What spans a plane."""

    AXES = "axes"
    COMPONENTS = "components"  # the two leading principal components of the codes


@dataclass(frozen=True)
class PlaneChoice:
    """What a person chose to see.

    Attributes
    ----------
    kind : PlaneKind
        What spans the plane.
    axes : tuple of int
        The axis that points right and the one that points up, from 0; they count for ``AXES`` alone.
    """

    kind: PlaneKind
    axes: tuple[int, int] = (0, 1)


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane through a latent space, and a place on every direction that it does not show.

    A code z lies at ``(directions[0] · z, directions[1] · z)``: the prior's mean is at the plane's own zero,
    and N(0, I) is N(0, I) in the plane too, wherever it lies along the others. Codes of one dimension lie on
    y = 0.

    Attributes
    ----------
    choice : PlaneChoice
        What spans it.
    directions : (d, d) float64, read-only
        Orthonormal rows: to the right, up, and the directions across the plane by falling deviation.
    means, deviations : (d,) float64, read-only
        Of the codes along the directions; 0 and 1 until they are known.
    depths : tuple of float
        Where the plane lies along the directions from the third on.
    """

    choice: PlaneChoice
    directions: np.ndarray
    means: np.ndarray
    deviations: np.ndarray
    depths: tuple[float, ...]

    @classmethod
    def of_axes(cls, latent_dim: int, axes: tuple[int, int] = (0, 1)) -> Plane:
        """Return the plane of two axes through the prior's mean."""
        shown = axes[: min(latent_dim, 2)]
        order = [*shown, *(axis for axis in range(latent_dim) if axis not in shown)]
        return cls(
            PlaneChoice(PlaneKind.AXES, axes),
            frozen(np.eye(latent_dim)[order]),
            frozen(np.zeros(latent_dim)),
            frozen(np.ones(latent_dim)),
            (0.0,) * max(latent_dim - 2, 0),
        )

    @property
    def latent_dim(self) -> int:
        """How many dimensions the latent space has."""
        return len(self.directions)

    @property
    def is_strip(self) -> bool:
        """Whether there is only one direction: the second coordinate of a place means nothing."""
        return self.latent_dim == 1

    @property
    def has_depth(self) -> bool:
        """Whether there are directions that the plane does not show."""
        return self.latent_dim > 2

    @property
    def is_at_mean(self) -> bool:
        """Whether it goes through the mean of the codes, as far as that is known."""
        return self.depths == tuple(self.means[2:].tolist())

    @property
    def origin(self) -> np.ndarray:
        """The code at the plane's zero, ``(d,) float64``."""
        if not self.has_depth:
            return np.zeros(self.latent_dim)
        return np.asarray(np.asarray(self.depths) @ self.directions[2:])

    def to_plane(self, codes: np.ndarray) -> np.ndarray:
        """Return where codes ``(n, d)`` lie in the plane, ``(n, 2) float32``; it may be the same array."""
        if self.is_strip:
            return np.column_stack([codes[:, 0], np.zeros(len(codes), codes.dtype)]).astype(np.float32)
        if self.choice.kind is PlaneKind.AXES:
            # Without a copy where it shows all there is: codes may glide past fifty times a second.
            is_whole = self.latent_dim == 2 and self.choice.axes == (0, 1)
            return np.ascontiguousarray(codes if is_whole else codes[:, list(self.choice.axes)], np.float32)
        return np.asarray(codes @ self.directions[:2].T, np.float32)

    def to_latent(self, points: np.ndarray) -> np.ndarray:
        """Return the codes ``(n, d) float32`` of places ``(n, 2)`` in the plane."""
        shown = min(self.latent_dim, 2)
        places = np.clip(np.asarray(points, np.float64)[:, :shown], -_FARTHEST, _FARTHEST)
        codes = places @ self.directions[:shown]
        if self.has_depth:
            codes += self.origin
        return np.asarray(np.clip(codes, -_FARTHEST, _FARTHEST), np.float32)

    def place_of(self, z: Sequence[float]) -> tuple[float, float]:
        """Return where one code lies in the plane."""
        if self.is_strip:
            return float(z[0]), 0.0
        if self.choice.kind is PlaneKind.AXES:
            across, up = self.choice.axes
            return float(z[across]), float(z[up])
        x, y = (self.directions[:2] @ np.asarray(z, np.float64)).tolist()
        return x, y

    def code_at(self, x: float, y: float) -> tuple[float, ...]:
        """Return the code of one place in the plane."""
        return tuple(self.to_latent(np.array([[x, y]], np.float64))[0].tolist())

    def at(self, depths: Sequence[float]) -> Plane:
        """Return the plane at other places along the directions that it does not show."""
        return replace(self, depths=tuple(float(depth) for depth in depths))

    def at_mean(self) -> Plane:
        """Return the plane through the mean of the codes."""
        return self.at(self.means[2:].tolist())

    def through(self, z: Sequence[float]) -> Plane:
        """Return the plane through a code."""
        if not self.has_depth:
            return self
        return self.at((self.directions[2:] @ np.asarray(z, np.float64)).tolist())

    def is_parallel(self, other: Plane) -> bool:
        """Say whether another plane shows the same directions, wherever it lies."""
        return self.directions is other.directions or np.array_equal(self.directions, other.directions)

    def is_same(self, other: Plane) -> bool:
        """Say whether another plane decodes the same everywhere."""
        return self is other or (self.depths == other.depths and self.is_parallel(other))


def frozen(array: np.ndarray) -> np.ndarray:
    """Return an array after making it read-only."""
    array.flags.writeable = False
    return array


FLAT = Plane.of_axes(2)
