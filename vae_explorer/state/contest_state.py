"""The sampling contest: what is drawn from every model, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.analysis.sample_sheet import SampleSheet
from vae_explorer.analysis.sampler import SamplerKind

FEWEST, MOST = 8, 240


@dataclass(frozen=True, eq=False)
class DrawnSheet:
    """Samples of the model of a run, as drawn for a choice."""

    map_id: int
    run_id: int
    version: int
    sheet: SampleSheet


@dataclass(frozen=True, eq=False)
class ContestState:
    """What is drawn and what came of it.

    Attributes
    ----------
    sampler : SamplerKind
        What the codes are drawn from.
    count : int
        How many from every model.
    seed : int
        Which draw; the same for all models.
    is_watched : bool
        Whether somebody looks at the samples: else none are drawn.
    sheets : tuple of DrawnSheet
        At most one per map; those of a former choice stay until the new ones come.
    """

    sampler: SamplerKind = SamplerKind.PRIOR
    count: int = 60
    seed: int = 0
    is_watched: bool = False
    sheets: tuple[DrawnSheet, ...] = ()

    def sheet(self, map_id: int, run_id: int) -> SampleSheet | None:
        """Return the samples of the model in a map, if they are drawn."""
        return next(
            (drawn.sheet for drawn in self.sheets if (drawn.map_id, drawn.run_id) == (map_id, run_id)), None
        )
