from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from vae_explorer.assets import HOME_VARIABLE, cache_folder
from vae_explorer.data import (
    CATALOGUE,
    DATASET_NAMES,
    CatalogueEntry,
    DownloadProgress,
    NetworkPatience,
    OpeningCancelledError,
    dataset_folder,
    describe,
    is_available,
    open_dataset,
)
from vae_explorer.errors import DatasetError, DownloadError, UsageError

if TYPE_CHECKING:
    from conftest import FileServer


def test_that_the_digits_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import load_digits

    truth = load_digits()
    digits = open_dataset("digits")
    assert (digits.name, digits.title) == ("digits", "Digits")
    assert digits.image_shape == (8, 8, 1)
    assert digits.label_names == tuple("0123456789")
    images = np.concatenate([digits.train_images, digits.test_images])[..., 0]
    labels = np.concatenate([digits.train_labels, digits.test_labels])
    expected = sorted(
        (label, np.rint(image * 255 / 16).astype(np.uint8).tobytes())
        for image, label in zip(truth.images, truth.target.tolist(), strict=True)
    )
    assert (
        sorted((label, image.tobytes()) for image, label in zip(images, labels.tolist(), strict=True))
        == expected
    )
    assert len(digits.test_images) == 180
    assert digits.notes == ("180 of 1797 images were set aside for testing",)


def test_that_the_digits_can_be_read_from_the_package_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from vae_explorer.data import digits

    direct = digits.read_digits()
    monkeypatch.setattr(digits, "TABLE", Path("elsewhere.csv.gz"))
    asked = digits.read_digits()
    assert np.array_equal(direct.train.images, asked.train.images)
    assert np.array_equal(direct.train.labels, asked.train.labels)


def test_that_opening_twice_gives_the_same_fingerprint_and_split() -> None:
    first, second = open_dataset("digits"), open_dataset("digits")
    assert first.fingerprint == second.fingerprint
    assert np.array_equal(first.test_images, second.test_images)


def test_that_a_folder_of_idx_files_plain_or_packed_is_one_data_set(
    idx_folder: Path, idx_parts: dict[str, np.ndarray]
) -> None:
    import gzip

    plain = open_dataset(idx_folder)
    packed_folder = idx_folder.with_name("packed")
    packed_folder.mkdir()
    for path in idx_folder.iterdir():
        (packed_folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    packed = open_dataset(str(packed_folder))
    assert plain.fingerprint == packed.fingerprint
    assert (plain.name, plain.title) == (str(idx_folder), "little")
    assert len(plain.train_images) == 40
    assert len(plain.test_images) == 10
    by_file = open_dataset(idx_folder / "train-images-idx3-ubyte")
    assert (by_file.fingerprint, by_file.title) == (plain.fingerprint, "little")


def test_that_the_same_images_have_one_fingerprint_in_every_kind_of_file(
    idx_folder: Path, idx_parts: dict[str, np.ndarray], tmp_path: Path
) -> None:
    names = ("x_train", "y_train", "x_test", "y_test")
    np.savez(tmp_path / "a.npz", **dict(zip(names, idx_parts.values(), strict=True)))
    for part, (images, labels) in {
        "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
    }.items():
        order = np.argsort(idx_parts[labels], kind="stable")
        idx_parts[images], idx_parts[labels] = idx_parts[images][order], idx_parts[labels][order]
        for index, (image, label) in enumerate(zip(idx_parts[images], idx_parts[labels], strict=True)):
            path = tmp_path / "pictures" / part / str(label) / f"{index:03}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(path)
    np.savez(tmp_path / "b.npz", **dict(zip(names, idx_parts.values(), strict=True)))
    assert open_dataset(tmp_path / "a.npz").fingerprint == open_dataset(idx_folder).fingerprint
    assert open_dataset(tmp_path / "b.npz").fingerprint == open_dataset(tmp_path / "pictures").fingerprint


def test_that_a_source_without_test_images_gives_up_a_tenth(tmp_path: Path) -> None:
    np.save(tmp_path / "faces.npy", np.random.default_rng(1).integers(0, 256, (50, 9, 7), dtype=np.uint8))
    opened = open_dataset(tmp_path / "faces.npy")
    assert opened.title == "faces"
    assert len(opened.train_images) == 45
    assert len(opened.test_images) == 5
    assert opened.notes == ("5 of 50 images were set aside for testing",)
    assert not opened.train_images.flags.writeable


def test_that_a_wanted_size_is_given_to_data_sets_of_every_kind(idx_folder: Path, tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((5, 8, 8, 3), np.uint8))
    assert open_dataset(idx_folder, image_size=(10, 8)).image_shape == (10, 8, 1)
    assert open_dataset(tmp_path / "a.npy", image_size=(4, 6)).image_shape == (4, 6, 3)
    assert open_dataset("digits", image_size=(16, 16)).image_shape == (16, 16, 1)
    assert open_dataset("digits", image_size=(8, 8)).fingerprint == open_dataset("digits").fingerprint


@pytest.mark.parametrize("size", [(0, 8), (8, -1), (5000, 8)])
def test_that_a_size_that_is_none_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="not possible"):
        open_dataset("digits", image_size=size)


