from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.linear_model import LinearGaussian
from vae_explorer.analysis.geodesic import geodesic, straight_line, walk
from vae_explorer.autoencoders.model import build_autoencoder
from vae_explorer.autoencoders.specification import ModelSpec


def test_that_the_geodesic_of_a_linear_decoder_is_the_straight_line() -> None:
    linear = LinearGaussian()
    curve = geodesic(linear.network, np.array([-2.0, 1.0]), np.array([1.5, 0.5]))
    line = straight_line(linear.network, np.array([-2.0, 1.0]), np.array([1.5, 0.5]))
    assert np.allclose(curve.points, line.points, atol=2e-3)
    # The pull-back metric of z ↦ m + Wᵀz is WWᵀ everywhere: the length of the step is ‖WᵀΔ‖.
    assert curve.length == pytest.approx(np.linalg.norm(np.array([3.5, -0.5]) @ linear.weights), rel=1e-4)
    assert curve.energy == pytest.approx(curve.length**2, rel=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_that_a_geodesic_never_has_more_energy_than_the_straight_line(seed: int) -> None:
    spec = ModelSpec(kind="vae", image_shape=(4, 5, 1), hidden=(16, 16), likelihood="bernoulli")
    network = build_autoencoder(spec, seed).eval()
    for weight in network.parameters():
        weight.data.mul_(1.2)
    start, end = np.array([-2.0, 0.0]), np.array([2.0, 0.5 * seed])
    curve, line = geodesic(network, start, end), straight_line(network, start, end)
    assert curve.energy < line.energy
    assert curve.length <= line.length * 1.001
    assert np.array_equal(curve.points[[0, -1]], np.array([start, end]))
    # Cauchy & Schwarz: energy is at least length squared, and at a minimum they are nearly equal.
    assert curve.length**2 <= curve.energy * 1.001
    assert curve.energy <= 1.1 * curve.length**2


def test_that_a_way_from_a_place_to_itself_stays_there() -> None:
    linear = LinearGaussian()
    place = np.array([0.3, -0.4])
    assert np.allclose(geodesic(linear.network, place, place).points, place)


def test_that_a_walk_takes_even_steps_and_keeps_both_ends() -> None:
    points = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 0.0]])
    assert np.allclose(walk(points, 5), [[0, 0], [0.5, 1], [1, 2], [1.5, 1], [2, 0]])
