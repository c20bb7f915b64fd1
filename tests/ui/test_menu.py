"""Menus and dialogs: what can be chosen, and which wish the choice becomes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QPushButton

from tests.ui.sample import DATASET, RUNNING, explorer_state, with_map
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.state.wish import DatasetWish, ModelWish, SaveWish, SettingsWish
from vae_explorer.ui.model_text import KINDS
from vae_explorer.ui.number_box import NumberBox


@pytest.fixture
def pick(qtbot, find):
    """Return what opens the menu of a button and clicks the action with some text."""

    def pick_it(button: str, text: str) -> None:
        qtbot.mouseClick(find(button), Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(item for item in menu.actions() if text in item.text())
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    return pick_it


@pytest.fixture
def answer(qtbot, window):
    """Return what types a path into the open file dialog and accepts it."""

    def answer_it(path) -> None:
        qtbot.waitUntil(lambda: bool(window.findChildren(QFileDialog)))
        dialog = window.findChildren(QFileDialog)[0]
        dialog.selectFile(str(path))
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        line.setText(str(path))
        qtbot.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not dialog.isVisible())
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    return answer_it


def heard(signal) -> list:
    found: list = []
    signal.connect(found.append)
    return found


def test_that_every_pair_of_kinds_can_be_compared(qtbot, window, find, pick):
    wishes = heard(window.model_requested)
    for first, second in combinations(("PCA", "AE", "MAP", "VAE"), 2):
        pick("compare_button", f"{first} | {second}")
    expected = [
        ModelWish(map_id, kind=kind) for pair in combinations(KINDS, 2) for map_id, kind in enumerate(pair)
    ]
    assert wishes == expected
    assert find("compare_button").text() == "Compare: AE | VAE"


def test_that_a_map_s_title_puts_another_kind_there(window, pick):
    wishes = heard(window.model_requested)
    pick("model_button_1", "MAP autoencoder")
    assert wishes == [ModelWish(1, kind="map")]


def test_that_a_map_s_title_opens_a_model_file(window, pick, answer, tmp_path):
    path = tmp_path / "a.safetensors"
    path.touch()
    wishes = heard(window.model_requested)
    pick("model_button_0", "Open file…")
    answer(path)
    assert wishes == [ModelWish(0, path=str(path))]


def test_that_ctrl_o_opens_into_the_map_that_has_the_keyboard(qtbot, window, find, answer, tmp_path):
    path = tmp_path / "a.safetensors"
    path.touch()
    wishes = heard(window.model_requested)
    find("latent_map_1").setFocus()
    qtbot.keyClick(find("latent_map_1"), Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    answer(path)
    assert wishes == [ModelWish(1, path=str(path))]


def test_that_a_map_s_menu_saves_its_model_under_a_sensible_name(qtbot, window, pick, answer, tmp_path):
    wishes = heard(window.save_requested)
    pick("map_menu_button_1", "Save as…")
    dialog = window.findChildren(QFileDialog)[0]
    assert dialog.findChild(QLineEdit, "fileNameEdit").text() == "mnist-vae.safetensors"
    answer(tmp_path / "mine")
    assert wishes == [SaveWish(1, str(tmp_path / "mine.safetensors"))]


def test_that_an_empty_map_cannot_be_saved(qtbot, window, find):
    window.show_state(with_map(explorer_state(), 0, status=MapStatus.EMPTY, codes=None))
    qtbot.mouseClick(find("map_menu_button_0"), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    idle = [item.text() for item in menu.actions() if not item.isEnabled()]
    assert idle == ["Save as…", "Save as a figure", "Reset view (0)"]
    menu.close()
    qtbot.keyClick(find("latent_map_0"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.findChildren(QFileDialog) == []


def test_that_a_map_s_menu_shows_all_points_again(window, find, pick):
    plane = find("latent_map_0")
    whole = plane.current_view()
    plane.zoom_at(0.0, 0.0, 5.0, is_animated=False)
    plane.set_reduced_motion(True)
    pick("map_menu_button_0", "Reset view")
    assert plane.current_view().x_min == pytest.approx(whole.x_min)


def test_that_named_data_sets_are_offered_with_what_fetching_them_takes(window, pick):
    wishes = heard(window.dataset_requested)
    pick("dataset_button", "Digits · 1\N{NO-BREAK SPACE}797 images · on this computer")
    pick("dataset_button", "MB to fetch")
    assert [wish.name for wish in wishes] == ["digits", "mnist"]
    assert wishes[1].is_fetch_allowed


def test_that_paths_opened_before_are_offered(window, pick):
    wishes = heard(window.dataset_requested)
    window.show_state(explorer_state(recent_datasets=("/pictures/of/cats", "/b.npz")))
    pick("dataset_button", "cats")
    assert wishes == [DatasetWish("/pictures/of/cats")]


def test_that_a_folder_of_images_can_be_opened(window, pick, answer, tmp_path):
    wishes = heard(window.dataset_requested)
    pick("dataset_button", "Open folder…")
    answer(tmp_path)
    assert [wish.name.rstrip("/") for wish in wishes] == [str(tmp_path)]


def test_that_a_file_of_images_can_be_opened(window, pick, answer, tmp_path):
    path = tmp_path / "a.npz"
    path.touch()
    wishes = heard(window.dataset_requested)
    pick("dataset_button", "Open file…")
    answer(path)
    assert wishes == [DatasetWish(str(path))]


def test_that_cancelling_a_dialog_asks_for_nothing(qtbot, window, pick):
    wishes = heard(window.dataset_requested)
    pick("dataset_button", "Open file…")
    dialog = window.findChildren(QFileDialog)[0]
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChildren(QFileDialog) == []
    assert wishes == []


def test_that_the_device_and_the_epochs_are_chosen_in_the_toolbar(qtbot, window, find, pick):
    wishes = heard(window.settings_requested)
    pick("device_button", "CPU")
    epochs = find("epochs_field")
    assert isinstance(epochs, NumberBox)
    epochs.setFocus()
    epochs.selectAll()
    qtbot.keyClicks(epochs, "75")
    qtbot.keyClick(epochs, Qt.Key.Key_Return)
    assert wishes == [SettingsWish(TrainingSettings(device="cpu")), SettingsWish(TrainingSettings(epochs=75))]


def test_that_the_data_set_shows_its_name_and_size(window, find):
    assert find("dataset_button").text() == "MNIST · 60\N{NO-BREAK SPACE}000 images"
    long = replace(DATASET, title="a folder with a name that is much too long", train_count=0)
    window.show_state(explorer_state(dataset=long))
    assert find("dataset_button").text() == "a folder with a name …"
    assert long.name in find("dataset_button").toolTip()


def test_that_progress_says_all_that_fits(qtbot, window, find):
    window.resize(1800, 862)
    window.show_state(explorer_state(training=RUNNING))
    text = find("progress_text")
    full = "epoch 12 / 30 · 0:12 left · 38\N{NO-BREAK SPACE}k images/s · CPU"
    qtbot.waitUntil(lambda: text.text() == full)
    window.resize(1200, 862)
    qtbot.waitUntil(lambda: text.text() != full)
    assert full.startswith(text.text()) or text.text() == "12 / 30"
    assert text.toolTip() == full


def test_that_fetching_shows_how_far_it_is(qtbot, window, find):
    window.resize(1800, 862)
    fetching = replace(DATASET, status=DatasetStatus.FETCHING, done_bytes=2_500_000, total_bytes=10_000_000)
    window.show_state(explorer_state(dataset=fetching))
    qtbot.waitUntil(lambda: "2.5" in find("progress_text").text())
    assert find("progress_bar").value() == 250
    assert not find("train_button").isEnabled()
    window.show_state(explorer_state())
    assert not find("progress_bar").isVisible()


def test_that_a_run_keeps_its_data_set_device_and_epochs(window, find):
    names = ("dataset_button", "device_button", "epochs_field")
    window.show_state(explorer_state(training=RUNNING))
    assert not any(find(name).isEnabled() for name in names)
    window.show_state(explorer_state())
    assert all(find(name).isEnabled() for name in names)


def test_that_the_settings_open_beside_the_maps_and_close_again(qtbot, window, find):
    button = find("settings_button")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert find("settings_panel").isVisible()
    assert not find("inspector").isVisible()
    qtbot.mouseClick(find("settings_close"), Qt.MouseButton.LeftButton)
    assert find("inspector").isVisible()
    assert not button.isChecked()
