"""A part of a batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """The part of a batch that one process computes.

    Attributes
    ----------
    rows : slice
        Which images of the batch.
    total : int
        How many the batch has.
    weight : float
        What the part's mean is multiplied by, so that the mean over all processes is the batch's.
    """

    rows: slice
    total: int
    weight: float
