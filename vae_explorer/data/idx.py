"""The IDX format of MNIST: a big-endian header of sizes, then the numbers; plain or gzip-compressed."""

from __future__ import annotations

import os
import zlib
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vae_explorer.data.mapping import MAPPED_FROM_BYTES, can_be_mapped, map_array
from vae_explorer.data.memory import check_fits
from vae_explorer.data.regular_file import open_regular_file
from vae_explorer.errors import DatasetError

NUMBER_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
LARGEST_RANK = 4
LONGEST_HEADER_BYTES = 4 + 4 * LARGEST_RANK
GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 64 * 1024
GZIP_LARGEST_RATIO = 1032
"""No deflate stream expands by more than this."""

AnyArray = npt.NDArray[np.generic]


def read_idx(path: Path) -> AnyArray:
    """Read one IDX file; gzip is recognised by content, not by name. A large plain one stays where it is.

    Parameters
    ----------
    path : Path
        A file such as ``train-images-idx3-ubyte`` or ``train-images-idx3-ubyte.gz``.

    Returns
    -------
    array
        Read-only, of the rank and number type that the header names, big-endian where it has several bytes.

    Raises
    ------
    DatasetError
        When the file cannot be read, is no IDX file, is damaged, or holds more or fewer bytes than its
        header says. The header's claim is checked before memory is taken.
    """
    where = os.fspath(path)
    with open_regular_file(path) as (file, size):
        mapped = _mapped(path, file.read(LONGEST_HEADER_BYTES), size, where)
        if mapped is not None:
            return mapped
        file.seek(0)
        check_fits(size, where)
        content = file.read()
    if content.startswith(GZIP_MAGIC):
        return _parse_compressed(content, where)
    dtype, shape, offset = _parse_header(content[:LONGEST_HEADER_BYTES], where)
    _check_length(len(content), offset + dtype.itemsize * prod(shape), where)
    return np.frombuffer(content, dtype=dtype, offset=offset).reshape(shape)


def _mapped(path: Path, start: bytes, size: int, where: str) -> AnyArray | None:
    """Return a large file of images as an array that stays there, or None where it is to be read."""
    if size < MAPPED_FROM_BYTES or start.startswith(GZIP_MAGIC):
        return None
    dtype, shape, offset = _parse_header(start, where)
    _check_length(size, offset + dtype.itemsize * prod(shape), where)
    return map_array(path, dtype, shape, offset) if can_be_mapped(dtype, shape) else None


def _parse_header(start: bytes, where: str) -> tuple[np.dtype[np.generic], tuple[int, ...], int]:
    """Return the number type, the shape and the length of the header in bytes."""
    is_known = len(start) >= 4 and start[:2] == b"\0\0" and start[2] in NUMBER_TYPES
    if not is_known or not 1 <= start[3] <= LARGEST_RANK:
        raise DatasetError(
            "this is not an IDX file: it begins with the bytes {magic}",
            where=where,
            remedy="an IDX file of images begins with 00 00 08 03, one of labels with 00 00 08 01",
            magic=start[:4].hex(" ") or "of nothing: the file is empty",
        )
    rank = start[3]
    offset = 4 + 4 * rank
    if len(start) < offset:
        raise DatasetError("the file ends within its header", where=where, remedy="fetch the file again")
    shape = tuple(int(size) for size in np.frombuffer(start, dtype=">u4", count=rank, offset=4))
    return np.dtype(NUMBER_TYPES[start[2]]), shape, offset


def _check_length(found: int, expected: int, where: str) -> None:
    if found != expected:
        raise DatasetError(
            "its header promises {expected} bytes and the file holds {found}",
            where=where,
            remedy="the file is cut short or damaged: fetch it again",
            expected=expected,
            found=found,
        )


def _parse_compressed(content: bytes, where: str) -> AnyArray:
    try:
        start = zlib.decompressobj(wbits=31).decompress(content[:4096], LONGEST_HEADER_BYTES)
        dtype, shape, offset = _parse_header(start, where)
        expected = offset + dtype.itemsize * prod(shape)
        if expected > GZIP_LARGEST_RATIO * len(content):
            raise DatasetError(
                "its header promises {expected} bytes, which {found} compressed ones cannot hold",
                where=where,
                remedy="the file is cut short or damaged: fetch it again",
                expected=expected,
                found=len(content),
            )
        check_fits(expected + len(content), where)
        unpacked = _decompress(content, expected, where)
    except zlib.error as error:
        raise DatasetError(
            "the gzip file is damaged ({reason})", where=where, remedy="fetch it again", reason=error
        ) from error
    return unpacked[offset:].view(dtype).reshape(shape)


def _decompress(content: bytes, expected: int, where: str) -> npt.NDArray[np.uint8]:
    """Unpack all members of a gzip file, which together must hold exactly `expected` bytes."""
    unpacked = np.empty(expected, dtype=np.uint8)
    filled = position = 0
    decompressor = zlib.decompressobj(wbits=31)
    while position < len(content):
        chunk = content[position : position + CHUNK_BYTES]
        # One byte more than there is room for: it shows a file that holds too much.
        piece = decompressor.decompress(chunk, expected - filled + 1)
        if filled + len(piece) > expected:
            _check_length(filled + len(piece), expected, where)
        unpacked[filled : filled + len(piece)] = np.frombuffer(piece, dtype=np.uint8)
        filled += len(piece)
        position += len(chunk) - len(decompressor.unused_data)
        if decompressor.eof:
            if content[position : position + 2] != GZIP_MAGIC:
                break
            decompressor = zlib.decompressobj(wbits=31)
    if not decompressor.eof:
        raise DatasetError(
            "the gzip file is cut short: it ends after {found} of {expected} bytes",
            where=where,
            remedy="fetch it again",
            found=filled,
            expected=expected,
        )
    _check_length(filled, expected, where)
    unpacked.flags.writeable = False
    return unpacked
