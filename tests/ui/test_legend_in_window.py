"""The legend of the window: a click hides a class in every map, a double click shows it alone."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from tests.ui.sample import RECORD, codes, explorer_state
from vae_explorer.state.explorer_state import ExplorerState

LEFT = Qt.MouseButton.LeftButton
MANY = 230


def with_classes(count: int, points: int) -> ExplorerState:
    """Return a state with so many classes, all of which occur."""
    record = msgspec.structs.replace(RECORD, label_names=tuple(f"kind {n:03}" for n in range(count)))
    state = explorer_state()
    maps = []
    for shown in state.maps:
        cloud = codes(shown.map_id, points)
        maps.append(replace(shown, dataset=record, codes=replace(cloud, labels=cloud.indices % count)))
    return replace(state, maps=tuple(maps))


def place_of(view, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def shown_labels(find, map_id: int) -> set[int]:
    """Return the classes that a map draws."""
    store = find(f"latent_map_{map_id}")._store
    drawn = store.cloud.points_in(None).indices
    return set(store.look.labels[drawn].tolist())


@pytest.fixture
def entries(find):
    return find("legend_entries")


def test_that_a_click_hides_a_class_in_every_map_and_a_second_shows_it_again(qtbot, find, entries):
    qtbot.mouseClick(entries.viewport(), LEFT, pos=place_of(entries, 1))
    assert [shown_labels(find, map_id) for map_id in (0, 1)] == [{0, 2}] * 2
    qtbot.mouseClick(entries.viewport(), LEFT, pos=place_of(entries, 1))
    assert [shown_labels(find, map_id) for map_id in (0, 1)] == [{0, 1, 2}] * 2


def test_that_a_double_click_shows_a_class_alone_in_every_map_and_show_all_ends_that(qtbot, find, entries):
    place = place_of(entries, 2)
    qtbot.mouseClick(entries.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(entries.viewport(), LEFT, pos=place)
    assert [shown_labels(find, map_id) for map_id in (0, 1)] == [{2}] * 2
    qtbot.mouseClick(find("legend_show_all"), LEFT)
    assert [shown_labels(find, map_id) for map_id in (0, 1)] == [{0, 1, 2}] * 2


def test_that_hidden_points_can_be_neither_lit_nor_enclosed(qtbot, find, entries):
    qtbot.mouseClick(entries.viewport(), LEFT, pos=place_of(entries, 1))
    plane = find("latent_map_0")
    corners = np.array([[-9, -9], [9, -9], [9, 9], [-9, 9]], float)
    assert set((plane._store.enclosed(corners) % 3).tolist()) == {0, 2}
    for x, y in plane._store.codes[1::3].tolist():
        assert plane.nearest(x, y) % 3 != 1


def test_that_of_two_hundred_classes_one_is_found_by_its_name(qtbot, window, find, entries):
    window.show_state(with_classes(MANY, 3 * MANY))
    assert entries.model().rowCount() == MANY
    search = find("legend_search")
    assert search.isVisible()
    search.setFocus()
    qtbot.keyClicks(search, "217")
    assert [entries.model().index(row, 0).data() for row in range(entries.model().rowCount())] == ["kind 217"]
    place = place_of(entries, 0)
    qtbot.mouseClick(entries.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(entries.viewport(), LEFT, pos=place)
    assert [shown_labels(find, map_id) for map_id in (0, 1)] == [{217}] * 2


def test_that_names_of_two_hundred_classes_are_never_cut(window, find, entries):
    window.show_state(with_classes(MANY, MANY))
    metrics = entries.fontMetrics()
    rows = [entries.visualRect(entries.model().index(row, 0)) for row in range(MANY)]
    needed = [metrics.horizontalAdvance(f"kind {row:03}") for row in range(MANY)]
    assert all(rect.width() > width + 15 for rect, width in zip(rows, needed, strict=True))
    assert max(rect.right() for rect in rows) <= entries.viewport().width()
    # Of all classes no two look alike.
    marks = find("latent_map_0")._store.look.style.marks
    assert len({(mark.colour, mark.shape) for mark in marks[:210]}) == 210
