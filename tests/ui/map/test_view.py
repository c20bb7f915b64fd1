"""The relation between the plane and the pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vae_explorer.ui.map.axis import short_ticks, ticks
from vae_explorer.ui.map.view import PlaneRect, View, bounds_of

VIEW = View.fitted(PlaneRect(-3, 3, -2, 2), 800, 600)


def test_that_a_fitted_view_shows_all_with_one_scale_for_both_axes() -> None:
    assert VIEW.rect.contains(PlaneRect(-3 + 1e-9, 3 - 1e-9, -2, 2))
    assert VIEW.to_pixel(0, 0) == pytest.approx((400, 300))
    assert VIEW.to_pixel(1, 0)[0] - 400 == pytest.approx(300 - VIEW.to_pixel(0, 1)[1])


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 100), st.floats(0, 800), st.floats(0, 600))
def test_that_a_zoom_holds_the_place_under_the_pointer(
    x: float, y: float, factor: float, column: float, row: float
) -> None:
    zoomed = VIEW.zoomed(factor, column, row)
    assert zoomed.to_plane(column, row) == pytest.approx(VIEW.to_plane(column, row), abs=1e-9)
    assert zoomed.to_plane(*zoomed.to_pixel(x, y)) == pytest.approx((x, y), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.05, 20), st.floats(-300, 300), st.floats(-300, 300))
def test_that_the_way_between_two_views_begins_and_ends_there_and_never_turns_back(
    progress: float, factor: float, column: float, row: float
) -> None:
    other = VIEW.zoomed(factor, column, row)
    assert VIEW.between(other, 1) == other
    assert VIEW.between(other, 0).left == pytest.approx(VIEW.left, abs=1e-6)
    scale = VIEW.between(other, progress).scale
    assert min(VIEW.scale, other.scale) * (1 - 1e-9) <= scale <= max(VIEW.scale, other.scale) * (1 + 1e-9)


def test_that_a_pan_is_known_as_a_shift_of_whole_pixels_and_a_zoom_is_not() -> None:
    assert VIEW.shift_to(VIEW.panned(7, -3)) == (7, -3)
    assert VIEW.shift_to(VIEW.zoomed(1.01, 0, 0)) is None


@pytest.mark.parametrize("magnitude", [1e-30, 1e-3, 1.0, 1e6, 1e30])
def test_that_any_extent_can_be_shown(magnitude: float) -> None:
    codes = np.array([[-1, -1], [1, 2]], dtype=np.float32) * np.float32(magnitude)
    bounds = bounds_of(codes)
    assert bounds is not None
    view = View.fitted(bounds, 500, 400)
    for x, y in codes.astype(float):
        column, row = view.to_pixel(x, y)
        assert -1e-6 <= column <= 500 + 1e-6
        assert -1e-6 <= row <= 400 + 1e-6
    assert bounds.width == pytest.approx(2 * magnitude, rel=1e-5)


@pytest.mark.parametrize("value", [0.0, 1e-30, -7.5, 1e30])
def test_that_equal_points_get_some_plane_around_them(value: float) -> None:
    bounds = bounds_of(np.full((9, 2), value, dtype=np.float32))
    assert bounds is not None
    assert bounds.x_min < value < bounds.x_max
    assert bounds.y_min < value < bounds.y_max


def test_that_a_cloud_without_a_finite_point_has_no_bounds() -> None:
    assert bounds_of(np.zeros((0, 2), dtype=np.float32)) is None
    assert bounds_of(np.array([[np.nan, 0], [0, np.inf]], dtype=np.float32)) is None


def test_that_a_few_strays_do_not_shrink_the_rest_to_a_dot() -> None:
    codes = np.random.default_rng(1).normal(size=(5000, 2)).astype(np.float32)
    codes[0] = 1e6
    bounds = bounds_of(codes)
    assert bounds is not None
    assert bounds.width < 20


@given(st.floats(-1e30, 1e30), st.floats(1e-6, 1e30), st.integers(2, 12))
@example(-4.474874474874481e16, 1.0, 2)
def test_that_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    high = low + max(span, abs(low) * 1e-6)
    places = ticks(low, high, most)
    room = (high - low) * 1e-6
    assert 1 <= len(places) <= most + 1
    assert all(low - room <= value <= high + room for value, _ in places)
    assert len({text for _, text in places}) == len(places)
    for value, text in places:
        assert float(text.replace("−", "-")) == pytest.approx(value, abs=(high - low) / most * 1e-3)


def test_that_ticks_read_as_people_write_them() -> None:
    assert [text for _, text in ticks(-30, 30, 6)] == ["−30", "−20", "−10", "0", "10", "20", "30"]
    assert [text for _, text in ticks(0, 1, 5)] == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]


@pytest.mark.parametrize("span", [1e-42, 1e-30, 1e-4, 1.0, 37.0, 1e5, 1e30, 1e42])
@pytest.mark.parametrize("middle", [0.0, 0.3, -2.0, 1e9])
def test_that_labels_stay_short_at_every_zoom_and_can_be_read(span: float, middle: float) -> None:
    low, high = middle * span * 0.1 - span / 2, middle * span * 0.1 + span / 2
    labels, common = short_ticks(low, high, 5)
    assert labels
    assert max(len(text) for _, text in labels) <= 6
    assert [value for value, _ in labels] == [value for value, _ in ticks(low, high, 5)]
    if not common:
        return
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    base, _, power = common.translate(digits).rpartition("… × 10")
    start = float(base.removesuffix(" + ") or 0)
    for value, text in labels:
        read = start + float(text.translate(digits)) * 10.0 ** int(power)
        assert read == pytest.approx(value, abs=0.02 * span)


def test_that_labels_far_in_say_how_far_from_one_place_they_are() -> None:
    labels, common = short_ticks(0.29 - 1e-11, 0.29 + 1e-11, 5)
    assert [text for _, text in labels] == ["−1.0", "−0.5", "+0.0", "+0.5", "+1.0"]
    assert common.startswith("0.29 + … × 10⁻¹¹")
