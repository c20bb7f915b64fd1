"""A picture of trust that no longer fits its codes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vae_explorer.analysis.trust import trust_picture
from vae_explorer.analysis.veil import veiled_share


def picture() -> np.ndarray:
    """Return trust within one unit of the origin, over two units to every side."""
    x, y = np.meshgrid(np.linspace(-2, 2, 80), np.linspace(2, -2, 80))
    return trust_picture(np.where(np.hypot(x, y) < 1, 0.5, 0.001))


def cloud(width: float, count: int = 4000) -> np.ndarray:
    angle, radius = np.random.default_rng(0).uniform(size=(2, count))
    return (
        width
        * np.sqrt(radius)[:, None]
        * np.column_stack([np.cos(2 * np.pi * angle), np.sin(2 * np.pi * angle)])
    )


@pytest.mark.parametrize(("width", "expected"), [(0.9, 0.0), (1.8, 0.65)])
def test_that_codes_that_have_grown_out_of_a_picture_lie_under_its_veil(
    width: float, expected: float
) -> None:
    share = veiled_share(picture(), (-2, 2), (-2, 2), cloud(width))
    assert share == pytest.approx(expected, abs=0.05)


def test_that_what_lies_above_lies_above() -> None:
    upper = np.full((40, 40), 254, np.uint8)
    upper[20:] = 0
    high = np.column_stack([np.linspace(-1, 1, 50), np.full(50, 1.0)])
    assert veiled_share(upper, (-2, 2), (-2, 2), high) == 1
    assert veiled_share(upper, (-2, 2), (-2, 2), -high) == 0


def test_that_too_few_codes_on_a_picture_tell_nothing() -> None:
    assert math.isnan(veiled_share(picture(), (-2, 2), (-2, 2), cloud(1.0) + 50))
