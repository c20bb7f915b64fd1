"""What ``measure`` and ``report`` have in common: all figures of one model file on one data set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vae_explorer.cli.exit_status import say

if TYPE_CHECKING:
    import numpy as np

    from vae_explorer.analysis.figure import GapFigures
    from vae_explorer.autoencoders.checkpoint import Checkpoint
    from vae_explorer.autoencoders.record import Terms
    from vae_explorer.autoencoders.replica import Replica
    from vae_explorer.data.dataset import ImageDataset


@dataclass(frozen=True, eq=False)
class ModelMeasurement:
    """One model and all that was measured of it.

    Attributes
    ----------
    file : Path
        Where it was read.
    checkpoint : Checkpoint
        What stands there.
    replica : Replica
        The model.
    mu, logvar, labels : ndarray
        The codes that the figures rest on: those of the preview set.
    terms : Terms
        Its loss terms on the test images.
    figures : GapFigures
        All of them.
    """

    file: Path
    checkpoint: Checkpoint
    replica: Replica
    mu: np.ndarray
    logvar: np.ndarray | None
    labels: np.ndarray
    terms: Terms
    figures: GapFigures

    def record(self) -> dict[str, Any]:
        """Return it as it is written to JSON: a figure and its 95 % interval under the figure's name."""
        record: dict[str, Any] = {
            "file": str(self.file),
            "kind": self.checkpoint.model.kind,
            "latent_dim": self.checkpoint.model.latent_dim,
            "codes": len(self.mu),
            "reconstruction_nats": self.terms.reconstruction_nats,
            "kl_nats": self.terms.kl_nats,
            "prior_nats": self.terms.prior_nats,
            "squared_error": self.terms.squared_error,
        }
        for figure in self.figures.figures:
            name, estimate = figure.key.value, figure.estimate
            record[name] = None if estimate is None else estimate.value
            if estimate is not None and estimate.low < estimate.high:
                record[f"{name}_interval"] = [estimate.low, estimate.high]
            if figure.chance is not None:
                record[f"{name}_chance"] = figure.chance
            for detail, value in figure.details:
                record[f"{name}_{detail}"] = value
        return record


def measure_model(file: Path, checkpoint: Checkpoint, images: ImageDataset) -> ModelMeasurement:
    """Measure a model on data of its size.

    The codes are those that the window shows: of the fixed preview set of the training split, taken from the
    file where it was trained on these data. Loss terms and label accuracy are those of the test split.
    """
    import torch

    from vae_explorer.analysis.gap_measurement import Subject, measure_gaps
    from vae_explorer.autoencoders.replica import Replica
    from vae_explorer.data.preview import preview_indices
    from vae_explorer.training.evaluation import evaluate

    replica = Replica(checkpoint.model, checkpoint.weights)
    preview = checkpoint.preview
    mu, logvar, labels = preview.mu, preview.logvar, preview.labels
    if images.fingerprint != checkpoint.dataset.fingerprint:
        indices = preview_indices(images.train_labels)
        mu, logvar = replica.encode(images.train_images[indices])
        labels = images.train_labels[indices]
    say("{file}: measuring {kind} on {count} codes", file=file, kind=checkpoint.model.kind, count=len(mu))
    # Copied, for torch does not take memory that it may not write.
    terms = evaluate(replica.model, torch.tensor(images.test_images).flatten(1))
    known = [step for step in measure_gaps(Subject(mu, logvar, labels, replica, images)) if step is not None]
    return ModelMeasurement(file, checkpoint, replica, mu, logvar, labels, terms, known[-1])
