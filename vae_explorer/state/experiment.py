"""Experiments that show one thing each: which models stand side by side, and how they are trained."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state.studio_state import ModelVariant
from vae_explorer.state.training_state import TrainingSettings

_PLAIN = ModelVariant()


@dataclass(frozen=True)
class Experiment:
    """One preset.

    Attributes
    ----------
    name : str
        What wishes call it.
    kinds : tuple of ModelKind
        The models, from left to right.
    variants : tuple of ModelVariant
        How they differ beside their kinds.
    changes : mapping of str to object
        What the settings are beside the defaults.
    """

    name: str
    kinds: tuple[ModelKind, ...]
    variants: tuple[ModelVariant, ...] = ()
    changes: dict[str, object] = field(default_factory=dict)

    def settings(self, former: TrainingSettings) -> TrainingSettings:
        """Return the settings of the experiment: network, batch and how to compute stay as they were."""
        plain = TrainingSettings(
            network=former.network,
            hidden=former.hidden,
            batch_size=former.batch_size,
            device=former.device,
            precision=former.precision,
            compilation=former.compilation,
            epochs=15,
        )
        changes = dict(self.changes)
        if "image_limit" in changes:
            changes["batch_size"] = 20 if former.batch_size is None else min(former.batch_size, 20)
        return msgspec.structs.replace(plain, **changes)


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment("overfit", ("ae", "vae"), changes={"image_limit": 200, "epochs": 80, "learning_rate": 2e-3}),
    Experiment("large_c", ("vae", "vae"), (_PLAIN, ModelVariant(c=50.0))),
    Experiment("small_c", ("ae", "vae"), (_PLAIN, ModelVariant(c=1e-3))),
    Experiment("likelihood_to_posterior", ("ae", "map", "vae")),
    Experiment("linear", ("pca", "ae")),
    Experiment("two_seeds", ("vae", "vae"), (_PLAIN, ModelVariant(seed=1))),
    Experiment("dimensions", ("vae", "vae"), (_PLAIN, ModelVariant(latent_dim=16))),
)


def experiment_named(name: str) -> Experiment | None:
    """Return an experiment, if there is one of this name."""
    return next((each for each in EXPERIMENTS if each.name == name), None)
