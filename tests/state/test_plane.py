from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_explorer.state.plane import to_latent, to_plane

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("dimension", [2, 5, 64])
def test_that_the_plane_shows_the_first_two_axes(dimension):
    codes = RANDOM.normal(size=(9, dimension)).astype(np.float32)
    points = to_plane(codes)
    assert (points.shape, points.dtype) == ((9, 2), np.float32)
    assert points.flags.c_contiguous
    np.testing.assert_array_equal(points, codes[:, :2])


def test_that_codes_of_one_dimension_lie_on_a_line():
    codes = RANDOM.normal(size=(9, 1)).astype(np.float32)
    points = to_plane(codes)
    assert (points.shape, points.dtype) == ((9, 2), np.float32)
    np.testing.assert_array_equal(points[:, 0], codes[:, 0])
    np.testing.assert_array_equal(points[:, 1], 0)


@given(dimension=st.integers(1, 64), count=st.integers(0, 5))
def test_that_a_place_is_what_its_code_is_shown_at(dimension, count):
    places = RANDOM.normal(size=(count, 2))
    codes = to_latent(places, dimension)
    assert (codes.shape, codes.dtype) == ((count, dimension), np.float32)
    np.testing.assert_array_equal(codes[:, 2:], 0)
    shown = to_plane(codes)
    np.testing.assert_array_equal(shown[:, 0], places[:, 0].astype(np.float32))
    # One dimension has no height.
    height = places[:, 1].astype(np.float32) if dimension > 1 else np.zeros(count, np.float32)
    np.testing.assert_array_equal(shown[:, 1], height)
