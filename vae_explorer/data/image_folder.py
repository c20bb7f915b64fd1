"""A folder of pictures: subfolders are labels, and all pictures are brought to one size."""

from __future__ import annotations

import os
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.dataset import Labels, Pixels
from vae_explorer.data.folder_scan import FolderScan, FolderScanner
from vae_explorer.data.label import LARGEST_CLASS_COUNT, natural_key, too_many_classes
from vae_explorer.data.memory import check_fits
from vae_explorer.data.note import DatasetNote
from vae_explorer.data.picture import PictureHeader, decode_picture, read_picture_header
from vae_explorer.data.reading import LabelledImages, Reading
from vae_explorer.errors import DatasetError

LARGEST_DEFAULT_SIDE = 128
MOST_THREADS = 4
PIXELS_IN_FLIGHT = 2**26
SMALL_PICTURE_PIXELS = 2**17


def read_image_folder(
    folder: Path, *, image_size: tuple[int, int] | None = None, cancel: threading.Event | None = None
) -> Reading:
    """Read all pictures of a folder.

    Labels: the subfolder of a picture; none where there are no subfolders. With the subfolders train and
    test (or val), those are the two parts, and the labels lie below them.

    Size: `image_size`, else the most common size (of two equally common ones the smaller), scaled down to
    at most 128 pixels on its longer side. How a picture of another size is fitted: see `decode_picture`.

    Colour: one channel when every pixel of every picture is grey, else three.

    Parameters
    ----------
    folder : Path
    image_size : (int, int) or None
        Height and width that all pictures get.
    cancel : threading.Event or None
        Read before every picture.

    Raises
    ------
    DatasetError
        When there are fewer than two pictures, or one is damaged or too large; the message names it.
    """
    where = os.fspath(folder)
    scan = FolderScanner(cancel).scan(folder)
    pictures = scan.train + scan.test
    if len(pictures) < 2:
        raise _too_few(len(pictures), scan, where)
    with warnings.catch_warnings():
        # Pillow warns of size and of odd metadata; what matters of it becomes an error below.
        from PIL.Image import DecompressionBombWarning

        warnings.simplefilter("ignore")
        warnings.simplefilter("error", DecompressionBombWarning)
        headers = []
        for path, _ in pictures:
            check_cancelled(cancel, where)
            headers.append(read_picture_header(path))
        size = image_size or common_size([(header.height, header.width) for header in headers])
        images = _decode_all([path for path, _ in pictures], headers, size, cancel, where)
    labels, names, label_notes = _encode([label for _, label in pictures])
    count = len(scan.train)
    return Reading(
        train=LabelledImages(images[:count], labels[:count]),
        test=LabelledImages(images[count:], labels[count:]) if scan.test else None,
        label_names=names,
        notes=(
            *_size_notes(headers, size),
            *_kind_notes(headers, images.shape[3]),
            *_scan_notes(scan),
            *label_notes,
        ),
    )


