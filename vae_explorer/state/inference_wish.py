"""What a person asks of an image's inference."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ImageWish:
    """Look at the image whose code was clicked: a position in the preview set of a map's model."""

    map_id: int
    index: int


@dataclass(frozen=True)
class ThrowWish:
    """Throw so many darts in every map: draw from q(z∣x) of the chosen image."""

    count: int


@dataclass(frozen=True)
class ClearDartsWish:
    """Take all darts out."""


@dataclass(frozen=True)
class TilingWish:
    """Show the ellipses of all images, or not."""

    is_shown: bool


@dataclass(frozen=True)
class PosteriorWish:
    """Show the exact posterior, or not."""

    is_shown: bool
