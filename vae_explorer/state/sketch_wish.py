"""What a person asks of a picture of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.state.sketch_state import SketchOptions


@dataclass(frozen=True, eq=False)
class DrawWish:
    """Encode what is on the canvas now, ``(H, W, c) uint8``, or nothing."""

    picture: np.ndarray | None


@dataclass(frozen=True)
class SketchOptionsWish:
    """Bring the picture to the data like this."""

    options: SketchOptions


@dataclass(frozen=True)
class PictureFileWish:
    """Put a picture from a file onto the canvas, which is so large."""

    path: str
    height: int
    width: int


@dataclass(frozen=True)
class KeepMarkWish:
    """Keep the picture, and pin its code in every map."""


@dataclass(frozen=True)
class MarkWish:
    """Put a kept picture back onto the canvas and pin its codes, or let it go."""

    number: int
    is_forgotten: bool = False
