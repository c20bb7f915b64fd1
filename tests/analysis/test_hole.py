from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ncx2

from vae_explorer.analysis.hole import hole_fraction
from vae_explorer.analysis.prior import disc_radius, log_prior, prior_draws, whitened


def normal(count: int, dimension: int, seed: int = 7) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, dimension))


@pytest.mark.parametrize("dimension", [1, 2, 3, 5, 16, 64])
def test_that_codes_from_the_prior_leave_no_holes(dimension):
    assert hole_fraction(normal(5_000, dimension), has_interval=False).value < 0.002


@pytest.mark.parametrize("dimension", [1, 2, 3, 8, 32])
def test_that_moved_codes_leave_what_endless_codes_would_leave(dimension):
    # A ball holds a known share of a Gaussian (noncentral χ²), so the estimate for ever more codes is known.
    codes, share = normal(5_000, dimension), 10 / 5_000
    codes[:, 0] += 3
    draws = prior_draws(20_000, dimension, seed=99)
    draws = draws[np.linalg.norm(draws, axis=1) <= disc_radius(dimension)]
    from_mean, from_codes = (draws**2).sum(axis=1), ((draws - [3.0, *[0] * (dimension - 1)]) ** 2).sum(axis=1)
    if dimension <= 3:
        ball = math.pi ** (dimension / 2) / math.gamma(dimension / 2 + 1)
        radius = (share / (0.1 * np.exp(log_prior(draws)) * ball)) ** (1 / dimension)
    else:
        radius = np.sqrt(ncx2.ppf(share, dimension, from_mean)) * 10 ** (1 / dimension)
    expected = np.mean(ncx2.cdf(radius**2, dimension, from_codes) < share)
    assert 0.4 < expected < 0.8
    assert hole_fraction(codes, has_interval=False).value == pytest.approx(expected, abs=0.03)


def test_that_a_thin_ring_leaves_its_middle_and_its_outside():
    random = np.random.default_rng(3)
    angle = random.uniform(0, 2 * math.pi, 10_000)
    codes = 1.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    # On a circle of radius 1.5 the k-th nearest of n codes lies k/2n of the way round: a chord away.
    r = np.linspace(1e-6, disc_radius(2), 20_001)
    half_angle = math.pi * 10 / 10_000
    squared = 1.5**2 + r**2 - 3 * r * math.cos(half_angle)
    p = np.exp(-0.5 * r**2) / (2 * math.pi)
    expected = np.average(10 / (10_000 * math.pi * squared) < 0.1 * p, weights=r * p)
    estimate = hole_fraction(codes)
    assert estimate.value == pytest.approx(expected, abs=0.02)
    assert estimate.low < estimate.value < estimate.high
    assert estimate.high - estimate.low < 0.06


def test_that_whitening_takes_scale_place_and_slant_away_but_not_a_ring():
    slanted = normal(5_000, 2) @ np.array([[9.0, 2.0], [0.0, 4.0]]) + 30
    assert hole_fraction(slanted, has_interval=False).value > 0.9
    assert hole_fraction(whitened(slanted), has_interval=False).value < 0.002
    angle = np.random.default_rng(0).uniform(0, 2 * math.pi, 5_000)
    ring = 40 * np.column_stack([np.cos(angle), np.sin(angle)])
    assert hole_fraction(whitened(ring), has_interval=False).value > 0.3


def test_that_the_interval_is_as_wide_as_other_codes_would_make_the_figure_vary():
    def moved(seed: int) -> np.ndarray:
        return normal(800, 2, seed) * 0.6

    values = [hole_fraction(moved(seed), has_interval=False).value for seed in range(25)]
    estimate = hole_fraction(moved(0))
    assert estimate.high - estimate.low == pytest.approx(4 * np.std(values), rel=0.6)


def test_that_few_codes_are_no_error():
    assert 0 <= hole_fraction(normal(3, 2)).value <= 1
    assert hole_fraction(np.zeros((5_000, 2))).value > 0.9


def test_that_the_disc_holds_what_it_should():
    draws = prior_draws(200_000, 3)
    assert np.mean(np.linalg.norm(draws, axis=1) < disc_radius(3)) == pytest.approx(0.95, abs=0.002)
    assert disc_radius(2) == pytest.approx(math.sqrt(-2 * math.log(0.05)))
    assert log_prior(np.zeros((1, 2)))[0] == pytest.approx(-math.log(2 * math.pi))


def test_that_whitened_codes_have_no_mean_and_unit_covariance_where_they_differ():
    codes = normal(500, 3) @ np.diag([5.0, 0.1, 0.0]) + 4
    white = whitened(codes)
    np.testing.assert_allclose(white.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(np.sort(np.diag(white.T @ white / 500)), [0, 1, 1], atol=1e-6)
