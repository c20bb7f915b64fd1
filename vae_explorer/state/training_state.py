"""What training is doing, and what the next one will do."""

from __future__ import annotations

from enum import Enum

import msgspec

from vae_explorer.autoencoders.specification import (
    DEFAULT_HIDDEN,
    CompilationKind,
    LikelihoodKind,
    ModelKind,
    ModelSpec,
    NetworkKind,
    PrecisionKind,
    TrainingSpec,
)
from vae_explorer.decodable import decodable
from vae_explorer.training.recipe import batch_and_rate


class TrainingStatus(Enum):
    """Where a run stands."""

    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"


class TrainingState(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the toolbar shows it.

    Attributes
    ----------
    status : TrainingStatus
        Where it stands.
    epoch : float
        Epochs finished, with a fraction.
    epochs : int
        Epochs in all.
    images_per_second : float
        Each image counted once, however many models learn from it.
    seconds_left : float or None
        Unknown at first.
    device : str
        Where it runs.
    """

    status: TrainingStatus = TrainingStatus.IDLE
    epoch: float = 0.0
    epochs: int = 0
    images_per_second: float = 0.0
    seconds_left: float | None = None
    device: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a run exists."""
        return self.status is not TrainingStatus.IDLE


@decodable
class TrainingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the settings panel edits: everything about the next run but its data and its kinds of model.

    A batch size or a learning rate of None is automatic: it becomes a number once the data are known.
    """

    network: NetworkKind = "mlp"
    hidden: tuple[int, ...] = DEFAULT_HIDDEN["mlp"]
    latent_dim: int = 2
    likelihood: LikelihoodKind = "bernoulli"
    c: float = 1.0
    is_c_learned: bool = False
    epochs: int = 30
    batch_size: int | None = None
    learning_rate: float | None = None
    weight_decay: float = 1e-4
    seed: int = 0
    precision: PrecisionKind = "auto"
    compilation: CompilationKind = "auto"
    device: str = "auto"
    image_limit: int | None = None

    def model_spec(self, kind: ModelKind, image_shape: tuple[int, int, int]) -> ModelSpec:
        """Return the specification of one model of the run; PCA takes its only likelihood."""
        if kind == "pca":
            return ModelSpec(
                kind=kind,
                image_shape=image_shape,
                latent_dim=self.latent_dim,
                likelihood="gaussian",
                c="auto",
            )
        return ModelSpec(
            kind=kind,
            image_shape=image_shape,
            network=self.network,
            hidden=self.hidden,
            latent_dim=self.latent_dim,
            likelihood=self.likelihood,
            c="auto" if self.is_c_learned and self.likelihood == "gaussian" else self.c,
        )

    def after(self, former: TrainingSpec) -> TrainingSettings:
        """Return the same, where what is automatic stays as it was in the run that is gone on with."""
        batch = former.batch_size if self.batch_size is None else self.batch_size
        rate = self.learning_rate
        if rate is None and batch == former.batch_size:
            rate = former.learning_rate
        return msgspec.structs.replace(self, batch_size=batch, learning_rate=rate)

    def training_spec(self, images: int) -> TrainingSpec:
        """Return the recipe of the run on a training split of so many images; nothing in it is automatic."""
        learned = images if self.image_limit is None else min(images, self.image_limit)
        size, rate = batch_and_rate(learned, self.batch_size, self.learning_rate)
        return TrainingSpec(
            epochs=self.epochs,
            batch_size=size,
            learning_rate=rate,
            weight_decay=self.weight_decay,
            seed=self.seed,
            image_limit=self.image_limit,
            precision=self.precision,
            compilation=self.compilation,
        )
