"""Reading the header of a ``.safetensors`` file without believing it.

Format: eight bytes with the header's length, the header as JSON (name → dtype, shape, offsets), the bytes of
all tensors without gaps. Every claim is checked against the limits and the file's size before memory is
taken.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vae_explorer.errors import CheckpointError

MAX_HEADER_BYTES = 1_000_000
MAX_FILE_BYTES = 2_000_000_000
MAX_TENSORS = 1_000
MAX_RANK = 8

_DTYPES: dict[str, np.dtype[Any]] = {
    "F16": np.dtype("<f2"),
    "F32": np.dtype("<f4"),
    "F64": np.dtype("<f8"),
    "I64": np.dtype("<i8"),
}


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

    def read_arrays(self, file: Path) -> dict[str, np.ndarray]:
        """Read all tensors of ``file`` as read-only arrays.

        Raises
        ------
        CheckpointError
            If the file changed or cannot be read.
        """
        try:
            content = file.read_bytes()[self.data_start :]
        except OSError as error:
            raise _unreadable(file, error) from error
        if len(content) < max((claim.end for claim in self.tensors.values()), default=0):
            raise _malformed(file, "the file changed while it was read")
        arrays = {}
        for claim in self.tensors.values():
            dtype = _DTYPES[claim.dtype]
            array = np.frombuffer(content, dtype, math.prod(claim.shape), claim.begin).reshape(claim.shape)
            arrays[claim.name] = array
        return arrays


def read_header(file: Path) -> Header:
    """Read and check the header.

    Raises
    ------
    CheckpointError
        If the file cannot be read, is too large, or its header is not one.
    """
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _malformed(
                file, "it is {size} bytes large, above the limit of {limit}", size=size, limit=MAX_FILE_BYTES
            )
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if size < 10 or length > size - 8:
                raise _malformed(file, "it ends before its header does")
            if length > MAX_HEADER_BYTES:
                raise _malformed(
                    file,
                    "its header claims {length} bytes, above the limit of {limit}",
                    length=length,
                    limit=MAX_HEADER_BYTES,
                )
            text = stream.read(length)
    except OSError as error:
        raise _unreadable(file, error) from error
    return _check(_parse(text, file), size - 8 - length, 8 + length, file)


def _parse(text: bytes, file: Path) -> dict[str, object]:
    try:
        parsed = json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise _malformed(file, "its header cannot be read") from error
    if not isinstance(parsed, dict):
        raise _malformed(file, "its header cannot be read")
    return parsed


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("duplicate key")
    return result


def _check(parsed: dict[str, object], data_bytes: int, data_start: int, file: Path) -> Header:
    metadata = parsed.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise _malformed(file, "its metadata cannot be read")
    if len(parsed) > MAX_TENSORS:
        raise _malformed(
            file,
            "it claims {count} tensors, above the limit of {limit}",
            count=len(parsed),
            limit=MAX_TENSORS,
        )
    claims = {name: _claim(name, entry, file) for name, entry in parsed.items()}
    position = 0
    for claim in sorted(claims.values(), key=lambda claim: (claim.begin, claim.end)):
        if claim.begin != position:
            raise _malformed(file, "its tensors overlap or leave gaps")
        position = claim.end
    if position != data_bytes:
        raise _malformed(
            file,
            "it holds {found} bytes of tensors where its header claims {claimed}",
            found=data_bytes,
            claimed=position,
        )
    return Header(metadata, claims, data_start)


def _claim(name: str, entry: object, file: Path) -> TensorClaim:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise _malformed(file, "its header cannot be read")
    dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in _DTYPES:
        raise _malformed(
            file, "{name} has the unsupported type {dtype}", name=name[:80], dtype=str(dtype)[:20]
        )
    if not _are_counts(shape) or len(shape) > MAX_RANK:
        raise _malformed(file, "{name} has an impossible shape", name=name[:80])
    if not _are_counts(offsets) or len(offsets) != 2:
        raise _malformed(file, "{name} has impossible offsets", name=name[:80])
    if math.prod(shape) * _DTYPES[dtype].itemsize != offsets[1] - offsets[0]:
        raise _malformed(file, "the size of {name} does not fit its shape", name=name[:80])
    return TensorClaim(name, dtype, tuple(shape), offsets[0], offsets[1])


def _are_counts(values: object) -> bool:
    return isinstance(values, list) and all(type(value) is int and value >= 0 for value in values)


def _malformed(file: Path, what: str, **values: object) -> CheckpointError:
    return CheckpointError(
        "the model file cannot be used: " + what,
        where=file,
        remedy="open another file, or train the model again",
        **values,
    )


def _unreadable(file: Path, error: OSError) -> CheckpointError:
    return CheckpointError(
        "the model file cannot be read: {reason}",
        where=file,
        remedy="check that the file exists and may be read",
        reason=error.strerror or type(error).__name__,
    )
