"""What goes along when a plane moves: the pin, its decode, the underlay; with real threads."""

from __future__ import annotations

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, saved, spec
from tests.workers.person import Person
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.plane import PlaneChoice, PlaneKind
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.state.wish import DecodeWish, DepthWish, PlaneGoal, PlaneGoalWish, PlaneWish, ViewWish
from vae_explorer.workers import plane_coordinator
from vae_explorer.workers.plane_fit import FIRST_CHOICE, fitted_plane

CONTENT = checkpoint(spec(latent_dim=5), count=30)
AXES = PlaneChoice(PlaneKind.AXES, (3, 1))


@pytest.fixture
def person(open_controller, tmp_path) -> Person:
    """Return somebody before a map with five dimensions."""
    person = open_controller(models=(saved(tmp_path, CONTENT),))
    person.wait(lambda state: state.maps[0].status is MapStatus.READY)
    wait_for_decode(person)
    return person


def shown(person: Person):
    return person.state.maps[0]


def wait_for_decode(person: Person) -> None:
    """Wait until the pin's decode is that of the pin."""
    person.wait(
        lambda state: (
            state.maps[0].pin_decoded is not None and state.maps[0].pin_decoded.z == state.maps[0].pin
        )
    )


def test_that_a_model_arrives_with_its_components_through_the_mean_and_the_pin_in_them(person):
    plane = shown(person).plane
    assert plane.choice == FIRST_CHOICE
    assert plane.is_at_mean
    np.testing.assert_allclose(plane.directions, fitted_plane(CONTENT.preview.mu, FIRST_CHOICE).directions)
    pin = shown(person).pin
    assert plane.code_at(*plane.place_of(pin)) == pytest.approx(pin, abs=1e-5)


def test_that_other_axes_are_shown_through_the_pinned_place(person):
    pin = shown(person).pin
    person.controller.planes.choose(PlaneWish(0, AXES))
    person.wait(lambda state: state.maps[0].plane.choice == AXES)
    plane = shown(person).plane
    assert shown(person).pin == pin
    assert plane.code_at(pin[3], pin[1]) == pytest.approx(pin, abs=1e-6)
    np.testing.assert_array_equal(plane.to_plane(CONTENT.preview.mu), CONTENT.preview.mu[:, [3, 1]])


def test_that_a_slider_takes_pin_decode_and_underlay_along(person):
    person.controller.underlays.show_view(ViewWish(0, -3, 3, -3, 3, 120, 120))
    person.wait(lambda state: bool(state.maps[0].underlay))
    before, place = shown(person).underlay, shown(person).plane.place_of(shown(person).pin)
    depths = tuple(depth + 0.7 for depth in shown(person).plane.depths)
    person.controller.planes.move(DepthWish(0, depths))
    # What was drawn before stays in sight until the next.
    assert shown(person).underlay is before
    assert shown(person).plane.place_of(shown(person).pin) == pytest.approx(place, abs=1e-5)
    wait_for_decode(person)
    person.wait(lambda state: state.maps[0].underlay is not before)
    image = Replica(CONTENT.model, CONTENT.weights).decode_uint8(np.array([shown(person).pin]))[0]
    np.testing.assert_allclose(shown(person).pin_decoded.image.astype(int), image.astype(int), atol=1)
    person.controller.planes.send_back(PlaneGoalWish(0, PlaneGoal.MEAN))
    assert shown(person).plane.is_at_mean


def test_that_the_plane_can_go_through_the_nearest_image_which_is_pinned_then(person):
    index = shown(person).pin_decoded.neighbours[0]
    person.controller.planes.send_back(PlaneGoalWish(0, PlaneGoal.IMAGE))
    assert shown(person).pin == tuple(CONTENT.preview.mu[index].tolist())
    wait_for_decode(person)
    assert shown(person).pin_decoded.neighbours[0] == index
    assert shown(person).pin_decoded.verdict.nearest_sigma == 0


def test_that_a_visited_code_is_pinned_itself_and_the_plane_goes_there(person):
    person.controller.maps.decode(DecodeWish(0, 0.0, 0.0, 7, is_pinned=True, is_code=True))
    z = tuple(CONTENT.preview.mu[7].tolist())
    assert shown(person).pin == z
    plane = shown(person).plane
    assert plane.code_at(*plane.place_of(z)) == pytest.approx(z, abs=1e-5)


def test_that_a_press_decodes_the_place_in_the_plane_and_judges_it_in_the_whole_space(person):
    plane = shown(person).plane
    person.controller.maps.decode(DecodeWish(0, 0.3, -0.2, 4, is_pinned=True))
    assert shown(person).pin == plane.code_at(0.3, -0.2)
    wait_for_decode(person)
    away = np.linalg.norm(CONTENT.preview.mu - np.array(shown(person).pin, np.float32), axis=1)
    assert shown(person).pin_decoded.neighbours == tuple(np.argsort(away)[:6].tolist())
    # What is lit is the code under the pointer, not the one that is nearest in directions nobody sees.
    assert shown(person).linked_index == 4


def test_that_the_plane_follows_codes_that_are_learned_and_keeps_what_was_chosen(
    open_controller, monkeypatch
):
    monkeypatch.setattr(plane_coordinator, "_REST_S", 0.0)
    person = open_controller(latent_dim=4, epochs=6)

    def is_fitted(state: ExplorerState) -> bool:
        plane, wanted = state.maps[0].plane, fitted_plane(state.maps[0].codes.mu, FIRST_CHOICE)
        same = np.allclose(np.abs(plane.directions), np.abs(wanted.directions), atol=1e-6)
        return same and state.training.status is TrainingStatus.IDLE

    person.train()
    person.wait(lambda state: state.maps[0].plane.choice == FIRST_CHOICE)
    person.wait(is_fitted)
    person.controller.planes.choose(PlaneWish(0, AXES))
    person.wait(lambda state: state.maps[0].plane.choice == AXES)
    former = shown(person).run_id
    # The next run of as many dimensions is seen from the same side.
    person.train()
    person.wait(lambda state: state.maps[0].run_id != former and state.maps[0].plane.choice == AXES)
    person.wait(lambda state: state.training.status is TrainingStatus.IDLE)
    pin = shown(person).pin
    assert shown(person).plane.code_at(*shown(person).plane.place_of(pin)) == pytest.approx(pin, abs=1e-4)


def test_that_wishes_for_maps_without_depth_change_nothing(open_controller, tmp_path):
    person = open_controller(models=(saved(tmp_path),))
    person.wait(lambda state: state.maps[0].status is MapStatus.READY)
    before = shown(person).plane
    person.controller.planes.choose(PlaneWish(0, AXES))
    person.controller.planes.move(DepthWish(0, (1.0,)))
    person.controller.planes.send_back(PlaneGoalWish(0, PlaneGoal.MEAN))
    person.controller.planes.move(DepthWish(9, (1.0,)))
    assert shown(person).plane is before
