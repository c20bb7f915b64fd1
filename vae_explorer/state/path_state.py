"""Places joined by a way, and what is met on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from vae_explorer.state.map_state import MapState, Place, is_comparable

MAX_WAYPOINTS = 8


class PathKind(Enum):
    """How two places are joined."""

    STRAIGHT = "straight"
    GEODESIC = "geodesic"  # the way on which the decoded image changes least


class FilmFormat(Enum):
    """What a film can be written as."""

    GIF = "gif"
    APNG = "apng"
    STRIP = "png"  # all frames side by side


@dataclass(frozen=True)
class Waypoint:
    """A place that a path goes through.

    Attributes
    ----------
    map_id, run_id : int
        The model in whose latent space it was clicked.
    z : tuple of float
        The place there.
    index : int or None
        The image whose code is nearest: what stands for the place in the other maps.
    is_image : bool
        Whether it is that image's code itself.
    """

    map_id: int
    run_id: int
    z: tuple[float, ...]
    index: int | None
    is_image: bool

    def place_in(self, shown: MapState) -> tuple[float, ...] | None:
        """Return the code that stands for this place in a map; None where nothing does."""
        if shown.map_id == self.map_id and shown.run_id == self.run_id and not self.is_image:
            return self.z
        if self.index is None or shown.codes is None or self.index >= len(shown.codes.mu):
            return None
        return tuple(shown.codes.mu[self.index].tolist())


@dataclass(frozen=True, eq=False)
class Film:
    """A way through one model's latent space and what it decodes to.

    Attributes
    ----------
    map_id, run_id, version : int
        The model.
    kind : PathKind
        How the places are joined.
    points : (m, d) float64, read-only
        The way.
    is_gap : (m,) bool, read-only
        Where it leads through a gap.
    frames : (n, d) float64, read-only
        Places in even steps.
    images : (n, h, w, c) uint8, read-only
        What they decode to.
    places : tuple of Place
        How far each is backed by data.
    nearest_sigma : tuple of float
        How far the nearest code is from each, in standard deviations of the codes.
    energy, length : float
        Of the decoded way: see :func:`vae_explorer.analysis.geodesic.geodesic`.
    """

    map_id: int
    run_id: int
    version: int
    kind: PathKind
    points: np.ndarray
    is_gap: np.ndarray
    frames: np.ndarray
    images: np.ndarray
    places: tuple[Place, ...]
    nearest_sigma: tuple[float, ...]
    energy: float
    length: float

    @property
    def gap_share(self) -> float:
        """Which part of the way leads through gaps, 0 … 1."""
        return float(self.is_gap.mean())


@dataclass(frozen=True, eq=False)
class PathState:
    """The path in the hand.

    Attributes
    ----------
    waypoints : tuple of Waypoint
        In the order of their clicks.
    kind : PathKind
        Which way is walked.
    films : tuple of Film
        At most one per map and kind.
    frame : int
        The frame that is looked at, in every film.
    """

    waypoints: tuple[Waypoint, ...] = ()
    kind: PathKind = PathKind.STRAIGHT
    films: tuple[Film, ...] = ()
    frame: int = 0

    def film(self, map_id: int, kind: PathKind | None = None, run_id: int | None = None) -> Film | None:
        """Return the film of a map: of the way that is walked or of another, of one run if that is given."""
        wanted = kind or self.kind
        found = next((film for film in self.films if (film.map_id, film.kind) == (map_id, wanted)), None)
        return found if found is None or run_id in (None, found.run_id) else None


def codes_in(
    shown: MapState, waypoints: tuple[Waypoint, ...], maps: tuple[MapState, ...]
) -> tuple[tuple[float, ...], ...] | None:
    """Return where a path leads in a map: its own places, or the codes of the same images.

    None where it leads nowhere: the place was clicked in a map of other images, or of a model that is gone.
    """
    codes = []
    for waypoint in waypoints:
        origin = next((other for other in maps if other.map_id == waypoint.map_id), None)
        if origin is None or (origin is not shown and not is_comparable(origin, shown)):
            return None
        place = waypoint.place_in(shown)
        if place is None or shown.model is None or len(place) != shown.model.latent_dim:
            return None
        codes.append(place)
    return tuple(codes)
