"""However a cloud is painted, it looks the same: stamped, painted all at once, or from bins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map import point_cloud
from vae_explorer.ui.map.cloud import Cloud, SmallCloud
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.look import PointLook
from vae_explorer.ui.map.point_cloud import PointCloudLayer
from vae_explorer.ui.map.stamp import Stamper, mark_image
from vae_explorer.ui.map.style import SHAPES, LabelStyle, Mark
from vae_explorer.ui.map.view import PlaneRect, View

SIDE = 256
BLOCK = 8
COLOUR = (220, 60, 20)
RNG = np.random.default_rng(8)
CODES = np.concatenate(
    [RNG.normal((-1, 0), 0.5, (6000, 2)), RNG.normal((1, 0.5), 0.25, (6000, 2))], dtype=np.float32
)
SHAPELESS = (Mark(COLOUR),)


def ink(layer: PointCloudLayer, view: View) -> np.ndarray:
    """Return how opaque each block of pixels is on average: (blocks, blocks), 0 … 1."""
    image = layer.image(view, 1.0)
    assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
    opacity = (np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, -1)[:, :SIDE] >> 24) / 255
    return opacity.reshape(SIDE // BLOCK, BLOCK, -1, BLOCK).mean(axis=(1, 3))


def painted(cloud: Cloud, view: View, monkeypatch: pytest.MonkeyPatch, how: str) -> np.ndarray:
    monkeypatch.setattr(point_cloud, "_is_quick_to_stamp", lambda *_: how == "stamped")
    monkeypatch.setattr(point_cloud, "_BINNED_FROM", 0 if how == "binned" else 10**9)
    layer = PointCloudLayer(SHAPELESS)
    layer.set_cloud(cloud)
    found = ink(layer, view)
    assert layer.plan.is_binned == (how == "binned")
    assert layer.plan.is_binned or layer.plan.is_stamped == (how == "stamped")
    return found


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.5])
def test_that_all_three_ways_of_painting_lay_the_same_ink_at_the_same_places(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zoom: float
) -> None:
    cloud = LargeCloud.build(CODES, PointLook(None, LabelStyle()))
    view = View.fitted(PlaneRect(-2.5, 2.5, -2.5, 2.5), SIDE, SIDE).zoomed(zoom, 100, 120)
    stamped, raster, binned = (
        painted(cloud, view, monkeypatch, how) for how in ("stamped", "at once", "binned")
    )
    assert stamped.max() > 0.5
    for one, other in ((stamped, raster), (raster, binned)):
        assert np.abs(one - other).mean() < 0.1 * one.mean()
        assert abs(one.mean() / other.mean() - 1) < 0.08


def test_that_a_small_cloud_and_a_large_one_of_the_same_points_look_alike(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View.fitted(PlaneRect(-2.5, 2.5, -2.5, 2.5), SIDE, SIDE)
    small = SmallCloud(CODES, np.zeros(len(CODES), np.uint8))
    large = LargeCloud.build(CODES, PointLook(None, LabelStyle()))
    one, other = (painted(cloud, view, monkeypatch, "at once") for cloud in (small, large))
    np.testing.assert_allclose(one, other, atol=0.06)


def test_that_moved_points_are_painted_where_a_new_cloud_would_have_them(qtbot: QtBot) -> None:
    view = View.fitted(PlaneRect(-2.5, 2.5, -2.5, 2.5), SIDE, SIDE)
    moved = SmallCloud(CODES, np.zeros(len(CODES), np.uint8))
    layer = PointCloudLayer(SHAPELESS)
    layer.set_cloud(moved)
    first = ink(layer, view)
    moved.move(CODES[:, ::-1] * np.float32(0.9))
    layer.set_cloud(moved)
    fresh = PointCloudLayer(SHAPELESS)
    fresh.set_cloud(SmallCloud(CODES[:, ::-1] * np.float32(0.9), np.zeros(len(CODES), np.uint8)))
    again = ink(layer, view)
    np.testing.assert_array_equal(again, ink(fresh, view))
    assert np.abs(again - first).max() > 0.2


@pytest.mark.parametrize("shape", SHAPES)
def test_that_shapes_grow_out_of_discs_without_a_jump(qtbot: QtBot, shape: str) -> None:
    stamper = Stamper((Mark(COLOUR, shape),))
    diameters = np.arange(2.0, 6.01, 0.125)
    sizes = [stamper._sheet(diameter).size for diameter in diameters]
    side = max(sizes)

    def sprite(diameter: float) -> np.ndarray:
        sheet = stamper._sheet(diameter)
        image = sheet.pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1) >> 24
        margin = (side - sheet.size) // 2
        return np.pad(pixels[: sheet.size, : sheet.size] / 255.0, margin)

    sprites = [sprite(diameter) for diameter in diameters]
    jumps = [np.abs(later - former).sum() for former, later in pairwise(sprites)]
    areas = np.pi * diameters**2 / 4
    # A disc alone grows by this much; the change of form adds no more than as much again.
    assert (np.array(jumps) < 0.35 * areas[1:]).all()
    assert mark_image(Mark(COLOUR, shape), 6.0, 1.0).width() > 0
