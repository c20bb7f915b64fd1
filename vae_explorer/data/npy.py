"""The .npy format: its header is read and checked first, and nothing is ever unpickled."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from math import prod
from typing import Protocol

import numpy as np
import numpy.typing as npt

from vae_explorer.data.memory import check_fits
from vae_explorer.errors import DatasetError

NPY_MAGIC = b"\x93NUMPY"
LONGEST_HEADER_BYTES = 10_000
LARGEST_RANK = 8
PLAIN_TYPE = re.compile(r"[<>|=]?(?:[biufSU]\d{1,9}|\?)")
PYTHON_2_LONG = re.compile(r"(?<=\d)L(?=\s*[,)])")

AnyArray = npt.NDArray[np.generic]


class ByteSource(Protocol):
    """An open file, or a member of an archive: anything that gives its bytes in order."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        ...

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill the beginning of `buffer`, and return how many bytes that took."""
        ...


@dataclass(frozen=True)
class NpyHeader:
    """What the header of an .npy file says.

    Attributes
    ----------
    dtype : numpy.dtype
        A plain type of numbers or texts.
    shape : tuple of int
    is_fortran_order : bool
        Whether the first index varies fastest.
    """

    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    is_fortran_order: bool

    @property
    def data_bytes(self) -> int:
        """The bytes that follow the header."""
        return self.dtype.itemsize * prod(self.shape)


def read_npy(file: ByteSource, size: int, where: str) -> AnyArray:
    """Read one array from an open .npy file.

    Parameters
    ----------
    file : ByteSource
        At its beginning.
    size : int
        The bytes that the file holds in all.
    where : str
        The file to name in an error.

    Raises
    ------
    DatasetError
        When it is no .npy file, is damaged or cut short, or holds Python objects or records.
    """
    header, offset = read_npy_header(file, where)
    if offset + header.data_bytes != size:
        raise DatasetError(
            "an array of {shape} {kind} takes {expected} bytes and {found} are there",
            where=where,
            remedy="the file is cut short or damaged: save it again",
            shape=header.shape,
            kind=header.dtype.name,
            expected=header.data_bytes,
            found=size - offset,
        )
    check_fits(header.data_bytes, where)
    content = np.empty(header.data_bytes, dtype=np.uint8)
    _fill(file, content, where)
    content.flags.writeable = False
    if header.data_bytes == 0:
        return np.empty(header.shape, dtype=header.dtype)
    values = content.view(header.dtype)
    if header.is_fortran_order:
        return values.reshape(header.shape[::-1]).transpose()
    return values.reshape(header.shape)


def read_npy_header(file: ByteSource, where: str) -> tuple[NpyHeader, int]:
    """Read the header of an .npy file, and return it with its length in bytes.

    Raises
    ------
    DatasetError
        When it is no header of numpy's, or announces Python objects or records.
    """
    start = file.read(12)
    if not start.startswith(NPY_MAGIC) or len(start) < 12:
        raise _not_npy(where)
    # Version 1 has two bytes for the length of the text that follows, later versions four.
    length_bytes = 2 if start[6] == 1 else 4
    length = int.from_bytes(start[8 : 8 + length_bytes], "little")
    known = start[8 + length_bytes :]
    if start[6] not in (1, 2, 3) or not len(known) <= length <= LONGEST_HEADER_BYTES:
        raise _not_npy(where)
    text = known + file.read(length - len(known))
    if len(text) != length:
        raise _not_npy(where)
    encoding = "utf-8" if start[6] == 3 else "latin-1"
    return parse_npy_header(text.decode(encoding, errors="replace"), where), 8 + length_bytes + length


def parse_npy_header(text: str, where: str) -> NpyHeader:
    """Read the text of a header: a Python dictionary such as ``{'descr': '|u1', 'shape': (9, 8, 8), …}``."""
    try:
        fields = ast.literal_eval(PYTHON_2_LONG.sub("", text).strip())
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise _not_npy(where) from error
    if not isinstance(fields, dict) or set(fields) != {"descr", "fortran_order", "shape"}:
        raise _not_npy(where)
    shape = fields["shape"]
    is_shape = isinstance(shape, tuple) and all(type(size) is int and 0 <= size < 2**63 for size in shape)
    if not is_shape or len(shape) > LARGEST_RANK or not isinstance(fields["fortran_order"], bool):
        raise _not_npy(where)
    return NpyHeader(_plain_dtype(fields["descr"], where), shape, fields["fortran_order"])


def _plain_dtype(description: object, where: str) -> np.dtype[np.generic]:
    if isinstance(description, str) and description.lstrip("<>|=").startswith("O"):
        raise DatasetError(
            "the array holds Python objects, which are never loaded: they could run any program",
            where=where,
            remedy="save numbers: np.save(file, images.astype(np.uint8))",
        )
    if not isinstance(description, str) or not PLAIN_TYPE.fullmatch(description):
        raise DatasetError(
            "the array holds records or values of another kind than numbers",
            where=where,
            remedy="save one plain array of numbers",
        )
    try:
        dtype = np.dtype(description)
    except (TypeError, ValueError) as error:
        raise _not_npy(where) from error
    if dtype.itemsize == 0:
        raise _not_npy(where)
    return dtype


def _fill(file: ByteSource, content: npt.NDArray[np.uint8], where: str) -> None:
    view = content.data
    filled = 0
    while filled < len(view):
        # zipfile's readinto copies; asking for pieces keeps that copy small.
        count = file.readinto(view[filled : filled + 2**20])
        if not count:
            raise DatasetError(
                "the array ends after {found} of {expected} bytes",
                where=where,
                remedy="the file is cut short or damaged: save it again",
                found=filled,
                expected=len(view),
            )
        filled += count


def _not_npy(where: str) -> DatasetError:
    return DatasetError(
        "this is not an array in numpy's format, or its header is damaged",
        where=where,
        remedy="save it again with np.save or np.savez",
    )
