"""What decides how each point looks: its class, or a quantity, and what is hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from vae_explorer.ui.map.palette import contrast, ramp
from vae_explorer.ui.map.style import LabelStyle, Mark
from vae_explorer.ui.map.theme import MapTheme, rgb

_STEPS = 128
_LEAST_CONTRAST = 1.7


@dataclass(frozen=True, slots=True)
class ValueScale:
    """How a quantity becomes a colour.

    Parameters
    ----------
    low, high : float
        Values of the darkest and of the brightest colour; values beyond get the same.
    name : str
        What a person reads beside the scale, with its unit.
    is_logarithmic : bool
        Whether equal steps of colour are equal factors; then ``low`` must be positive.
    is_absent : bool
        Whether no point has a value; ``name`` says why.
    """

    low: float
    high: float
    name: str = ""
    is_logarithmic: bool = False
    is_absent: bool = False

    @classmethod
    def of_values(cls, values: np.ndarray, name: str = "", *, is_logarithmic: bool = False) -> ValueScale:
        """Return the scale from the 1st to the 99th percentile of the usable values.

        Parameters
        ----------
        values : (n,) floating
        name : str
        is_logarithmic : bool
        """
        usable = values[np.isfinite(values) & ((values > 0) | (not is_logarithmic))]
        if not len(usable):
            return cls(1.0, 10.0, name, is_logarithmic)
        low, high = np.quantile(usable.astype(np.float64), [0.01, 0.99]).tolist()
        return cls(low, high, name, is_logarithmic)

    def slots_of(self, values: np.ndarray) -> np.ndarray:
        """Return for each value its step from 1, and 0 for one that is not a number: (n,) uint8."""
        low, high = self.low, self.high
        places = values.astype(np.float64)
        if self.is_logarithmic:
            places = np.log(np.where(places > 0, places, np.nan))
            low, high = math.log(low), math.log(high)
        places -= low
        places *= (_STEPS - 1) / (high - low) if high > low else 0.0
        usable = ~np.isnan(places)
        steps = np.clip(np.where(usable, places, 0.0), 0, _STEPS - 1)
        return np.where(usable, np.rint(steps) + 1, 0).astype(np.uint8)

    def slot_marks(self, theme: MapTheme) -> tuple[Mark, ...]:
        """Return the marks by slot; bright is much on dark ground, dark is much on bright ground.

        The end of the ramp that could not be seen on the ground is left out.
        """
        ground = rgb(theme.background)
        colours = [(int(red), int(green), int(blue)) for red, green, blue in ramp(4 * _STEPS)]
        seen = [colour for colour in colours if contrast(colour, ground) >= _LEAST_CONTRAST]
        places = np.rint(np.linspace(0, len(seen) - 1, _STEPS)).astype(int)
        steps = [Mark(seen[place]) for place in places]
        # A point without a value is grey: the accent would seem to be one.
        return (Mark(rgb(theme.muted_text)), *(steps if theme.is_dark else steps[::-1]))


@dataclass(frozen=True, slots=True, eq=False)
class PointLook:
    """The look of all points of one cloud.

    Parameters
    ----------
    labels : (n,) integer or None
        The class of each point.
    style : LabelStyle
        The look of the classes, and which are hidden.
    values : (n,) floating or None
        If given, a quantity that decides the colour instead of the class.
    scale : ValueScale or None
        How the quantity becomes a colour.
    """

    labels: np.ndarray | None = None
    style: LabelStyle = field(default_factory=LabelStyle)
    values: np.ndarray | None = None
    scale: ValueScale | None = None

    def slots_and_shown(self, count: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the mark and the visibility of each of ``count`` points: (n,) uint8, (n,) bool or None."""
        shown = None if self.labels is None else self.style.shown_mask(self.labels)
        if self.values is not None and self.scale is not None:
            return self.scale.slots_of(self.values), shown
        if self.labels is None:
            return np.zeros(count, dtype=np.uint8), shown
        return self.style.slots_of(self.labels), shown

    def slot_marks(self, theme: MapTheme) -> tuple[Mark, ...]:
        """Return the marks by slot."""
        if self.values is not None and self.scale is not None:
            return self.scale.slot_marks(theme)
        return self.style.slot_marks(theme)

    def of(self, part: slice | np.ndarray) -> PointLook:
        """Return the look of some of the points."""
        return replace(
            self,
            labels=None if self.labels is None else self.labels[part],
            values=None if self.values is None else self.values[part],
        )
