"""What a person asks of the pages about the networks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WatchWish:
    """A page about the networks came into sight or went out of it."""

    is_watched: bool
    is_evidence_wanted: bool = False


@dataclass(frozen=True)
class NoiseWish:
    """Draw another ε."""


@dataclass(frozen=True)
class LayerWish:
    """Look at a layer closely."""

    map_id: int
    name: str
