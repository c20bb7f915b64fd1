"""Letters to the workers, made from small models and real images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, SignalInstance

from tests.autoencoders.sample import checkpoint, digit_images, spec
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.state.map_state import Codes, UnderlayKind
from vae_explorer.state.plane import FLAT, Plane
from vae_explorer.state.wish import ViewWish
from vae_explorer.training.control import TrainingControl
from vae_explorer.workers.letter import ModelLetter, TrainLetter, UnderlayLetter

IMAGES = 120


def here(signal: SignalInstance, receiver: Callable[..., object]) -> None:
    """Let a function hear a signal in the thread that sends it, so that nothing is between the two."""
    signal.connect(receiver, Qt.ConnectionType.DirectConnection)


def model_letter(
    content: Checkpoint | None = None, *, map_id: int = 0, run_id: int = 5, version: int = 2
) -> ModelLetter:
    content = content or checkpoint(count=30)
    preview = content.preview
    return ModelLetter(
        map_id,
        run_id,
        version,
        content.model,
        content.weights,
        Codes(preview.mu, preview.logvar, preview.labels, preview.indices),
        content.dataset.fingerprint,
    )


def view(map_id: int = 0, *, half: float = 3.0, width_px: int = 300, centre: float = 0.0) -> ViewWish:
    return ViewWish(map_id, centre - half, centre + half, -half, half, width_px, width_px)


def underlay_letter(
    kind: UnderlayKind = UnderlayKind.ATLAS,
    *,
    plane: Plane = FLAT,
    is_refresh: bool = False,
    **of_view: Any,
) -> UnderlayLetter:
    return UnderlayLetter(view(**of_view), kind, plane, is_refresh)


def digit_model(kind: str = "ae", **changes: Any) -> ModelSpec:
    return spec(kind, image_shape=(8, 8, 1), hidden=changes.pop("hidden", (8,)), **changes)


def train_letter(
    folder: Path, *kinds: str, epochs: int = 4, control: TrainingControl | None = None, **changes: Any
) -> TrainLetter:
    """Return a run on a few real images, whose epochs are far too short to report from within."""
    images = digit_images()[: IMAGES + 20]
    preview = np.arange(0, IMAGES, 4)
    contents: dict[str, Any] = {
        "run_id": 3,
        "models": tuple(digit_model(kind) for kind in kinds or ("ae", "vae")),
        "training": TrainingSpec(epochs=epochs, batch_size=40),
        "dataset": DatasetRecord(
            name="digits",
            title="Digits",
            fingerprint="cd" * 32,
            label_names=tuple("0123456789"),
            train_count=IMAGES,
            test_count=20,
        ),
        "dataset_name": "digits",
        "train": images[:IMAGES],
        "test": images[IMAGES:],
        "preview_indices": preview,
        "preview_labels": preview % 10,
        "device": "cpu",
        "control": control or TrainingControl(),
        "runs_folder": folder / "runs",
    }
    return TrainLetter(**{**contents, **changes})
