"""What the directions of a latent space are called."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from vae_explorer.state.plane import Plane, PlaneKind

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def axis_title(axis: int) -> str:
    """Return ``z₁`` for axis 0."""
    return f"z{axis + 1}".translate(_SUBSCRIPTS)


def direction_title(plane: Plane, position: int) -> str:
    """Return the name of one of a plane's directions, by its row."""
    if plane.choice.kind is PlaneKind.AXES:
        return axis_title(int(abs(plane.directions[position]).argmax()))
    return QCoreApplication.translate("Plane", "PC {number}").format(number=position + 1)


def share_text(plane: Plane, position: int) -> str:
    """Return how much of the codes' variance lies along one of a plane's directions."""
    return QCoreApplication.translate("Plane", "{percent} % of the codes' variance").format(
        percent=_percent(plane, position)
    )


def axis_names(plane: Plane) -> tuple[str, str]:
    """Return what points to the right and what points up; nothing where that goes without saying."""
    if not plane.has_depth:
        return "", ""
    first, second = (
        f"{direction_title(plane, position)} · {_percent(plane, position)} %" for position in (0, 1)
    )
    return first, second


def _percent(plane: Plane, position: int) -> str:
    variances = np.square(plane.deviations / (float(plane.deviations.max()) or 1.0))
    share = 100 * float(variances[position] / (float(variances.sum()) or 1.0))
    return f"{share:.0f}" if share >= 1 or share == 0 else "< 1"
