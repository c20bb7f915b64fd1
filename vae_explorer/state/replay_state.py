"""Which moment of training the window shows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from vae_explorer.training.archive import Keeping


@dataclass(frozen=True)
class ReplayState:
    """The timeline under the curves.

    Attributes
    ----------
    epochs : tuple of float
        Moments recorded in any map, rising; fewer than two can't be replayed.
    epoch : float or None
        The moment shown; None while the newest is.
    is_playing : bool
        Whether time runs.
    speed : float
        How fast; at 1 the whole run takes some seconds.
    branch_epochs : tuple of float
        Moments from which the newest run can be gone on with.
    exact_epochs : frozenset of float
        Those of them that give the bits of the run that was never left.
    keeping : Keeping
        How much of the newest run's past is kept.
    """

    epochs: tuple[float, ...] = ()
    epoch: float | None = None
    is_playing: bool = False
    speed: float = 1.0
    branch_epochs: tuple[float, ...] = ()
    exact_epochs: frozenset[float] = frozenset()
    keeping: Keeping = field(default_factory=Keeping)

    @property
    def can_replay(self) -> bool:
        """Whether there is a past to be shown."""
        return len(self.epochs) > 1


@dataclass(frozen=True, eq=False)
class MapReplay:
    """A past moment as one map shows it.

    Attributes
    ----------
    epoch : float
        When it was.
    weights_epoch : float or None
        Whose weights places are decoded with; None where only those of the end were kept.
    chosen_index : int or None
        The image that is followed, as a position in the preview set.
    chosen_image : (h, w, c) uint8, read-only, or None
        What its code decoded to then.
    """

    epoch: float
    weights_epoch: float | None
    chosen_index: int | None = None
    chosen_image: np.ndarray | None = None
