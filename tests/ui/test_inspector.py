from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.ui.sample import DATASET, NAMES, RECORD, decoded, map_state, pictures
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import Place, Verdict
from vae_explorer.state.wish import DatasetWish, DecodeWish
from vae_explorer.ui.inspector import Inspector
from vae_explorer.ui.inspector_card import InspectorCard
from vae_explorer.ui.pixel_view import PixelView, image_of
from vae_explorer.ui.theme import DARK


@pytest.fixture
def inspector(qtbot) -> Inspector:
    made = Inspector(DARK)
    qtbot.addWidget(made)
    made.resize(262, 560)
    made.show()
    return made


class EventCounter(QObject):
    """Counts how often a widget is laid out, or gets other events of one type, from now on."""

    def __init__(self, widget: QWidget, kind: QEvent.Type = QEvent.Type.LayoutRequest) -> None:
        super().__init__(widget)
        self.count = 0
        self._kind = kind
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._kind
        return False


def text(inspector, name: str) -> str:
    return inspector.findChild(QLabel, name).text()


@pytest.mark.parametrize(
    ("place", "badge", "sentence"),
    [
        (Place.IN_GAP, "○ in a gap", "No encoded image within 0.9 σ, density percentile 3. This picture"),
        (Place.AT_EDGE, "◐ at the edge", "Nearest code 0.9 σ away; only 3 % of the codes"),
        (Place.IN_DATA, "● in the data", "Nearest code 0.9 σ away, denser here than around 3 %"),
    ],
)
def test_that_the_verdict_is_a_form_a_word_and_a_sentence_with_figures(inspector, place, badge, sentence):
    point = decoded(verdict=Verdict(place, nearest_sigma=0.9, density_percentile=3.0))
    inspector.show_maps((map_state(0, "ae", pin_decoded=point),), DATASET)
    assert text(inspector, "verdict_0") == badge
    assert text(inspector, "verdict_sentence_0").startswith(sentence)


def test_that_a_code_that_lies_alone_is_not_said_to_be_far_from_itself(inspector):
    alone = decoded(verdict=Verdict(Place.IN_GAP, nearest_sigma=0.0, density_percentile=0.4))
    inspector.show_maps((map_state(0, "ae", pin_decoded=alone),), DATASET)
    sentence = text(inspector, "verdict_sentence_0")
    assert sentence.startswith("An encoded image lies right here, but hardly any other near it")


def test_that_only_a_place_that_has_moved_is_painted_before_all_else(qtbot, inspector):
    inspector.show_maps((map_state(0, "ae", pin_decoded=decoded(0)),), DATASET)
    qtbot.waitExposed(inspector)
    QApplication.processEvents()
    paints = EventCounter(inspector.findChild(PixelView, "decoded_image_0"), QEvent.Type.Paint)
    # The same place with other weights, or a model that is put back: all is painted together.
    inspector.show_maps((map_state(0, "ae", pin_decoded=decoded(1)),), DATASET)
    assert paints.count == 0
    inspector.show_maps((map_state(0, "ae", pin_decoded=decoded(2, z=(3.0, 1.0))),), DATASET)
    assert paints.count == 1


def test_that_a_screen_reader_gets_the_verdict_and_its_sentence(inspector):
    inspector.show_maps((map_state(0, "ae"),), DATASET)
    card = inspector.findChild(InspectorCard)
    assert card.accessibleName() == "Autoencoder"
    assert card.accessibleDescription().startswith("○ in a gap. No encoded image")


def test_that_an_empty_map_says_what_to_do(inspector):
    inspector.show_maps((map_state(0, "ae", pin=None, pin_decoded=None),), DATASET)
    assert text(inspector, "verdict_sentence_0").startswith("Point at the map")
    assert text(inspector, "verdict_0") == ""
    assert inspector.findChild(PixelView, "decoded_image_0").pixels is None


def test_that_nothing_moves_when_the_sentence_grows(qtbot, inspector):
    short = decoded(verdict=Verdict(Place.IN_DATA, 0.1, 5.0))
    inspector.show_maps((map_state(0, "ae", pin_decoded=short), map_state(1, "vae")), DATASET)
    qtbot.waitUntil(inspector.findChildren(InspectorCard)[1].isVisible)
    places = [card.geometry() for card in inspector.findChildren(InspectorCard)]
    assert places[0].bottom() < places[1].top()
    inspector.show_maps((map_state(0, "ae"), map_state(1, "vae")), DATASET)
    assert [card.geometry() for card in inspector.findChildren(InspectorCard)] == places


def test_that_text_can_be_selected(inspector):
    inspector.show_maps((map_state(0, "ae"),), DATASET)
    for name in ("inspector_z_0", "verdict_0", "verdict_sentence_0"):
        flags = inspector.findChild(QLabel, name).textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByMouse


def test_that_the_nearest_image_is_named_by_its_class(qtbot, inspector):
    inspector.resize(340, 560)
    inspector.show_maps((map_state(0, "ae"),), DATASET)
    qtbot.waitUntil(lambda: text(inspector, "nearest_caption_0") == "nearest image · two")


def test_that_unlabelled_neighbours_have_no_name(qtbot, inspector):
    point = replace(decoded(), neighbour_labels=(-1,) * 6)
    inspector.show_maps((map_state(0, "ae", pin_decoded=point),), DATASET)
    qtbot.waitUntil(lambda: text(inspector, "nearest_caption_0") == "nearest image")


