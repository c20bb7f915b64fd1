"""Opening the data set of a command, with a word about every wait."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vae_explorer.cli.download_report import DownloadReport
from vae_explorer.cli.exit_status import say
from vae_explorer.cli.language import note_text

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset


def open_for_command(spec: str | os.PathLike[str]) -> ImageDataset:
    """Open a data set by name or path, and tell on standard error what a person should know of it.

    Raises
    ------
    DatasetError
        If it cannot be fetched or read.
    """
    from vae_explorer.data.source import open_dataset

    with DownloadReport() as report:
        dataset = open_dataset(spec, progress=report.note)
    for note in dataset.notes:
        say("note: {note}", note=note_text(note))
    return dataset
