from __future__ import annotations

import contextlib
import gzip
import os
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from vae_explorer.data.idx import read_idx
from vae_explorer.data.idx_folder import read_idx_folder
from vae_explorer.errors import DatasetError

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
idx_arrays = st.sampled_from(["u1", "i1", "i2", "i4", "f4", "f8"]).flatmap(
    lambda code: hnp.arrays(np.dtype(code), hnp.array_shapes(min_dims=1, max_dims=4, max_side=6))
)


@same_folder
@given(array=idx_arrays, is_packed=st.booleans())
def test_that_what_is_written_is_read(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes], array: np.ndarray, is_packed: bool
) -> None:
    content = as_idx(array)
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    result = read_idx(path)
    assert result.dtype.newbyteorder("=") == array.dtype
    assert np.array_equal(result, array, equal_nan=array.dtype.kind == "f")
    assert not result.flags.writeable


@same_folder
@given(content=st.binary(max_size=400))
@example(content=b"")
@example(content=b"\0\0\x08")
@example(content=b"\x1f\x8b")
@example(content=b"\0\0\x08\x01\0\0\0\0")
def test_that_arbitrary_bytes_give_an_array_or_a_data_set_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with contextlib.suppress(DatasetError):
        assert isinstance(read_idx(path), np.ndarray)


@same_folder
@given(data=st.data(), is_packed=st.booleans())
def test_that_a_damaged_file_gives_an_array_or_a_data_set_error(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes], data: st.DataObject, is_packed: bool
) -> None:
    content = as_idx(np.arange(60, dtype=np.uint8).reshape(5, 4, 3))
    content = bytearray(gzip.compress(content) if is_packed else content)
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(1, len(content))) :]
    path = tmp_path / "file"
    path.write_bytes(content)
    with contextlib.suppress(DatasetError):
        assert isinstance(read_idx(path), np.ndarray)


@pytest.mark.parametrize("is_packed", [False, True])
def test_that_two_thousand_million_claimed_images_take_no_memory(tmp_path: Path, is_packed: bool) -> None:
    content = struct.pack(">BBBBIII", 0, 0, 8, 3, 2**31, 28, 28) + bytes(1000)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError, match="promises 1683627180048 bytes"):
            read_idx(path)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_that_a_gzip_bomb_is_left_packed(tmp_path: Path) -> None:
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(struct.pack(">BBBBIII", 0, 0, 8, 3, 10, 4, 4) + bytes(50_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError, match="promises 176 bytes"):
            read_idx(path)
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()


def test_that_the_error_for_a_wrong_magic_shows_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(b"\x89PNG and so on")
    with pytest.raises(DatasetError, match="begins with the bytes 89 50 4e 47") as caught:
        read_idx(path)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("kept", [5, 12, 30, -8, -1])
def test_that_a_gzip_file_that_was_cut_is_refused(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes], kept: int
) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (20, 5, 5), dtype=np.uint8)
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(as_idx(noise))[:kept])
    with pytest.raises(DatasetError):
        read_idx(path)


def test_that_a_gzip_file_with_a_wrong_check_sum_is_refused(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes]
) -> None:
    content = bytearray(gzip.compress(as_idx(np.zeros((5, 4, 4), dtype=np.uint8))))
    content[-6] ^= 0xFF
    path = tmp_path / "file.gz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="damaged"):
        read_idx(path)


def test_that_a_gzip_file_of_several_members_is_read_as_one(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes]
) -> None:
    array = np.random.default_rng(3).integers(0, 256, (200, 30, 30), dtype=np.uint8)
    content = as_idx(array)
    path = tmp_path / "file.gz"
    path.write_bytes(b"".join(gzip.compress(content[i : i + 50_000]) for i in range(0, len(content), 50_000)))
    assert np.array_equal(read_idx(path), array)


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("extra", [-1, 1])
def test_that_a_byte_too_few_or_too_many_is_refused(
    tmp_path: Path, as_idx: Callable[[np.ndarray], bytes], extra: int, is_packed: bool
) -> None:
    content = as_idx(np.ones((5, 4, 4), dtype=np.uint8))
    content = content[:extra] if extra < 0 else content + b"x"
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    with pytest.raises(DatasetError, match="fetch it again"):
        read_idx(path)


