"""Data sets of images: read, checked, and kept as bytes.

Importing this package costs a few milliseconds; Pillow, pooch and scikit-learn are imported where they
are used.
"""

from vae_explorer.data.byte_stream import NetworkPatience
from vae_explorer.data.cancellation import OpeningCancelledError
from vae_explorer.data.catalogue import CATALOGUE, CatalogueEntry, DatasetDescription, RemoteFile
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.preview import preview_indices
from vae_explorer.data.source import DATASET_NAMES, dataset_folder, describe, is_available, open_dataset
from vae_explorer.data.transfer import DownloadProgress

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
