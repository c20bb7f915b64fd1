"""What the colour of a point means: chosen in the toolbar, on one scale in all maps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.ui.sample import POINTS, explorer_state, with_map
from tests.ui.test_main_window import choose, heard
from vae_explorer.state.colour_state import Absence, ColourChoice, ColourKind, Quantity
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.wish import ColourWish
from vae_explorer.ui.map.style import Mark

KL, ERROR, WEIGHT = (
    ColourChoice(ColourKind.KL),
    ColourChoice(ColourKind.RECONSTRUCTION),
    ColourChoice(ColourKind.COLUMN, "weight"),
)


def coloured(choice: ColourChoice, *limits: tuple[float, float] | None) -> ExplorerState:
    """Return a state in which each map has a quantity with these limits, or none."""
    state = explorer_state(*("ae", "vae", "pca")[: len(limits)], colour=choice)
    for map_id, pair in enumerate(limits):
        if pair is None:
            quantity = Quantity(choice, absence=Absence.NO_POSTERIOR)
        else:
            quantity = Quantity(choice, np.linspace(*pair, POINTS), *pair)
        state = with_map(state, map_id, quantity=quantity)
    return state


def scale(find, map_id: int):
    return find(f"latent_map_{map_id}")._scene.value_scale


def test_that_every_quantity_can_be_chosen_also_a_column_of_the_data(qtbot, window, find):
    state = explorer_state()
    window.show_state(replace(state, dataset=replace(state.dataset, column_names=("weight",))))
    wishes = heard(window.colour_requested)
    for choice in (ERROR, KL, WEIGHT):
        choose(qtbot, find("colour_button"), choice)
    assert wishes == [ColourWish(ERROR), ColourWish(KL), ColourWish(WEIGHT)]
    window.show_state(replace(state, colour=WEIGHT))
    assert find("colour_button").text() == "Colour: weight"


def test_that_maps_with_equal_units_share_one_scale(window, find):
    window.show_state(coloured(ERROR, (10.0, 50.0), (20.0, 90.0), (-300.0, -100.0)))
    first, second, third = (scale(find, map_id) for map_id in range(3))
    assert (first.low, first.high) == (second.low, second.high) == (10.0, 90.0)
    # Least squares and Bernoulli count in other units.
    assert (third.low, third.high) == (-300.0, -100.0)
    assert "nats" in first.name


def test_that_a_map_without_the_quantity_says_why_and_greys_its_points(window, find):
    window.show_state(coloured(KL, None, (0.0, 8.0)))
    assert "no posterior" in scale(find, 0).name
    plane = find("latent_map_0")
    slots, _ = plane._store.look.slots_and_shown(POINTS)
    assert set(slots.tolist()) == {0}
    grey = plane._store.look.slot_marks(plane._theme)[0]
    assert isinstance(grey, Mark)
    assert max(grey.colour) - min(grey.colour) < 30


def test_that_a_map_says_that_its_quantity_is_being_measured(window, find):
    window.show_state(explorer_state(colour=KL))
    assert scale(find, 0).is_absent
    assert "KL" in scale(find, 0).name
    assert find("latent_map_0")._store.look.values is None
    window.show_state(coloured(KL, None, (0.0, 8.0)))
    assert scale(find, 1).high == 8.0
    window.show_state(explorer_state())
    assert scale(find, 0) is None


def test_that_points_have_the_colours_of_their_values(window, find):
    window.show_state(coloured(KL, (0.0, 8.0), (0.0, 8.0)))
    plane = find("latent_map_1")
    slots, _ = plane._store.look.slots_and_shown(POINTS)
    assert np.all(np.diff(slots.astype(int)) >= 0)
    assert (slots[0], slots[-1]) == (1, 128)


def test_that_the_legend_shows_no_colours_that_the_points_do_not_have(window, find):
    window.show_state(explorer_state())
    before = find("legend_entries").grab().toImage()
    window.show_state(coloured(KL, (0.0, 8.0), (0.0, 8.0)))
    assert find("legend_entries").grab().toImage() != before
    window.show_state(explorer_state())
    assert find("legend_entries").grab().toImage() == before


def test_that_points_have_the_colours_of_their_classes_again(window, find):
    window.show_state(explorer_state())
    plane = find("latent_map_0")
    before = plane.grab().toImage()
    window.show_state(coloured(KL, (0.0, 8.0), (0.0, 8.0)))
    assert plane.grab().toImage() != before
    window.show_state(explorer_state())
    assert plane.grab().toImage() == before


@pytest.mark.parametrize("count", [POINTS - 1, POINTS + 1])
def test_that_a_quantity_of_other_points_is_not_shown(window, find, count):
    state = coloured(KL, (0.0, 8.0), (0.0, 8.0))
    window.show_state(with_map(state, 0, quantity=Quantity(KL, np.zeros(count), 0.0, 8.0)))
    assert find("latent_map_0")._store.look.values is None