def test_that_a_folder_is_read_with_its_labels(idx_folder: Path, idx_parts: dict[str, np.ndarray]) -> None:
    reading = read_idx_folder(idx_folder)
    assert np.array_equal(reading.train.images[..., 0], idx_parts["train-images-idx3-ubyte"])
    assert np.array_equal(reading.train.labels, idx_parts["train-labels-idx1-ubyte"])
    assert reading.test is not None
    assert np.array_equal(reading.test.images[..., 0], idx_parts["t10k-images-idx3-ubyte"])
    assert np.array_equal(reading.test.labels, idx_parts["t10k-labels-idx1-ubyte"])
    assert reading.label_names == ("0", "1", "2")


def test_that_names_with_dots_and_capitals_are_found(idx_folder: Path) -> None:
    for path in list(idx_folder.iterdir()):
        path.rename(idx_folder / path.name.replace("-idx", ".IDX"))
    assert read_idx_folder(idx_folder).train.images.shape == (40, 5, 4, 1)


def test_that_a_plain_file_comes_before_a_compressed_one(idx_folder: Path) -> None:
    (idx_folder / "train-images-idx3-ubyte.gz").write_bytes(b"not read")
    assert read_idx_folder(idx_folder).train.images.shape == (40, 5, 4, 1)


def test_that_labels_and_test_images_may_be_missing(idx_folder: Path) -> None:
    (idx_folder / "train-labels-idx1-ubyte").unlink()
    (idx_folder / "t10k-labels-idx1-ubyte").unlink()
    (idx_folder / "t10k-images-idx3-ubyte").unlink()
    reading = read_idx_folder(idx_folder)
    assert reading.test is None
    assert reading.label_names == ()
    assert set(reading.train.labels) == {-1}


@pytest.mark.parametrize(
    ("missing", "message"),
    [("train-images-idx3-ubyte", "is missing"), ("t10k-labels-idx1-ubyte", "only one of the two")],
)
def test_that_a_missing_file_is_named(idx_folder: Path, missing: str, message: str) -> None:
    (idx_folder / missing).unlink()
    with pytest.raises(DatasetError, match=message):
        read_idx_folder(idx_folder)


def test_that_a_wrong_number_of_labels_is_told(
    idx_folder: Path, as_idx: Callable[[np.ndarray], bytes]
) -> None:
    (idx_folder / "train-labels-idx1-ubyte").write_bytes(as_idx(np.zeros(39, dtype=np.uint8)))
    with pytest.raises(DatasetError, match="39 labels for 40 images"):
        read_idx_folder(idx_folder)


def test_that_test_images_of_another_size_are_refused(
    idx_folder: Path, as_idx: Callable[[np.ndarray], bytes]
) -> None:
    (idx_folder / "t10k-images-idx3-ubyte").write_bytes(as_idx(np.zeros((10, 5, 5), dtype=np.uint8)))
    with pytest.raises(DatasetError, match="training images are 5 × 4 × 1 and the test images 5 × 5 × 1"):
        read_idx_folder(idx_folder)


def test_that_a_folder_named_like_a_file_is_told(idx_folder: Path) -> None:
    (idx_folder / "train-images-idx3-ubyte").unlink()
    (idx_folder / "train-images-idx3-ubyte").mkdir()
    with pytest.raises(DatasetError, match="not a file"):
        read_idx_folder(idx_folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_that_a_pipe_named_like_a_file_is_not_waited_for(idx_folder: Path) -> None:
    (idx_folder / "train-images-idx3-ubyte").unlink()
    os.mkfifo(idx_folder / "train-images-idx3-ubyte")
    with pytest.raises(DatasetError, match="not a file"):
        read_idx_folder(idx_folder)


def test_that_mnist_is_read_as_published(mnist_folder: Path) -> None:
    reading = read_idx_folder(mnist_folder)
    assert reading.train.images.shape == (60_000, 28, 28, 1)
    assert reading.test is not None
    assert reading.test.images.shape == (10_000, 28, 28, 1)
    # The mean of all training pixels and the first labels, as the literature gives them.
    assert reading.train.images.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert reading.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert reading.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
