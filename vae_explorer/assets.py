"""Where things lie: what the program brings along, and where it keeps what is the user's."""

from __future__ import annotations

import os
from pathlib import Path

from vae_explorer.errors import ExplorerError, system_reason

HOME_VARIABLE = "VAE_EXPLORER_HOME"
"""Where this is set, everything the program keeps for its user lies in that one folder."""

MODEL_SUFFIX = ".safetensors"
CARD_SUFFIX = ".md"

_APPLICATION = "vae-explorer"


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder in ``resources/``: icons, style, translations, tour texts.

    Raises
    ------
    ExplorerError
        If it is not there, so that a broken install is told apart from an empty one.
    """
    path = _bundle("resources").joinpath(*parts)
    if not path.exists():
        raise ExplorerError(
            "this part of the program is missing", where=path, remedy="install VAE Explorer again"
        )
    return path


def model_paths() -> tuple[Path, ...]:
    """Return the bundled model files in the order of their names."""
    return tuple(sorted(_bundle("models").glob(f"*{MODEL_SUFFIX}")))


def model_path(dataset: str, kind: str) -> Path:
    """Return where the bundled model of this kind for this data set lies, whether or not there is one.

    Parameters
    ----------
    dataset : str
        Name of the data set, such as ``"mnist"``.
    kind : str
        ``"pca"``, ``"ae"``, ``"map"`` or ``"vae"``.
    """
    return _bundle("models") / f"{dataset}-{kind}{MODEL_SUFFIX}"


def card_path(model: Path) -> Path:
    """Return the model card that belongs to a model file: the same name, ending in ``.md``."""
    return model.with_suffix(CARD_SUFFIX)


def cache_folder() -> Path:
    """Return the folder, made on need, for what can be fetched or computed again, such as data sets."""
    return _user_folder("cache")


def state_folder() -> Path:
    """Return the folder, made on need, for what outlives a session unasked, such as the last snapshot."""
    return _user_folder("state")


def config_folder() -> Path:
    """Return the folder, made on need, for the user's settings and those of the window."""
    return _user_folder("config")


def data_folder() -> Path:
    """Return the folder, made on need, for what a user made and wants to keep, such as runs."""
    return _user_folder("data")


def runs_folder() -> Path:
    """Return where the folders of runs lie, unless another place is named; it may not exist yet."""
    return data_folder() / "runs"


def _bundle(name: str) -> Path:
    # In a wheel the folder lies inside the package, in the source tree beside it.
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def _user_folder(kind: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        folder = Path(home).expanduser() / kind
    else:
        import platformdirs

        find = {
            "cache": platformdirs.user_cache_path,
            "state": platformdirs.user_state_path,
            "config": platformdirs.user_config_path,
            "data": platformdirs.user_data_path,
        }[kind]
        folder = find(_APPLICATION, appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExplorerError(
            "the folder cannot be made: {reason}",
            where=folder,
            remedy="name a folder that may be written in {variable}",
            reason=system_reason(error),
            variable=HOME_VARIABLE,
        ) from error
    return folder
