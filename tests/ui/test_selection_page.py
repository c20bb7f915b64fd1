"""The page of the lasso: what is selected is counted, and only what is in sight is pictured."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.sample import RECORD, codes, explorer_state, pictures, with_map
from tests.ui.test_main_window import heard
from vae_explorer.state.selection_state import LitImage, PreviewIdentity, SelectionState, SheetBlock
from vae_explorer.state.selection_wish import ClearSelectionWish, LightWish, SheetWish
from vae_explorer.state.tool import Tool
from vae_explorer.ui.contact_sheet_model import INDEX_ROLE

MANY = 10_000


@pytest.fixture
def many(window):
    """Return the state of ten thousand selected images, shown with the lasso in the hand."""
    clouds = codes(0, MANY), codes(1, MANY)
    state = explorer_state(tool=Tool.LASSO)
    for map_id, cloud in enumerate(clouds):
        state = with_map(state, map_id, codes=cloud)
    selection = SelectionState(np.arange(MANY), PreviewIdentity("f", clouds[0].indices), 0)
    return replace(state, selection=selection)


def test_that_selected_images_are_counted_by_class(window, find, many):
    chosen = np.array([0, 1, 2, 3, 4, 6, 9])  # labels 0 1 2 0 1 0 0
    window.show_state(replace(many, selection=replace(many.selection, indices=chosen)))
    counts = find("label_counts").counts
    assert [(count.name, count.count) for count in counts] == [("nought", 4), ("one", 2), ("two", 1)]
    assert [count.of for count in counts] == [3334, 3333, 3333]
    assert find("selection_count").text() == "7 of 10 000 images"


def test_that_of_ten_thousand_images_only_those_in_sight_are_asked_for(qtbot, window, find, many):
    wishes = heard(window.selection_requested)
    window.show_state(many)
    sheet = find("contact_sheet")
    qtbot.waitUntil(lambda: any(isinstance(wish, SheetWish) for wish in wishes))
    first = next(wish for wish in wishes if isinstance(wish, SheetWish))
    assert sheet.model().rowCount() == MANY
    assert 5 < len(first.indices) < 200
    wishes.clear()
    sheet.verticalScrollBar().setValue(sheet.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: any(isinstance(wish, SheetWish) for wish in wishes))
    last = next(wish for wish in wishes if isinstance(wish, SheetWish))
    assert not set(first.indices) & set(last.indices)
    # Class by class: the last ones are all of the last class.
    assert {index % 3 for index in last.indices} == {2}


def test_that_pictures_that_arrive_are_seen_and_not_asked_for_again(qtbot, window, find, many):
    wishes = heard(window.selection_requested)
    window.show_state(many)
    qtbot.waitUntil(lambda: bool(wishes))
    # More than can be in sight, whatever size the page takes when it is first shown.
    wanted = tuple(range(0, 900, 3))
    assert set(wishes[-1].indices) <= set(wanted)
    before = find("contact_sheet").viewport().grab().toImage()
    block = SheetBlock(("f",), wanted, pictures(len(wanted)), True)
    window.show_state(replace(many, selection=replace(many.selection, sheet=block)))
    assert find("contact_sheet").viewport().grab().toImage() != before
    assert find("selection_caption").text() == "the images"
    wishes.clear()
    find("contact_sheet").viewport().grab()
    QApplication.processEvents()
    assert wishes == []


def test_that_pointing_at_a_picture_lights_the_image_and_leaving_ends_that(qtbot, window, find, many):
    window.show_state(many)
    wishes = heard(window.selection_requested)
    sheet = find("contact_sheet")
    place = QPoint(sheet.visualRect(sheet.model().index(1, 0)).center())
    qtbot.mouseMove(sheet.viewport(), place)
    index = sheet.model().index(1, 0).data(INDEX_ROLE)
    qtbot.waitUntil(lambda: LightWish(index) in wishes)
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    assert any(isinstance(wish, LightWish) and wish.index not in (index, None) for wish in wishes)


def test_that_the_picture_of_the_lit_image_stands_beside_it_in_every_map(window, find):
    state = explorer_state()
    for map_id in (0, 1):
        state = with_map(state, map_id, linked_index=5)
    window.show_state(state)
    lit = LitImage(5, tuple(pictures(2)))
    window.show_state(replace(state, selection=SelectionState(lit=lit)))
    for map_id in (0, 1):
        plane = find(f"latent_map_{map_id}")
        _, x, y = plane._scene.thumbnail
        assert (x, y) == pytest.approx(tuple(state.maps[map_id].codes.mu[5]))
        marked = plane.grab().toImage()
        plane.set_thumbnail(None)
        assert plane.grab().toImage() != marked


def test_that_the_pictures_place_is_empty_once_nothing_is_lit(window, find):
    state = explorer_state()
    lit = with_map(with_map(state, 0, linked_index=5), 1, linked_index=5)
    window.show_state(replace(lit, selection=SelectionState(lit=LitImage(5, tuple(pictures(2))))))
    assert find("latent_map_0")._scene.thumbnail is not None
    window.show_state(replace(state, selection=SelectionState(lit=LitImage(5, tuple(pictures(2))))))
    assert find("latent_map_0")._scene.thumbnail is None


def test_that_the_picture_goes_with_the_points_it_belonged_to(window, find):
    state = explorer_state()
    selection = SelectionState(lit=LitImage(5, tuple(pictures(2))))
    window.show_state(replace(with_map(state, 0, linked_index=5), selection=selection))
    assert find("latent_map_0")._scene.thumbnail is not None
    other = with_map(state, 0, run_id=99, codes=codes(9, 50))
    window.show_state(replace(other, selection=selection))
    assert find("latent_map_0")._scene.thumbnail is None


def test_that_escape_in_a_map_and_the_button_select_nothing(qtbot, window, find, many):
    window.show_state(many)
    wishes = heard(window.selection_requested)
    qtbot.keyClick(find("latent_map_0"), Qt.Key.Key_Escape)
    qtbot.mouseClick(find("selection_clear"), Qt.MouseButton.LeftButton)
    assert [wish for wish in wishes if isinstance(wish, ClearSelectionWish)] == [ClearSelectionWish()] * 2


def test_that_a_selection_fades_the_others_only_in_maps_of_the_same_images(window, find, many):
    other = replace(many.maps[1], dataset=msgspec.structs.replace(RECORD, fingerprint="g"))
    few = replace(many.selection, indices=np.arange(20))
    window.show_state(replace(many, maps=(many.maps[0], other), selection=few))
    assert find("latent_map_0")._scene.has_selection
    assert not find("latent_map_1")._scene.has_selection
