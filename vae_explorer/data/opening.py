"""Choosing the reader for a name, a file or a folder, and making a data set of what it reads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from vae_explorer.data.array_file import read_npy_file, read_npz_file
from vae_explorer.data.assembly import assemble, resize
from vae_explorer.data.catalogue import CatalogueEntry, is_intact
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.digits import read_digits
from vae_explorer.data.download import DatasetFetcher
from vae_explorer.data.idx_folder import FILE_NAME, find_idx_files, read_idx_folder
from vae_explorer.data.image_folder import read_image_folder
from vae_explorer.data.npy import NPY_MAGIC
from vae_explorer.data.reading import Reading
from vae_explorer.data.regular_file import open_regular_file
from vae_explorer.errors import DatasetError, DownloadError

ZIP_MAGIC = b"PK"


def open_named(
    entry: CatalogueEntry,
    folder: Path,
    fetcher: DatasetFetcher | None,
    image_size: tuple[int, int] | None,
    cancel: threading.Event | None,
) -> ImageDataset:
    """Open a data set of the catalogue, and let `fetcher` fetch it first where it is not whole in `folder`.

    Raises
    ------
    DownloadError
        When it is not there and there is no fetcher, or the fetcher fails.
    DatasetError
        When its files do not hold what they should.
    """
    if not entry.files:
        reading = read_digits()
    else:
        if not all(is_intact(folder / file.name, file) for file in entry.files):
            if fetcher is None:
                raise DownloadError(
                    "this data set is not on this computer",
                    where=entry.name,
                    remedy="fetch it first: vae-explorer datasets fetch {name}",
                    name=entry.name,
                )
            fetcher.fetch()
        reading = _with_names(read_idx_folder(folder), entry.label_names)
    return assemble(entry.name, entry.title, resize(reading, image_size, cancel, entry.name))


def open_path(
    where: str,
    image_size: tuple[int, int] | None,
    cancel: threading.Event | None,
    known_names: Sequence[str] = (),
) -> ImageDataset:
    """Open a file or folder as whatever it is.

    Raises
    ------
    DatasetError
        When it is nothing that holds a data set, or cannot be used. Where there is nothing at all, the
        message offers `known_names`.
    OSError
        When the system refuses to say what it is.
    """
    path = _existing_path(where, known_names)
    if path.is_dir() and not find_idx_files(path):
        reading = read_image_folder(path, image_size=image_size, cancel=cancel)
    else:
        read = read_idx_folder if path.is_dir() else _reader_of_file(path)
        reading = resize(read(path), image_size, cancel, where)
    return assemble(where, _title_of(path), reading)


def _with_names(reading: Reading, names: tuple[str, ...]) -> Reading:
    if len(reading.label_names) != len(names):
        return reading
    return Reading(reading.train, reading.test, names, reading.notes)


def _existing_path(where: str, known_names: Sequence[str]) -> Path:
    try:
        if not where:
            raise FileNotFoundError  # Path("") would be the current folder, which nobody asked for
        path = Path(where).expanduser()
        path.stat()
    # A name with a zero byte is a ValueError, a home folder that nobody has a RuntimeError.
    except (ValueError, RuntimeError, FileNotFoundError, NotADirectoryError) as error:
        raise DatasetError(
            "there is no data set, file or folder of this name",
            where=where.replace("\0", "␀"),
            remedy="give a path that exists, or one of the names {names}",
            names=", ".join(known_names),
        ) from error
    return path


def _reader_of_file(path: Path) -> Callable[[Path], Reading]:
    with open_regular_file(path) as (file, _):
        start = file.read(len(NPY_MAGIC))
    suffix = path.suffix.lower()
    if start == NPY_MAGIC or suffix == ".npy":
        return read_npy_file
    if start.startswith(ZIP_MAGIC) or suffix == ".npz":
        return read_npz_file
    if FILE_NAME.fullmatch(path.name):
        return _read_idx_siblings
    raise DatasetError(
        "a file of this kind holds no data set",
        where=os.fspath(path),
        remedy="open an .npy or .npz file, a folder with IDX files, or a folder of pictures",
    )


def _read_idx_siblings(path: Path) -> Reading:
    """Read the folder of an IDX file: one of the four alone is no data set."""
    return read_idx_folder(path.parent)


def _title_of(path: Path) -> str:
    absolute = path.absolute()
    if absolute.is_dir():
        return absolute.name or absolute.anchor
    return absolute.parent.name if FILE_NAME.fullmatch(absolute.name) else absolute.stem
