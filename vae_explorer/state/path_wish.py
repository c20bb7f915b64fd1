"""What a person asks of a path."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.state.path_state import FilmFormat, PathKind


@dataclass(frozen=True)
class WaypointWish:
    """Let the path go on to a place that was clicked.

    Attributes
    ----------
    map_id : int
        Which map.
    x, y : float
        The place in its plane.
    index : int or None
        The nearest image.
    is_image : bool
        Whether the image itself was meant: its point was under the pointer.
    """

    map_id: int
    x: float
    y: float
    index: int | None
    is_image: bool


@dataclass(frozen=True)
class TakeBackWish:
    """Take the last place of the path back, or all of them."""

    is_all: bool


@dataclass(frozen=True)
class PathKindWish:
    """Join the places like this."""

    kind: PathKind


@dataclass(frozen=True)
class FrameWish:
    """Look at this frame in every film."""

    frame: int


@dataclass(frozen=True)
class ExportWish:
    """Write a map's film, the way that is walked, to a file."""

    map_id: int
    format: FilmFormat
    path: str
