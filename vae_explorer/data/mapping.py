"""Arrays that stay in their file: read where they are needed, and never held in memory as a whole."""

from __future__ import annotations

import mmap
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAPPED_FROM_BYTES = 512 * 2**20
"""Images of at least this many bytes stay in their file. It is the same on every computer, since a
fingerprint is taken in another way of images that are mapped."""

_ROWS_AT_ONCE = 256

AnyArray = npt.NDArray[np.generic]


def unlabelled(images: AnyArray) -> npt.NDArray[np.int64]:
    """Return a label −1 for every image; for mapped ones a single number that stands for all."""
    if is_mapped(images):
        return np.broadcast_to(np.int64(-1), (len(images),))
    return np.full(len(images), -1, dtype=np.int64)


def map_array(path: Path, dtype: np.dtype[Any], shape: tuple[int, ...], offset: int) -> AnyArray:
    """Return the numbers of a file from ``offset`` on as a read-only array that is not in memory.

    The caller has made sure that the file holds them.
    """
    return np.memmap(path, dtype=dtype, mode="r", offset=offset, shape=shape)


def can_be_mapped(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bool:
    """Whether an array is large enough to be mapped, and can be used as it stands: images of bytes."""
    is_channels_last = len(shape) != 4 or shape[3] in (1, 3)
    return dtype == np.uint8 and len(shape) > 1 and is_channels_last and prod(shape) >= MAPPED_FROM_BYTES


def is_mapped(array: AnyArray) -> bool:
    """Whether an array lies in a file rather than in memory."""
    return _file_of(array) is not None


def forget_pages(array: AnyArray) -> None:
    """Let go of the memory that reading a mapped array took; nothing happens to one in memory."""
    source = _file_of(array)
    if source is not None:
        _advise(source, "MADV_DONTNEED")


def rows_of(array: AnyArray, indices: npt.NDArray[np.int64]) -> AnyArray:
    """Return a copy of some rows; of a mapped array no more is ever in memory than a few rows' pages."""
    source = _file_of(array)
    if source is None:
        return array[indices]
    rows = np.empty((len(indices), *array.shape[1:]), array.dtype)
    # The system would read megabytes ahead of every single row.
    _advise(source, "MADV_RANDOM")
    for start in range(0, len(indices), _ROWS_AT_ONCE):
        some = indices[start : start + _ROWS_AT_ONCE]
        rows[start : start + len(some)] = array[some]
        _advise(source, "MADV_DONTNEED")
    _advise(source, "MADV_NORMAL")
    return rows


def _advise(source: mmap.mmap, advice: str) -> None:
    """Tell the system how a mapping is used; Windows finds out by itself, and takes pages back on need."""
    number = getattr(mmap, advice, None)
    if number is not None:
        source.madvise(number)


def _file_of(array: AnyArray) -> mmap.mmap | None:
    """Return the mapping under an array, however many views lie between."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) else None