@pytest.mark.parametrize("status", [DatasetStatus.ABSENT, DatasetStatus.FAILED])
def test_that_reconstructions_are_called_so_and_the_images_can_be_fetched(qtbot, inspector, status):
    wishes: list[DatasetWish] = []
    inspector.dataset_requested.connect(wishes.append)
    point = decoded(has_real_images=False)
    inspector.show_maps((map_state(0, "ae", pin_decoded=point),), replace(DATASET, status=status))
    assert "decoded" in text(inspector, "nearest_caption_0")
    link = inspector.findChild(QPushButton, "fetch_images_0")
    qtbot.waitUntil(link.isVisible)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert wishes == [DatasetWish("mnist", is_fetch_allowed=True)]


@pytest.mark.parametrize(
    ("status", "name"),
    [(DatasetStatus.FETCHING, "mnist"), (DatasetStatus.READY, "mnist"), (DatasetStatus.ABSENT, "x")],
)
def test_that_nothing_is_offered_to_fetch_where_that_would_not_help(qtbot, inspector, status, name):
    point = decoded(has_real_images=False)
    state = map_state(0, "ae", pin_decoded=point, dataset=RECORD)
    inspector.show_maps((state,), replace(DATASET, status=status, name=name))
    qtbot.waitUntil(inspector.findChild(QLabel, "verdict_0").isVisible)
    assert not inspector.findChild(QPushButton, "fetch_images_0").isVisible()


def test_that_all_cards_are_seen_at_once_where_there_is_room(qtbot, inspector):
    maps = (map_state(0, "ae"), map_state(1, "vae"))
    inspector.show_maps(maps, DATASET)
    bar = inspector.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    inspector.resize(262, 900)
    side = inspector.findChild(PixelView, "decoded_image_0").width()
    assert 104 < side <= 131
    qtbot.waitUntil(lambda: bar.maximum() == 0)


@pytest.mark.parametrize("shape", [(8, 6, 1), (5, 9, 3), (1, 1, 1), (3, 7, 3)])
def test_that_an_image_becomes_the_same_pixels(shape):
    pixels = pictures(1, seed=3, shape=shape)[0]
    image = image_of(pixels)
    assert (image.height(), image.width()) == shape[:2]
    for row in range(shape[0]):
        for column in range(shape[1]):
            colour = image.pixelColor(column, row)
            expected = pixels[row, column]
            assert [colour.red(), colour.green(), colour.blue()] == list(np.broadcast_to(expected, 3))


def test_that_proportions_are_kept_and_single_pixels_seen(qtbot):
    view = PixelView("picture", 96)
    qtbot.addWidget(view)
    view.set_theme(DARK)
    pixels = np.zeros((4, 2, 1), dtype=np.uint8)
    pixels[:, 1] = 255
    view.set_pixels(pixels)
    shot = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert shot.pixelColor(40, 48).red() == 0
    assert shot.pixelColor(56, 48).red() == 255
    assert shot.pixelColor(10, 48).name() == DARK.plot
    assert shot.pixelColor(86, 48).name() == DARK.plot


def test_that_the_sentence_tells_where_the_round_trip_lands(inspector):
    point = decoded(verdict=Verdict(Place.IN_GAP, 0.9, 3.0, round_trip_sigma=1.42))
    inspector.show_maps((map_state(0, "ae", pin_decoded=point),), DATASET)
    assert text(inspector, "verdict_sentence_0").endswith("Round trip lands 1.4 σ away.")


def test_that_every_neighbour_tells_its_class_and_distance(inspector):
    point = replace(decoded(), neighbour_sigmas=(0.04, 0.52, 1.0))
    inspector.show_maps((map_state(0, "ae", pin_decoded=point),), DATASET)
    first = inspector.findChild(PixelView, "neighbour_0_0")
    assert first.toolTip() == f"{NAMES[point.neighbour_labels[0]]} · 0.04 σ away"
    assert inspector.findChild(PixelView, "neighbour_0_5").toolTip() == ""


def test_that_one_press_pins_the_nearest_code(qtbot, qapp, inspector):
    wishes: list[DecodeWish] = []
    inspector.decode_requested.connect(wishes.append)
    inspector.show_maps((map_state(0, "ae", pin_decoded=None),), DATASET)
    jump = inspector.findChild(QPushButton, "jump_0")
    assert not jump.isEnabled()
    state = map_state(0, "ae", pin_decoded=decoded())
    inspector.show_maps((state,), DATASET)
    qapp.processEvents()
    qtbot.mouseClick(jump, Qt.MouseButton.LeftButton)
    nearest = state.shown.neighbours[0]
    x, y = state.codes.mu[nearest].tolist()
    assert wishes == [DecodeWish(0, x, y, nearest, is_pinned=True, is_code=True)]


def test_that_the_pictures_come_to_rest_at_any_height(inspector, qapp, chinese):
    chinese()
    inspector.show_maps((map_state(0, "ae"), map_state(1, "vae")), DATASET)
    page = inspector.widget()
    restless = []
    for height in range(440, 700, 12):
        inspector.resize(262, height)
        for _ in range(8):
            qapp.processEvents()
        counter = EventCounter(page)
        for _ in range(4):
            qapp.processEvents()
        if counter.count or page.width() > inspector.viewport().width():
            restless.append(height)
    assert restless == []
