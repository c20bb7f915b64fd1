"""Somebody reads the whole guide, does what it asks, predicts, and finds their own work again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider, QSplitter, QWidget

from tests.journeys.visitor import LONG_MS, Visitor
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import Place
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.ui.experiment_text import experiment_title
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.network_diagram import NetworkDiagram

Opener = Callable[..., Visitor]
CHAPTERS = 11
SHORT_EPOCHS = "3"


def places_of_codes(visitor: Visitor, map_id: int, count: int) -> list[tuple[float, float]]:
    """Return codes that lie far apart in a map, and in sight."""
    shown, view = visitor.map(map_id), visitor.plane(map_id).current_view()
    assert shown.codes is not None
    x, y = shown.codes.mu[:, 0], shown.codes.mu[:, 1]
    codes = shown.codes.mu[(x > view.x_min) & (x < view.x_max) & (y > view.y_min) & (y < view.y_max)]
    inner = np.argsort(np.abs(codes - np.median(codes, axis=0)).sum(axis=1))
    # From the middle of the cloud to its rim, so that no two share a pixel of a small map.
    chosen = inner[:: len(inner) // (count + 1)][:count]
    return [(float(x), float(y)) for x, y in codes[chosen, :2]]


def emptiest_place(visitor: Visitor, map_id: int) -> tuple[float, float]:
    """Return the place in sight that is farthest from every code."""
    shown, view = visitor.map(map_id), visitor.plane(map_id).current_view()
    assert shown.codes is not None
    xs = np.linspace(view.x_min, view.x_max, 18)[1:-1]
    ys = np.linspace(view.y_min, view.y_max, 18)[1:-1]
    grid = np.array([(x, y) for x in xs for y in ys])
    codes = shown.codes.mu[::5]
    distance = np.sqrt(((grid[:, None] - codes[None]) ** 2).sum(axis=2)).min(axis=1)
    x, y = grid[int(distance.argmax())]
    return float(x), float(y)


def drag(visitor: Visitor, map_id: int) -> None:
    first, *others = places_of_codes(visitor, map_id, 8)
    visitor.press(map_id, *first)
    for place in others:
        visitor.move(map_id, *place)
    visitor.release(map_id, *others[-1])


def drag_both(visitor: Visitor) -> None:
    drag(visitor, 0)
    drag(visitor, 1)


def drag_left(visitor: Visitor) -> None:
    drag(visitor, 0)


def lead_path(visitor: Visitor) -> None:
    for count, place in enumerate(places_of_codes(visitor, 1, 3), start=1):
        visitor.click(1, *place)
        visitor.wait(lambda state, count=count: len(state.path.waypoints) == count)


def point_at_images(visitor: Visitor) -> None:
    for place in places_of_codes(visitor, 1, 8):
        before = visitor.map(1).linked_index
        visitor.move(1, *place)
        visitor.wait(lambda state, before=before: state.maps[1].linked_index != before)
    visitor.move_away()


def click_layers(visitor: Visitor) -> None:
    diagram = visitor.find(NetworkDiagram, "network_diagram_1")
    assert isinstance(diagram, NetworkDiagram)
    visitor.qtbot.waitUntil(lambda: len(diagram.layers) > 4, timeout=LONG_MS)
    for name in ("encoder_1", "code_0", "decoder_2"):
        visitor.qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=diagram.place_of(name))
        visitor.wait(lambda state, name=name: state.network.layer == (1, name))
    label = visitor.find(QLabel, "layer_size")
    assert isinstance(label, QLabel)
    assert "512" in label.text()


def check_that_no_gap_was_found(visitor: Visitor) -> None:
    """A chapter that asks for a gap opens with every pin among the codes."""
    found = [shown.pin_decoded for shown in visitor.state.maps]
    assert [None if each is None else each.verdict.place for each in found] == [Place.IN_DATA] * 2


def decode_gap_and_overfit(visitor: Visitor) -> None:
    check_that_no_gap_was_found(visitor)
    visitor.click(0, *emptiest_place(visitor, 0))
    visitor.wait(lambda state: state.tour.counts[:1] == (1,))
    visitor.push("compare_button")
    visitor.choose_in_menu("compare_button_menu", experiment_title("overfit"))
    visitor.wait(lambda state: state.tour.is_done)
    newest = visitor.map(0).history[-1]
    assert newest.test.reconstruction_nats > newest.train.reconstruction_nats


def decode_right_gap(visitor: Visitor) -> None:
    check_that_no_gap_was_found(visitor)
    visitor.click(1, *emptiest_place(visitor, 1))


def throw_darts(visitor: Visitor) -> None:
    visitor.click(1, *places_of_codes(visitor, 1, 3)[1])
    for thrown in range(1, 5):
        visitor.push("darts_one")
        visitor.wait(lambda state, thrown=thrown: sum(state.tour.counts) >= thrown)
    # A new ε in the diagram is a dart as well.
    visitor.turn_to("network")
    visitor.settle()
    visitor.push("network_noise")


def train_with_large_c(visitor: Visitor) -> None:
    visitor.type_into("epochs_field", SHORT_EPOCHS)
    slider = visitor.find(QSlider, "c_slider")
    assert isinstance(slider, QSlider)
    slider.setFocus()
    visitor.qtbot.keyClick(slider, Qt.Key.Key_End)
    visitor.wait(lambda state: state.settings.c >= 10)
    visitor.push("train_button")
    visitor.wait(lambda state: state.tour.is_done)
    visitor.wait_for_status(TrainingStatus.IDLE)


def choose_digits(visitor: Visitor) -> None:
    visitor.choose("dataset_button", "Digits")
    visitor.wait(lambda state: state.dataset.name == "digits")


DEEDS: tuple[Callable[[Visitor], None], ...] = (
    drag_both,
    drag_left,
    click_layers,
    point_at_images,
    decode_gap_and_overfit,
    decode_right_gap,
    throw_darts,
    train_with_large_c,
    point_at_images,
    lead_path,
    choose_digits,
)


def seen(kind: type[QWidget], visitor: Visitor) -> list[QWidget]:
    return [widget for widget in visitor.window.findChildren(kind) if widget.isVisible()]


def clipped_texts(visitor: Visitor) -> list[str]:
    """Return what is written on labels and buttons of the guide and below the maps and does not fit there."""
    found = []
    parts = [visitor.find(QWidget, name) for name in ("tour_column", "lower_panel", "toolbar")]
    for label in seen(QLabel, visitor):
        if not any(part.isAncestorOf(label) for part in parts) or isinstance(label, FittingLabel):
            continue
        if label.wordWrap():
            is_clipped = label.heightForWidth(label.width()) > label.height() + 1
        else:
            is_clipped = label.sizeHint().width() > label.width() + 1
        if is_clipped and label.text():
            found.append(f"{label.objectName()}: {label.text()}")
    for button in seen(QAbstractButton, visitor):
        needed = button.fontMetrics().horizontalAdvance(button.text())
        if any(part.isAncestorOf(button) for part in parts) and needed > button.width():
            found.append(f"{button.objectName()}: {button.text()}")
    return found


def check_whole(visitor: Visitor) -> None:
    """Wait until new words have their room: nothing is clipped then."""

    def nothing_is_clipped() -> None:
        assert clipped_texts(visitor) == []

    visitor.qtbot.waitUntil(nothing_is_clipped)


def label_text(visitor: Visitor, name: str) -> str:
    label = visitor.find(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def predict(visitor: Visitor) -> None:
    """Choose an answer; only then is the right one told."""
    reveal = visitor.find(QLabel, "tour_reveal")
    assert isinstance(reveal, QLabel)
    assert not reveal.isVisible()
    visitor.push("tour_choice_1")
    visitor.wait(lambda state: state.tour.answer == 1)
    assert reveal.isVisible()
    marks = [label_text(visitor, f"tour_choice_{number}_mark") for number in range(3)]
    assert marks.count("✓") == 1


@pytest.mark.timeout(240)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_every_chapter_can_be_done_as_it_asks(
    open_window: Opener, language: str, attempts_to_connect: list[object]
) -> None:
    visitor = open_window(language=language)
    visitor.window.resize(1280, 800)
    visitor.push("welcome_guide")
    titles = set()
    for number, deed in enumerate(DEEDS, start=1):
        visitor.wait(lambda state, number=number: state.tour.chapter == number and state.tour.is_arranged)
        visitor.settle()
        done = visitor.find(QLabel, "tour_done")
        assert isinstance(done, QLabel)
        assert not done.isVisible(), f"chapter {number} is done before anything was tried"
        titles.add(label_text(visitor, "tour_title"))
        deed(visitor)
        visitor.wait(lambda state: state.tour.is_done)
        assert done.isVisible()
        predict(visitor)
        check_whole(visitor)
        if number < CHAPTERS:
            visitor.push("tour_next")
    assert len(titles) == CHAPTERS
    assert all(title.isascii() == (language == "en") for title in titles if title != "PCA")
    visitor.push("tour_next")
    visitor.wait(lambda state: not state.tour.is_open)
    assert attempts_to_connect == []


def test_that_ones_own_work_is_found_again_and_the_place_in_the_guide_too(
    open_window: Opener,
) -> None:
    visitor = open_window("digits")
    visitor.window.resize(1280, 800)
    visitor.push("welcome_close")
    visitor.choose("compare_button", "PCA | VAE")
    visitor.wait(lambda state: [shown.kind for shown in state.maps] == ["pca", "vae"])
    visitor.settle()
    visitor.click(1, *places_of_codes(visitor, 1, 3)[1])
    visitor.settle()
    plane = visitor.plane(1)
    plane.zoom_at(*places_of_codes(visitor, 1, 3)[1], 2.5, is_animated=False)
    visitor.settle()
    mine = visitor.state
    view = visitor.plane(1).current_view()
    visitor.push("guide_button")
    visitor.wait(lambda state: state.tour.is_arranged)
    visitor.settle()
    assert [shown.kind for shown in visitor.state.maps] == ["ae", "vae"]
    assert visitor.state.dataset.name == "mnist"
    drag_both(visitor)
    visitor.wait(lambda state: state.tour.is_done)
    visitor.push("tour_chapter_4")
    visitor.wait(lambda state: state.tour.chapter == 4 and state.tour.is_arranged)
    visitor.settle()
    visitor.push("tour_close")
    visitor.wait(lambda state: not state.tour.is_open)
    visitor.settle()
    back = visitor.state
    assert [shown.kind for shown in back.maps] == ["pca", "vae"]
    assert back.dataset == mine.dataset
    assert (back.underlay, back.tool, back.settings) == (mine.underlay, mine.tool, mine.settings)
    for old, new in zip(mine.maps, back.maps, strict=True):
        assert (new.run_id, new.pin) == (old.run_id, old.pin)
        assert new.codes is old.codes
    visitor.qtbot.waitUntil(lambda: visitor.plane(1).current_view() == view, timeout=LONG_MS)
    # The models answer again, not only their pictures are back.
    visitor.click(1, *places_of_codes(visitor, 1, 3)[2])
    visitor.wait(lambda state: state.maps[1].pin_decoded is not mine.maps[1].pin_decoded)
    visitor.push("guide_button")
    visitor.wait(lambda state: state.tour.is_open)
    assert visitor.state.tour.chapter == 4
    assert visitor.state.tour.done == {1}


def test_that_the_networks_show_the_pins_image_again_when_the_pointer_leaves(open_window: Opener) -> None:
    visitor = open_window()
    visitor.window.resize(1280, 800)
    visitor.push("welcome_guide")
    visitor.wait(lambda state: state.tour.is_arranged)
    visitor.push("tour_chapter_3")
    visitor.wait(lambda state: state.tour.chapter == 3 and state.tour.is_arranged)
    visitor.settle()

    def wait_for_image(index: int) -> None:
        def is_shown(state: ExplorerState) -> bool:
            traces = [state.network.trace(shown) for shown in state.maps]
            return [None if trace is None else trace.index for trace in traces] == [index] * 2

        visitor.wait(is_shown)

    first = visitor.map(1).pin_decoded
    assert first is not None
    pinned = first.neighbours[0]
    wait_for_image(pinned)
    visitor.move(1, *places_of_codes(visitor, 1, 2)[1])
    visitor.wait(lambda state: state.maps[1].linked_index not in (None, pinned))
    pointed = visitor.map(1).linked_index
    assert pointed is not None
    wait_for_image(pointed)
    visitor.move_away()
    wait_for_image(pinned)
    # A pin that is put elsewhere takes its image along, whichever map it stands in.
    before = visitor.map(0).pin_decoded
    visitor.click(0, *places_of_codes(visitor, 0, 2)[1])
    visitor.move_away()
    visitor.wait(lambda state: before is not None and state.maps[0].pin_decoded.z != before.z)
    moved = visitor.map(0).pin_decoded
    assert moved is not None
    assert moved.neighbours[0] != pinned
    wait_for_image(moved.neighbours[0])


def lower_share(visitor: Visitor) -> float:
    splitter = visitor.find(QSplitter, "curve_splitter")
    assert isinstance(splitter, QSplitter)
    upper, lower = splitter.sizes()
    return lower / (upper + lower)


def test_that_progress_is_kept_until_the_next_start(open_window: Opener, qapp) -> None:
    visitor = open_window()
    mine = lower_share(visitor)
    visitor.push("welcome_guide")
    visitor.wait(lambda state: state.tour.is_arranged)
    visitor.settle()
    predict(visitor)
    visitor.push("tour_chapter_3")
    visitor.wait(lambda state: state.tour.chapter == 3 and state.tour.is_arranged)
    assert lower_share(visitor) > mine + 0.1
    visitor.window.close()
    assert visitor.explorer.close()
    again = open_window()
    assert not again.state.tour.is_open
    assert again.state.tour.chapter == 3
    # The window is remembered as it stood before the guide moved its furniture.
    assert lower_share(again) == pytest.approx(mine, abs=0.04)
    assert again.state.tour.answers == ((1, 1),)
    strip = again.find(QWidget, "welcome_strip")
    assert isinstance(strip, QWidget)
    assert not strip.isVisible()
