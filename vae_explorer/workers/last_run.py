"""The last snapshot of the last run, kept for the next start."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import ModelKind

_INDEX = "last-run.json"
_MAX_INDEX_BYTES = 100_000


class LastRun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was being trained when the program was last used.

    Attributes
    ----------
    kinds : tuple of ModelKind
        From left to right.
    files : tuple of str
        Their checkpoints, names within the folder.
    dataset_name, dataset_title : str
        The data as they were opened, and as people read it.
    epoch : float
        Epochs trained.
    epochs : int
        Epochs wanted.
    """

    kinds: tuple[ModelKind, ...]
    files: tuple[str, ...]
    dataset_name: str
    dataset_title: str
    epoch: float
    epochs: int


def save_last_run(folder: Path, checkpoints: tuple[Checkpoint, ...], dataset_name: str) -> None:
    """Save the models of a run; the index is written last, so that it only ever names whole files.

    Raises
    ------
    WriteError
        If the folder cannot be written.
    """
    from vae_explorer.autoencoders.checkpoint_file import save_checkpoint

    files = tuple(f"last-run-{position}.safetensors" for position in range(len(checkpoints)))
    for name, checkpoint in zip(files, checkpoints, strict=True):
        save_checkpoint(checkpoint, folder / name)
    first = checkpoints[0]
    index = LastRun(
        kinds=tuple(checkpoint.model.kind for checkpoint in checkpoints),
        files=files,
        dataset_name=dataset_name,
        dataset_title=first.dataset.title,
        epoch=first.epoch,
        epochs=first.training.epochs,
    )
    write_atomically(folder / _INDEX, msgspec.json.encode(index))


def find_last_run(folder: Path) -> LastRun | None:
    """Return what was kept, or None where there is nothing that can be used."""
    try:
        index = folder / _INDEX
        if index.stat().st_size > _MAX_INDEX_BYTES:
            return None
        found = msgspec.json.decode(index.read_bytes(), type=LastRun)
    except (OSError, msgspec.MsgspecError):
        return None
    is_whole = len(found.files) == len(found.kinds) and all(
        Path(name).name == name and (folder / name).is_file() for name in found.files
    )
    return found if is_whole and found.files else None


def forget_last_run(folder: Path) -> None:
    """Offer it no more; the files stay until the next run takes their place."""
    with contextlib.suppress(OSError):
        (folder / _INDEX).unlink(missing_ok=True)
