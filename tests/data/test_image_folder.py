from __future__ import annotations

import contextlib
import os
import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from vae_explorer.data import OpeningCancelledError
from vae_explorer.data.image_folder import common_size, decoding_threads, read_image_folder
from vae_explorer.errors import DatasetError


def grey(seed: int, height: int = 8, width: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)


def colour(seed: int, height: int = 8, width: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def save(path: Path, pixels: np.ndarray, **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)
    return path


def test_that_subfolders_are_labels_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("10", "2", "1"):
        for index in range(2):
            save(tmp_path / name / f"{index}.png", np.full((4, 4), int(name), np.uint8))
    reading = read_image_folder(tmp_path)
    assert reading.label_names == ("1", "2", "10")
    assert reading.train.labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert reading.train.images[:, 0, 0, 0].tolist() == [1, 1, 2, 2, 10, 10]
    assert reading.test is None
    assert reading.notes == ()


def test_that_pictures_without_subfolders_have_no_labels(tmp_path: Path) -> None:
    for index in range(12):
        save(tmp_path / f"{index}.png", np.full((4, 4), index, np.uint8))
    reading = read_image_folder(tmp_path)
    assert reading.label_names == ()
    assert set(reading.train.labels) == {-1}
    assert reading.train.images[:, 0, 0, 0].tolist() == list(range(12))


def test_that_pictures_deeper_down_belong_to_the_first_subfolder(tmp_path: Path) -> None:
    save(tmp_path / "cat" / "a.png", grey(1))
    save(tmp_path / "cat" / "more" / "b.png", grey(2))
    save(tmp_path / "dog" / "even" / "more" / "c.png", grey(3))
    reading = read_image_folder(tmp_path)
    assert reading.label_names == ("cat", "dog")
    assert reading.train.labels.tolist() == [0, 0, 1]


def test_that_pictures_beside_the_subfolders_are_kept_without_label(tmp_path: Path) -> None:
    save(tmp_path / "cat" / "a.png", grey(1))
    save(tmp_path / "b.png", grey(2))
    reading = read_image_folder(tmp_path)
    assert reading.train.labels.tolist() == [-1, 0]
    assert "1 pictures lie beside the subfolders and have no label" in reading.notes


@pytest.mark.parametrize("second", ["test", "val"])
def test_that_folders_for_training_and_testing_become_the_two_parts(tmp_path: Path, second: str) -> None:
    for index, label in enumerate(["cat", "cat", "dog"]):
        save(tmp_path / "train" / label / f"{index}.png", grey(index))
    save(tmp_path / second / "dog" / "0.png", grey(9))
    reading = read_image_folder(tmp_path)
    assert reading.label_names == ("cat", "dog")
    assert reading.train.labels.tolist() == [0, 0, 1]
    assert reading.test is not None
    assert reading.test.labels.tolist() == [1]
    assert np.array_equal(reading.test.images[0, ..., 0], grey(9))


def test_that_a_validation_folder_beside_a_test_folder_is_left_out_and_told(tmp_path: Path) -> None:
    for part in ("train", "val", "test"):
        save(tmp_path / part / "cat" / "a.png", grey(1))
        save(tmp_path / part / "cat" / "b.png", grey(2))
    reading = read_image_folder(tmp_path)
    assert len(reading.train.images) == 2
    assert "these folders were left out: val" in reading.notes


@pytest.mark.parametrize("suffix", ["png", "bmp", "gif", "tif", "webp", "pgm"])
def test_that_every_lossless_format_gives_the_exact_grey_pixels(tmp_path: Path, suffix: str) -> None:
    options = {"lossless": True} if suffix == "webp" else {}
    for index in range(2):
        save(tmp_path / f"{index}.{suffix}", grey(index), **options)
    images = read_image_folder(tmp_path).train.images
    assert images.shape == (2, 8, 6, 1)
    assert np.array_equal(images[..., 0], [grey(0), grey(1)])


def test_that_coloured_pictures_have_three_channels_and_grey_ones_join_them(tmp_path: Path) -> None:
    save(tmp_path / "0.png", colour(0))
    save(tmp_path / "1.png", grey(1))
    reading = read_image_folder(tmp_path)
    assert np.array_equal(reading.train.images[0], colour(0))
    assert np.array_equal(reading.train.images[1], np.repeat(grey(1)[..., None], 3, axis=2))
    assert "1 grey pictures were read as coloured, like the others" in reading.notes


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_that_coloured_files_whose_pixels_are_all_grey_become_one_channel(
    tmp_path: Path, suffix: str
) -> None:
    for index in range(3):
        save(tmp_path / f"{index}.{suffix}", np.repeat(grey(index)[..., None], 3, axis=2))
    assert read_image_folder(tmp_path).train.images.shape == (3, 8, 6, 1)


def test_that_jpeg_pictures_come_close_to_what_was_saved(tmp_path: Path) -> None:
    ramp = np.linspace(0, 255, 64).astype(np.uint8).reshape(8, 8)
    for index in range(2):
        save(tmp_path / f"{index}.jpeg", ramp, quality=95)
    assert np.abs(read_image_folder(tmp_path).train.images[0, ..., 0].astype(int) - ramp).max() < 8


def test_that_a_jpeg_with_several_pictures_in_it_gives_the_first(tmp_path: Path) -> None:
    first, second = (
        Image.fromarray(np.full((8, 8), 200, np.uint8)),
        Image.fromarray(np.zeros((8, 8), np.uint8)),
    )
    for index in range(2):
        first.save(tmp_path / f"{index}.mpo", save_all=True, append_images=[second])
        (tmp_path / f"{index}.mpo").rename(tmp_path / f"{index}.jpg")
    assert (read_image_folder(tmp_path).train.images > 190).all()


def test_that_transparent_pixels_are_black(tmp_path: Path) -> None:
    pixels = np.full((4, 4, 4), 200, np.uint8)
    pixels[0, :, 3], pixels[1, :, 3], pixels[2:, :, 3] = 0, 128, 255
    for index in range(2):
        save(tmp_path / f"{index}.png", pixels)
    reading = read_image_folder(tmp_path)
    rows = reading.train.images[0, :, 0, 0]
    assert rows[0] == 0
    assert rows[1] == pytest.approx(100, abs=1)
    assert rows[2:].tolist() == [200, 200]
    assert "2 pictures with transparency were laid on black" in reading.notes


def test_that_sixteen_bit_grey_keeps_its_range(tmp_path: Path) -> None:
    deep = np.array([[0, 257, 32896, 65535]] * 4, np.uint16)
    for index in range(2):
        save(tmp_path / f"{index}.png", deep)
    assert read_image_folder(tmp_path).train.images[0, 0, :, 0].tolist() == [0, 1, 128, 255]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_that_the_exif_orientation_is_respected(tmp_path: Path, orientation: int) -> None:
    upright = np.zeros((8, 16), np.uint8)
    upright[:4, :8] = 255  # the upper left quarter is white
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.T,
        6: np.rot90(upright),
        7: upright[::-1, ::-1].T,
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    for index in range(2):
        save(tmp_path / f"{index}.jpg", np.ascontiguousarray(stored), exif=exif, quality=100)
    images = read_image_folder(tmp_path).train.images
    assert images.shape == (2, 8, 16, 1)
    assert np.array_equal(images[0, ..., 0] > 127, upright > 127)


def test_that_the_most_common_size_wins_and_of_two_the_smaller() -> None:
    assert common_size([(10, 10), (20, 20), (20, 20)]) == (20, 20)
    assert common_size([(20, 20), (10, 10), (20, 20), (10, 10), (5, 5)]) == (10, 10)
    assert common_size([(300, 200)]) == (128, 85)
    assert common_size([(1, 4000)]) == (1, 128)


def test_that_pictures_of_other_sizes_keep_their_proportions_and_repeat_their_edge(tmp_path: Path) -> None:
    for index in range(2):
        save(tmp_path / f"{index}.png", grey(index, 20, 20))
    wide = np.zeros((10, 40), np.uint8)
    wide[:, 20:] = 200
    save(tmp_path / "wide.png", wide)
    reading = read_image_folder(tmp_path)
    fitted = reading.train.images[2, ..., 0]
    assert fitted.shape == (20, 20)
    assert (fitted[:, :8] < 20).all()
    assert (fitted[:, 12:] > 180).all()
    assert (fitted == fitted[10]).all()
    assert "1 of 3 pictures had another size and were brought to 20 × 20" in reading.notes


def test_that_a_wanted_size_is_given_to_every_picture(tmp_path: Path) -> None:
    save(tmp_path / "0.png", grey(0, 30, 20))
    save(tmp_path / "1.png", grey(1, 8, 8))
    assert read_image_folder(tmp_path, image_size=(12, 10)).train.images.shape == (2, 12, 10, 1)


def test_that_pictures_of_wildly_different_sizes_are_survived(tmp_path: Path) -> None:
    for index, (height, width) in enumerate([(1, 1), (1, 900), (900, 1), (300, 200), (3, 5)]):
        save(tmp_path / f"{index}.png", colour(index, height, width))
    assert read_image_folder(tmp_path).train.images.shape[0] == 5


def test_that_hidden_and_other_files_are_skipped_and_counted(tmp_path: Path) -> None:
    save(tmp_path / "a" / "0.png", grey(0))
    save(tmp_path / "a" / "1.PNG", grey(1))
    (tmp_path / "a" / ".hidden.png").write_bytes(b"not a picture")
    (tmp_path / "a" / "notes.txt").write_text("not a picture")
    (tmp_path / "README").write_text("not a picture")
    reading = read_image_folder(tmp_path)
    assert len(reading.train.images) == 2
    assert reading.notes == ("2 other files and 1 hidden ones were skipped",)


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_that_links_that_lead_back_or_nowhere_are_survived(tmp_path: Path) -> None:
    save(tmp_path / "a" / "0.png", grey(0))
    save(tmp_path / "a" / "1.png", grey(1))
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "self.png").symlink_to(tmp_path / "self.png")
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    reading = read_image_folder(tmp_path)
    assert len(reading.train.images) == 2
    assert reading.label_names == ("a",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_that_a_pipe_named_like_a_picture_is_not_waited_for(tmp_path: Path) -> None:
    for index in range(2):
        save(tmp_path / f"{index}.png", grey(index))
    os.mkfifo(tmp_path / "pipe.png")
    assert len(read_image_folder(tmp_path).train.images) == 2


def test_that_an_empty_folder_and_a_single_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no pictures in this folder"):
        read_image_folder(tmp_path)
    save(tmp_path / "0.png", grey(0))
    with pytest.raises(DatasetError, match="one picture only"):
        read_image_folder(tmp_path)


@pytest.mark.parametrize(("suffix", "kept"), [("jpg", 0.6), ("png", 0.6), ("gif", 0.5), ("webp", 0.5)])
def test_that_a_picture_that_was_cut_is_named(tmp_path: Path, suffix: str, kept: float) -> None:
    for index in range(3):
        save(tmp_path / f"{index}.{suffix}", colour(index, 64, 64))
    broken = tmp_path / f"1.{suffix}"
    content = broken.read_bytes()
    broken.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(DatasetError) as caught:
        read_image_folder(tmp_path)
    assert caught.value.where == str(broken)
    assert "remove" in caught.value.remedy


def test_that_a_text_named_like_a_picture_is_named(tmp_path: Path) -> None:
    save(tmp_path / "0.png", grey(0))
    (tmp_path / "1.png").write_text("this is no picture {really}")
    with pytest.raises(DatasetError, match="not a picture") as caught:
        read_image_folder(tmp_path)
    assert caught.value.where == str(tmp_path / "1.png")


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(9_000, 9_000), (12_000, 12_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1), (70_000, 1)],
)
def test_that_a_picture_of_too_many_pixels_is_not_decoded(tmp_path: Path, width: int, height: int) -> None:
    for index in range(2):
        (tmp_path / f"{index}.png").write_bytes(png_header(width, height))
    with pytest.raises(DatasetError, match="too large") as caught:
        read_image_folder(tmp_path)
    assert caught.value.where == str(tmp_path / "0.png")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"BM", b"II*\0", b"P5\n"]
    ),
    rest=st.binary(max_size=120),
)
@example(start=b"P5\n", rest=b"4 4 255\n" + bytes(16))
def test_that_arbitrary_bytes_give_pictures_or_a_data_set_error(
    tmp_path: Path, start: bytes, rest: bytes
) -> None:
    for index in range(2):
        (tmp_path / f"{index}.png").write_bytes(start + rest)
    with contextlib.suppress(DatasetError):
        assert len(read_image_folder(tmp_path).train.images) == 2


