from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.sample import history, map_state
from vae_explorer.ui.curve import Curve, CurveRole, comparable, fitting_range, map_curves


def curve(nats, kind="vae", likelihood="bernoulli") -> Curve:
    epochs = np.arange(1.0, len(nats) + 1)
    return Curve(0, kind, likelihood, "VAE", CurveRole.TEST, epochs, np.array(nats, dtype=float))


def test_that_a_vae_has_its_bound_beside_its_reconstruction():
    curves = {item.role: item for item in map_curves(map_state(1, "vae"), "VAE")}
    assert set(curves) == {CurveRole.TRAIN, CurveRole.TOTAL, CurveRole.TEST}
    assert np.allclose(curves[CurveRole.TOTAL].nats - curves[CurveRole.TEST].nats, 6.5)
    assert np.allclose(curves[CurveRole.TEST].nats - curves[CurveRole.TRAIN].nats, 1.0)


@pytest.mark.parametrize("kind", ["ae", "pca"])
def test_that_a_model_without_regulariser_has_no_total(kind):
    assert CurveRole.TOTAL not in {item.role for item in map_curves(map_state(0, kind), "AE")}


def test_that_an_untrained_map_has_no_curves():
    assert map_curves(map_state(0, "ae", history=()), "AE") == []


def test_that_values_that_are_not_finite_leave_a_gap_and_no_range():
    record = history("ae", 1)[0]
    broken = msgspec.structs.replace(
        record, test=msgspec.structs.replace(record.test, reconstruction_nats=math.inf)
    )
    state = map_state(0, "ae", history=(broken,))
    test = [item for item in map_curves(state, "AE") if item.role is CurveRole.TEST]
    assert np.isnan(test[0].nats).all()
    assert test[0].at(1) is None
    assert fitting_range(test, 10) is None


def test_that_a_value_is_read_at_the_nearest_epoch_and_not_beyond_the_record():
    shown = curve([5.0, 4.0, 3.0])
    assert shown.at(2.2) == 4.0
    assert shown.at(3.4) == 3.0
    assert shown.at(4.0) is None


def test_that_figures_of_other_likelihoods_are_not_compared():
    pca, vae = curve([-400.0], "pca", "gaussian"), curve([130.0])
    assert comparable([pca, vae]) == [vae]
    assert comparable([pca]) == [pca]


def test_that_the_planned_length_of_a_run_keeps_the_axis_still():
    early, late = curve([180.0, 150.0, 140.0]), curve([180.0, 150.0, 140.0, 137.0])
    ranges = {
        (found.first_epoch, found.last_epoch) for found in (fitting_range([c], 30) for c in (early, late))
    }
    assert ranges == {(1.0, 30.0)}


def test_that_the_range_moves_seldom_while_a_long_run_goes_on():
    nats = 130 + 100 / np.arange(1, 1001)
    ranges = [fitting_range([curve(nats[:count])], 1000) for count in range(20, 1001)]
    moves = sum(before != after for before, after in pairwise(ranges))
    assert moves < 40


@given(st.lists(st.floats(-1e14, 1e14), min_size=1, max_size=60), st.integers(0, 2000))
def test_that_every_late_value_lies_inside_the_range(nats, planned):
    found = fitting_range([curve(nats)], planned)
    assert found is not None
    late = nats[math.ceil(len(nats) * 0.05) :] or nats
    assert found.lowest <= min(late)
    assert max(late) <= found.highest
    assert found.step > 0
    assert found.last_epoch > found.first_epoch


def test_that_an_empty_history_after_a_full_one_has_no_range():
    assert fitting_range(map_curves(replace(map_state(0, "ae"), history=()), "AE"), 30) is None
