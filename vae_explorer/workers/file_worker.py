"""Reads and writes files in a thread of its own: models, data sets, the last run."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.errors import ExplorerError
from vae_explorer.state.map_state import MapSource
from vae_explorer.workers.last_run import LastRun, find_last_run

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset
    from vae_explorer.data.progress import DownloadProgress


@dataclass(frozen=True)
class LoadLetter:
    """Load a model file for a map."""

    map_id: int
    request_id: int
    path: Path
    source: MapSource
    kind: ModelKind


@dataclass(frozen=True, eq=False)
class LoadedLetter:
    """A model file was loaded; ``pin`` is the first place to look at."""

    request: LoadLetter
    checkpoint: Checkpoint
    pin: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class RefusedLetter:
    """A model file could not be loaded."""

    request: LoadLetter
    error: ExplorerError


@dataclass(frozen=True, eq=False)
class SaveLetter:
    """Save a model to a file."""

    path: Path
    checkpoint: Checkpoint


@dataclass(frozen=True)
class SavedLetter:
    """A model was saved, or not, where ``error`` says why."""

    path: Path
    error: ExplorerError | None = None


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


class FileWorker(QObject):
    """Does one thing after another, in the order asked.

    Parameters
    ----------
    state_folder : Path
        Where the last run is kept.
    cache_folder : Path
        Where fetched data sets are kept.
    bundled_models : tuple of Path
        The model files that come with the program.
    """

    model_loaded = Signal(object)  # LoadedLetter
    model_refused = Signal(object)  # RefusedLetter
    model_saved = Signal(object)  # SavedLetter
    dataset_opened = Signal(object)  # OpenedLetter
    fetch_progressed = Signal(object)  # FetchLetter
    last_run_found = Signal(object)  # LastRun

    def __init__(self, state_folder: Path, cache_folder: Path, bundled_models: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self._bundled_models = bundled_models
        self._state_folder = state_folder
        self._cache_folder = cache_folder

    @Slot()
    def find_last_run(self) -> None:
        """Look whether a run was left at the last exit."""
        found: LastRun | None = find_last_run(self._state_folder)
        if found is not None:
            self.last_run_found.emit(found)

    @Slot(object)
    def load_model(self, request: LoadLetter) -> None:
        """Load a model file and choose the place to look at first."""
        from vae_explorer.analysis.neighbourhood import NeighbourIndex
        from vae_explorer.autoencoders.checkpoint_file import load_checkpoint

        try:
            checkpoint = load_checkpoint(request.path)
        except ExplorerError as error:
            self.model_refused.emit(RefusedLetter(request, error))
            return
        pin = NeighbourIndex(checkpoint.preview.mu).emptiest_place()
        self.model_loaded.emit(LoadedLetter(request, checkpoint, pin))

    @Slot(object)
    def save_model(self, request: SaveLetter) -> None:
        """Save a model to a file."""
        from vae_explorer.autoencoders.checkpoint_file import save_checkpoint

        try:
            save_checkpoint(request.checkpoint, request.path)
        except ExplorerError as error:
            self.model_saved.emit(SavedLetter(request.path, error))
            return
        self.model_saved.emit(SavedLetter(request.path))

    @Slot(object)
    def open_dataset(self, request: OpenLetter) -> None:
        """Open a data set, fetching it where that is allowed, and choose its preview set."""
        from vae_explorer.data.preview import preview_indices
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
        indices = preview_indices(dataset.train_labels)
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
