from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_explorer.state.plane import FLAT, Plane, PlaneChoice, PlaneKind

RANDOM = np.random.default_rng(0)


def tilted(dimension: int, seed: int = 0) -> Plane:
    """Return a plane of no axes at all, somewhere in a space of at least three dimensions."""
    random = np.random.default_rng(seed)
    directions, _ = np.linalg.qr(random.normal(size=(dimension, dimension)))
    depths = tuple(random.normal(size=dimension - 2).tolist())
    return Plane(
        PlaneChoice(PlaneKind.COMPONENTS),
        directions,
        directions @ np.ones(dimension),
        np.ones(dimension),
        depths,
    )


@pytest.mark.parametrize("axes", [(0, 1), (4, 2), (1, 0)])
def test_that_a_plane_of_axes_shows_the_codes_own_coordinates(axes):
    codes = RANDOM.normal(size=(9, 5)).astype(np.float32)
    points = Plane.of_axes(5, axes).to_plane(codes)
    assert (points.shape, points.dtype) == ((9, 2), np.float32)
    assert points.flags.c_contiguous
    np.testing.assert_array_equal(points, codes[:, list(axes)])


def test_that_codes_of_one_dimension_lie_on_a_line():
    codes = RANDOM.normal(size=(9, 1)).astype(np.float32)
    plane = Plane.of_axes(1)
    points = plane.to_plane(codes)
    assert (points.shape, points.dtype) == ((9, 2), np.float32)
    np.testing.assert_array_equal(points[:, 0], codes[:, 0])
    np.testing.assert_array_equal(points[:, 1], 0)
    assert plane.is_strip
    assert plane.code_at(0.25, 7.0) == (0.25,)


def test_that_two_dimensions_are_shown_as_they_are():
    codes = RANDOM.normal(size=(9, 2)).astype(np.float32)
    np.testing.assert_array_equal(FLAT.to_plane(codes), codes)
    np.testing.assert_array_equal(FLAT.to_latent(codes), codes)
    assert FLAT.through((3.0, 4.0)) is FLAT


@given(dimension=st.integers(1, 64), count=st.integers(0, 5))
def test_that_a_place_is_what_its_code_is_shown_at(dimension, count):
    plane = Plane.of_axes(dimension)
    places = RANDOM.normal(size=(count, 2))
    codes = plane.to_latent(places)
    assert (codes.shape, codes.dtype) == ((count, dimension), np.float32)
    np.testing.assert_array_equal(codes[:, 2:], 0)
    shown = plane.to_plane(codes)
    np.testing.assert_array_equal(shown[:, 0], places[:, 0].astype(np.float32))
    # One dimension has no height.
    height = places[:, 1].astype(np.float32) if dimension > 1 else np.zeros(count, np.float32)
    np.testing.assert_array_equal(shown[:, 1], height)


@given(dimension=st.integers(3, 20), seed=st.integers(0, 5))
def test_that_a_tilted_plane_puts_places_where_their_codes_are_and_keeps_its_depth(dimension, seed):
    plane = tilted(dimension, seed)
    places = np.random.default_rng(seed).normal(size=(7, 2))
    codes = plane.to_latent(places)
    np.testing.assert_allclose(plane.to_plane(codes), places, atol=1e-5)
    np.testing.assert_allclose(codes @ plane.directions[2:].T, np.tile(plane.depths, (7, 1)), atol=1e-5)
    assert plane.place_of(codes[3].tolist()) == pytest.approx(tuple(places[3]), abs=1e-5)


@given(seed=st.integers(0, 5))
def test_that_the_plane_through_a_code_decodes_that_code(seed):
    z = np.random.default_rng(seed).normal(size=6)
    plane = tilted(6, seed).through(z.tolist())
    assert plane.code_at(*plane.place_of(z.tolist())) == pytest.approx(tuple(z), abs=1e-6)


def test_that_the_prior_lies_around_the_zero_of_every_plane():
    # What is left of a vector across the plane says nothing about its place in it.
    plane = tilted(5)
    codes = np.random.default_rng(2).normal(size=(50_000, 5))
    places = plane.to_plane(codes)
    np.testing.assert_allclose(places.mean(axis=0), 0, atol=0.02)
    np.testing.assert_allclose(np.cov(places.T), np.eye(2), atol=0.02)
    np.testing.assert_allclose(plane.to_plane(np.zeros((1, 5))), 0)


def test_that_a_plane_knows_whether_it_lies_at_the_mean_and_which_others_decode_alike():
    plane = tilted(5)
    assert not plane.is_at_mean
    mean = plane.at_mean()
    assert mean.is_at_mean
    np.testing.assert_allclose(mean.origin, mean.directions[2:].T @ mean.directions[2:] @ np.ones(5))
    assert plane.is_parallel(mean)
    assert not plane.is_same(mean)
    assert mean.is_same(replace(mean, directions=mean.directions.copy()))
    assert not plane.is_parallel(tilted(5, 1))


@pytest.mark.parametrize("far", [1e30, 1e38, 1e42])
def test_that_places_as_far_as_a_view_goes_have_finite_codes(far):
    for plane in (Plane.of_axes(1), FLAT, tilted(4)):
        assert np.isfinite(plane.to_latent(np.array([[far, -far], [-far, far]]))).all()
