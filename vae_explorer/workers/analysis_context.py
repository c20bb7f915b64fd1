"""What a computation in the analysis thread may use: one model at one moment, and the images at hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar, cast

from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.state.map_state import Codes
from vae_explorer.workers.letter import ModelLetter

if TYPE_CHECKING:
    from vae_explorer.autoencoders.replica import Replica
    from vae_explorer.data.dataset import ImageDataset

_T = TypeVar("_T")


class AnalysisContext:
    """A model in a map, with weights that never change, and what was already computed from them.

    Belongs to the analysis thread; nothing of it may be used elsewhere.

    Parameters
    ----------
    letter : ModelLetter
        The model.
    dataset : ImageDataset, optional
        The images at hand, whatever they are.
    """

    def __init__(self, letter: ModelLetter, dataset: ImageDataset | None = None) -> None:
        self._letter = letter
        self._dataset = dataset
        self._memory: dict[Hashable, object] = {}

    @property
    def map_id(self) -> int:
        """The map in which the model stands."""
        return self._letter.map_id

    @property
    def run_id(self) -> int:
        """The run that the model comes from."""
        return self._letter.run_id

    @property
    def version(self) -> int:
        """Which snapshot of the run this is."""
        return self._letter.version

    @property
    def spec(self) -> ModelSpec:
        """What the model is."""
        return self._letter.model

    @property
    def codes(self) -> Codes:
        """The encoded preview set."""
        return self._letter.codes

    @property
    def replica(self) -> Replica:
        """Encodes and decodes with the model's weights; built when first asked for."""
        from vae_explorer.autoencoders.replica import Replica

        return self.remember("replica", lambda: Replica(self._letter.model, self._letter.weights))

    @property
    def dataset(self) -> ImageDataset | None:
        """The images that the model was trained on, both splits; None where they are not at hand."""
        dataset = self._dataset
        return dataset if dataset is not None and dataset.fingerprint == self._letter.fingerprint else None

    def remember(self, key: Hashable, build: Callable[[], _T]) -> _T:
        """Return what ``build`` returned when it was first asked for under this key.

        It is forgotten with the snapshot. What takes long to build is better built in the generator itself,
        with places to stop, and left here at the end.
        """
        if key not in self._memory:
            self._memory[key] = build()
        return cast("_T", self._memory[key])

    def recall(self, key: Hashable) -> object | None:
        """Return what is remembered under this key, if anything."""
        return self._memory.get(key)

    def with_dataset(self, dataset: ImageDataset) -> AnalysisContext:
        """Return the same model beside other images."""
        context = AnalysisContext(self._letter, dataset)
        if context.dataset is self.dataset:
            context._memory = self._memory
        elif "replica" in self._memory:
            context._memory["replica"] = self._memory["replica"]
        return context
