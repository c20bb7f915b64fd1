from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vae_explorer.data import preview_indices

labels_of_any_balance = st.integers(1, 12).flatmap(
    lambda classes: hnp.arrays(np.int64, st.integers(1, 300), elements=st.integers(-1, classes))
)


@given(labels_of_any_balance, st.integers(1, 350))
def test_that_every_prefix_holds_each_class_within_one_image_of_its_share(
    labels: np.ndarray, limit: int
) -> None:
    chosen = labels[preview_indices(labels, limit)]
    lengths = np.arange(1, len(chosen) + 1)
    for name in np.unique(chosen):
        found = np.cumsum(chosen == name)
        share = np.mean(chosen == name)
        assert np.abs(found - share * lengths).max() <= 1.0


@given(labels_of_any_balance, st.integers(1, 350))
def test_that_the_preview_has_no_image_twice_and_as_many_as_fit(labels: np.ndarray, limit: int) -> None:
    chosen = preview_indices(labels, limit)
    assert chosen.dtype == np.int64
    assert len(np.unique(chosen)) == len(chosen) == min(limit, len(labels))
    assert 0 <= chosen.min() <= chosen.max() < len(labels)


@given(labels_of_any_balance)
def test_that_every_class_is_in_the_preview_when_there_is_a_place_for_each(labels: np.ndarray) -> None:
    classes = np.unique(labels)
    chosen = preview_indices(labels, limit=len(classes))
    assert sorted(labels[chosen]) == sorted(classes)


def test_that_the_preview_keeps_the_proportions_of_an_unbalanced_set() -> None:
    labels = np.repeat([0, 1, 2], [70_000, 29_000, 1_000])
    counts = np.bincount(labels[preview_indices(labels, 1_000)])
    assert counts.tolist() == [700, 290, 10]


def test_that_the_preview_is_the_same_at_every_call_and_another_for_another_seed() -> None:
    labels = np.arange(5_000) % 10
    first = preview_indices(labels, 500)
    assert np.array_equal(first, preview_indices(labels.copy(), 500))
    assert not np.array_equal(first, preview_indices(labels, 500, seed=1))


def test_that_an_unlabelled_set_gives_a_random_sample() -> None:
    chosen = preview_indices(np.full(1_000, -1), 100)
    assert len(set(chosen)) == 100
    assert not np.array_equal(chosen, np.arange(100))


def test_that_a_negative_limit_is_refused_and_none_gives_nothing() -> None:
    assert preview_indices(np.zeros(5, dtype=np.int64), 0).shape == (0,)
    with pytest.raises(ValueError, match="negative"):
        preview_indices(np.zeros(5, dtype=np.int64), -1)
