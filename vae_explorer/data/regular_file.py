"""Opening files that others wrote: never a pipe or a device, and every failure said in one sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from vae_explorer.errors import DatasetError, system_reason


@contextmanager
def open_regular_file(path: Path) -> Iterator[tuple[BufferedReader, int]]:
    """Open a file for reading and tell its size in bytes.

    A failure of the system inside the block is turned into a DatasetError too.

    Raises
    ------
    DatasetError
        When there is no such file, when it may not be read, or when it is a folder, a pipe or a device.
    """
    try:
        # Asked before opening: to open a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(path.stat().st_mode):
            raise DatasetError("this is not a file", where=os.fspath(path), remedy="choose another")
        with path.open("rb") as file:
            yield file, os.fstat(file.fileno()).st_size
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path | str, error: OSError) -> DatasetError:
    """Return the error that says why the system refused a file or folder."""
    return DatasetError(
        "this cannot be read ({reason})",
        where=os.fspath(path),
        remedy="check that it exists and that you may read it",
        reason=system_reason(error),
    )