def test_that_a_path_object_is_never_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError, match="no data set, file or folder"):
        open_dataset(Path("digits"))
    np.save(tmp_path / "digits.npy", np.zeros((4, 3, 3), np.uint8))
    Path("digits").mkdir()
    shutil.move("digits.npy", "digits/a.npy")
    assert open_dataset("digits").image_shape == (8, 8, 1)


def test_that_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    np.save(tmp_path / "a.npy", np.zeros((4, 3, 3), np.uint8))
    assert open_dataset("~/a.npy").image_shape == (3, 3, 1)


@pytest.mark.parametrize("spec", ["mnits", "/no/such/place", "~nobodyatall/x", "a\0b", "x" * 5000, ""])
def test_that_a_name_of_nothing_is_told(spec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatasetError) as caught:
        open_dataset(spec)
    assert "\n" not in caught.value.one_line()
    assert caught.value.remedy


def one_image(folder: Path) -> Path:
    np.save(folder / "one.npy", np.zeros((1, 8, 8), np.uint8))
    return folder / "one.npy"


def one_idx_image(folder: Path) -> Path:
    content = b"\0\0\x08\x03" + b"".join(size.to_bytes(4, "big") for size in (1, 2, 2)) + bytes(4)
    (folder / "train-images-idx3-ubyte").write_bytes(content)
    return folder


def one_picture(folder: Path) -> Path:
    Image.new("L", (4, 4)).save(folder / "one.png")
    return folder


def picture_itself(folder: Path) -> Path:
    return one_picture(folder) / "one.png"


def text_file(folder: Path) -> Path:
    (folder / "notes.txt").write_text("a {text}")
    return folder / "notes.txt"


def empty_file(folder: Path) -> Path:
    (folder / "empty.npz").write_bytes(b"")
    return folder / "empty.npz"


def folder_named_like_a_file(folder: Path) -> Path:
    (folder / "images.npy").mkdir()
    return folder / "images.npy"


def empty_folder(folder: Path) -> Path:
    return folder


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (one_image, "one image only"),
        (one_idx_image, "one image only"),
        (one_picture, "one picture only"),
        (picture_itself, "holds no data set"),
        (text_file, "holds no data set"),
        (empty_file, "damaged"),
        (folder_named_like_a_file, "no pictures"),
        (empty_folder, "no pictures"),
    ],
)
def test_that_what_is_no_data_set_is_told_with_its_place_and_a_remedy(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    path = make(tmp_path)
    with pytest.raises(DatasetError, match=message) as caught:
        open_dataset(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_that_a_device_is_not_read() -> None:
    with pytest.raises(DatasetError, match="not a file"):
        open_dataset("/dev/zero")


def test_that_a_file_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.save(tmp_path / "a.npy", np.zeros((4, 3, 3), np.uint8))
    genuine = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "a.npy":
            raise PermissionError(13, "Permission denied")
        return genuine(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DatasetError, match=r"a\.npy: this cannot be read \(Permission denied\)"):
        open_dataset(tmp_path / "a.npy")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read by this user"
)
def test_that_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    with pytest.raises(DatasetError, match="cannot be read"):
        open_dataset(tmp_path / "closed")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["a.npy", "a.npz", "a", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"]),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\x93NUMPY\x01\0", b"\0\0\x08\x03", b"\x1f\x8b\x08"]),
    rest=st.binary(max_size=200),
)
def test_that_arbitrary_files_open_or_give_a_data_set_error(
    tmp_path: Path, name: str, start: bytes, rest: bytes
) -> None:
    folder = tmp_path / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / name).write_bytes(start + rest)
    for spec in (folder, folder / name):
        with contextlib.suppress(DatasetError):
            assert len(open_dataset(spec).train_images) >= 1


