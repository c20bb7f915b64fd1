"""What the analysis thread does for a path: a way, its frames, and the file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.map_state import Place
from vae_explorer.state.path_state import Film, FilmFormat, PathKind, Waypoint

if TYPE_CHECKING:
    from vae_explorer.analysis.geodesic import Curve
    from vae_explorer.analysis.neighbourhood import Neighbourhood, NeighbourIndex
    from vae_explorer.workers.analysis_context import AnalysisContext

FRAMES = 24
_CLOSE_STEPS = 160
BACKING = {Place.IN_DATA: 1.0, Place.AT_EDGE: 0.5, Place.IN_GAP: 0.0}


@dataclass(frozen=True)
class FilmRequest:
    """Ask for a way through these codes; ``waypoints`` tells which path they belong to."""

    codes: tuple[tuple[float, ...], ...]
    waypoints: tuple[Waypoint, ...]
    kind: PathKind


@dataclass(frozen=True, eq=False)
class ExportRequest:
    """Ask for a film to be written."""

    film: Film
    format: FilmFormat
    path: str


@dataclass(frozen=True)
class FilmWritten:
    """A film lies in a file now."""

    path: str


def make_film(request: FilmRequest, context: AnalysisContext) -> Iterator[Film | None]:
    """Yield the film of a way, after steps in which a geodesic is sought."""
    from vae_explorer.analysis.geodesic import geodesic, straight_line

    model = context.replica.model
    legs = []
    for start, end in itertools.pairwise(np.array(request.codes, np.float64)):
        if request.kind is PathKind.GEODESIC:
            yield None
            legs.append(geodesic(model, start, end))
        else:
            legs.append(straight_line(model, start, end))
    yield _film(request.kind, legs, context)


def export_film(request: ExportRequest, _context: AnalysisContext) -> Iterator[FilmWritten]:
    """Write a film and yield where it lies."""
    from vae_explorer.analysis.film import write_film

    film = request.film
    write_film(request.path, film.images, [BACKING[place] for place in film.places], request.format.value)
    yield FilmWritten(request.path)


def _film(kind: PathKind, legs: list[Curve], context: AnalysisContext) -> Film:
    from vae_explorer.analysis.geodesic import walk
    from vae_explorer.analysis.neighbourhood import NeighbourIndex

    index: NeighbourIndex = context.remember("path_neighbours", lambda: NeighbourIndex(context.codes.mu))
    # The end of a leg is the beginning of the next.
    way = np.concatenate([legs[0].points, *(leg.points[1:] for leg in legs[1:])])
    points, frames = walk(way, _CLOSE_STEPS), walk(way, FRAMES)
    met = [index.probe(z) for z in frames]
    return Film(
        map_id=context.map_id,
        run_id=context.run_id,
        version=context.version,
        kind=kind,
        points=_frozen(points),
        is_gap=_frozen(np.array([index.probe(z).is_gap for z in points])),
        frames=_frozen(frames),
        images=_frozen(context.replica.decode_uint8(frames.astype(np.float32))),
        places=tuple(_place(neighbourhood) for neighbourhood in met),
        nearest_sigma=tuple(neighbourhood.distances_sigma[0] for neighbourhood in met),
        energy=sum(leg.energy for leg in legs),
        length=sum(leg.length for leg in legs),
    )


def _place(neighbourhood: Neighbourhood) -> Place:
    if neighbourhood.is_gap:
        return Place.IN_GAP
    return Place.AT_EDGE if neighbourhood.is_edge else Place.IN_DATA


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
