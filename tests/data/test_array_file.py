from __future__ import annotations

import contextlib
import io
import pickle
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vae_explorer.data.array_file import read_npy_file, read_npz_file
from vae_explorer.data.source import open_dataset
from vae_explorer.errors import DatasetError

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
image_shapes = st.tuples(st.integers(2, 6), st.integers(1, 7), st.integers(1, 7))
any_layout = st.one_of(
    image_shapes,
    st.tuples(image_shapes, st.sampled_from([1, 3])).map(lambda pair: (*pair[0], pair[1])),
    st.tuples(st.integers(2, 6), st.sampled_from([1, 4, 9, 16])),
)


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(4).integers(0, 256, (9, 6, 5), dtype=np.uint8)


def saved(path: Path, array: np.ndarray) -> Path:
    np.save(path, array)
    return path


@same_folder
@given(array=any_layout.flatmap(lambda shape: hnp.arrays(np.uint8, shape)), is_fortran=st.booleans())
def test_that_bytes_come_back_as_they_were_saved(tmp_path: Path, array: np.ndarray, is_fortran: bool) -> None:
    path = saved(tmp_path / "a.npy", np.asfortranarray(array) if is_fortran else array)
    reading = read_npy_file(path)
    images = reading.train.images
    assert images.ndim == 4
    assert images.dtype == np.uint8
    assert images.flags.c_contiguous
    assert np.array_equal(images.reshape(array.shape), array)
    assert set(reading.train.labels) == {-1}


@pytest.mark.parametrize("kind", ["<i2", ">i4", "<i8", ">u2", "<u8", "<f2", ">f4", "<f8", ">f8"])
def test_that_numbers_of_every_kind_and_byte_order_are_read(
    tmp_path: Path, images: np.ndarray, kind: str
) -> None:
    reading = read_npy_file(saved(tmp_path / "a.npy", images.astype(kind)))
    assert np.array_equal(reading.train.images[..., 0], images)


def test_that_floats_up_to_one_are_scaled_and_larger_ones_are_not(tmp_path: Path, images: np.ndarray) -> None:
    unit = read_npy_file(saved(tmp_path / "a.npy", (images / 255).astype(np.float32)))
    assert np.array_equal(unit.train.images[..., 0], images)
    large = read_npy_file(saved(tmp_path / "b.npy", images.astype(np.float32) - 0.4 * (images > 0)))
    assert np.array_equal(large.train.images[..., 0], images)


def test_that_truth_values_become_black_and_white(tmp_path: Path, images: np.ndarray) -> None:
    reading = read_npy_file(saved(tmp_path / "a.npy", images > 100))
    assert np.array_equal(reading.train.images[..., 0], np.where(images > 100, 255, 0))


def test_that_channels_may_come_first(tmp_path: Path) -> None:
    colours = np.random.default_rng(5).integers(0, 256, (4, 3, 6, 5), dtype=np.uint8)
    reading = read_npy_file(saved(tmp_path / "a.npy", colours))
    assert np.array_equal(reading.train.images, colours.transpose(0, 2, 3, 1))


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((0, 8, 8), np.uint8), "empty"),
        (np.zeros((5, 0, 8), np.uint8), "empty"),
        (np.zeros((5, 8, 8, 2), np.uint8), r"\(5, 8, 8, 2\) does not hold images"),
        (np.zeros((5, 8, 8, 4), np.uint8), "does not hold images"),
        (np.zeros((5, 10), np.uint8), "does not hold images"),
        (np.zeros(64, np.uint8), "does not hold images"),
        (np.zeros((), np.uint8), "does not hold images"),
        (np.zeros((2, 1, 5000), np.uint8), "too large"),
        (np.full((5, 8, 8), 256), "reach from 256 to 256"),
        (np.full((5, 8, 8), -1, np.int8), "reach from -1 to -1"),
        (np.full((5, 8, 8), -0.5), "reach from -0.5"),
        (np.full((5, 8, 8), 300.0), "to 300"),
        (np.full((5, 8, 8), "x"), "not numbers"),
        (np.zeros((5, 8, 8), [("a", "u1"), ("b", "f4")]), "records"),
        (np.zeros((5, 8, 8), complex), "records or values of another kind"),
        (np.zeros((5, 8, 8), "M8[s]"), "records or values of another kind"),
    ],
)
def test_that_what_are_no_images_is_said(tmp_path: Path, array: np.ndarray, message: str) -> None:
    path = saved(tmp_path / "a.npy", array)
    with pytest.raises(DatasetError, match=message) as caught:
        read_npy_file(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_that_a_value_that_is_not_finite_is_found(tmp_path: Path, value: float) -> None:
    array = np.zeros((5, 8, 8), np.float32)
    array[3, 2, 1] = value
    with pytest.raises(DatasetError, match="image 3 holds a value that is not a finite number"):
        read_npy_file(saved(tmp_path / "a.npy", array))


class Trap:
    """An object that would leave a file behind if it were ever unpickled."""

    def __init__(self, victim: Path) -> None:
        self.victim = victim

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.victim,)


