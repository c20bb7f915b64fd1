"""What the training studio shows beside the curves: single steps, turns of c, branches, differing models."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.training.diagnosis import Finding
from vae_explorer.training.event import StepWatched


@dataclass(frozen=True)
class ModelVariant:
    """How the model of one map differs from the settings of the run; None where it does not."""

    seed: int | None = None
    latent_dim: int | None = None
    c: float | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it does not differ at all."""
        return self == ModelVariant()

    def applied_to(self, spec: ModelSpec) -> ModelSpec:
        """Return the specification with the differences."""
        if self.latent_dim is not None:
            spec = msgspec.structs.replace(spec, latent_dim=self.latent_dim)
        if self.c is not None and spec.kind != "pca":
            spec = msgspec.structs.replace(spec, c=self.c)
        return spec


@dataclass(frozen=True, eq=False)
class Branch:
    """A run that was left for another one that goes on from its past.

    Attributes
    ----------
    branch_id : int
        The run's number.
    name : str
        What it is called: ``#1``, ``#2`` …
    left_at : float
        The epoch from which the newer run goes on.
    kinds : tuple of ModelKind
        Its models, as they stood in the maps from left to right.
    models : tuple of ModelSpec
        Their specifications at its end.
    histories : tuple of tuple of EpochRecord
        Their curves.
    """

    branch_id: int
    name: str
    left_at: float
    kinds: tuple[ModelKind, ...]
    models: tuple[ModelSpec, ...]
    histories: tuple[tuple[EpochRecord, ...], ...]


@dataclass(frozen=True)
class MapFinding:
    """What is wrong with the model of one map."""

    map_id: int
    kind: ModelKind
    title: str
    finding: Finding


@dataclass(frozen=True)
class StudioState:
    """See the module.

    Attributes
    ----------
    run_id : int
        The newest run; 0 before the first.
    watched : StepWatched or None
        The newest batch that was learnt from on its own.
    c_changes : tuple of (float, float)
        When c was turned in the newest run, and to what.
    branches : tuple of Branch
        Runs that were left, oldest first.
    variants : tuple of ModelVariant
        One per map, or none where all maps follow the settings.
    experiment : str
        The experiment that was set up last; empty for none.
    findings : tuple of MapFinding
        What is wrong with the models in the maps.
    """

    run_id: int = 0
    watched: StepWatched | None = None
    c_changes: tuple[tuple[float, float], ...] = ()
    branches: tuple[Branch, ...] = ()
    variants: tuple[ModelVariant, ...] = ()
    experiment: str = ""
    findings: tuple[MapFinding, ...] = ()

    def variant(self, map_id: int) -> ModelVariant:
        """Return how the model of a map differs."""
        return self.variants[map_id] if map_id < len(self.variants) else ModelVariant()
