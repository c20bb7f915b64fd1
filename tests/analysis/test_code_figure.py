"""Discrepancy, active units and label accuracy."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from vae_explorer.analysis.active_unit import active_units
from vae_explorer.analysis.discrepancy import squared_discrepancy
from vae_explorer.analysis.label_accuracy import chance_level, label_accuracy, own_label_accuracy


def clusters(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 4, count)
    centres = np.array([[0, 0], [1.5, 0], [0, 1.5], [1.5, 1.5]])
    return (centres[labels] + random.normal(0, 0.7, (count, 2))).astype(np.float32), labels


def commonest(near: list[int]) -> int:
    """The class with most votes; among equals the one that comes first."""
    votes = Counter(near)
    return max(votes, key=lambda label: (votes[label], -near.index(label)))


def test_that_the_discrepancy_is_the_mean_over_all_pairs():
    random = np.random.default_rng(0)
    a, b = random.normal(size=(2, 12, 3))
    a += 0.5
    c = 6.0

    def kernel(x: np.ndarray, y: np.ndarray) -> float:
        return c / (c + ((x - y) ** 2).sum())

    pairs = [(i, j) for i in range(12) for j in range(12) if i != j]
    expected = np.mean(
        [kernel(a[i], a[j]) + kernel(b[i], b[j]) - kernel(a[i], b[j]) - kernel(a[j], b[i]) for i, j in pairs]
    )
    assert squared_discrepancy(a, b).value == pytest.approx(expected, rel=1e-4)


def test_that_the_discrepancy_of_two_samples_of_the_prior_is_nothing_and_grows_with_a_shift():
    random = np.random.default_rng(1)
    values = [squared_discrepancy(*random.normal(size=(2, 400, 4))) for _ in range(20)]
    assert np.mean([estimate.value for estimate in values]) == pytest.approx(0, abs=0.001)
    a, b = random.normal(size=(2, 400, 4))
    shifted = squared_discrepancy(a + 2, b)
    assert shifted.low > squared_discrepancy(a + 1, b).high > 0.05


def test_that_unequal_samples_are_refused():
    with pytest.raises(ValueError, match="3 codes and 2 draws"):
        squared_discrepancy(np.zeros((3, 2)), np.zeros((2, 2)))


def test_that_dimensions_that_stay_at_the_prior_are_not_counted():
    mu = np.random.default_rng(0).normal(size=(500, 5)) * [1.0, 0.5, 0.05, 0.0, 2.0]
    assert active_units(mu) == 3


def test_that_a_label_is_that_of_most_neighbours():
    (codes, labels), (test, test_labels) = clusters(300, 0), clusters(120, 1)
    hits = []
    for place, label in zip(test, test_labels, strict=True):
        order = np.argsort(np.linalg.norm(codes - place, axis=1))[:10]
        hits.append(commonest(labels[order].tolist()) == label)
    estimate = label_accuracy(codes, labels, test, test_labels)
    assert estimate.value == pytest.approx(np.mean(hits))
    assert estimate.low <= estimate.value <= estimate.high


def test_that_a_code_does_not_vote_for_itself():
    codes, labels = clusters(200, 2)
    hits = []
    for position in range(200):
        order = np.argsort(np.linalg.norm(codes - codes[position], axis=1))
        others = [index for index in order if index != position][:10]
        hits.append(commonest(labels[others].tolist()) == labels[position])
    assert own_label_accuracy(codes, labels).value == pytest.approx(np.mean(hits))


def test_that_codes_that_coincide_still_leave_themselves_out():
    assert own_label_accuracy(np.zeros((40, 2)), np.arange(40) % 2) is not None


def test_that_images_without_labels_are_left_out():
    codes, labels = clusters(100, 3)
    assert own_label_accuracy(codes, np.full(100, -1)) is None
    assert label_accuracy(codes, np.full(100, -1), codes, labels) is None
    assert chance_level(np.full(4, -1)) is None
    assert chance_level(np.array([-1, 0, 0, 0, 1])) == 0.75
