"""Writing a file so that a killed process leaves the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vae_explorer.errors import WriteError


@contextlib.contextmanager
def open_atomically(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` when the block ends without an error.

    It is written beside its destination, flushed to the disk and renamed; its mode follows the umask, like
    any other file a person saves.

    Raises
    ------
    WriteError
        If the folder does not exist, may not be written, or the disk is full.
    """
    destination = Path(path)
    part = destination.with_name(f".{destination.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        # Not mkstemp: its files are closed to everyone else, whatever the umask says.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise _write_error(destination, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(destination)
        _sync_folder(destination.parent)
    except OSError as error:
        raise _write_error(destination, error) from error
    finally:
        part.unlink(missing_ok=True)


def write_atomically(path: str | os.PathLike[str], content: bytes) -> None:
    """Write ``content`` to ``path`` with :func:`open_atomically`."""
    with open_atomically(path) as file:
        file.write(content)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # Some network file systems refuse to sync a folder; the rename itself has happened.
    finally:
        os.close(descriptor)


def _write_error(destination: Path, error: OSError) -> WriteError:
    return WriteError(
        "the file cannot be written: {reason}",
        where=destination,
        remedy="choose a folder that exists, may be written and has space left",
        reason=error.strerror or type(error).__name__,
    )