@pytest.mark.parametrize("form", ["pickle", "npy", "npz"])
def test_that_nothing_is_ever_unpickled(tmp_path: Path, form: str) -> None:
    victim = tmp_path / "victim"
    array = np.array([Trap(victim)] * 4, dtype=object)
    path = tmp_path / f"a.{'npz' if form == 'npz' else 'npy'}"
    if form == "pickle":
        path.write_bytes(pickle.dumps(array))
    elif form == "npy":
        np.save(path, array, allow_pickle=True)
    else:
        np.savez(path, images=array)
    with pytest.raises(DatasetError):
        (read_npz_file if form == "npz" else read_npy_file)(path)
    assert not victim.exists()


def npy_bytes(header: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode("latin-1") + data


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000, 28, 28)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (-5, 28, 28)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 28)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (True, 28)}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (5, 28)}",
        "{'descr': '|u1', 'shape': (5, 28)}",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (5, 4, 4)}",
        "{'descr': '|S0', 'fortran_order': False, 'shape': (5, 4, 4)}",
        "{'descr': '|V8', 'fortran_order': False, 'shape': (5, 4, 4)}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (5, 4, 4)}",
        "{'descr': ('|u1', (2,)), 'fortran_order': False, 'shape': (5, 4, 4)}",
        "__import__('os').system('true')",
        "(" * 3000,
        "",
    ],
)
def test_that_a_header_that_lies_takes_no_memory(tmp_path: Path, header: str) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(npy_bytes(header, bytes(1000)))
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError):
            read_npy_file(path)
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


def test_that_a_header_of_python_2_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(
        npy_bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L, 3L), }\n", bytes(18))
    )
    assert read_npy_file(path).train.images.shape == (2, 3, 3, 1)


@same_folder
@given(content=st.binary(max_size=300))
@example(content=b"\x93NUMPY")
@example(content=b"\x93NUMPY\x01\x00\x00\x00")
@example(content=b"PK\x05\x06" + bytes(18))
def test_that_arbitrary_bytes_give_a_data_set_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    for read in (read_npy_file, read_npz_file):
        with pytest.raises(DatasetError):
            read(path)


@same_folder
@given(data=st.data(), is_archive=st.booleans())
def test_that_a_damaged_file_gives_images_or_a_data_set_error(
    tmp_path: Path, data: st.DataObject, is_archive: bool
) -> None:
    stream = io.BytesIO()
    array = np.arange(75, dtype=np.uint8).reshape(3, 5, 5)
    if is_archive:
        np.savez_compressed(stream, images=array, labels=np.arange(3))
    else:
        np.save(stream, array)
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(1, len(content) - 1)) :]
    path = tmp_path / "file"
    path.write_bytes(content)
    with contextlib.suppress(DatasetError):
        reading = (read_npz_file if is_archive else read_npy_file)(path)
        assert reading.train.images.dtype == np.uint8


@pytest.mark.parametrize(
    "names",
    [
        ("images", "labels", "test_images", "test_labels"),
        ("x_train", "y_train", "x_test", "y_test"),
        ("X_train", "Y_train", "X_test", "Y_test"),
        ("train_images", "train_labels", "test_images", "test_labels"),
        ("x", "y", "x_test", "y_test"),
    ],
)
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_that_the_usual_names_are_found(
    tmp_path: Path, images: np.ndarray, names: tuple[str, ...], save: object
) -> None:
    labels = np.arange(9) % 3
    path = tmp_path / "a.npz"
    save(path, **dict(zip(names, (images, labels, images[:4], labels[:4]), strict=True)))
    reading = read_npz_file(path)
    assert np.array_equal(reading.train.images[..., 0], images)
    assert np.array_equal(reading.train.labels, labels)
    assert reading.test is not None
    assert np.array_equal(reading.test.images[..., 0], images[:4])
    assert np.array_equal(reading.test.labels, labels[:4])
    assert reading.label_names == ("0", "1", "2")


def test_that_a_single_array_is_images_under_any_name(tmp_path: Path, images: np.ndarray) -> None:
    np.savez(tmp_path / "a.npz", faces=images)
    reading = read_npz_file(tmp_path / "a.npz")
    assert np.array_equal(reading.train.images[..., 0], images)
    assert reading.label_names == ()


def test_that_arrays_without_a_role_are_told(tmp_path: Path, images: np.ndarray) -> None:
    np.savez(tmp_path / "a.npz", images=images, val_images=images, mean=np.zeros(3))
    assert read_npz_file(tmp_path / "a.npz").notes == ("these arrays were left out: mean, val_images",)


