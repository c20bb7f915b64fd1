"""The ten colours stay apart, in the dark and in the light, for every kind of colour vision."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from vae_explorer.ui.map.palette import TEN_COLOURS, contrast, ramp
from vae_explorer.ui.map.style import SHAPES, LabelStyle, mark_of
from vae_explorer.ui.map.theme import DARK, LIGHT, MapTheme, rgb

# Machado, Oliveira & Fernandes (2009), full severity, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Ottosson (2020), Oklab.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def seen(colour: tuple[int, int, int], vision: str) -> np.ndarray:
    share = np.array(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_CONES @ np.clip(VISIONS[vision] @ linear, 0, 1))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_ten_classes_stay_apart(theme: MapTheme, vision: str) -> None:
    marks = LabelStyle.for_classes(range(10)).slot_marks(theme)[1:]
    assert len(marks) == len(TEN_COLOURS)
    closest = min(
        np.linalg.norm(seen(a.colour, vision) - seen(b.colour, vision)) for a, b in combinations(marks, 2)
    )
    assert closest > 0.055


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_every_class_stands_out_from_the_ground(theme: MapTheme) -> None:
    for mark in LabelStyle.for_classes(range(210)).slot_marks(theme):
        assert contrast(mark.colour, rgb(theme.background)) >= theme.least_contrast - 0.01


def test_that_two_hundred_and_ten_classes_all_look_different() -> None:
    assert len({mark_of(position) for position in range(210)}) == 210
    assert {mark_of(position).shape for position in range(210)} == set(SHAPES)


def test_that_the_ramp_gets_steadily_lighter() -> None:
    lightness = [seen(tuple(int(c) for c in colour), "normal")[0] for colour in ramp(64)]
    steps = np.diff(lightness)
    assert (steps > 0).all()
    assert steps.max() < 2.5 * steps.min()
