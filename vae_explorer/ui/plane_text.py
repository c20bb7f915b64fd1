"""What the directions of a latent space are called."""

from __future__ import annotations

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


def axis_names(plane: Plane) -> tuple[str, str]:
    """Return what points to the right and what points up; nothing where that goes without saying."""
    if not plane.has_depth:
        return "", ""
    return direction_title(plane, 0), direction_title(plane, 1)
