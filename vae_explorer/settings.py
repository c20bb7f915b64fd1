"""What a user chose and expects to find again: typed, stored as one JSON file, never a reason not to start.

The geometry of the window is not kept here: Qt keeps its own kind of thing better.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

import msgspec

from vae_explorer import assets
from vae_explorer.atomic_file import write_atomically

Language = Literal["system", "en", "zh_CN"]
Theme = Literal["system", "light", "dark"]
Scalar = bool | int | float | str | None

RECENT_LIMIT = 12


class UserSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The user's choices; what is not in the file has its default.

    Parameters
    ----------
    language : {"system", "en", "zh_CN"}
        Language of the window.
    theme : {"system", "light", "dark"}
        Colours of the window.
    device : str
        The device last chosen for training: ``"auto"``, ``"cpu"``, ``"cuda"``, ``"cuda:N"`` or ``"mps"``.
    dataset : str or None
        Name or path of the data set last shown; None before the first choice.
    recent_datasets : tuple of str
        Paths of opened data sets, newest first, at most `RECENT_LIMIT`.
    recent_models : tuple of str
        Paths of opened or saved model files, newest first, at most `RECENT_LIMIT`.
    training : dict of str to dict of str to bool, int, float, str or None
        The parameters last used, by the name of their form (such as ``"vae"``) and their own name. Their
        meaning and limits belong to the training layer, which checks them again.
    """

    language: Language = "system"
    theme: Theme = "system"
    device: str = "auto"
    dataset: str | None = None
    recent_datasets: tuple[str, ...] = ()
    recent_models: tuple[str, ...] = ()
    training: dict[str, dict[str, Scalar]] = {}

    def with_recent_dataset(self, path: str) -> UserSettings:
        """Return settings in which `path` is the newest data set."""
        return msgspec.structs.replace(self, recent_datasets=_newest_first(path, self.recent_datasets))

    def with_recent_model(self, path: str) -> UserSettings:
        """Return settings in which `path` is the newest model file."""
        return msgspec.structs.replace(self, recent_models=_newest_first(path, self.recent_models))


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


def _newest_first(path: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return (path, *(other for other in others if other != path))[:RECENT_LIMIT]
