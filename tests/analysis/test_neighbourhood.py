from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_explorer.analysis.neighbourhood import DENSITY_NEIGHBOURS, NeighbourIndex


def cloud(count: int, dimension: int, seed: int = 0) -> np.ndarray:
    """Return codes of no special shape: two clusters of different widths."""
    random = np.random.default_rng(seed)
    codes = random.standard_normal((count, dimension))
    codes[::3] = 0.3 * codes[::3] + 2.0
    return codes.astype(np.float32)


def sigma_of(codes: np.ndarray) -> float:
    return float(np.sqrt(codes.astype(np.float64).var(axis=0).mean()))


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(2, 60),
    dimension=st.integers(1, 6),
    neighbours=st.integers(1, 12),
    seed=st.integers(0, 2**16),
)
def test_that_neighbours_are_those_that_a_look_at_every_code_finds(count, dimension, neighbours, seed):
    codes = cloud(count, dimension, seed)
    z = np.random.default_rng(seed + 1).normal(size=dimension)
    found = NeighbourIndex(codes).probe(tuple(z.tolist()), neighbours)
    distances = np.linalg.norm(codes.astype(np.float64) - z, axis=1)
    order = np.argsort(distances)[:neighbours]
    assert found.indices == tuple(order.tolist())
    np.testing.assert_allclose(found.distances_sigma, distances[order] / sigma_of(codes), rtol=1e-9)


def test_that_the_percentile_counts_the_codes_that_live_at_least_as_thinly():
    codes = cloud(300, 2)
    index = NeighbourIndex(codes)
    every = np.sort(np.linalg.norm(codes[:, None].astype(np.float64) - codes, axis=2), axis=1)
    own = every[:, DENSITY_NEIGHBOURS]
    for z in np.random.default_rng(2).normal(0, 2, (50, 2)):
        distances = np.sort(np.linalg.norm(codes.astype(np.float64) - z, axis=1))
        expected = 100 * np.mean(own >= distances[DENSITY_NEIGHBOURS - 1])
        assert index.probe(z).density_percentile == pytest.approx(expected)


def test_that_every_percentile_is_as_frequent_as_any_other_among_the_codes_themselves():
    codes = cloud(500, 2)
    index = NeighbourIndex(codes)
    percentiles = np.sort([index.probe(code).density_percentile for code in codes])
    np.testing.assert_allclose(percentiles, np.arange(1, 501) / 5, atol=0.5)


def test_that_a_large_sample_stands_for_all_codes():
    codes = cloud(9_000, 2)
    index = NeighbourIndex(codes)
    percentiles = [
        index.probe(code).density_percentile
        for code in codes[np.random.default_rng(1).choice(9_000, 400, replace=False)]
    ]
    for share in (10, 25, 50, 75, 90):
        assert np.percentile(percentiles, share) == pytest.approx(share, abs=8)


def test_that_a_place_among_codes_is_no_gap_and_a_far_one_is():
    codes = cloud(800, 2)
    index = NeighbourIndex(codes)
    within, far = index.probe((2.0, 2.0)), index.probe((40.0, -40.0))
    assert not within.is_gap
    assert not within.is_edge
    assert far.is_gap
    assert not far.is_edge
    assert far.density_percentile == 0


def test_that_between_data_and_gap_lies_an_edge():
    index = NeighbourIndex(cloud(2_000, 2))
    verdicts = [index.probe((2.0 + step, 2.0 + step)) for step in np.linspace(0, 4, 400)]
    is_edge = [found.is_edge for found in verdicts]
    assert any(is_edge)
    assert all(1 < found.density_percentile <= 10 for found in verdicts if found.is_edge)
    assert not any(found.is_edge and found.is_gap for found in verdicts)


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_that_one_code_is_answered_with_itself(dimension):
    index = NeighbourIndex(np.full((1, dimension), 3.0, np.float32))
    here, away = index.probe((3.0,) * dimension), index.probe((4.0,) * dimension)
    assert here.indices == away.indices == (0,)
    assert here.distances_sigma == (0.0,)
    assert away.distances_sigma == (pytest.approx(dimension**0.5),)
    assert not here.is_gap
    assert away.is_gap
    assert index.emptiest_place() == (3.0,) * dimension


def test_that_codes_that_are_all_equal_are_their_own_data_and_all_else_is_a_gap():
    index = NeighbourIndex(np.full((50, 2), -1.5, np.float32))
    here = index.probe((-1.5, -1.5))
    assert here.distances_sigma == (0.0,) * 6
    assert (here.is_gap, here.is_edge, here.density_percentile) == (False, False, 100.0)
    assert index.probe((-1.5, -1.4)).is_gap
    assert index.emptiest_place() == (-1.5, -1.5)


def test_that_fewer_codes_than_asked_for_are_all_returned():
    assert len(NeighbourIndex(cloud(4, 2)).probe((0.0, 0.0), 6).indices) == 4


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_that_the_emptiest_place_is_farther_from_all_codes_than_other_places_near_them(dimension):
    codes = cloud(2_000, dimension)
    place = np.array(NeighbourIndex(codes).emptiest_place())
    gap = np.linalg.norm(codes - place, axis=1).min()
    random = np.random.default_rng(5)
    centre, spread = codes.mean(axis=0), codes.std(axis=0)
    directions = random.standard_normal((200, dimension))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    others = centre + 2 * random.uniform(0.1, 1, (200, 1)) * directions * spread
    distances = np.linalg.norm(codes[None] - others[:, None], axis=2).min(axis=1)
    assert np.mean(distances <= gap) > 0.98
    assert np.linalg.norm((place - centre) / spread) <= 2 + 1e-6


def test_that_a_hole_in_the_middle_is_found():
    angles = np.linspace(0, 2 * np.pi, 1_000, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    # A second ring just inside the reach of the search leaves the middle as the emptiest place.
    codes = np.concatenate([ring, 1.45 * ring, 1.8 * ring])
    assert np.linalg.norm(NeighbourIndex(codes).emptiest_place()) < 0.35


def test_that_the_emptiest_place_is_the_same_every_time():
    codes = cloud(300, 2)
    assert NeighbourIndex(codes).emptiest_place() == NeighbourIndex(codes).emptiest_place()


def test_that_the_scale_of_a_moment_before_serves_codes_that_have_moved_turned_and_grown():
    codes = cloud(600, 2)
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    later = (3 * codes @ turn + 5).astype(np.float32)
    passed_on = NeighbourIndex(later, NeighbourIndex(codes).scale)
    for z in np.random.default_rng(3).normal(5, 6, (50, 2)):
        own = NeighbourIndex(later).probe(z)
        assert passed_on.probe(z).density_percentile == pytest.approx(own.density_percentile, abs=0.4)
        assert passed_on.probe(z).indices == own.indices


def test_that_a_great_many_codes_are_found_by_the_same_rule(monkeypatch):
    codes = cloud(500, 2)
    every = NeighbourIndex(codes)
    looked_through = [every.probe(z) for z in codes[:40] + 0.01]
    monkeypatch.setattr("vae_explorer.analysis.neighbourhood._MANY", 100)
    for z, former in zip(codes[:40] + 0.01, looked_through, strict=True):
        found = every.probe(z)
        assert (found.indices, found.density_percentile) == (former.indices, former.density_percentile)
        np.testing.assert_allclose(found.distances_sigma, former.distances_sigma, rtol=1e-12)
