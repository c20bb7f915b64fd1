"""Directions of a latent space, against what is known of their covariance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_explorer.analysis.latent_frame import aligned, axis_frame, principal_frame


def codes(dimension: int, seed: int = 0, scale: float = 1.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    mixing = random.normal(size=(dimension, dimension)) * np.geomspace(1, 0.1, dimension)
    return (scale * (random.normal(size=(400, dimension)) @ mixing.T + 3)).astype(np.float32)


@given(dimension=st.integers(2, 12), seed=st.integers(0, 20))
def test_that_principal_components_make_the_covariance_diagonal_and_falling(dimension, seed):
    cloud = codes(dimension, seed).astype(np.float64)
    frame = principal_frame(cloud)
    np.testing.assert_allclose(frame.directions @ frame.directions.T, np.eye(dimension), atol=1e-9)
    along = cloud @ frame.directions.T
    covariance = np.cov(along.T, bias=True)
    np.testing.assert_allclose(covariance, np.diag(np.diag(covariance)), atol=1e-6 * covariance.max())
    np.testing.assert_allclose(frame.deviations, along.std(axis=0), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(frame.means, along.mean(axis=0), rtol=1e-6, atol=1e-9)
    assert (np.diff(frame.deviations) <= 1e-9).all()


@pytest.mark.parametrize("scale", [1e-30, 1e30])
def test_that_the_smallest_and_largest_codes_have_the_same_components(scale):
    plain, scaled = principal_frame(codes(5)), principal_frame(codes(5, scale=scale))
    np.testing.assert_allclose(scaled.directions, plain.directions, atol=1e-4)
    np.testing.assert_allclose(scaled.deviations / scale, plain.deviations, rtol=1e-4)
    assert np.isfinite(axis_frame(codes(5, scale=scale), 0, 1).deviations).all()


def test_that_codes_that_do_not_differ_have_directions_too():
    for frame in (principal_frame(np.full((9, 4), 2.5)), axis_frame(np.zeros((9, 4)), 2, 0)):
        np.testing.assert_allclose(frame.directions @ frame.directions.T, np.eye(4), atol=1e-12)
        np.testing.assert_allclose(frame.deviations, 0, atol=1e-7)


def test_that_axes_come_as_chosen_and_the_others_by_falling_deviation():
    cloud = np.random.default_rng(0).normal(size=(5000, 5)) * (1, 5, 3, 4, 2) + 1
    frame = axis_frame(cloud, 4, 0)
    assert frame.directions.argmax(axis=1).tolist() == [4, 0, 1, 3, 2]
    np.testing.assert_allclose(frame.deviations, cloud.std(axis=0)[[4, 0, 1, 3, 2]])
    np.testing.assert_allclose(frame.means, cloud.mean(axis=0)[[4, 0, 1, 3, 2]])


def test_that_directions_keep_the_side_they_pointed_to():
    frame = principal_frame(codes(6))
    former = frame.directions * np.array([1, -1, -1, 1, 1, -1])[:, None]
    turned = aligned(frame, former)
    np.testing.assert_allclose(turned.directions, former)
    np.testing.assert_allclose(
        turned.means, turned.directions @ codes(6).mean(axis=0, dtype=np.float64), rtol=1e-5
    )
