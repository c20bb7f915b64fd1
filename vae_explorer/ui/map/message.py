"""What a map tells the rest of the window: one frozen fact or wish for each signal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

SelectionMode = Literal["replace", "add", "subtract"]
Tool = Literal["decode", "lasso", "rectangle"]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on a map that somebody points at.

    Parameters
    ----------
    map_id : int
        Which map.
    x, y : float
        Place in plane units.
    index : int or None
        The visible point nearest to the place, however far; None for an empty map.
    distance_px : float or None
        How far that point is on the screen, in device-independent pixels.
    is_drag : bool
        Whether the place was reached by dragging.
    is_code : bool
        Whether the point itself is meant, not only the place where it is seen.
    """

    map_id: int
    x: float
    y: float
    index: int | None = None
    distance_px: float | None = None
    is_drag: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class MapLeft:
    """The pointer is no longer over a map."""

    map_id: int


@dataclass(frozen=True, slots=True)
class MapView:
    """What part of the plane a map shows, and on how many device pixels; so many are one to a person.

    ``is_led`` says that codes which moved led the view here, and no person did.
    """

    map_id: int
    x_min: float
    x_max: float
    y_min: float
    y_max: float
    width_px: int
    height_px: int
    pixel_ratio: float = 1.0
    is_led: bool = False


@dataclass(frozen=True, slots=True)
class MapFile:
    """A file was dropped onto a map."""

    map_id: int
    path: Path


@dataclass(frozen=True, slots=True)
class MapFocus:
    """A map took the keyboard focus."""

    map_id: int


@dataclass(frozen=True, slots=True, eq=False)
class MapSelection:
    """Points were enclosed with the lasso or the rectangle.

    Parameters
    ----------
    map_id : int
        Which map.
    indices : (k,) int64, read-only
        The enclosed visible points, ascending.
    mode : {"replace", "add", "subtract"}
        What to do with the present selection.
    """

    map_id: int
    indices: np.ndarray
    mode: SelectionMode
