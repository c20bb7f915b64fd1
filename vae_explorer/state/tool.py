"""What the left button does on the maps."""

from __future__ import annotations

from enum import Enum


class Tool(Enum):
    """What a person holds in the hand; it is the same in every map."""

    DECODE = "decode"  # press and drag: what does this place decode to?
    DRAW = "draw"  # an image of one's own, encoded in every map
    PATH = "path"  # places joined by a line that is walked and decoded
    DARTS = "darts"  # samples of one image's posterior
    LASSO = "lasso"  # points enclosed by a free line
    RECTANGLE = "rectangle"  # points enclosed by a rectangle
