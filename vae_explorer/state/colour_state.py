"""What the colour of a point means, and the quantity of each image where it means one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class ColourKind(Enum):
    """What points are coloured by."""

    LABEL = "label"
    DENSITY = "density"
    RECONSTRUCTION = "reconstruction"
    KL = "kl"
    COLUMN = "column"  # a number that came with each image


@dataclass(frozen=True)
class ColourChoice:
    """What the points of every map are coloured by; ``column`` names a column of the data."""

    kind: ColourKind = ColourKind.LABEL
    column: str = ""


class Absence(Enum):
    """Why a map has no such quantity."""

    NO_IMAGES = "no_images"  # the model was trained on images that are not at hand
    NO_POSTERIOR = "no_posterior"  # its codes are points
    NO_COLUMN = "no_column"  # its images have no such column
    NOTHING_TO_MEASURE = "nothing_to_measure"  # no point has a value, as where all codes coincide


@dataclass(frozen=True, eq=False)
class Quantity:
    """One number per image of a map's preview set.

    Attributes
    ----------
    choice : ColourChoice
        What it is.
    values : (n,) float64, read-only, or None
        Not a number where an image has none; None where no image has one.
    low, high : float
        1st and 99th percentile of the usable values.
    absence : Absence or None
        Why there is none.
    """

    choice: ColourChoice
    values: np.ndarray | None = None
    low: float = 0.0
    high: float = 0.0
    absence: Absence | None = None

    @property
    def is_logarithmic(self) -> bool:
        """Whether equal steps of colour are equal factors."""
        return self.choice.kind is ColourKind.DENSITY
