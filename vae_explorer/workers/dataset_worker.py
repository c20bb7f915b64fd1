"""Opens and fetches data sets in a thread of its own: a download must not keep models waiting."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.errors import ExplorerError

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset
    from vae_explorer.data.progress import DownloadProgress


@dataclass(frozen=True, eq=False)
class OpenLetter:
    """Open a data set; ``cancel`` ends a download between two blocks."""

    request_id: int
    name: str
    is_fetch_allowed: bool
    cancel: threading.Event


@dataclass(frozen=True, eq=False)
class OpenedLetter:
    """A data set was opened: its images and its fixed preview set, or why not.

    ``bundled_name`` is the name under which models trained on these very data come with the program.
    """

    request: OpenLetter
    dataset: ImageDataset | None = None
    preview_indices: np.ndarray | None = None
    bundled_name: str | None = None
    error: ExplorerError | None = None


@dataclass(frozen=True)
class FetchLetter:
    """How far a download has come."""

    request_id: int
    done_bytes: int
    total_bytes: int | None


class DatasetWorker(QObject):
    """Opens one data set after another, in the order asked.

    Parameters
    ----------
    cache_folder : Path
        Where fetched data sets are kept.
    bundled_models : tuple of Path
        The model files that come with the program.
    """

    dataset_opened = Signal(object)  # OpenedLetter
    fetch_progressed = Signal(object)  # FetchLetter

    def __init__(self, cache_folder: Path, bundled_models: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self._cache_folder = cache_folder
        self._bundled_models = bundled_models

    @Slot(object)
    def open_dataset(self, request: OpenLetter) -> None:
        """Open a data set, fetching it where that is allowed, and choose its preview set."""
        from vae_explorer.data.preview import preview_indices, preview_limit
        from vae_explorer.data.source import open_dataset

        def report(progress: DownloadProgress) -> None:
            self.fetch_progressed.emit(
                FetchLetter(request.request_id, progress.done_bytes, progress.total_bytes)
            )

        try:
            dataset = open_dataset(
                request.name,
                cache_folder=self._cache_folder,
                progress=report,
                cancel=request.cancel,
                allow_download=request.is_fetch_allowed,
            )
        except ExplorerError as error:
            self.dataset_opened.emit(OpenedLetter(request, error=error))
            return
        indices = preview_indices(dataset.train_labels, preview_limit(dataset.train_images))
        name = self._bundled_name(dataset.fingerprint)
        self.dataset_opened.emit(OpenedLetter(request, dataset, indices, name))

    def _bundled_name(self, fingerprint: str) -> str | None:
        """Return the name of the bundled models that were trained on these data, wherever they lie."""
        from vae_explorer.autoencoders.checkpoint_file import read_dataset_record

        for path in self._bundled_models:
            with contextlib.suppress(ExplorerError):
                record = read_dataset_record(path)
                if record.fingerprint == fingerprint:
                    return record.name
        return None
