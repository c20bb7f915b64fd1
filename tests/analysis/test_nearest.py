from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.analysis.nearest import NearestCodes, squared_distances


@pytest.mark.parametrize("dimension", [1, 2, 8, 9, 40])
def test_that_the_nearest_are_those_that_a_look_at_every_code_finds(dimension):
    random = np.random.default_rng(dimension)
    codes, places = random.normal(size=(300, dimension)), random.normal(size=(50, dimension))
    distances, indices = NearestCodes(codes).find(places, 7)
    every = np.linalg.norm(places[:, None] - codes, axis=2)
    np.testing.assert_array_equal(indices, np.argsort(every, axis=1)[:, :7])
    np.testing.assert_allclose(distances, np.sort(every, axis=1)[:, :7], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("dimension", [2, 20])
def test_that_no_more_are_found_than_there_are(dimension):
    distances, indices = NearestCodes(np.eye(3, dimension)).find(np.zeros((2, dimension)), 10)
    assert distances.shape == indices.shape == (2, 3)


def test_that_squares_keep_their_digits_far_from_the_origin():
    random = np.random.default_rng(0)
    points = random.normal(size=(20, 30)) + 1_000
    expected = np.linalg.norm(points[:, None] - points, axis=2) ** 2
    np.testing.assert_allclose(squared_distances(points, points), expected, rtol=1e-3, atol=1e-2)
