"""Reading a ``.safetensors`` file without believing it.

Format: eight bytes with the header's length, the header as JSON (name → dtype, shape, offsets), the bytes of
all tensors without gaps. Every claim is checked against the limits and the file's size before memory is
taken, and header and tensors are read from one open file, which a rename cannot exchange in between.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from vae_explorer.errors import CheckpointError, system_reason

MAX_HEADER_BYTES = 1_000_000
MAX_FILE_BYTES = 2_000_000_000
MAX_TENSORS = 1_000
MAX_RANK = 8

OTHER_FILE = "open another file, or train the model again"

_DTYPES: dict[str, np.dtype[Any]] = {
    "F16": np.dtype("<f2"),
    "F32": np.dtype("<f4"),
    "F64": np.dtype("<f8"),
    "I64": np.dtype("<i8"),
}
_LENGTH_BYTES = 8


@dataclass(frozen=True)
class TensorClaim:
    """What the header says of one tensor: its dtype as in the file, its shape, and where its bytes lie."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True)
class Header:
    """A checked header: all tensors lie inside the file, back to back, with sizes that fit their shapes."""

    metadata: Mapping[str, str]
    tensors: Mapping[str, TensorClaim]
    data_start: int

    def read_arrays(self, stream: BinaryIO, file: Path) -> dict[str, np.ndarray]:
        """Read all tensors as read-only arrays, each with memory of its own.

        Raises
        ------
        CheckpointError
            If the file became shorter since its header was read.
        """
        return {name: self._read_array(claim, stream, file) for name, claim in self.tensors.items()}

    def _read_array(self, claim: TensorClaim, stream: BinaryIO, file: Path) -> np.ndarray:
        array = np.empty(claim.shape, _DTYPES[claim.dtype])
        stream.seek(self.data_start + claim.begin)
        if array.size and stream.readinto(array.reshape(-1).view(np.uint8)) != array.nbytes:  # type: ignore[attr-defined]
            raise CheckpointError(
                "the model file changed while it was read", where=file, remedy="open it once more"
            )
        array.flags.writeable = False
        return array


@contextlib.contextmanager
def open_model_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file for reading; what the system refuses inside the block becomes a CheckpointError too.

    Raises
    ------
    CheckpointError
        If there is no such file, it may not be read, or it is a folder, a pipe or a device.
    """
    try:
        # Asked before opening: to open a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(file.stat().st_mode):
            raise CheckpointError("this is not a file", where=file, remedy="open a model file")
        with file.open("rb") as stream:
            yield stream
    except OSError as error:
        raise CheckpointError(
            "the model file cannot be read: {reason}",
            where=file,
            remedy="check that the file exists and may be read",
            reason=system_reason(error),
        ) from error


def read_header(stream: BinaryIO, file: Path) -> Header:
    """Read and check the header of an open file; ``file`` is what errors name.

    Raises
    ------
    CheckpointError
        If the file is too large, or its header is not one.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size > MAX_FILE_BYTES:
        raise CheckpointError(
            "the model file cannot be used: it is {size} bytes large, above the limit of {limit}",
            where=file,
            remedy=OTHER_FILE,
            size=size,
            limit=MAX_FILE_BYTES,
        )
    length = int.from_bytes(stream.read(_LENGTH_BYTES), "little")
    if size < _LENGTH_BYTES or length > size - _LENGTH_BYTES:
        raise CheckpointError(
            "the model file cannot be used: it ends before its header does", where=file, remedy=OTHER_FILE
        )
    if length > MAX_HEADER_BYTES:
        raise CheckpointError(
            "the model file cannot be used: its header claims {length} bytes, above the limit of {limit}",
            where=file,
            remedy=OTHER_FILE,
            length=length,
            limit=MAX_HEADER_BYTES,
        )
    header = _check(_parse(stream.read(length), file), _LENGTH_BYTES + length, file)
    _check_extent(header, size - header.data_start, file)
    return header


def printable(text: str, limit: int = 80) -> str:
    """Return a text out of a file as it may be shown: short, and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:limit])


def parse_strictly(text: str) -> object:
    """Return what JSON says where no object has a key twice and no text half a surrogate pair.

    Raises
    ------
    ValueError, RecursionError
        If it is no JSON, or not as strict as that.
    """
    return json.loads(text, object_pairs_hook=_strict_object)


def _parse(text: bytes, file: Path) -> dict[str, object]:
    try:
        # Decoded here, since the parser itself would accept UTF-16 as well.
        parsed = parse_strictly(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _unreadable_header(file) from error
    if not isinstance(parsed, dict):
        raise _unreadable_header(file)
    return parsed


def _strict_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    for key, value in pairs:
        # An escaped half of a surrogate pair is no character: it could be neither shown nor written.
        key.encode()
        if isinstance(value, str):
            value.encode()
    return result


def _check(parsed: dict[str, object], data_start: int, file: Path) -> Header:
    metadata = parsed.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise CheckpointError(
            "the model file cannot be used: its metadata cannot be read", where=file, remedy=OTHER_FILE
        )
    if len(parsed) > MAX_TENSORS:
        raise CheckpointError(
            "the model file cannot be used: it claims {count} tensors, above the limit of {limit}",
            where=file,
            remedy=OTHER_FILE,
            count=len(parsed),
            limit=MAX_TENSORS,
        )
    return Header(metadata, {name: _claim(name, entry, file) for name, entry in parsed.items()}, data_start)


def _check_extent(header: Header, data_bytes: int, file: Path) -> None:
    position = 0
    for claim in sorted(header.tensors.values(), key=lambda claim: (claim.begin, claim.end)):
        if claim.begin != position:
            raise CheckpointError(
                "the model file cannot be used: its tensors overlap or leave gaps",
                where=file,
                remedy=OTHER_FILE,
            )
        position = claim.end
    if position != data_bytes:
        raise CheckpointError(
            "the model file cannot be used: it holds {found} bytes of tensors, its header claims {claimed}",
            where=file,
            remedy=OTHER_FILE,
            found=data_bytes,
            claimed=position,
        )


def _claim(name: str, entry: object, file: Path) -> TensorClaim:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise _unreadable_header(file)
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str):
        raise _unreadable_header(file)
    if dtype not in _DTYPES:
        raise CheckpointError(
            "the model file cannot be used: {name} has the unsupported type {dtype}",
            where=file,
            remedy=OTHER_FILE,
            name=printable(name),
            dtype=printable(dtype),
        )
    if not (
        _are_counts(shape)
        and len(shape) <= MAX_RANK
        and _are_counts(offsets)
        and len(offsets) == 2
        and math.prod(shape) * _DTYPES[dtype].itemsize == offsets[1] - offsets[0]
    ):
        raise CheckpointError(
            "the model file cannot be used: the shape of {name} is impossible or does not fit its size",
            where=file,
            remedy=OTHER_FILE,
            name=printable(name),
        )
    return TensorClaim(name, dtype, tuple(shape), offsets[0], offsets[1])


def _are_counts(values: object) -> bool:
    # No tensor of the file can be larger than the file, not even one with no values at all.
    return isinstance(values, list) and all(
        type(value) is int and 0 <= value <= MAX_FILE_BYTES for value in values
    )


def _unreadable_header(file: Path) -> CheckpointError:
    return CheckpointError(
        "the model file cannot be used: its header cannot be read", where=file, remedy=OTHER_FILE
    )
