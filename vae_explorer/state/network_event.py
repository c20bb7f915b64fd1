"""What happens on the pages about the networks."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.analysis.activation import Trace


@dataclass(frozen=True)
class NetworkWatched:
    """A page about the networks came into sight or went out of it."""

    is_watched: bool
    is_evidence_wanted: bool = False


@dataclass(frozen=True)
class NetworkAsked:
    """Another image, or another ε, is sent through the networks."""

    index: int
    draw: int


@dataclass(frozen=True, eq=False)
class ImageTraced:
    """An image went through the network of a map, with the weights of this run."""

    map_id: int
    run_id: int
    trace: Trace


@dataclass(frozen=True)
class LayerChosen:
    """A layer is looked at closely."""

    map_id: int
    name: str


NetworkEvent = NetworkWatched | NetworkAsked | ImageTraced | LayerChosen