def test_that_memory_that_does_not_suffice_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vae_explorer.data import npy

    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    np.save(tmp_path / "a.npy", np.zeros((4, 3, 3), np.uint8))
    monkeypatch.setattr(npy, "_fill", exhausted)
    with pytest.raises(DatasetError, match="not enough memory"):
        open_dataset(tmp_path / "a.npy")


def test_that_a_named_data_set_is_fetched_once_and_then_read_without_network(
    mirrored: CatalogueEntry, file_server: FileServer, tmp_path: Path, impatience: NetworkPatience
) -> None:
    catalogue = {"little": mirrored}
    reports: list[DownloadProgress] = []
    assert not is_available("little", tmp_path, catalogue)
    fetched = open_dataset(
        "little", cache_folder=tmp_path, progress=reports.append, catalogue=catalogue, patience=impatience
    )
    assert is_available("little", tmp_path, catalogue)
    assert describe("little", tmp_path, catalogue).is_available
    assert (fetched.name, fetched.title) == ("little", "Little")
    assert fetched.label_names == ("zero", "one", "two")
    assert len(fetched.train_images) == 400
    assert len(fetched.test_images) == 50
    assert {report.file for report in reports} == {file.name for file in mirrored.files}
    requests = len(file_server.requests)
    again = open_dataset("little", cache_folder=tmp_path, catalogue=catalogue, allow_download=False)
    assert again.fingerprint == fetched.fingerprint
    assert len(file_server.requests) == requests
    by_path = open_dataset(dataset_folder("little", tmp_path))
    assert by_path.fingerprint == fetched.fingerprint


def test_that_a_data_set_that_is_not_there_is_not_fetched_against_the_will(
    mirrored: CatalogueEntry, file_server: FileServer, tmp_path: Path
) -> None:
    with pytest.raises(DownloadError, match="fetch it first: vae-explorer datasets fetch little"):
        open_dataset("little", cache_folder=tmp_path, catalogue={"little": mirrored}, allow_download=False)
    assert file_server.requests == []


def test_that_opening_can_be_cancelled(mirrored: CatalogueEntry, tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(OpeningCancelledError):
        open_dataset("little", cache_folder=tmp_path, catalogue={"little": mirrored}, cancel=cancel)


@pytest.mark.parametrize("name", DATASET_NAMES)
def test_that_every_named_data_set_is_described(name: str, tmp_path: Path) -> None:
    described = describe(name, tmp_path)
    assert (described.name, described.classes, described.channels) == (name, 10, 1)
    assert described.licence
    assert described.source_url.startswith("http")
    assert described.is_available == (name == "digits")
    assert (described.download_bytes > 0) == (name != "digits")


def test_that_the_catalogue_is_complete_and_cannot_be_changed() -> None:
    assert tuple(CATALOGUE) == DATASET_NAMES
    for entry in CATALOGUE.values():
        assert len(entry.files) in (0, 4)
        assert bool(entry.mirrors) == bool(entry.files)
        assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in entry.files)
        assert all(mirror.startswith("http") and mirror.endswith("/") for mirror in entry.mirrors)
    assert len({file.sha256 for entry in CATALOGUE.values() for file in entry.files}) == 12
    with pytest.raises(TypeError):
        CATALOGUE["more"] = CATALOGUE["digits"]


def test_that_a_name_without_a_data_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="the names are digits, mnist"):
        describe("mnits", tmp_path)


def test_that_downloads_lie_in_the_cache_folder_given_or_in_that_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dataset_folder("mnist", tmp_path / "own") == tmp_path / "own" / "datasets" / "mnist"
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "user"))
    assert dataset_folder("mnist") == cache_folder() / "datasets" / "mnist"


def test_that_mnist_has_its_known_fingerprint(mnist_folder: Path) -> None:
    opened = open_dataset(mnist_folder)
    assert opened.label_names == tuple("0123456789")
    assert opened.fingerprint == "81fd33a8650a37272dfdd122b9d68c8da3338516a4a6ae4b69c0195e50c02b58"


def test_that_importing_the_package_imports_no_reader() -> None:
    heavy = (
        "PIL",
        "pooch",
        "requests",
        "urllib3",
        "filelock",
        "scipy",
        "sklearn",
        "torch",
        "PySide6",
        "zipfile",
    )
    program = f"import sys, vae_explorer.data; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
