"""What a model file remembers of the data it was trained on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset


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
