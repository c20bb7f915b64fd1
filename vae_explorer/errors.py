"""The error types that a user meets: each says what is wrong, where, and what to do next.

A message is kept as literal templates plus named values, never as a finished sentence, so that the window can
translate the template first and fill it in afterwards.
"""

from __future__ import annotations

import os


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
        The values that fill both templates.
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
        text = self.what.format(**self.values)
        if self.where is not None:
            text = f"{self.where}: {text}"
        if self.remedy:
            text = f"{text}; {self.remedy.format(**self.values)}"
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
