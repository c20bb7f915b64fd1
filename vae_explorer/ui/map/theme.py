"""The colours of a map in the dark and in the light."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapTheme:
    """Colours as ``#rrggbb`` or ``#aarrggbb``.

    Parameters
    ----------
    is_dark : bool
        Whether light ink stands on a dark ground.
    background : str
        The plane itself.
    card : str
        What lies around the plane.
    frame : str
        The two axis lines.
    grid : str
        The faint lines at the ticks.
    muted_text : str
        Tick labels and the hint of an empty map.
    circle : str
        The prior's circles.
    cross_hair, pin : str
        The thin lines through the pinned place and the ring around it.
    halo : str
        The ring around the highlighted point, and the outline that parts rings from points beneath.
    accent : str
        Focus ring, lasso, unlabelled points.
    ink : str
        The colour in which a one-channel underlay is drawn.
    warning : str
        The veil over what is not to be trusted.
    least_contrast : float
        How far label colours are kept from the background (WCAG 2.1 contrast ratio). In the light it is low:
        darkening the palette further would bring its colours too close to each other.
    """

    is_dark: bool
    background: str
    card: str
    frame: str
    grid: str
    muted_text: str
    circle: str
    cross_hair: str
    pin: str
    halo: str
    accent: str
    ink: str
    warning: str
    least_contrast: float


DARK = MapTheme(
    is_dark=True,
    background="#12161b",
    card="#171c23",
    frame="#8a939e",
    grid="#10ffffff",
    muted_text="#8f99a5",
    circle="#c8ffffff",
    cross_hair="#80ffffff",
    pin="#ffffff",
    halo="#0b0e12",
    accent="#4cb8f5",
    ink="#aeb9c6",
    warning="#f0a848",
    least_contrast=3.0,
)

LIGHT = MapTheme(
    is_dark=False,
    background="#f3f5f8",
    card="#ffffff",
    frame="#7b8591",
    grid="#10000000",
    muted_text="#5c6672",
    circle="#a0202830",
    cross_hair="#80182028",
    pin="#10161c",
    halo="#ffffff",
    accent="#1276b8",
    ink="#46525f",
    warning="#c96a00",
    least_contrast=1.7,
)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb`` or ``#aarrggbb``."""
    digits = colour[-6:]
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
