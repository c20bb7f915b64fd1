"""Somebody saves and opens models, opens a folder of images, and opens what is broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Opener
from tests.journeys.visitor import Visitor
from vae_explorer.assets import model_path
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.settings import UserSettings
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import MapSource, MapStatus
from vae_explorer.state.notice import Notice, NoticeLevel
from vae_explorer.state.training_state import TrainingStatus

HEIGHT, WIDTH, PER_CLASS = 10, 12, 40


@pytest.fixture
def image_folder(tmp_path: Path) -> Path:
    """Return a folder with two folders of pictures: bright above, bright below."""
    folder = tmp_path / "weather"
    chance = np.random.default_rng(0)
    for name, rows in (("sky", slice(0, HEIGHT // 2)), ("sea", slice(HEIGHT // 2, HEIGHT))):
        (folder / name).mkdir(parents=True)
        for number in range(PER_CLASS):
            pixels = chance.integers(0, 60, (HEIGHT, WIDTH), dtype=np.uint8)
            pixels[rows] += np.uint8(180)
            Image.fromarray(pixels).save(folder / name / f"{number:02}.png")
    return folder


@pytest.fixture
def broken_model(tmp_path: Path) -> Path:
    """Return a model file cut off in the middle."""
    whole = model_path("digits", "pca").read_bytes()
    path = tmp_path / "broken.safetensors"
    path.write_bytes(whole[: len(whole) // 2])
    return path


def assert_decodes(visitor: Visitor, map_id: int) -> None:
    """Assert that a press in a map decodes there."""
    before = visitor.map(map_id).pin_decoded
    visitor.click(map_id, *visitor.place_of_code(map_id, 1))
    visitor.wait(
        lambda state: (
            state.maps[map_id].pin_decoded is not before
            and state.maps[map_id].pin_decoded is not None
            and state.maps[map_id].pin_decoded.z == pytest.approx(state.maps[map_id].pin)
        )
    )
    assert visitor.picture(map_id) is not None


def wait_for_error(visitor: Visitor) -> Notice:
    """Return the one error that comes, which must be seen in the window."""
    visitor.wait(lambda _state: bool(visitor.notices(NoticeLevel.ERROR)))
    (error,) = visitor.notices(NoticeLevel.ERROR)
    assert error in visitor.seen_notices()
    return error


def test_that_a_saved_model_stands_in_the_other_map_as_it_was(visitor: Visitor, tmp_path: Path) -> None:
    target = tmp_path / "mine.safetensors"
    visitor.push("map_menu_button_0")
    visitor.choose_in_menu("map_menu_0", "Save as")
    visitor.answer_file_dialog(target)
    visitor.wait(lambda _state: bool(visitor.notices(NoticeLevel.SUCCESS)))
    assert load_checkpoint(target).model == visitor.map(0).model
    visitor.choose("model_button_1", "Open file")
    visitor.answer_file_dialog(target)
    visitor.wait(lambda state: state.maps[1].title == "mine.safetensors")
    visitor.settle()
    left, right = visitor.state.maps
    assert right.source is MapSource.FILE
    assert right.model == left.model
    assert left.codes is not None
    assert right.codes is not None
    assert np.array_equal(left.codes.mu, right.codes.mu)
    for map_id in (0, 1):
        visitor.click(map_id, *visitor.place_of_code(map_id, 5))
        visitor.move_away()
    visitor.wait(
        lambda state: all(
            shown.hover_decoded is None
            and shown.pin_decoded is not None
            and shown.pin_decoded.z == pytest.approx(shown.pin)
            for shown in state.maps
        )
    )
    pixels = [visitor.picture(map_id) for map_id in (0, 1)]
    assert pixels[0] is not None
    assert pixels[1] is not None
    # The two planes may differ by a pixel in where they lie.
    assert np.abs(pixels[0].astype(int) - pixels[1].astype(int)).mean() < 3
    assert not visitor.notices(NoticeLevel.ERROR)


def test_that_a_folder_of_images_is_shown_named_and_trained_on(
    small_settings: UserSettings, visitor: Visitor, image_folder: Path
) -> None:
    visitor.choose("dataset_button", "Open folder")
    visitor.answer_file_dialog(image_folder)
    visitor.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    dataset = visitor.state.dataset
    assert dataset.name == str(image_folder)
    assert dataset.image_shape == (HEIGHT, WIDTH, 1)
    assert dataset.label_names == ("sea", "sky")
    assert dataset.train_count + dataset.test_count == 2 * PER_CLASS
    assert visitor.text("dataset_button").startswith("weather")
    assert visitor.state.recent_datasets[0] == str(image_folder)
    assert [shown.status for shown in visitor.state.maps] == [MapStatus.EMPTY] * 2
    assert [shown.codes for shown in visitor.state.maps] == [None] * 2
    plane = visitor.plane(0)
    with_words = plane.grab().toImage()
    plane.set_empty_text("")
    assert plane.grab().toImage() != with_words, "an empty map says nothing"
    visitor.push("train_button")
    visitor.wait(lambda state: all(shown.epoch == 4 for shown in state.maps))
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.settle()
    for map_id in (0, 1):
        assert_decodes(visitor, map_id)
        picture = visitor.picture(map_id)
        assert picture is not None
        assert picture.shape == (HEIGHT, WIDTH, 1)
    assert not visitor.notices(NoticeLevel.ERROR)


def test_that_a_broken_model_is_refused_in_words_and_both_maps_live_on(
    visitor: Visitor, broken_model: Path
) -> None:
    before = visitor.state.maps
    visitor.choose("model_button_0", "Open file")
    visitor.answer_file_dialog(broken_model)
    error = wait_for_error(visitor)
    assert error.where is not None
    assert "broken.safetensors" in error.where
    assert error.remedy
    assert visitor.map(0).status is MapStatus.READY
    for map_id in (0, 1):
        assert visitor.map(map_id).codes is before[map_id].codes
        assert visitor.map(map_id).kind == before[map_id].kind
        assert_decodes(visitor, map_id)


@pytest.mark.parametrize("content", ["empty", "pickle"])
def test_that_broken_images_are_refused_in_words_and_everything_stays(
    visitor: Visitor, tmp_path: Path, content: str
) -> None:
    before, former = visitor.state.maps, visitor.state.dataset
    if content == "empty":
        path = tmp_path / "nothing here"
        path.mkdir()
        visitor.choose("dataset_button", "Open folder")
    else:
        path = tmp_path / "objects.npy"
        np.save(path, np.array([{"not": "numbers"}], dtype=object), allow_pickle=True)
        visitor.choose("dataset_button", "Open file")
    visitor.answer_file_dialog(path)
    error = wait_for_error(visitor)
    assert error.where is not None
    assert path.name in error.where
    assert visitor.state.dataset == former
    assert str(path) not in visitor.state.recent_datasets
    for map_id in (0, 1):
        assert visitor.map(map_id).codes is before[map_id].codes
        assert_decodes(visitor, map_id)


def test_that_an_error_stays_until_it_is_dismissed(visitor: Visitor, broken_model: Path) -> None:
    assert visitor.drop(visitor.plane(0), broken_model)
    error = wait_for_error(visitor)
    visitor.push(f"notice_close_{error.notice_id}")
    assert visitor.seen_notices() == []
    assert visitor.state.notices == ()


def test_that_a_model_file_dropped_on_a_map_stands_there(visitor: Visitor) -> None:
    left = visitor.map(0).codes
    assert visitor.drop(visitor.plane(1), model_path("digits", "map"))
    visitor.wait(lambda state: state.maps[1].title == "digits-map.safetensors")
    visitor.settle()
    shown = visitor.map(1)
    assert (shown.kind, shown.source) == ("map", MapSource.FILE)
    assert visitor.map(0).codes is left
    assert_decodes(visitor, 1)
    picture = visitor.picture(1)
    assert picture is not None
    assert picture.shape == (8, 8, 1)


def test_that_a_folder_dropped_on_the_window_is_opened_and_other_files_are_not_welcome(
    visitor: Visitor, image_folder: Path
) -> None:
    letter = image_folder.parent / "letter.txt"
    letter.write_text("not for this window")
    assert not visitor.drop(visitor.window, letter)
    assert visitor.drop(visitor.window, image_folder)
    visitor.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    assert visitor.state.dataset.name == str(image_folder)


def test_that_any_two_kinds_can_be_put_side_by_side(visitor: Visitor) -> None:
    visitor.choose("compare_button", "PCA | VAE")
    visitor.wait(lambda state: [shown.kind for shown in state.maps] == ["pca", "vae"])
    visitor.settle()
    assert [shown.source for shown in visitor.state.maps] == [MapSource.BUNDLED] * 2
    title = visitor.find(QWidget, "model_button_0")
    assert isinstance(title, QWidget)
    assert "PCA" in title.accessibleName() or "inear" in title.accessibleName()
    assert_decodes(visitor, 0)


def test_that_real_images_are_shown_once_the_data_are_at_hand(open_window: Opener) -> None:
    visitor = open_window("digits")
    visitor.wait(
        lambda state: all(
            shown.pin_decoded is not None and shown.pin_decoded.has_real_images for shown in state.maps
        )
    )
    from vae_explorer.data import open_dataset

    images = open_dataset("digits").train_images
    for map_id in (0, 1):
        shown = visitor.map(map_id)
        assert shown.codes is not None
        assert shown.pin_decoded is not None
        nearest = visitor.picture(map_id, "nearest_image")
        real = images[shown.codes.indices[shown.pin_decoded.neighbours[0]]]
        assert nearest is not None
        assert np.array_equal(nearest.reshape(real.shape), real)
