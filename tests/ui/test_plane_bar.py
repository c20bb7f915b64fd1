"""Choosing the plane of a latent space with many dimensions, in the real window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QSlider, QWidget

from tests.ui.sample import codes, explorer_state, map_state, with_map
from tests.ui.test_main_window import choose, heard
from vae_explorer.state.plane import Plane, PlaneChoice, PlaneKind
from vae_explorer.state.wish import DepthWish, PlaneGoal, PlaneGoalWish, PlaneWish
from vae_explorer.workers.plane_fit import FIRST_CHOICE, fitted_plane

DEEP = codes(3, dimension=5)
AXES = PlaneChoice(PlaneKind.AXES, (1, 3))


def deep_state(choice: PlaneChoice = FIRST_CHOICE):
    plane = fitted_plane(DEEP.mu, choice)
    pin = plane.code_at(0.5, -0.25)
    return explorer_state(maps=(map_state(0, "ae", codes=DEEP, plane=plane, pin=pin), map_state(1, "vae")))


@pytest.fixture
def window(open_window):
    return open_window(deep_state())


def shown_sliders(window) -> list[str]:
    sliders = [slider for slider in window.findChildren(QSlider) if slider.isVisible()]
    return [slider.objectName() for slider in sliders if slider.objectName().startswith("depth_")]


def test_that_only_maps_with_more_than_two_dimensions_have_a_plane_to_choose(window, find):
    assert find("plane_bar_0").isVisible()
    assert not find("plane_bar_1").isVisible()
    window.show_state(explorer_state())
    assert not find("plane_bar_0").isVisible()


def test_that_points_and_pin_stand_where_the_plane_shows_them(window, find):
    plane, shown = find("latent_map_0"), deep_state().maps[0].plane
    np.testing.assert_array_equal(plane._store.codes, shown.to_plane(DEEP.mu))
    assert plane._scene.pin == pytest.approx((0.5, -0.25), abs=1e-6)
    assert plane._scene.axis_names[0].startswith("PC 1")


def test_that_axes_can_be_chosen_and_change_places(qtbot, window, find):
    wishes = heard(window.plane_requested)
    choose(qtbot, find("plane_kind_button_0"), PlaneKind.AXES)
    widest = np.argsort(-DEEP.mu.std(axis=0))[:2]
    assert wishes.pop() == PlaneWish(0, PlaneChoice(PlaneKind.AXES, tuple(sorted(widest.tolist()))))
    window.show_state(deep_state(AXES))
    assert find("latent_map_0")._scene.axis_names[0].startswith("z₂")
    choose(qtbot, find("plane_up_button_0"), 4)
    assert wishes.pop().choice.axes == (1, 4)
    choose(qtbot, find("plane_across_button_0"), 3)
    assert wishes.pop().choice.axes == (3, 1)
    choose(qtbot, find("plane_kind_button_0"), PlaneKind.COMPONENTS)
    assert wishes.pop().choice.kind is PlaneKind.COMPONENTS


def test_that_another_choice_shows_all_points_again_and_another_depth_leaves_the_view(window, find):
    plane = find("latent_map_0")
    plane.set_reduced_motion(True)
    plane.zoom_at(0.0, 0.0, 4.0, is_animated=False)
    close = plane.current_view()
    state = deep_state()
    shown = state.maps[0].plane
    window.show_state(with_map(state, 0, plane=shown.at([1.0] * 3)))
    assert plane.current_view() == close
    window.show_state(deep_state(AXES))
    assert plane.current_view() != close
    np.testing.assert_array_equal(plane._store.codes, DEEP.mu[:, [1, 3]])


def test_that_sliders_move_the_plane_and_show_where_it_lies(qtbot, window, find):
    wishes = heard(window.depth_requested)
    assert not find("plane_sliders_0").isVisible()
    qtbot.mouseClick(find("plane_position_button_0"), Qt.MouseButton.LeftButton)
    plane = deep_state().maps[0].plane
    sliders = [find(f"depth_slider_0_{position}") for position in range(3)]
    assert all(slider.isVisible() and slider.value() == 0 for slider in sliders)
    sliders[1].setFocus()
    qtbot.keyClick(sliders[1], Qt.Key.Key_PageUp)
    (wish,) = wishes
    assert isinstance(wish, DepthWish)
    expected = list(plane.depths)
    expected[1] += plane.deviations[3]
    assert wish.depths == pytest.approx(expected)
    window.show_state(with_map(deep_state(), 0, plane=plane.at(wish.depths)))
    assert [slider.value() for slider in sliders] == [0, 100, 0]
    assert f"{expected[1]:+.2f}".replace("-", "−") in [label.text() for label in window.findChildren(QLabel)]
    # Far beyond a slider's reach it stands at its end, and asks for nothing.
    window.show_state(with_map(deep_state(), 0, plane=plane.at([1e6, 0, 0])))
    assert sliders[0].value() == sliders[0].maximum()
    assert len(wishes) == 1


def test_that_tab_reaches_every_slider_in_turn(qtbot, window, find):
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.mouseClick(find("plane_position_button_0"), Qt.MouseButton.LeftButton)
    find("plane_image_button_0").setFocus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget().objectName())
    assert reached == [f"depth_slider_0_{position}" for position in range(3)]


def test_that_the_plane_can_be_sent_to_the_mean_and_to_the_nearest_image(qtbot, window, find):
    wishes = heard(window.plane_goal_requested)
    qtbot.mouseClick(find("plane_position_button_0"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find("plane_mean_button_0"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(find("plane_image_button_0"), Qt.MouseButton.LeftButton)
    assert wishes == [PlaneGoalWish(0, PlaneGoal.MEAN), PlaneGoalWish(0, PlaneGoal.IMAGE)]


def test_that_other_models_have_as_many_sliders_as_they_need(qtbot, window, find):
    qtbot.mouseClick(find("plane_position_button_0"), Qt.MouseButton.LeftButton)
    many = codes(3, dimension=40)
    plane = fitted_plane(many.mu, FIRST_CHOICE)
    window.show_state(with_map(deep_state(), 0, codes=many, plane=plane, pin=None, run_id=9))
    qtbot.waitUntil(lambda: shown_sliders(window) == [f"depth_slider_0_{position}" for position in range(38)])
    # They scroll; the map keeps its room.
    assert find("plane_scroll_0").height() < 120
    window.show_state(with_map(deep_state(), 0, run_id=10))
    assert len(shown_sliders(window)) == 3


def test_that_brackets_visit_the_codes_nearest_in_the_whole_space(qtbot, window, find):
    wishes = heard(window.decode_requested)
    plane = find("latent_map_0")
    state = deep_state()
    pin = np.array(state.maps[0].pin)
    nearest = np.argsort(((DEEP.mu - pin) ** 2).sum(axis=1))[:3].tolist()
    for _ in range(3):
        qtbot.keyClicks(plane, "]")
        wish = [wish for wish in wishes if wish.is_pinned][-1]
        assert wish.is_code
        z = tuple(DEEP.mu[wish.nearest_index].tolist())
        state = with_map(state, 0, pin=z, plane=state.maps[0].plane.through(z))
        window.show_state(state)
    assert [wish.nearest_index for wish in wishes if wish.is_pinned] == nearest


def test_that_a_model_of_one_dimension_is_a_strip(open_window):
    line = codes(2, dimension=1)
    state = map_state(0, "vae", codes=line, plane=Plane.of_axes(1), pin=(0.5,))
    window = open_window(replace(explorer_state(), maps=(state,)))
    plane = window.findChild(QWidget, "latent_map_0")
    assert plane._scene.is_strip
    np.testing.assert_array_equal(plane._store.codes[:, 0], line.mu[:, 0])
    assert (plane._store.codes[:, 1] > 0).all()
    assert plane._scene.pin == (0.5, 0.0)
    plane.set_pin(0.5, 0.0)
    # A model of two dimensions in the same map is a plane again.
    window.show_state(replace(explorer_state(), maps=(map_state(0, "vae", run_id=9),)))
    assert not plane._scene.is_strip
