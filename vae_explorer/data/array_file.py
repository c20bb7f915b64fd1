"""Data sets in one file of numpy's: an .npy with images, or an .npz with images and labels."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from vae_explorer.data.dataset import Column
from vae_explorer.data.mapping import MAPPED_FROM_BYTES, can_be_mapped, map_array, unlabelled
from vae_explorer.data.memory import check_fits
from vae_explorer.data.note import DatasetNote
from vae_explorer.data.npy import NpyHeader, read_npy, read_npy_header
from vae_explorer.data.pixel import to_images
from vae_explorer.data.reading import LabelledImages, Reading, combine
from vae_explorer.data.regular_file import open_regular_file
from vae_explorer.errors import DatasetError

if TYPE_CHECKING:
    from zipfile import ZipExtFile, ZipFile, ZipInfo

TRAIN_IMAGES = ("images", "train_images", "images_train", "x_train", "train_x", "x", "data")
TRAIN_LABELS = ("labels", "train_labels", "labels_train", "y_train", "train_y", "y", "targets", "target")
TEST_IMAGES = ("test_images", "images_test", "x_test", "test_x")
TEST_LABELS = ("test_labels", "labels_test", "y_test", "test_y")

USUAL_COMPRESSIONS = (0, 8)  # stored and deflated
FREE_UNPACKED_BYTES = 64 * 2**20
LARGEST_RATIO = 500
"""Arrays of images shrink by 2 to 200; deflate itself can reach 1032, which only a bomb does."""

MOST_COLUMNS = 32
"""Numbers per image that points can be coloured by; a menu with more could not be read."""

_LOCAL_HEADER_BYTES = 30

AnyArray = npt.NDArray[np.generic]


def read_npy_file(path: Path) -> Reading:
    """Read images without labels from an .npy file; large ones of bytes stay in it.

    Raises
    ------
    DatasetError
        When the file is damaged or does not hold images.
    """
    where = os.fspath(path)
    with open_regular_file(path) as (file, size):
        header, offset = read_npy_header(file, where)
        if is_mappable(header, size - offset):
            array = map_array(path, header.dtype, header.shape, offset)
        else:
            file.seek(0)
            array = read_npy(file, size, where)
    images = to_images(array, where)
    return Reading(LabelledImages(images, unlabelled(images)), None, ())


def read_npz_file(path: Path) -> Reading:
    """Read images, labels and test images from an .npz file.

    The arrays are found by name, upper or lower case: images, x, x_train, train_images, …; labels, y,
    y_train, train_labels, …; x_test, test_images, …; y_test, test_labels, …. A single array is taken as
    images under any name. Sizes are checked before anything is unpacked: an array over 64 MiB that shrank
    by more than 500 : 1 is refused as a bomb, and so is more than the memory of this computer or 16 GiB.
    Large images of bytes that were stored without compression, as np.savez does, stay in the file.

    Raises
    ------
    DatasetError
        When the file is damaged, when the images are not found, or when labels and images do not fit.
    """
    from zipfile import BadZipFile, LargeZipFile, ZipFile

    where = os.fspath(path)
    try:
        with open_regular_file(path) as (file, size), ZipFile(file) as archive:
            return _read_archive(archive, size, where)
    # A damaged archive makes zipfile and its decompressors raise nearly all of these.
    except (
        BadZipFile, LargeZipFile, zlib.error, struct.error, EOFError, LookupError, RuntimeError, ValueError,
        OverflowError,
    ) as error:  # fmt: skip
        raise DatasetError(
            "the archive is damaged ({reason})",
            where=where,
            remedy="save it again with np.savez",
            reason=str(error) or type(error).__name__,
        ) from error


def _read_archive(archive: ZipFile, archive_size: int, where: str) -> Reading:
    members = {
        info.filename.removesuffix(".npy").lower(): info
        for info in archive.infolist()
        if info.filename.endswith(".npy")
    }
    chosen = choose_names(list(members), where)
    infos = {role: members[name] for role, name in chosen.items()}
    mapped = {
        role: array
        for role, info in infos.items()
        if role.endswith("images")
        and (array := _mapped_member(archive, info, archive_size, where)) is not None
    }
    _check_sizes([info for role, info in infos.items() if role not in mapped], archive_size, where)
    arrays = mapped | {
        role: _read_member(archive, info, where) for role, info in infos.items() if role not in mapped
    }
    images = [to_images(arrays[role], where) for role in ("train images", "test images") if role in arrays]
    rows = [arrays[role] for role in ("train labels", "test labels") if role in arrays]
    spare = [name for name in members if name not in chosen.values()]
    columns = _read_columns(
        archive, {name: members[name] for name in spare}, len(images[0]), archive_size, where
    )
    unused = sorted(set(spare) - {name for name, _ in columns})
    notes = (DatasetNote("these arrays were left out: {names}", names=", ".join(unused)),) if unused else ()
    return replace(combine(images, rows, where, notes), train_columns=columns)


def _read_columns(
    archive: ZipFile, members: dict[str, ZipInfo], count: int, archive_size: int, where: str
) -> tuple[Column, ...]:
    """Read what is left over and holds one number for each training image; at most so many columns.

    Parameters
    ----------
    archive : ZipFile
    members : dict
        From a name to an array that is neither images nor labels.
    count : int
        How many training images there are.
    archive_size : int
        The bytes of the whole file.
    where : str
        The file to name in an error.
    """
    found: list[Column] = []
    for name, info in members.items():
        # The header is looked at first: an array of any other kind is never unpacked.
        with archive.open(info) as member:
            try:
                header, _ = read_npy_header(cast("ZipExtFile", member), where)
            except DatasetError:
                continue
        is_column = header.shape in {(count,), (count, 1)} and header.dtype.kind in "biuf"
        if is_column and len(found) < MOST_COLUMNS:
            _check_sizes([info], archive_size, where)
            values = _read_member(archive, info, where).reshape(-1).astype(np.float64)
            found.append((name, np.where(np.isfinite(values), values, np.nan)))
    return tuple(found)


def choose_names(names: Sequence[str], where: str) -> dict[str, str]:
    """Find out which array of an archive plays which role.

    Returns
    -------
    dict
        From ``"train images"``, ``"train labels"``, ``"test images"`` and ``"test labels"``, as far as
        they are there, to the array's name.

    Raises
    ------
    DatasetError
        When no array of images can be told.
    """
    roles = {
        "train images": TRAIN_IMAGES,
        "train labels": TRAIN_LABELS,
        "test images": TEST_IMAGES,
        "test labels": TEST_LABELS,
    }
    chosen = {role: known[0] for role, usual in roles.items() if (known := [n for n in usual if n in names])}
    if "train images" not in chosen and len(names) == 1:
        chosen = {"train images": names[0]}
    if "train images" not in chosen:
        raise DatasetError(
            "no array of images is in this file, only: {names}",
            where=where,
            remedy="name the images “images” or “x_train”, the labels “labels” or “y_train”",
            names=", ".join(names[:12]) or "nothing",
        )
    if "test images" not in chosen:
        chosen.pop("test labels", None)
    return chosen


def _check_sizes(infos: Sequence[ZipInfo], archive_size: int, where: str) -> None:
    for info in infos:
        if info.compress_type not in USUAL_COMPRESSIONS or info.compress_size > archive_size:
            raise DatasetError(
                "{name} is damaged, or packed in a way that numpy does not use",
                where=where,
                remedy="save it again with np.savez",
                name=info.filename,
            )
        is_large = info.file_size > FREE_UNPACKED_BYTES
        if is_large and info.file_size > LARGEST_RATIO * info.compress_size:
            raise DatasetError(
                "{name} would unpack from {packed} to {unpacked} bytes, as a bomb does and images do not",
                where=where,
                remedy="if it is yours, save it again with np.savez instead of np.savez_compressed",
                name=info.filename,
                packed=info.compress_size,
                unpacked=info.file_size,
            )
    check_fits(sum(info.file_size for info in infos), where)


def _mapped_member(archive: ZipFile, info: ZipInfo, archive_size: int, where: str) -> AnyArray | None:
    """Return an array that lies in the archive as it is, or None where it is small or packed."""
    if info.compress_type != 0 or info.file_size < MAPPED_FROM_BYTES or info.flag_bits & 1:
        return None
    with archive.open(info) as member:
        header, offset = read_npy_header(cast("ZipExtFile", member), where)
    if not is_mappable(header, info.file_size - offset):
        return None
    with Path(where).open("rb") as file:
        file.seek(info.header_offset)
        start = file.read(_LOCAL_HEADER_BYTES)
    # Name and extra field may be longer here than in the archive's directory.
    name_bytes, extra_bytes = struct.unpack("<HH", start[26:30])
    first = info.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes + offset
    if not start.startswith(b"PK\x03\x04") or first + header.data_bytes > archive_size:
        return None
    return map_array(Path(where), header.dtype, header.shape, first)


def is_mappable(header: NpyHeader, data_bytes: int) -> bool:
    """Return whether an array may stay in its file: large, of bytes, in the usual order, and all there."""
    is_whole = header.data_bytes == data_bytes
    return is_whole and not header.is_fortran_order and can_be_mapped(header.dtype, header.shape)


def _read_member(archive: ZipFile, info: ZipInfo, where: str) -> AnyArray:
    with archive.open(info) as member:
        # ZipFile.open is declared to return less than it does: a ZipExtFile, which can read into a buffer.
        array = read_npy(cast("ZipExtFile", member), info.file_size, f"{where} [{info.filename}]")
        member.read(1)  # reaches the end, where the check sum is compared
    return array
