from __future__ import annotations

import numpy as np

from tests.workers.test_inference_analysis import context
from vae_explorer.analysis.neighbourhood import NeighbourIndex
from vae_explorer.state.map_state import Place
from vae_explorer.state.path_state import Film, PathKind
from vae_explorer.workers.path_analysis import FRAMES, FilmRequest, make_film


def films(codes: tuple[tuple[float, ...], ...], kind: str = "vae") -> list[Film]:
    found = context(kind)
    return [
        film
        for way in (PathKind.STRAIGHT, PathKind.GEODESIC)
        for film in make_film(FilmRequest(codes, (), way), found)
        if film is not None
    ]


def test_that_both_ways_lead_through_all_places_and_are_decoded() -> None:
    places = ((-1.0, 0.0), (0.5, 1.0), (1.0, -1.0))
    straight, geodesic = films(places)
    assert (straight.kind, geodesic.kind) == (PathKind.STRAIGHT, PathKind.GEODESIC)
    assert geodesic.energy <= straight.energy
    for film in (straight, geodesic):
        assert film.images.shape == (FRAMES, 4, 5, 1)
        assert np.array_equal(film.frames[0], places[0])
        assert np.array_equal(film.frames[-1], places[-1])
        assert np.linalg.norm(film.points - np.array(places[1]), axis=1).min() < 0.05


def test_that_a_frame_is_judged_by_the_codes_around_it() -> None:
    found = context()
    codes = found.codes.mu.astype(np.float64)
    far = codes.mean(axis=0) + 50 * codes.std(axis=0)
    request = FilmRequest((tuple(codes[0].tolist()), tuple(far.tolist())), (), PathKind.STRAIGHT)
    film = next(film for film in make_film(request, found) if film is not None)
    assert film.places[-1] is Place.IN_GAP
    assert film.is_gap[-1]
    index = NeighbourIndex(found.codes.mu)
    assert film.nearest_sigma[-1] == index.probe(film.frames[-1]).distances_sigma[0]
    assert 0 < film.gap_share <= 1
    assert film.gap_share == np.mean([index.probe(z).is_gap for z in film.points])
