"""Somebody starts the program for the first time and lays hands on both maps."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.journeys.visitor import Condition, Visitor
from vae_explorer.assets import model_path
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeLevel


def far_codes(visitor: Visitor, map_id: int) -> list[int]:
    """Return images whose codes lie apart: the leftmost, the rightmost, the lowest and the highest tenth."""
    codes = visitor.map(map_id).codes
    assert codes is not None
    order_x, order_y = np.argsort(codes.mu[:, 0]), np.argsort(codes.mu[:, 1])
    tenth = len(codes.mu) // 10
    return [int(order_x[tenth]), int(order_x[-tenth]), int(order_y[tenth]), int(order_y[-tenth])]


def shows_everywhere(visitor: Visitor, map_id: int, place: tuple[float, float]) -> Condition:
    """Return a condition: a place is decoded in its map, and in the other the image that is nearest to it."""
    view = visitor.plane(map_id).current_view()
    pixel = 2.0 * (view.x_max - view.x_min) / view.width_px

    def condition(state: ExplorerState) -> bool:
        shown, other = state.maps[map_id], state.maps[1 - map_id]
        pinned, linked, codes = shown.pin_decoded, other.hover_decoded, other.codes
        if pinned is None or linked is None or codes is None or shown.linked_index is None:
            return False
        is_here = np.allclose(pinned.z, place, atol=pixel)
        return is_here and np.allclose(linked.z, codes.mu[shown.linked_index])

    return condition


@pytest.mark.parametrize("map_id", [0, 1])
def test_that_the_first_start_shows_both_maps_and_a_drag_decodes_live_in_both(
    attempts_to_connect: list[object], visitor: Visitor, map_id: int
) -> None:
    assert [shown.kind for shown in visitor.state.maps] == ["ae", "vae"]
    assert {shown.source for shown in visitor.state.maps} == {MapSource.BUNDLED}
    assert visitor.state.dataset.title == "MNIST"
    assert visitor.state.dataset.status is DatasetStatus.ABSENT
    other = 1 - map_id
    start, *stops = far_codes(visitor, map_id)
    seen: list[bytes] = []
    linked: set[int] = set()
    visitor.press(map_id, *visitor.place_of_code(map_id, start))
    for index in stops:
        x, y = visitor.place_of_code(map_id, index)
        visitor.move(map_id, x, y)
        visitor.wait(shows_everywhere(visitor, map_id, (x, y)))
        shown = visitor.state.maps[map_id].linked_index
        assert shown is not None
        assert visitor.state.maps[other].linked_index == shown
        linked.add(shown)
        for side in (map_id, other):
            pixels = visitor.picture(side)
            assert pixels is not None
            seen.append(pixels.tobytes())
    visitor.release(map_id, *visitor.place_of_code(map_id, stops[-1]))
    assert len(set(seen)) == len(seen) == 2 * len(stops)
    assert len(linked) == len(stops)
    assert attempts_to_connect == []
    assert not visitor.notices(NoticeLevel.ERROR)


def test_that_what_is_shown_is_what_the_decoder_makes_of_the_place_pressed(visitor: Visitor) -> None:
    for map_id, kind in enumerate(("ae", "vae")):
        before = visitor.map(map_id).pin_decoded
        visitor.click(map_id, *visitor.place_of_code(map_id, 0))
        visitor.wait(lambda state, map_id=map_id, before=before: state.maps[map_id].pin_decoded is not before)
        pinned = visitor.map(map_id).pin_decoded
        assert pinned is not None
        checkpoint = load_checkpoint(model_path("mnist", kind))
        replica = Replica(checkpoint.model, checkpoint.weights)
        expected = replica.decode(np.array([pinned.z], np.float32))[0]
        shown = visitor.picture(map_id)
        assert shown is not None
        assert shown.shape == (28, 28, 1)
        assert np.abs(shown.astype(int) - np.rint(expected * 255).reshape(shown.shape).astype(int)).max() <= 1


def test_that_hovering_decodes_softly_and_leaving_restores_the_pin(visitor: Visitor) -> None:
    first, second, *_ = far_codes(visitor, 1)
    visitor.click(1, *visitor.place_of_code(1, first))
    visitor.move_away()
    visitor.wait(lambda state: not state.maps[1].is_hovered and state.maps[1].hover_decoded is None)
    visitor.wait(
        lambda state: (
            state.maps[1].pin_decoded is not None
            and state.maps[1].pin is not None
            and state.maps[1].pin_decoded.z == pytest.approx(state.maps[1].pin)
        )
    )
    pin, pinned = visitor.map(1).pin, visitor.picture(1)
    visitor.move(1, *visitor.place_of_code(1, second))
    visitor.wait(lambda state: all(shown.hover_decoded is not None for shown in state.maps))
    hovered = visitor.picture(1)
    assert pinned is not None
    assert hovered is not None
    assert not np.array_equal(hovered, pinned)
    assert visitor.map(1).pin == pin
    visitor.move_away()
    visitor.wait(lambda state: all(shown.hover_decoded is None for shown in state.maps))
    assert np.array_equal(visitor.picture(1), pinned)
    assert [shown.linked_index for shown in visitor.state.maps] == [None, None]


def test_that_the_arrow_keys_walk_the_pin_as_the_pointer_does(visitor: Visitor) -> None:
    plane = visitor.plane(0)
    plane.setFocus()
    before = visitor.map(0).pin
    assert before is not None
    visitor.qtbot.keyClick(plane, Qt.Key.Key_Right)
    visitor.wait(
        lambda state: state.maps[0].pin_decoded is not None and state.maps[0].pin_decoded.z[0] > before[0]
    )
    assert visitor.map(0).pin is not None
    assert visitor.map(0).pin[1] == pytest.approx(before[1])


def test_that_the_inspector_says_in_words_how_far_a_place_is_backed_by_data(visitor: Visitor) -> None:
    label = visitor.find(QLabel, "verdict_sentence_1")
    assert isinstance(label, QLabel)
    middle = far_codes(visitor, 1)[0]
    visitor.click(1, *visitor.place_of_code(1, middle))
    visitor.wait(
        lambda state: (
            state.maps[1].pin_decoded is not None
            and state.maps[1].pin_decoded.z == pytest.approx(state.maps[1].pin)
            and state.maps[1].pin_decoded.verdict.nearest_sigma < 0.2
        )
    )
    beside_data = label.text()
    view = visitor.plane(1).current_view()
    corner = (view.x_min + 0.02 * (view.x_max - view.x_min), view.y_min + 0.02 * (view.y_max - view.y_min))
    visitor.click(1, *corner)
    visitor.wait(
        lambda state: (
            state.maps[1].pin_decoded is not None and state.maps[1].pin_decoded.verdict.nearest_sigma > 0.5
        )
    )
    assert beside_data
    visitor.qtbot.waitUntil(lambda: label.text() not in ("", beside_data))
