"""How the maps are looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ViewOptions:
    """What a person may switch on and off for all maps.

    Attributes
    ----------
    is_linked : bool
        Whether the maps zoom and pan together, each relative to its own codes.
    has_circles : bool
        Whether the prior's circles are drawn, where a model has a prior.
    has_scale_bar : bool
        Whether a bar tells how long a σ of the codes is.
    has_pictures : bool
        Whether the image that lights up is pictured beside its point.
    """

    is_linked: bool = False
    has_circles: bool = True
    has_scale_bar: bool = True
    has_pictures: bool = True


@dataclass(frozen=True)
class ViewOptionsWish:
    """Look at the maps in this way."""

    options: ViewOptions
