"""Where a run can be left and gone on from: everything that decides how training continues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class LearnerState:
    """One model while it learns, copied to the CPU.

    Attributes
    ----------
    weights : mapping of str to float32 tensor
        As in a snapshot, never changed again.
    averages : mapping of int to mapping, or None
        AdamW's running averages by number of the parameter; None starts them afresh.
    noise : (k,) uint8 tensor or None
        State of the generator of ε; None starts it from the seed.
    step : int
        Optimiser steps taken, for the schedule.
    sums : tuple of float
        Of both loss terms over the epoch's images so far, each times its number of images.
    images : int
        How many images those are.
    part_size : int or None
        Images that are computed at a time, where memory was found too small for a whole batch.
    """

    weights: Mapping[str, Tensor]
    averages: Mapping[int, Mapping[str, Any]] | None
    noise: Tensor | None
    step: int
    sums: tuple[float, float] = (0.0, 0.0)
    images: int = 0
    part_size: int | None = None

    @property
    def bytes(self) -> int:
        """Memory that the averages take; the weights are those of a snapshot."""
        values = [value for each in (self.averages or {}).values() for value in each.values()]
        return sum(value.numel() * value.element_size() for value in values if hasattr(value, "numel"))


@dataclass(frozen=True, eq=False)
class Departure:
    """All models of a run between two batches.

    Going on from here with the same settings gives the same bits as never having left, on the CPU.

    Attributes
    ----------
    epoch : int
        Epochs finished.
    step : int
        Batches seen since the start of the run.
    order : (k,) uint8 tensor or None
        State of the generator that shuffles the images before the epoch under way; None starts it from the
        seed.
    learners : tuple of LearnerState or None
        One per model; None for one in closed form.
    seconds : float
        Training time so far.
    position : int
        Batches seen of the epoch under way.
    """

    epoch: int
    step: int
    order: Tensor | None
    learners: tuple[LearnerState | None, ...]
    seconds: float = 0.0
    position: int = 0

    @property
    def bytes(self) -> int:
        """Memory that it takes beside the weights."""
        return sum(learner.bytes for learner in self.learners if learner is not None)
