"""What the pages about the networks show: one image's way through the network of every map."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.analysis.activation import Trace
from vae_explorer.state.map_state import MapState

OWN_IMAGE = -1
"""Stands for a picture that a person has drawn: it has no position in the preview set."""


@dataclass(frozen=True, eq=False)
class NetworkState:
    """What the pages about the networks show.

    Attributes
    ----------
    is_watched : bool
        Whether such a page is in sight; nothing is computed otherwise.
    is_evidence_wanted : bool
        Whether the evidence is to be added up as well.
    index : int or None
        The image, as a position in the preview set, or ``OWN_IMAGE``.
    draw : int
        Which ε; each draw has the next number.
    traces : tuple of (int, int, Trace)
        Map, run whose weights it is true of, and what was found.
    layer : (int, str) or None
        The layer looked at closely: map and name.
    """

    is_watched: bool = False
    is_evidence_wanted: bool = False
    index: int | None = None
    draw: int = 0
    traces: tuple[tuple[int, int, Trace], ...] = ()
    layer: tuple[int, str] | None = None

    def trace(self, shown: MapState) -> Trace | None:
        """Return what is known of the network that stands in a map."""
        of_map = (trace for map_id, run_id, trace in self.traces if (map_id, run_id) == _place(shown))
        return next(of_map, None)


def _place(shown: MapState) -> tuple[int, int]:
    return shown.map_id, shown.run_id
