"""Where a command writes its result: checked before the work, so that none is done in vain."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from vae_explorer.errors import UsageError, WriteError, system_reason


@dataclass(frozen=True)
class Destination:
    """A file that is going to be written.

    Parameters
    ----------
    path : Path
        The file; one that is there already is replaced in one step.
    option : str
        The option that named it, for error messages.
    suffixes : tuple of str
        The accepted endings, which also say what is written.
    """

    path: Path
    option: str
    suffixes: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """The file's ending in lower case: one of `suffixes`."""
        return self.path.suffix.lower()

    def check(self) -> Destination:
        """Return the destination itself when a file can be written there.

        Raises
        ------
        UsageError
            If the ending is none of the accepted ones.
        WriteError
            If the folder does not exist or may not be written, or the name is taken by a folder.
        """
        if self.suffix not in self.suffixes:
            raise UsageError(
                "a file of this kind cannot be written",
                where=f"{self.option} {self.path}",
                remedy="let its name end in one of {suffixes}",
                suffixes=", ".join(self.suffixes),
            )
        if self.path.is_dir():
            raise WriteError("this is a folder", where=self.path, remedy="name a file in it")
        if not self.path.parent.is_dir():
            raise WriteError(
                "the folder {folder} does not exist",
                where=self.path,
                remedy="make it, or name a file in another one",
                folder=self.path.parent,
            )
        self._try_folder()
        return self

    def _try_folder(self) -> None:
        import secrets

        # Trying tells the truth on every system; permission bits do not.
        probe = self.path.parent / f".{secrets.token_hex(8)}.part"
        try:
            os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            probe.unlink()
        except OSError as error:
            raise WriteError(
                "the folder may not be written: {reason}",
                where=self.path,
                remedy="choose another folder",
                reason=system_reason(error),
            ) from error
