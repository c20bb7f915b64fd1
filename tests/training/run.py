"""Running a training and sorting its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from tests.autoencoders.sample import same_weights
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.training.event import (
    EpochFinished,
    Snapshot,
    SnapshotTaken,
    TrainingEvent,
    TrainingFinished,
    TrainingStarted,
)
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train

Event = TypeVar("Event")


def digit_spec(kind: str = "vae", **changes: Any) -> ModelSpec:
    """Return a small network for the digits."""
    defaults: dict[str, Any] = {
        "hidden": (32, 16),
        "likelihood": "bernoulli" if kind != "pca" else "gaussian",
    }
    return ModelSpec(kind=kind, image_shape=(8, 8, 1), **{**defaults, **changes})


@dataclass(frozen=True)
class Run:
    """All events of a run, in their order."""

    events: tuple[TrainingEvent, ...]

    def of(self, kind: type[Event]) -> list[Event]:
        """Return the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def started(self) -> TrainingStarted:
        """Return the first event."""
        first = self.events[0]
        assert isinstance(first, TrainingStarted)
        return first

    @property
    def finished(self) -> TrainingFinished:
        """Return the last event."""
        last = self.events[-1]
        assert isinstance(last, TrainingFinished)
        return last

    @property
    def epochs(self) -> list[EpochFinished]:
        """Return the records of all epochs."""
        return self.of(EpochFinished)

    def snapshots(self, position: int = 0) -> list[Snapshot]:
        """Return the snapshots of the model at ``position``."""
        return [event.snapshots[position] for event in self.of(SnapshotTaken)]


def run(
    models: Sequence[ModelSpec] | ModelSpec,
    data: TrainingData,
    *,
    epochs: int = 2,
    batch_size: int = 64,
    **options,
) -> Run:
    """Train on the CPU to the end."""
    specs = [models] if isinstance(models, ModelSpec) else models
    recipe = {
        name: options.pop(name)
        for name in ("seed", "learning_rate", "weight_decay", "precision", "compilation", "compiled_after")
        if name in options
    }
    training = TrainingSpec(epochs=epochs, batch_size=batch_size, **recipe)
    options.setdefault("device", "cpu")
    return Run(tuple(train(specs, data, training, **options)))


def same_snapshots(one: Iterable[Snapshot], other: Iterable[Snapshot]) -> bool:
    """Tell whether two runs had the same weights and codes, bit for bit, at the same epochs."""
    pairs = list(zip(one, other, strict=True))
    assert pairs
    return all(
        (a.version, a.epoch, a.model, a.is_frame) == (b.version, b.epoch, b.model, b.is_frame)
        and same_weights(a.weights, b.weights)
        and np.array_equal(a.mu, b.mu)
        and (a.logvar is None) == (b.logvar is None)
        and (a.logvar is None or np.array_equal(a.logvar, b.logvar))
        for a, b in pairs
    )
