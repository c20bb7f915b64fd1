"""Reads and writes model files in a thread of its own."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.errors import ExplorerError
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.plane import Plane
from vae_explorer.training.timeline import Timeline, timeline_of
from vae_explorer.workers.plane_fit import FIRST_CHOICE, fitted_plane


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
    """A model file was loaded.

    ``pin`` is the first place to look at, in the first plane; ``timeline`` is the model's past.
    """

    request: LoadLetter
    checkpoint: Checkpoint
    pin: tuple[float, ...]
    plane: Plane
    timeline: Timeline


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
class FirstLook:
    """How a model is looked at first: the place, the plane, its past."""

    pin: tuple[float, ...]
    plane: Plane
    timeline: Timeline


def first_look(checkpoint: Checkpoint) -> FirstLook:
    """Return how a model out of a file is looked at first."""
    from vae_explorer.analysis.neighbourhood import NeighbourIndex

    codes = checkpoint.preview.mu
    pin, plane = NeighbourIndex(codes).emptiest_place(), fitted_plane(codes, FIRST_CHOICE)
    if plane.has_depth:
        pin = plane.code_at(*plane.place_of(pin))
    return FirstLook(pin, plane, timeline_of(checkpoint))


class FileWorker(QObject):
    """Does one thing after another, in the order asked."""

    model_loaded = Signal(object)  # LoadedLetter
    model_refused = Signal(object)  # RefusedLetter
    model_saved = Signal(object)  # SavedLetter

    @Slot()
    def warm_up(self) -> None:
        """Load what sets the guide's formulas: the window would stand still for it at the first of them."""
        with warnings.catch_warnings():
            # It finds its font in a way that Python is going to give up.
            warnings.simplefilter("ignore", DeprecationWarning)
            import ziamath.zmath  # noqa: F401

    @Slot(object)
    def load_model(self, request: LoadLetter) -> None:
        """Load a model file and choose the place to look at first."""
        from vae_explorer.autoencoders.checkpoint_file import load_checkpoint

        try:
            checkpoint = load_checkpoint(request.path)
        except ExplorerError as error:
            self.model_refused.emit(RefusedLetter(request, error))
            return
        look = first_look(checkpoint)
        self.model_loaded.emit(LoadedLetter(request, checkpoint, look.pin, look.plane, look.timeline))

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
