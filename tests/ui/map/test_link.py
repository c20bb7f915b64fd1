"""Linked maps show the same part of their clouds, whatever their scales."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.link import MapLink

CODES = np.array([[-1, -1], [1, -1], [0, 1]], dtype=np.float32)


@pytest.fixture
def maps(qtbot: QtBot) -> list[LatentMap]:
    made = []
    for map_id, scale in enumerate((1.0, 40.0)):
        widget = LatentMap(map_id)
        widget.set_reduced_motion(True)
        qtbot.addWidget(widget)
        widget.resize(400, 360)
        widget.set_points(CODES * np.float32(scale), None)
        with qtbot.waitExposed(widget):
            widget.show()
        made.append(widget)
    return made


@pytest.fixture
def link(maps: list[LatentMap], qtbot: QtBot) -> MapLink:
    link = MapLink(maps[0])
    for latent_map in maps:
        link.add(latent_map)
    return link


def edges(latent_map: LatentMap) -> np.ndarray:
    view = latent_map.current_view()
    return np.array([view.x_min, view.x_max, view.y_min, view.y_max])


def test_that_linked_maps_zoom_and_pan_together_in_their_own_scales(
    maps: list[LatentMap], link: MapLink
) -> None:
    link.set_enabled(True)
    maps[0].zoom_at(0.5, 0.5, 3.0)
    assert edges(maps[1]) == pytest.approx(40 * edges(maps[0]))
    maps[1]._wishes.pan_by(31, -12)
    assert edges(maps[1]) == pytest.approx(40 * edges(maps[0]))
    maps[0].reset_view()
    assert edges(maps[1]) == pytest.approx(40 * edges(maps[0]))


def test_that_a_link_that_is_off_or_gone_changes_nothing(maps: list[LatentMap], link: MapLink) -> None:
    before = edges(maps[1])
    maps[0].zoom_at(0.5, 0.5, 3.0)
    assert edges(maps[1]) == pytest.approx(before)
    link.set_enabled(True)
    link.remove(maps[1])
    maps[0].zoom_at(0.5, 0.5, 3.0)
    assert edges(maps[1]) == pytest.approx(before)


def test_that_a_linked_map_that_shows_all_again_follows_its_codes(
    maps: list[LatentMap], link: MapLink
) -> None:
    link.set_enabled(True)
    maps[0].zoom_at(0.5, 0.5, 3.0)
    maps[0].reset_view()
    maps[1].move_points(CODES * np.float32(400))
    assert edges(maps[1])[1] > 400


def test_that_a_smooth_zoom_passes_between_and_ends_where_it_should(
    qtbot: QtBot, maps: list[LatentMap], link: MapLink
) -> None:
    widget = maps[0]
    widget.set_reduced_motion(False)
    home = edges(widget)
    spans: list[float] = []
    widget.view_moved.connect(lambda view: spans.append(view.x_max - view.x_min))
    widget.zoom_at(0.0, 0.0, 2.0)
    wanted = (home[1] - home[0]) / 2
    qtbot.waitUntil(lambda: bool(spans) and spans[-1] == pytest.approx(wanted))
    assert spans == sorted(spans, reverse=True)
    widget.zoom_at(0.0, 0.0, 2.0)
    widget.zoom_at(0.0, 0.0, 2.0)
    qtbot.waitUntil(lambda: spans[-1] == pytest.approx(wanted / 4))


def test_that_a_pan_cuts_a_smooth_zoom_short(qtbot: QtBot, maps: list[LatentMap], link: MapLink) -> None:
    widget = maps[0]
    widget.set_reduced_motion(False)
    home = edges(widget)
    widget.zoom_at(0.0, 0.0, 4.0)
    widget._wishes.pan_by(5, 0)
    assert edges(widget)[1] - edges(widget)[0] == pytest.approx((home[1] - home[0]) / 4)
