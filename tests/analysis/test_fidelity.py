from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from vae_explorer.analysis.fidelity import RealImages, expected_coverage
from vae_explorer.analysis.work import finished


def published(real: np.ndarray, made: np.ndarray, k: int) -> tuple[float, float, float, float]:
    """Precision, recall, density and coverage written down as in the paper's own program."""
    real_radii = np.sort(cdist(real, real), axis=1)[:, k]
    made_radii = np.sort(cdist(made, made), axis=1)[:, k]
    distances = cdist(real, made)
    return (
        float((distances < real_radii[:, None]).any(axis=0).mean()),
        float((distances < made_radii[None]).any(axis=1).mean()),
        float((distances < real_radii[:, None]).sum(axis=0).mean() / k),
        float((distances.min(axis=1) < real_radii).mean()),
    )


@pytest.mark.parametrize("shift", [0.0, 0.3, 3.0])
def test_that_the_figures_are_those_of_the_papers_program(shift):
    random = np.random.default_rng(0)
    real = random.normal(size=(700, 20)).astype(np.float32)
    made = (0.8 * random.normal(size=(600, 20)) + shift).astype(np.float32)
    found = finished(RealImages(real, k=3).compare(made))
    values = (found.precision.value, found.recall.value, found.density.value, found.coverage.value)
    assert values == pytest.approx(published(real, made, 3), abs=0.002)


def test_that_two_samples_of_one_gaussian_have_the_published_figures():
    # Naeem et al. 2020 state P .477, R .471, D 1.056, C .974 for 10 000 × 1 000-D; fewer and flatter here.
    random = np.random.default_rng(1)
    real, made = random.normal(size=(2, 1_500, 64)).astype(np.float32)
    found = finished(RealImages(real).compare(made))
    assert found.density.value == pytest.approx(1, abs=0.08)
    assert found.coverage.value == pytest.approx(expected_coverage(1_500, 1_500), abs=0.02)
    assert found.precision.value == pytest.approx(found.recall.value, abs=0.06)
    assert found.coverage.low < found.coverage.value < found.coverage.high


def test_that_the_expected_coverage_is_the_papers():
    assert expected_coverage(10_000, 10_000, 5) == pytest.approx(0.969, abs=0.001)


def test_that_recall_may_be_left_out():
    rows = np.random.default_rng(2).normal(size=(50, 4)).astype(np.float32)
    found = finished(RealImages(rows).compare(rows + 0.01, has_recall=False))
    assert found.recall is None
    assert found.coverage.value == 1
