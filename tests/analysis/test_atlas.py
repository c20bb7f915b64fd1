from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vae_explorer.analysis.atlas import AtlasGrid, assemble, tile_step

places = st.floats(-1e4, 1e4)
sides = st.floats(1e-2, 1e4)
steps = st.integers(-6, 8).map(lambda power: 2.0**power)


@given(x_min=places, y_min=places, width=sides, height=sides, step=steps)
def test_that_a_grid_covers_its_rectangle_and_little_more(x_min, y_min, width, height, step):
    rectangle = (x_min, x_min + width, y_min, y_min + height)
    grid = AtlasGrid.covering(rectangle, step)
    left, right, bottom, top = grid.extent
    slack = 1e-9 * max(1, abs(x_min), abs(y_min))
    assert left <= rectangle[0] + slack
    assert right >= rectangle[1] - slack
    assert bottom <= rectangle[2] + slack
    assert top >= rectangle[3] - slack
    assert right - left <= width + 2 * grid.step + slack
    assert top - bottom <= height + 2 * grid.step + slack


@given(x_min=places, y_min=places, width=sides, height=sides, step=steps)
def test_that_there_are_never_too_many_tiles_and_none_is_larger_than_it_must_be(
    x_min, y_min, width, height, step
):
    grid = AtlasGrid.covering((x_min, x_min + width, y_min, y_min + height), step, max_tiles=500)
    assert grid.columns * grid.rows <= 500
    times = grid.step / step
    assert times >= 1
    assert math.log2(times).is_integer()
    if times > 1:
        finer = grid.step / 2
        assert (width / finer + 2) * (height / finer + 2) > 500


@given(x_min=st.floats(-50, 50), y_min=st.floats(-50, 50), step=steps)
def test_that_centres_stand_on_multiples_of_the_step_row_by_row_from_the_top(x_min, y_min, step):
    grid = AtlasGrid.covering((x_min, x_min + 7.3 * step, y_min, y_min + 4.1 * step), step)
    centres = grid.centres()
    assert (centres.shape, centres.dtype) == ((grid.rows * grid.columns, 2), np.float64)
    np.testing.assert_array_equal(centres / step, np.round(centres / step))
    left, _, bottom, _ = grid.extent
    expected = [
        (left + (column + 0.5) * step, bottom + (row + 0.5) * step)
        for row in reversed(range(grid.rows))
        for column in range(grid.columns)
    ]
    np.testing.assert_allclose(centres, expected, rtol=1e-6, atol=1e-6 * step)


def test_that_panning_moves_no_tile():
    before = AtlasGrid.covering((-3, 3, -2, 2), 0.25)
    after = AtlasGrid.covering((-2.9, 3.1, -2.03, 1.97), 0.25)
    shared = set(map(tuple, before.centres().tolist())) & set(map(tuple, after.centres().tolist()))
    assert len(shared) >= 0.9 * len(before.centres())


@given(
    rows=st.integers(1, 4),
    columns=st.integers(1, 4),
    height=st.integers(1, 5),
    width=st.integers(1, 5),
    channels=st.sampled_from([1, 3]),
)
def test_that_tiles_are_laid_where_a_loop_over_pixels_lays_them(rows, columns, height, width, channels):
    count = rows * columns
    tiles = np.random.default_rng(count).integers(0, 256, (count, height, width, channels)).astype(np.uint8)
    sheet = assemble(tiles, columns, rows)
    assert sheet.shape == (rows * height, columns * width, channels)
    for y in range(rows * height):
        for x in range(columns * width):
            tile = tiles[(y // height) * columns + x // width]
            np.testing.assert_array_equal(sheet[y, x], tile[y % height, x % width])


def test_that_tiles_that_do_not_fill_the_sheet_are_refused():
    with pytest.raises(ValueError, match="5 tiles do not fill 2 × 3"):
        assemble(np.zeros((5, 2, 2, 1), np.uint8), 3, 2)


@given(units=st.floats(1e-12, 1e12), pixels=st.floats(1, 200))
def test_that_a_step_is_a_power_of_two_about_as_wide_as_wished(units, pixels):
    step = tile_step(units, pixels)
    assert math.frexp(step)[0] == 0.5
    assert 2**-0.5 * (1 - 1e-9) <= step / (units * pixels) <= 2**0.5 * (1 + 1e-9)


@given(units=st.floats(1e-9, 1e9), times=st.floats(1, 1e3))
def test_that_zooming_out_never_makes_tiles_finer(units, times):
    assume(math.isfinite(units * times))
    assert tile_step(units * times, 30) >= tile_step(units, 30)


def test_that_a_view_without_extent_has_a_step_too():
    assert tile_step(0.0, 30) > 0
