"""Opening a data set by its name or from a file or folder of any supported kind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from vae_explorer.data.array_file import read_npy_file, read_npz_file
from vae_explorer.data.assembly import assemble, resize
from vae_explorer.data.byte_stream import NetworkPatience
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry, DatasetDescription
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.digits import read_digits
from vae_explorer.data.download import DatasetFetcher, is_intact, is_present
from vae_explorer.data.idx_folder import FILE_NAME, find_idx_files, read_idx_folder
from vae_explorer.data.image_folder import read_image_folder
from vae_explorer.data.npy import NPY_MAGIC
from vae_explorer.data.pixel import LARGEST_SIDE
from vae_explorer.data.reading import Reading
from vae_explorer.data.regular_file import open_regular_file, unreadable
from vae_explorer.data.transfer import DownloadProgress
from vae_explorer.errors import DatasetError, DownloadError, UsageError

DATASET_NAMES = ("digits", "mnist", "fashion-mnist", "kmnist")
ZIP_MAGIC = b"PK"


def open_dataset(
    spec: str | os.PathLike[str],
    *,
    cache_folder: Path | None = None,
    progress: Callable[[DownloadProgress], None] | None = None,
    cancel: threading.Event | None = None,
    allow_download: bool = True,
    image_size: tuple[int, int] | None = None,
    catalogue: Mapping[str, CatalogueEntry] = CATALOGUE,
    patience: NetworkPatience | None = None,
) -> ImageDataset:
    """Open a data set.

    Parameters
    ----------
    spec : str or path
        A name (``digits``, ``mnist``, ``fashion-mnist``, ``kmnist``), or the path of a folder with IDX
        files, of a folder of pictures, or of an ``.npy`` or ``.npz`` file. A path object is never taken
        as a name.
    cache_folder : Path or None
        Where downloads are kept; the user's cache folder when None.
    progress : callable or None
        Called with a DownloadProgress while a data set is fetched, in the calling thread.
    cancel : threading.Event or None
        Read while fetching and between pictures.
    allow_download : bool
        Whether a named data set that is not on this computer may be fetched.
    image_size : (int, int) or None
        Height and width that every image is brought to; the images' own when None.
    catalogue : mapping of str to CatalogueEntry
        The named data sets.
    patience : NetworkPatience or None
        Time-outs and retries of downloads.

    Returns
    -------
    ImageDataset
        With a test part in every case: where the source has none, a fixed stratified tenth is set aside.

    Raises
    ------
    DatasetError
        When there is no such data set, or it cannot be read or used.
    DownloadError
        When it could not be fetched, or may not be.
    OpeningCancelledError
        When it was cancelled.
    UsageError
        When `image_size` is no size.
    """
    _check_image_size(image_size)
    entry = catalogue.get(spec) if isinstance(spec, str) else None
    try:
        if entry is not None:
            folder = dataset_folder(entry.name, cache_folder)
            reading = _read_named(entry, folder, progress, cancel, allow_download, patience)
            reading = resize(reading, image_size, cancel, entry.name)
            return assemble(entry.name, entry.title, reading)
        path, where = _existing_path(spec, catalogue)
        if path.is_dir() and not find_idx_files(path):
            reading = read_image_folder(path, image_size=image_size, cancel=cancel)
        else:
            read = read_idx_folder if path.is_dir() else _reader_of_file(path)
            reading = resize(read(path), image_size, cancel, where)
        return assemble(where, _title_of(path), reading)
    except MemoryError as error:
        raise DatasetError(
            "there is not enough memory for these images",
            where=os.fspath(spec),
            remedy="take fewer or smaller images",
        ) from error
    except OSError as error:
        raise unreadable(os.fspath(spec), error) from error


def is_available(
    name: str, cache_folder: Path | None = None, catalogue: Mapping[str, CatalogueEntry] = CATALOGUE
) -> bool:
    """Return whether a named data set is on this computer; only names and sizes of files are looked at."""
    entry = _entry(name, catalogue)
    folder = dataset_folder(name, cache_folder)
    return all(is_present(folder / file.name, file) for file in entry.files)


def describe(
    name: str, cache_folder: Path | None = None, catalogue: Mapping[str, CatalogueEntry] = CATALOGUE
) -> DatasetDescription:
    """Return what a list of data sets shows of one of them.

    Raises
    ------
    DatasetError
        When no data set has this name.
    """
    entry = _entry(name, catalogue)
    return DatasetDescription(
        name=entry.name,
        title=entry.title,
        images=entry.images,
        height=entry.height,
        width=entry.width,
        channels=entry.channels,
        classes=len(entry.label_names),
        licence=entry.licence,
        source_url=entry.source_url,
        download_bytes=sum(file.size_bytes for file in entry.files),
        is_available=is_available(name, cache_folder, catalogue),
    )


def dataset_folder(name: str, cache_folder: Path | None = None) -> Path:
    """Return the folder where a named data set is kept once it is fetched."""
    if cache_folder is None:
        from platformdirs import user_cache_dir

        cache_folder = Path(user_cache_dir("vae-explorer", appauthor=False))
    return cache_folder / "datasets" / name


def _entry(name: str, catalogue: Mapping[str, CatalogueEntry]) -> CatalogueEntry:
    if name not in catalogue:
        raise DatasetError(
            "no data set has this name",
            where=name,
            remedy="the names are {names}",
            names=", ".join(catalogue),
        )
    return catalogue[name]


def _read_named(
    entry: CatalogueEntry,
    folder: Path,
    progress: Callable[[DownloadProgress], None] | None,
    cancel: threading.Event | None,
    allow_download: bool,
    patience: NetworkPatience | None,
) -> Reading:
    if not entry.files:
        return read_digits()
    if not all(is_intact(folder / file.name, file) for file in entry.files):
        if not allow_download:
            raise DownloadError(
                "this data set is not on this computer",
                where=entry.name,
                remedy="fetch it first: vae-explorer datasets fetch {name}",
                name=entry.name,
            )
        DatasetFetcher(entry, folder, progress=progress, cancel=cancel, patience=patience).fetch()
    reading = read_idx_folder(folder)
    is_expected = len(reading.label_names) == len(entry.label_names)
    names = entry.label_names if is_expected else reading.label_names
    return Reading(reading.train, reading.test, names, reading.notes)


def _existing_path(spec: str | os.PathLike[str], catalogue: Mapping[str, CatalogueEntry]) -> tuple[Path, str]:
    where = os.fspath(spec)
    try:
        path = Path(where).expanduser()
        path.stat()
    # A name with a zero byte, and a home folder that nobody has.
    except (ValueError, RuntimeError, FileNotFoundError, NotADirectoryError) as error:
        raise DatasetError(
            "there is no data set, file or folder of this name",
            where=where.replace("\0", "␀"),
            remedy="give a path that exists, or one of the names {names}",
            names=", ".join(catalogue),
        ) from error
    return path, where


def _reader_of_file(path: Path) -> Callable[[Path], Reading]:
    with open_regular_file(path) as (file, _):
        start = file.read(len(NPY_MAGIC))
    if start == NPY_MAGIC:
        return read_npy_file
    if start.startswith(ZIP_MAGIC):
        return read_npz_file
    if FILE_NAME.fullmatch(path.name):
        return lambda file_path: read_idx_folder(file_path.parent)
    raise DatasetError(
        "a file of this kind holds no data set",
        where=os.fspath(path),
        remedy="open an .npy or .npz file, a folder with IDX files, or a folder of pictures",
    )


def _title_of(path: Path) -> str:
    absolute = path.absolute()
    if absolute.is_dir():
        return absolute.name or absolute.anchor
    return absolute.parent.name if FILE_NAME.fullmatch(absolute.name) else absolute.stem


def _check_image_size(image_size: tuple[int, int] | None) -> None:
    if image_size is not None and not all(1 <= side <= LARGEST_SIDE for side in image_size):
        raise UsageError(
            "an image size of {height} × {width} is not possible",
            where="image_size",
            remedy="each side must lie between 1 and {limit} pixels",
            height=image_size[0],
            width=image_size[1],
            limit=LARGEST_SIDE,
        )
