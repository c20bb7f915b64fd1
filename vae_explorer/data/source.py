"""Opening a data set by its name or from a file or folder of any supported kind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from vae_explorer.assets import cache_folder as user_cache_folder
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry, DatasetDescription, is_present
from vae_explorer.data.dataset import LARGEST_SIDE, ImageDataset
from vae_explorer.data.patience import NetworkPatience
from vae_explorer.data.progress import DownloadProgress
from vae_explorer.data.regular_file import unreadable
from vae_explorer.errors import DatasetError, UsageError

DATASET_NAMES = ("digits", "mnist", "fashion-mnist", "kmnist")


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
    from vae_explorer.data.opening import open_named, open_path

    where = os.fspath(spec)
    try:
        if isinstance(spec, str) and spec in catalogue:
            entry, folder = catalogue[spec], dataset_folder(spec, cache_folder)
            fetcher = None
            if allow_download and entry.files:
                from vae_explorer.data.download import DatasetFetcher

                fetcher = DatasetFetcher(entry, folder, progress=progress, cancel=cancel, patience=patience)
            return open_named(entry, folder, fetcher, image_size, cancel)
        return open_path(where, image_size, cancel, known_names=list(catalogue))
    except MemoryError as error:
        raise DatasetError(
            "there is not enough memory for these images",
            where=where,
            remedy="take fewer or smaller images",
        ) from error
    except OSError as error:
        raise unreadable(where, error) from error


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
    return (user_cache_folder() if cache_folder is None else cache_folder) / "datasets" / name


def _entry(name: str, catalogue: Mapping[str, CatalogueEntry]) -> CatalogueEntry:
    if name not in catalogue:
        raise DatasetError(
            "no data set has this name",
            where=name,
            remedy="the names are {names}",
            names=", ".join(catalogue),
        )
    return catalogue[name]


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
