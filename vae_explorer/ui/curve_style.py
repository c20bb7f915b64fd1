"""How the lines of the training curves are drawn, in the plot and in its legend."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from vae_explorer.ui.curve import CurveRole
from vae_explorer.ui.theme import Theme

_DOTS = (1.0, 2.5)
_DASHES = {
    CurveRole.TOTAL: (4.0, 2.5),
    CurveRole.PENALTY: (6.0, 2.0, 1.0, 2.0),
    CurveRole.TRAIN: _DOTS,
    CurveRole.TRAIN_TOTAL: (1.0, 4.0),
    CurveRole.TRAIN_PENALTY: (1.0, 6.0),
}
_WIDTHS = {CurveRole.TEST: 2.0, CurveRole.TOTAL: 1.8, CurveRole.PENALTY: 1.8}
_WIDTH_WHILE_TRAINING = 1.2
_PAST_ALPHA = 95


def curve_pen(
    theme: Theme,
    kind: str,
    role: CurveRole,
    *,
    is_second: bool = False,
    is_past: bool = False,
    scale: float = 1.0,
) -> QPen:
    """Return the pen of one curve: colour by kind of model, dashes by what is shown.

    Parameters
    ----------
    theme : Theme
        The colours.
    kind : str
        Kind of model.
    role : CurveRole
        What the curve shows.
    is_second : bool
        Whether a model of the same kind has that colour already; then the line is paler.
    is_past : bool
        Whether it belongs to a run that was left; it is drawn dimmed.
    scale : float
        What a device-independent pixel is in the painter's units.
    """
    colour = QColor(theme.model_colour(kind))
    if is_second:
        colour = colour.darker(150) if theme.is_dark else colour.lighter(150)
    if is_past:
        colour.setAlpha(_PAST_ALPHA)
    pen = QPen(colour, _WIDTHS.get(role, _WIDTH_WHILE_TRAINING) * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if role in _DASHES:
        pen.setDashPattern(_DASHES[role])
    return pen
