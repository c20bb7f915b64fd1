"""What a user chose and expects to find again: typed, stored as one JSON file, never a reason not to start.

The window's geometry, language and colours are not kept here: Qt keeps its own kind of thing better.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from vae_explorer import assets
from vae_explorer.atomic_file import write_atomically
from vae_explorer.decodable import decodable


@decodable
class UserSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The user's choices; what is not in the file has its default.

    Parameters
    ----------
    dataset : str or None
        Name or path of the data set last shown; None before the first choice.
    recent_datasets : tuple of str
        Paths of opened data sets, newest first.
    training : dict of str to bool, int, float, str, list of int or None
        The parameters last used. Their meaning and limits belong to the training layer, which checks them
        again.
    """

    dataset: str | None = None
    recent_datasets: tuple[str, ...] = ()
    training: dict[str, bool | int | float | str | list[int] | None] = {}


class SettingsFile:
    """The file in which the settings of one user lie.

    Parameters
    ----------
    path : Path or None
        The file; None for the usual one of this user.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = assets.config_folder() / "settings.json" if path is None else path

    def load(self) -> UserSettings:
        """Return the stored settings, or the defaults where there are none.

        A file that cannot be understood is renamed to end in ``.broken``: nothing is lost, and the next
        start is clean. Fields of a later version of the program are passed over.
        """
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=UserSettings)
        except OSError:
            return UserSettings()
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_name(f"{self.path.name}.broken"))
            return UserSettings()

    def save(self, settings: UserSettings) -> None:
        """Store `settings` in one step.

        Raises
        ------
        WriteError
            If the file cannot be written; the old one is untouched then.
        """
        write_atomically(self.path, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
