from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vae_explorer.data.stratum import class_quotas, split_off_test

sizes = hnp.arrays(np.int64, st.integers(1, 40), elements=st.integers(1, 5_000))


@given(sizes, st.floats(0, 1))
def test_that_quotas_add_up_and_stay_within_one_of_their_share(counts: np.ndarray, part: float) -> None:
    total = int(part * counts.sum())
    quotas = class_quotas(counts, total)
    assert quotas.sum() == total
    assert (quotas >= 0).all()
    assert (quotas <= counts).all()
    assert np.abs(quotas - counts * total / counts.sum()).max() < 1.0 + 1e-9


@given(sizes, st.floats(0, 1), st.integers(0, 3))
def test_that_floor_and_ceiling_hold_wherever_they_can(counts: np.ndarray, part: float, floor: int) -> None:
    ceiling = np.maximum(counts - 1, 1)
    total = int(part * ceiling.sum())
    quotas = class_quotas(counts, total, floor=floor, ceiling=ceiling)
    assert quotas.sum() == total
    assert (quotas <= ceiling).all()
    if floor * len(counts) <= total:
        assert (quotas >= np.minimum(floor, ceiling)).all()


@given(hnp.arrays(np.int64, st.integers(2, 400), elements=st.integers(-1, 6)))
def test_that_the_split_is_whole_disjoint_and_a_tenth(labels: np.ndarray) -> None:
    train, test = split_off_test(labels)
    assert sorted([*train, *test]) == list(range(len(labels)))
    assert len(test) == max(1, round(len(labels) / 10))
    again = split_off_test(labels)
    assert np.array_equal(train, again[0])
    assert np.array_equal(test, again[1])


def test_that_the_split_is_stratified_and_leaves_every_class_in_training() -> None:
    labels = np.repeat([0, 1, 2, 3], [500, 300, 200, 1])
    train, test = split_off_test(labels)
    assert np.bincount(labels[test], minlength=4).tolist() == [50, 30, 20, 0]
    assert set(labels[train]) == {0, 1, 2, 3}


def test_that_at_most_ten_thousand_are_set_aside() -> None:
    _, test = split_off_test(np.zeros(150_000, dtype=np.int64))
    assert len(test) == 10_000
