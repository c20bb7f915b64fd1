"""Whether a picture of trust still fits codes that have moved since it was drawn."""

from __future__ import annotations

import math

import numpy as np

from vae_explorer.analysis.trust import EDGE, trust_picture

_OUTSIDE = int(trust_picture(np.full((1, 1), 0.9 * EDGE))[0, 0])
_LINE = 255
_SAMPLE = 500
_FEWEST = 20


def veiled_share(
    picture: np.ndarray, x_range: tuple[float, float], y_range: tuple[float, float], places: np.ndarray
) -> float:
    """Return which share of the codes on a picture of trust lies where it says that the data have ended.

    By the way trust is measured that is a hundredth just after the picture was drawn.

    Parameters
    ----------
    picture : (rows, columns) uint8
        As :func:`vae_explorer.analysis.trust.trust_picture` draws it, its first row at the top.
    x_range, y_range : tuple of float
        Where it lies, from and to.
    places : (n, 2) float
        Codes in the plane; at most some hundred of them are looked at.

    Returns
    -------
    float
        From 0 to 1; nan where hardly any code lies on the picture.
    """
    rows, columns = picture.shape
    some = places[:: max(1, len(places) // _SAMPLE)]
    column = (some[:, 0] - x_range[0]) / (x_range[1] - x_range[0]) * columns
    row = (y_range[1] - some[:, 1]) / (y_range[1] - y_range[0]) * rows
    is_on = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    if is_on.sum() < _FEWEST:
        return math.nan
    found = picture[row[is_on].astype(np.int64), column[is_on].astype(np.int64)]
    return float(((found >= _OUTSIDE) & (found != _LINE)).mean())
