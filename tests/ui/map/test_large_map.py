"""Clouds too large to look at in one frame: a sample first, the whole as soon as it is built."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.builder import CloudBuilder
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.look import PointLook
from vae_explorer.ui.map.point_store import IMMEDIATE_LIMIT
from vae_explorer.ui.map.style import LabelStyle

COUNT = IMMEDIATE_LIMIT + 100_001
RNG = np.random.default_rng(5)
LABELS = RNG.integers(0, 3, COUNT)
CENTRES = np.array([[-3, 0], [3, 0.5], [0.5, 4]])
CODES = (CENTRES[LABELS] + RNG.normal(0, 0.5, (COUNT, 2))).astype(np.float32)


@pytest.fixture
def large_map(qtbot: QtBot) -> LatentMap:
    widget = LatentMap(0)
    widget.set_reduced_motion(True)
    qtbot.addWidget(widget, before_close_func=LatentMap.close_background)
    widget.resize(300, 280)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def shown_share(widget: LatentMap) -> float:
    """Return how much of the plane is not the bare ground."""
    image = widget.grab(widget._wishes.plot_rect().toRect()).toImage()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return float((pixels[..., :3].max(axis=2) > 70).mean())


def test_that_a_sample_is_shown_at_once_and_looks_like_the_whole(qtbot: QtBot, large_map: LatentMap) -> None:
    with qtbot.waitSignal(large_map._store.cloud_changed) as first:
        large_map.set_points(CODES, LABELS)
    assert not isinstance(first.args[0], LargeCloud)
    early, place = shown_share(large_map), large_map.nearest(0.0, 0.0)
    assert place is not None
    with qtbot.waitSignal(large_map._store.cloud_changed, timeout=20_000) as second:
        pass
    assert isinstance(second.args[0], LargeCloud)
    assert shown_share(large_map) == pytest.approx(early, rel=0.35)
    exact = np.hypot(*CODES.T.astype(np.float64))
    found = large_map.nearest(0.0, 0.0)
    assert exact[found] == pytest.approx(exact.min())
    assert exact[place] < np.quantile(exact, 0.01)


def test_that_hiding_a_class_of_a_large_cloud_hides_it_once_it_is_rebuilt(
    qtbot: QtBot, large_map: LatentMap
) -> None:
    with qtbot.waitSignals([large_map._store.cloud_changed] * 2, timeout=20_000):
        large_map.set_points(CODES, LABELS)
    before = shown_share(large_map)
    with qtbot.waitSignal(large_map._store.cloud_changed, timeout=20_000):
        large_map.set_label_style(LabelStyle.for_classes(range(3)).toggled(1))
    assert shown_share(large_map) < 0.8 * before
    for x, y in CODES[LABELS == 1][:20].astype(float):
        assert LABELS[large_map.nearest(x, y)] != 1


def test_that_moving_a_large_cloud_ends_with_the_newest_codes(qtbot: QtBot, large_map: LatentMap) -> None:
    large_map.set_points(CODES, LABELS)
    for step in range(1, 4):
        large_map.move_points(CODES + np.float32(step))
    qtbot.waitUntil(lambda: not large_map._store.is_building, timeout=20_000)
    index = large_map.nearest(3.0, 3.0)
    moved = CODES.astype(np.float64) + 3
    distances = np.hypot(*(moved - 3).T)
    assert distances[index] == pytest.approx(distances.min(), abs=1e-6)


def test_that_a_map_may_be_closed_while_its_cloud_is_being_built(qtbot: QtBot) -> None:
    widget = LatentMap(0)
    qtbot.addWidget(widget)
    widget.set_points(CODES, LABELS)
    assert widget._store.is_building
    widget.close()
    assert not widget._store.is_building


def test_that_only_the_newest_order_is_told(qtbot: QtBot) -> None:
    parent = QObject()
    builder = CloudBuilder(parent)
    told: list[LargeCloud] = []
    builder.built.connect(told.append)
    for size in (5000, 4000, 3000):
        builder.order(CODES[:size], PointLook())
    qtbot.waitUntil(lambda: not builder.is_busy, timeout=20_000)
    assert [cloud.count for cloud in told] == [3000]
    builder.order(CODES[:2000], PointLook())
    builder.close()
    assert len(told) == 1
    builder.order(CODES[:1000], PointLook())
    qtbot.waitUntil(lambda: not builder.is_busy, timeout=20_000)
    assert told[-1].count == 1000
    builder.close()
