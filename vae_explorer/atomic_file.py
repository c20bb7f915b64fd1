"""Writing a file so that a killed process leaves the old one or the new one, never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from vae_explorer.errors import WriteError, system_reason

# Of the destination's name in the part's: with the rest of it well below the 255 bytes of most file systems,
# whatever the alphabet.
_NAME_CHARACTERS = 32


@contextlib.contextmanager
def open_atomically(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` when the block ends without an error.

    It is written beside its destination, flushed to the disk and renamed; its mode follows the umask, like
    any other file a person saves. Where ``path`` is a symbolic link, the file it points to is replaced.

    Raises
    ------
    WriteError
        If the folder does not exist, may not be written, or the disk is full.
    """
    try:
        destination = Path(os.path.realpath(path))
        part = destination.with_name(f".{destination.name[:_NAME_CHARACTERS]}.{secrets.token_hex(6)}.part")
        # Not mkstemp: its files are closed to everyone else, whatever the umask says.
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except (OSError, ValueError) as error:
        raise _write_error(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(destination)
    except OSError as error:
        raise _write_error(path, error) from error
    finally:
        # What could not be written is the news; that its rest could not be swept up either is not.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    _sync_folder(destination.parent)


def write_atomically(path: str | os.PathLike[str], content: bytes) -> None:
    """Write ``content`` to ``path`` with :func:`open_atomically`."""
    with open_atomically(path) as file:
        file.write(content)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    # Some network file systems refuse to sync a folder, and some folders may be written but not read; the
    # rename itself has happened.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_error(path: str | os.PathLike[str], error: OSError | ValueError) -> WriteError:
    return WriteError(
        "the file cannot be written: {reason}",
        where=path,
        remedy="choose a folder that exists, may be written and has space left",
        reason=system_reason(error) if isinstance(error, OSError) else str(error),
    )
