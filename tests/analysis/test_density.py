from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_explorer.analysis.density import density_grid, kernel_sums, line_sums, picture_sums

BANDWIDTH = 0.06


def cloud(count: int = 700, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return (random.standard_normal((count, 2)) * (1.5, 0.7) + (3, -1)).astype(np.float32)


def centres(rectangle: tuple[float, float, float, float], columns: int, rows: int) -> np.ndarray:
    x_min, x_max, y_min, y_max = rectangle
    x = x_min + (np.arange(columns) + 0.5) * (x_max - x_min) / columns
    y = y_max - (np.arange(rows) + 0.5) * (y_max - y_min) / rows
    return np.stack(np.meshgrid(x, y), axis=-1)


def plain_kde(codes: np.ndarray, places: np.ndarray, width: float) -> np.ndarray:
    squares = ((places[..., None, :] - codes.astype(np.float64)) ** 2).sum(axis=-1)
    return np.exp(-squares / (2 * width**2)).mean(axis=-1) / (2 * np.pi * width**2)


def width_of(codes: np.ndarray) -> float:
    return BANDWIDTH * float(np.sqrt(codes.astype(np.float64).var(axis=0).mean()))


@pytest.mark.parametrize(
    "rectangle",
    [(-2, 8, -4, 2), (2.9, 3.1, -1.1, -0.9), (2.99999, 3.00001, -1.00001, -0.99999), (20, 21, 20, 21)],
    ids=["all", "near", "very near", "elsewhere"],
)
def test_that_it_is_the_plain_kernel_density_estimate_at_every_zoom(rectangle):
    codes = cloud()
    found = density_grid(codes, rectangle, 100, 80)
    expected = plain_kde(codes, centres(rectangle, 100, 80), width_of(codes))
    assert (found.shape, found.dtype) == ((80, 100), np.float32)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5 * max(expected.max(), 1e-3))


@settings(max_examples=40, deadline=None)
@given(
    left=st.floats(-4, 4),
    bottom=st.floats(-4, 4),
    width=st.floats(0.5, 12),
    height=st.floats(0.5, 12),
    columns=st.integers(20, 90),
    rows=st.integers(20, 90),
)
def test_that_it_adds_up_to_the_share_of_codes_inside(left, bottom, width, height, columns, rows):
    codes = cloud()
    rectangle = (left, left + width, bottom, bottom + height)
    total = density_grid(codes, rectangle, columns, rows).sum() * width * height / (columns * rows)
    is_inside = (codes > (left, bottom)).all(axis=1) & (codes < (left + width, bottom + height)).all(axis=1)
    # Codes within the kernel's reach of the border shed a part of theirs to the other side.
    reach = 3 * max(width_of(codes), width / columns, height / rows)
    is_near = (codes > (left - reach, bottom - reach)).all(axis=1) & (
        codes < (left + width + reach, bottom + height + reach)
    ).all(axis=1)
    core = (codes > (left + reach, bottom + reach)).all(axis=1) & (
        codes < (left + width - reach, bottom + height - reach)
    ).all(axis=1)
    border = is_near.mean() - core.mean()
    assert abs(total - is_inside.mean()) <= 0.7 * border + 0.01


@pytest.mark.parametrize("extent", [10, 100, 10_000])
def test_that_no_code_is_lost_between_the_cells_of_a_coarse_grid(extent):
    rectangle = (-extent + 0.3, extent, -extent - 0.1, extent)
    found = density_grid(cloud(), rectangle, 37, 23)
    area = (rectangle[1] - rectangle[0]) * (rectangle[3] - rectangle[2]) / (37 * 23)
    assert float(found.astype(np.float64).sum()) * area == pytest.approx(1, abs=0.01)


def test_that_the_first_row_is_the_top_and_the_first_column_the_left():
    codes = np.array([[-3, 4], [-3, 4.01]], np.float32)
    found = density_grid(codes, (-4, 4, -5, 5), 8, 10)
    assert np.unravel_index(found.argmax(), found.shape) in {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_that_the_same_codes_many_times_over_are_as_dense():
    codes, rectangle = cloud(), (-2, 8, -4, 2)
    many = np.tile(codes, (5, 1))
    np.testing.assert_allclose(
        density_grid(many, rectangle, 60, 40), density_grid(codes, rectangle, 60, 40), rtol=1e-4, atol=1e-7
    )


@pytest.mark.parametrize("count", [1, 20])
def test_that_equal_codes_are_one_finite_peak(count):
    found = density_grid(np.full((count, 2), 0.5, np.float32), (0, 1, 0, 1), 21, 21)
    assert np.isfinite(found).all()
    assert np.unravel_index(found.argmax(), found.shape) == (10, 10)


RECTANGLES = [(-2, 8, -4, 2), (-40, 50, -60, 60), (2.5, 3.5, -1.3, -0.7), (2.999, 3.001, -1.001, -0.999)]


@pytest.mark.parametrize("rectangle", RECTANGLES)
@pytest.mark.parametrize("count", [1, 60, 20_000])
def test_that_the_quick_picture_is_within_a_hundredth_of_the_peak(rectangle, count):
    codes = cloud(count)
    found = picture_sums(codes, rectangle, 90, 70)
    rows, columns = found.shape
    assert rows <= 70
    assert columns <= 90
    expected, _ = kernel_sums(codes, rectangle, columns, rows)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=0.01 * expected.max())


def test_that_far_in_the_quick_picture_has_few_cells():
    assert max(picture_sums(cloud(5000), (2.999, 3.001, -1.001, -0.999), 900, 700).shape) == 2


def test_that_nothing_in_sight_has_no_density():
    assert picture_sums(cloud(), (90, 91, 90, 91), 30, 20).max() == 0


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_that_codes_of_any_extent_have_a_picture(scale):
    plain = picture_sums(cloud(5000), (-2, 8, -4, 2), 60, 50)
    scaled = picture_sums(cloud(5000) * np.float32(scale), tuple(scale * x for x in (-2, 8, -4, 2)), 60, 50)
    np.testing.assert_allclose(scaled, plain, atol=1e-3 * plain.max())


def test_that_a_line_has_the_plain_kernel_density():
    x = cloud(500)[:, 0]
    found = line_sums(x, -2, 8, 80)
    centres_x = -2 + (np.arange(80) + 0.5) / 8
    width = max(BANDWIDTH * float(x.astype(np.float64).std()), 0.6 / 8)
    expected = np.exp(-((centres_x[:, None] - x) ** 2) / (2 * width**2)).sum(axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
