"""The error types that a user meets: each says what is wrong, where, and what to do next.

A message is kept as literal templates plus named values, never as a finished sentence, so that the window can
translate the template first and fill it in afterwards.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass

SYSTEM_WORDS = {
    errno.ENOENT: "No such file or directory",
    errno.EACCES: "Permission denied",
    errno.EPERM: "Operation not permitted",
    errno.ENOSPC: "No space left on device",
    errno.EISDIR: "Is a directory",
    errno.ENOTDIR: "Not a directory",
    errno.ENOTEMPTY: "Directory not empty",
    errno.EROFS: "Read-only file system",
    errno.EEXIST: "File exists",
    errno.EBUSY: "Device or resource busy",
    errno.EFBIG: "File too large",
    errno.ENAMETOOLONG: "File name too long",
    errno.ELOOP: "Too many levels of symbolic links",
    errno.EMFILE: "Too many open files",
    errno.EIO: "Input/output error",
    errno.ENOMEM: "Cannot allocate memory",
    errno.EPIPE: "Broken pipe",
    errno.ETIMEDOUT: "Connection timed out",
    errno.ECONNREFUSED: "Connection refused",
    errno.ECONNRESET: "Connection reset by peer",
    errno.ENETUNREACH: "Network is unreachable",
    errno.EHOSTUNREACH: "No route to host",
}
"""What the operating system says most often, by number: its own words would come in its own language."""


@dataclass(frozen=True)
class Reason:
    """Why something failed, as a value of a message: words that are translated on their own.

    Attributes
    ----------
    words : str
        A literal text.
    where : str
        Whom it concerns where there are several, such as a server.
    """

    words: str
    where: str = ""

    def told(self, translate: Callable[[str], str] = str) -> str:
        """Return it in the language of a translator."""
        words = translate(self.words)
        return f"{self.where}: {words}" if self.where else words

    def __str__(self) -> str:
        """Return it in English."""
        return self.told()


def system_reason(error: OSError) -> Reason:
    """Return why the operating system refused something; in its own words where these are rare."""
    known = SYSTEM_WORDS.get(error.errno or 0)
    return Reason(known or error.strerror or str(error) or type(error).__name__)


def told_values(values: dict[str, object], translate: Callable[[str], str] = str) -> dict[str, object]:
    """Return what fills a template, with the reasons in the language of a translator."""

    def told(value: object) -> object:
        if isinstance(value, tuple) and value and all(isinstance(part, Reason) for part in value):
            return "; ".join(part.told(translate) for part in value)
        return value.told(translate) if isinstance(value, Reason) else value

    return {name: told(value) for name, value in values.items()}


class ExplorerError(Exception):
    """Base of every error that is shown to a person.

    Parameters
    ----------
    what : str
        What is wrong: a literal template such as ``"the file ends after {found} of {expected} bytes"``.
    where : str or os.PathLike or None
        The file, folder, option or field at fault.
    remedy : str
        What to do next: a literal template.
    **values : object
        The values that fill both templates; a :class:`Reason`, or a tuple of them, is translated as well.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | os.PathLike[str] | None = None,
        remedy: str = "",
        **values: object,
    ) -> None:
        self.what = what
        self.where = None if where is None else os.fspath(where)
        self.remedy = remedy
        self.values = values
        super().__init__(self.one_line())

    def one_line(self) -> str:
        """Return the whole message in English on one line: ``where: what; remedy``."""
        values = told_values(self.values)
        text = self.what.format(**values)
        if self.where is not None:
            text = f"{self.where}: {text}"
        if self.remedy:
            text = f"{text}; {self.remedy.format(**values)}"
        return " ".join(text.split())


class UsageError(ExplorerError):
    """A command-line option or a parameter has a value that cannot be used."""


class DatasetError(ExplorerError):
    """A data set cannot be read, or what it holds cannot be used."""


class DownloadError(DatasetError):
    """A data set could not be fetched, or what came is not what was expected."""


class CheckpointError(ExplorerError):
    """A model file cannot be read, is not a model of this program, or does not fit the data."""


class WriteError(ExplorerError):
    """A file could not be written; whatever stood there before is untouched."""


class RunError(ExplorerError):
    """A run folder cannot be read, or cannot be used in this way now."""


class DeviceError(ExplorerError):
    """The chosen computing device does not exist or cannot be used."""


class TrainingError(ExplorerError):
    """Training cannot start or had to end; the last good snapshot stays usable."""


class NonFiniteLossError(TrainingError):
    """The loss became infinite or not a number at a named step."""


class WindowError(ExplorerError):
    """The window cannot be opened or photographed here."""
