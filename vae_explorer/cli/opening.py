"""Opening the data set of a command, with a word about every wait."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.cli.download_report import DownloadReport
from vae_explorer.cli.exit_status import say
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry

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
        say(f"note: {note}")
    return dataset


def record_of(dataset: ImageDataset) -> DatasetRecord:
    """Return what a model file remembers of its data; of a path only the last part."""
    name = Path(dataset.name).resolve().name or dataset.name
    train_count, test_count = len(dataset.train_images), len(dataset.test_images)
    entry = catalogued(name, train_count + test_count, dataset.image_shape)
    return DatasetRecord(
        name=name,
        title=dataset.title if entry is None else entry.title,
        fingerprint=dataset.fingerprint,
        label_names=dataset.label_names,
        train_count=train_count,
        test_count=test_count,
    )


def catalogued(name: str, images: int, image_shape: tuple[int, int, int]) -> CatalogueEntry | None:
    """Return what is known of a data set with the name and the size of a known one: a folder ``mnist``."""
    entry = CATALOGUE.get(name)
    if entry is None or (entry.images, entry.height, entry.width, entry.channels) != (images, *image_shape):
        return None
    return entry
