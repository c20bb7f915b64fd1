"""Quantities become colours."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.look import PointLook, ValueScale
from vae_explorer.ui.map.palette import contrast
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import DARK, LIGHT, MapTheme, rgb


def test_that_steps_rise_with_the_quantity_and_stop_at_the_limits() -> None:
    scale = ValueScale(10.0, 20.0)
    slots = scale.slots_of(np.array([-5, 10, 12, 15, 20, 99, np.nan, np.inf, -np.inf]))
    assert slots.tolist() == [1, 1, 26, 65, 128, 128, 0, 128, 1]


def test_that_a_logarithmic_scale_steps_by_factors() -> None:
    scale = ValueScale(1.0, 10_000.0, is_logarithmic=True)
    assert scale.slots_of(np.array([1.0, 100.0, 10_000.0, 0.0, -3.0])).tolist() == [1, 65, 128, 0, 0]


def test_that_a_scale_leaves_a_few_strays_out() -> None:
    values = np.concatenate([np.linspace(0, 1, 1000), [1e9, np.nan]])
    scale = ValueScale.of_values(values)
    assert scale.high == pytest.approx(0.99, abs=0.01)
    assert ValueScale.of_values(np.full(5, np.nan)).low < ValueScale.of_values(np.full(5, np.nan)).high


def test_that_equal_values_have_one_colour() -> None:
    values = np.full(7, 3.0)
    assert len(set(ValueScale.of_values(values).slots_of(values).tolist())) == 1


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_every_step_can_be_seen_and_more_is_farther_from_the_ground(theme: MapTheme) -> None:
    marks = ValueScale(0, 1).slot_marks(theme)
    assert len(marks) == 129
    ground = rgb(theme.background)
    contrasts = [contrast(mark.colour, ground) for mark in marks[1:]]
    assert min(contrasts) >= 1.7
    assert contrasts == pytest.approx(sorted(contrasts), abs=0.05)
    assert contrasts[-1] > 3 * contrasts[0]


def test_that_hidden_classes_stay_hidden_while_a_quantity_colours() -> None:
    style = LabelStyle.for_classes([0, 1]).toggled(0)
    look = PointLook(np.array([0, 1, 0]), style, np.array([1.0, 2.0, 3.0]), ValueScale(1, 3))
    slots, shown = look.slots_and_shown(3)
    assert shown is not None
    assert shown.tolist() == [False, True, False]
    assert slots.tolist() == [1, 64, 128] or slots.tolist() == [1, 65, 128]


def test_that_a_map_colours_by_a_quantity_and_by_class_again(qtbot: QtBot) -> None:
    widget = LatentMap(0)
    qtbot.addWidget(widget)
    widget.resize(400, 380)
    widget.set_points(np.array([[-1, 0], [1, 0]], dtype=np.float32), np.array([0, 0]))
    with qtbot.waitExposed(widget):
        widget.show()

    def lightness(x: float) -> int:
        return widget.grab().toImage().pixelColor(widget.place_of(x, 0).toPoint()).lightness()

    plain = lightness(-1)
    assert plain == pytest.approx(lightness(1), abs=8)
    widget.set_values(np.array([1.0, 9.0]), ValueScale(1.0, 9.0, "nats"))
    assert lightness(-1) < lightness(1) - 40
    with pytest.raises(ValueError, match="2 codes need as many values"):
        widget.set_values(np.zeros(3))
    widget.set_values(None)
    assert lightness(-1) == plain
