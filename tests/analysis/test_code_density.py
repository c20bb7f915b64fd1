"""The density of codes against its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vae_explorer.analysis.code_density import code_density


@pytest.mark.parametrize("dimension", [1, 2, 3, 5])
def test_that_the_density_is_what_its_definition_says(dimension):
    codes = np.random.default_rng(dimension).normal(3, 20, (60, dimension)).astype(np.float32)
    sigma = math.sqrt(codes.astype(np.float64).var(axis=0).mean())
    volume = {1: 2.0, 2: math.pi, 3: 4 / 3 * math.pi, 5: 8 / 15 * math.pi**2}[dimension]
    wanted = []
    for code in codes.astype(np.float64):
        distances = np.sort(np.linalg.norm(codes - code, axis=1)) / sigma
        wanted.append(4 / 59 / (volume * distances[4] ** dimension))
    assert code_density(codes, 4) == pytest.approx(np.array(wanted), rel=1e-4)


def test_that_scale_and_place_of_the_plane_do_not_matter():
    codes = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
    assert code_density(codes) == pytest.approx(code_density(codes * 40 + 7), rel=1e-3)


def test_that_codes_of_a_uniform_square_have_its_density():
    codes = np.random.default_rng(0).uniform(-1, 1, (20_000, 2)).astype(np.float32)
    inner = np.abs(codes).max(axis=1) < 0.8
    # A square of side 2 has σ² = 1/3, so its density is 1/4 in plane units and 1/12 per σ².
    assert np.median(code_density(codes)[inner]) == pytest.approx(1 / 12, rel=0.05)


@pytest.mark.parametrize("codes", [np.zeros((0, 2)), np.ones((1, 2)), np.ones((30, 2))])
def test_that_where_a_density_has_no_meaning_there_is_no_number(codes):
    assert np.isnan(code_density(codes.astype(np.float32))).all()


def test_that_only_codes_that_coincide_with_many_others_have_no_number():
    codes = np.concatenate([np.zeros((20, 2)), np.random.default_rng(0).normal(5, 1, (20, 2))])
    assert np.isnan(code_density(codes.astype(np.float32))).tolist() == [True] * 20 + [False] * 20