def test_that_large_pictures_are_decoded_in_threads_and_huge_ones_one_by_one() -> None:
    assert decoding_threads([28 * 28] * 60_000, 16) == 1
    assert decoding_threads([4000 * 3000] * 10, 16) == 4
    assert decoding_threads([4000 * 3000] * 10, 2) == 2
    assert decoding_threads([8000 * 8000] * 10, 16) == 1


def test_that_large_pictures_arrive_in_their_order(tmp_path: Path) -> None:
    for index in range(20):
        save(tmp_path / f"{index}.png", np.full((400, 400), 10 * index, np.uint8))
    images = read_image_folder(tmp_path, image_size=(4, 4)).train.images
    assert images[:, 0, 0, 0].tolist() == [10 * index for index in range(20)]


def test_that_reading_can_be_cancelled(tmp_path: Path) -> None:
    for index in range(2):
        save(tmp_path / f"{index}.png", grey(index))
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(OpeningCancelledError):
        read_image_folder(tmp_path, cancel=cancel)


def test_that_more_than_a_thousand_subfolders_are_no_labels(tmp_path: Path) -> None:
    content = save(tmp_path / "0" / "a.png", grey(0, 1, 1)).read_bytes()
    for index in range(1, 1001):
        (tmp_path / str(index)).mkdir()
        (tmp_path / str(index) / "a.png").write_bytes(content)
    reading = read_image_folder(tmp_path)
    assert reading.label_names == ()
    assert "1001 different values" in reading.notes[-1]
