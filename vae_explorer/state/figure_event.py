"""What the analysis thread found out about the models in the maps."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.analysis.figure import GapFigures


@dataclass(frozen=True, eq=False)
class FiguresMeasured:
    """Figures of the model that stood in a map with the weights of this run and version."""

    map_id: int
    run_id: int
    version: int
    figures: GapFigures
