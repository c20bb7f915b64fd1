from __future__ import annotations

from tests.state.event_sample import after, ready_state
from tests.state.tool_event_sample import WAYPOINTS, film
from vae_explorer.state.path_event import FilmMade, FrameShown, WaypointsChanged
from vae_explorer.state.path_state import PathKind


def test_that_films_of_another_path_or_another_model_are_dropped() -> None:
    state = after(ready_state(), WaypointsChanged(WAYPOINTS))
    assert after(state, FilmMade(film(), WAYPOINTS[:1])) is state
    assert after(state, FilmMade(film(run_id=9), WAYPOINTS)) is state


def test_that_a_film_takes_the_place_of_the_one_of_the_same_way() -> None:
    straight, newer, bent = film(), film(version=4), film(kind=PathKind.GEODESIC)
    made = [FilmMade(each, WAYPOINTS) for each in (straight, bent, newer)]
    state = after(ready_state(), WaypointsChanged(WAYPOINTS), *made)
    assert state.path.film(0) is newer
    assert state.path.film(0, PathKind.GEODESIC) is bent
    assert len(state.path.films) == 2


def test_that_another_path_begins_at_its_first_frame_without_films() -> None:
    state = after(ready_state(), WaypointsChanged(WAYPOINTS), FilmMade(film(), WAYPOINTS), FrameShown(3))
    state = after(state, WaypointsChanged(WAYPOINTS[:1]))
    assert (state.path.films, state.path.frame) == ((), 0)


def test_that_a_place_is_itself_in_its_own_map_and_its_image_in_the_others() -> None:
    first, second = ready_state().maps
    place, image = WAYPOINTS
    assert place.place_in(first) == place.z
    assert place.place_in(second) == tuple(second.codes.mu[2].tolist())
    assert image.place_in(first) == tuple(first.codes.mu[1].tolist())


def test_that_the_share_in_gaps_is_that_of_the_points() -> None:
    assert film().gap_share == 0.5
