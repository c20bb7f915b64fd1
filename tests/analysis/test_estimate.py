from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.analysis.estimate import (
    bootstrap_mean,
    bootstrap_median,
    normal_interval,
    percentile_interval,
    resample_weights,
)


def test_that_the_interval_of_a_mean_is_that_of_the_normal_theory():
    values = np.random.default_rng(0).normal(3, 2, 4_000)
    half = 1.96 * values.std() / len(values) ** 0.5
    for estimate in (bootstrap_mean(values), normal_interval(float(values.mean()), values - values.mean())):
        assert estimate.value == pytest.approx(values.mean())
        assert estimate.low == pytest.approx(values.mean() - half, abs=0.25 * half)
        assert estimate.high == pytest.approx(values.mean() + half, abs=0.25 * half)


def test_that_nineteen_of_twenty_intervals_hold_the_true_mean():
    random = np.random.default_rng(1)
    samples = random.exponential(2, (300, 80))
    held = [estimate.low <= 2 <= estimate.high for estimate in map(bootstrap_mean, samples)]
    assert 0.88 <= np.mean(held) <= 0.98


def test_that_the_median_is_that_of_the_values_and_its_replicates_those_of_sorted_samples():
    values = np.random.default_rng(2).exponential(1, 501)
    estimate = bootstrap_median(values)
    assert estimate.value == np.median(values)
    weights = resample_weights(len(values)).astype(int)
    medians = np.array([np.median(np.repeat(np.sort(values), weight)) for weight in weights])
    expected = percentile_interval(float(np.median(values)), medians)
    assert (estimate.low, estimate.high) == pytest.approx((expected.low, expected.high))


def test_that_a_sample_is_as_large_as_the_data_and_always_the_same():
    weights = resample_weights(30)
    assert (weights.sum(axis=1) == 30).all()
    np.testing.assert_array_equal(weights, resample_weights(30))
    assert len(np.unique(weights, axis=0)) == len(weights)


def test_that_values_that_are_all_alike_have_no_spread():
    estimate = bootstrap_mean(np.full(20, 0.25))
    assert (estimate.value, estimate.low, estimate.high) == (0.25, 0.25, 0.25)
