"""Data sets of images: read, checked, and kept as bytes.

Importing this package costs a few milliseconds: the readers, and with them Pillow, pooch and the rest, are
imported by the first call that needs them.
"""

from vae_explorer.data.cancellation import OpeningCancelledError
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry, DatasetDescription, RemoteFile
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.patience import NetworkPatience
from vae_explorer.data.preview import preview_indices
from vae_explorer.data.progress import DownloadProgress
from vae_explorer.data.source import DATASET_NAMES, dataset_folder, describe, is_available, open_dataset

__all__ = [
    "CATALOGUE",
    "CatalogueEntry",
    "DATASET_NAMES",
    "DatasetDescription",
    "DownloadProgress",
    "ImageDataset",
    "NetworkPatience",
    "OpeningCancelledError",
    "RemoteFile",
    "dataset_folder",
    "describe",
    "is_available",
    "open_dataset",
    "preview_indices",
]