def test_that_numbers_that_come_with_each_image_are_kept_as_columns(
    tmp_path: Path, images: np.ndarray
) -> None:
    count = len(images)
    weight = np.linspace(-1, 1, count, dtype=np.float32)
    weight[1] = np.inf
    np.savez_compressed(
        tmp_path / "a.npz",
        images=images,
        weight=weight,
        age=np.arange(count)[:, None],
        words=np.array(["a"] * count),
        longer=np.zeros(count + 1),
    )
    reading = read_npz_file(tmp_path / "a.npz")
    columns = dict(reading.train_columns)
    assert set(columns) == {"weight", "age"}
    assert columns["age"].tolist() == list(range(count))
    assert np.isnan(columns["weight"][1])
    assert columns["weight"][[0, -1]].tolist() == [-1, 1]
    assert reading.notes == ("these arrays were left out: longer, words",)


def test_that_columns_go_with_their_images_when_some_are_set_aside(tmp_path: Path) -> None:
    pictures = np.zeros((40, 2, 2), np.uint8)
    pictures[:, 0, 0] = np.arange(40)
    np.savez(tmp_path / "a.npz", images=pictures, number=np.arange(40))
    dataset = open_dataset(tmp_path / "a.npz")
    ((name, values),) = dataset.train_columns
    assert name == "number"
    assert len(values) < 40
    assert values.tolist() == dataset.train_images[:, 0, 0, 0].tolist()


def test_that_an_archive_without_images_names_what_it_has(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", first=np.zeros(3), second=np.zeros(3))
    with pytest.raises(DatasetError, match="only: first, second"):
        read_npz_file(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("labels", "names", "indices"),
    [
        (np.array([7, 3, 7, -1]), ("3", "7"), [1, 0, 1, -1]),
        (np.array([[1], [0], [1], [2]]), ("0", "1", "2"), [1, 0, 1, 2]),
        (np.array([1.0, 0.0, 2.0, 1.0], np.float32), ("0", "1", "2"), [1, 0, 2, 1]),
        (np.array([True, False, True, True]), ("0", "1"), [1, 0, 1, 1]),
        (np.array(["cat", "dog", "", "cat"]), ("cat", "dog"), [0, 1, -1, 0]),
        (np.array(["10", "2", "1", "10"]), ("1", "2", "10"), [2, 1, 0, 2]),
        (np.array([b"cat", b"dog", b"cat", b"\xff"]), ("cat", "dog", "\ufffd"), [0, 1, 0, 2]),
        (np.array([2, 1, 0, 1], np.uint64), ("0", "1", "2"), [2, 1, 0, 1]),
    ],
)
def test_that_labels_of_every_kind_become_indices_of_names(
    tmp_path: Path, images: np.ndarray, labels: np.ndarray, names: tuple[str, ...], indices: list[int]
) -> None:
    np.savez(tmp_path / "a.npz", images=images[:4], labels=labels)
    reading = read_npz_file(tmp_path / "a.npz")
    assert reading.label_names == names
    assert reading.train.labels.tolist() == indices


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.zeros(8, int), "8 labels for 9 images"),
        (np.zeros((9, 3), int), "not one label for each image"),
        (np.full(9, 0.5), "the label of image 0 is 0.5"),
        (np.full(9, np.nan), "not a whole number"),
        (np.zeros(9, complex), "records or values of another kind"),
    ],
)
def test_that_labels_that_do_not_fit_are_refused(
    tmp_path: Path, images: np.ndarray, labels: np.ndarray, message: str
) -> None:
    np.savez(tmp_path / "a.npz", images=images, labels=labels)
    with pytest.raises(DatasetError, match=message):
        read_npz_file(tmp_path / "a.npz")


def test_that_labels_for_one_part_only_are_refused(tmp_path: Path, images: np.ndarray) -> None:
    np.savez(tmp_path / "a.npz", images=images, labels=np.arange(9), test_images=images)
    with pytest.raises(DatasetError, match="only one of the two parts"):
        read_npz_file(tmp_path / "a.npz")


def test_that_labels_of_too_many_kinds_are_left_out_and_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", images=np.zeros((1200, 2, 2), np.uint8), labels=np.arange(1200))
    reading = read_npz_file(tmp_path / "a.npz")
    assert reading.label_names == ()
    assert set(reading.train.labels) == {-1}
    assert "1200 different values" in reading.notes[0]


def test_that_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    stream = io.BytesIO()
    np.save(stream, np.zeros((90_000, 28, 28), np.uint8))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("images.npy", stream.getvalue())
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError, match="bomb"):
            read_npz_file(path)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_that_an_archive_packed_in_an_unusual_way_is_refused(tmp_path: Path, images: np.ndarray) -> None:
    stream = io.BytesIO()
    np.save(stream, images)
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("images.npy", stream.getvalue())
    with pytest.raises(DatasetError, match="numpy does not use"):
        read_npz_file(tmp_path / "a.npz")


def test_that_a_member_with_a_wrong_check_sum_is_refused(tmp_path: Path, images: np.ndarray) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, images=images)
    content = bytearray(path.read_bytes())
    content[content.index(images.tobytes()) + 50] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="damaged"):
        read_npz_file(path)