def common_size(sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the height and width that pictures of these sizes are brought to.

    The most common size, of equally common ones the smaller; scaled down where a side exceeds 128 pixels.
    """
    counts = Counter(sizes)
    height, width = min(counts, key=lambda size: (-counts[size], size[0] * size[1], size))
    scale = min(1.0, LARGEST_DEFAULT_SIDE / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def _decode_all(
    paths: Sequence[Path],
    headers: Sequence[PictureHeader],
    size: tuple[int, int],
    cancel: threading.Event | None,
    where: str,
) -> Pixels:
    is_grey = all(header.is_grey for header in headers)
    shape = (len(paths), *size, 1 if is_grey else 3)
    check_fits(int(np.prod(shape, dtype=object)), where)
    images = np.empty(shape, dtype=np.uint8)

    def decode(index: int) -> None:
        check_cancelled(cancel, where)
        images[index] = decode_picture(paths[index], headers[index], size, is_grey=is_grey)

    threads = decoding_threads([header.height * header.width for header in headers], os.cpu_count() or 1)
    if threads == 1:
        for index in range(len(paths)):
            decode(index)
    else:
        _decode_in_threads(decode, len(paths), threads)
    if not is_grey and _is_colourless(images):
        return np.ascontiguousarray(images[..., :1])
    return images


def decoding_threads(pixel_counts: Sequence[int], processors: int) -> int:
    """Return how many threads decode pictures of these numbers of pixels.

    One for small pictures, of which most time is spent in Python: there two threads take three times as
    long. Few for huge ones, so that those in memory at the same time stay below 67 million pixels.
    """
    if sum(pixel_counts) < SMALL_PICTURE_PIXELS * len(pixel_counts):
        return 1
    return max(1, min(MOST_THREADS, processors, PIXELS_IN_FLIGHT // max(pixel_counts)))


def _decode_in_threads(decode: Callable[[int], None], count: int, threads: int) -> None:
    with ThreadPoolExecutor(threads, thread_name_prefix="decode-pictures") as pool:
        indices = iter(range(count))
        # In batches, so that the first damaged picture ends the work and not the last.
        while batch := list(islice(indices, 8 * threads)):
            for _ in pool.map(decode, batch):
                pass


def _is_colourless(images: Pixels) -> bool:
    return all(bool((image == image[..., :1]).all()) for image in images)


def _encode(labels: Sequence[str]) -> tuple[Labels, tuple[str, ...], tuple[DatasetNote, ...]]:
    names = tuple(sorted(set(labels) - {""}, key=natural_key))
    if len(names) > LARGEST_CLASS_COUNT:
        return np.full(len(labels), -1, dtype=np.int64), (), (too_many_classes(len(names)),)
    index = {"": -1} | {name: place for place, name in enumerate(names)}
    return np.array([index[label] for label in labels], dtype=np.int64), names, ()


def _size_notes(headers: Sequence[PictureHeader], size: tuple[int, int]) -> tuple[DatasetNote, ...]:
    others = sum((header.height, header.width) != size for header in headers)
    if not others:
        return ()
    return (
        DatasetNote(
            "{others} of {count} pictures had another size and were brought to {height} × {width}",
            others=others,
            count=len(headers),
            height=size[0],
            width=size[1],
        ),
    )


def _kind_notes(headers: Sequence[PictureHeader], channels: int) -> tuple[DatasetNote, ...]:
    notes = []
    transparent = sum(header.is_transparent for header in headers)
    if transparent:
        notes.append(DatasetNote("{count} pictures with transparency were laid on black", count=transparent))
    grey = sum(header.is_grey for header in headers)
    if channels == 3 and grey:
        notes.append(DatasetNote("{count} grey pictures were read as coloured, like the others", count=grey))
    return tuple(notes)


def _scan_notes(scan: FolderScan) -> tuple[DatasetNote, ...]:
    notes = []
    if scan.hidden_count or scan.other_count:
        notes.append(
            DatasetNote(
                "{others} other files and {hidden} hidden ones were skipped",
                others=scan.other_count,
                hidden=scan.hidden_count,
            )
        )
    unlabelled = sum(not label for _, label in scan.train + scan.test)
    if 0 < unlabelled < len(scan.train) + len(scan.test):
        notes.append(
            DatasetNote("{count} pictures lie beside the subfolders and have no label", count=unlabelled)
        )
    if scan.unused_folders:
        notes.append(
            DatasetNote("these folders were left out: {names}", names=", ".join(scan.unused_folders))
        )
    return tuple(notes)


def _too_few(count: int, scan: FolderScan, where: str) -> DatasetError:
    if count == 1:
        return DatasetError(
            "there is one picture only, and a data set needs at least two",
            where=where,
            remedy="add pictures to the folder",
        )
    return DatasetError(
        "there are no pictures in this folder, only {others} other files",
        where=where,
        remedy="choose a folder with PNG or JPEG pictures, or one with the four IDX files",
        others=scan.other_count + scan.hidden_count,
    )
