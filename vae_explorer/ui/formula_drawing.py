"""LaTeX as crisp drawings: each piece of a formula is one small SVG with a known baseline."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

_INK = "#010203"
_VIEW_BOX = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)"')


@dataclass(frozen=True, eq=False)
class FormulaDrawing:
    """One piece of a formula, ready to be painted.

    Attributes
    ----------
    renderer : QSvgRenderer
        The drawing.
    box : QRectF
        Where it lies around the point at the left end of its baseline, in device-independent pixels.
    advance : float
        How far to the right the next piece begins.
    """

    renderer: QSvgRenderer
    box: QRectF
    advance: float

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        """Draw it with the left end of its baseline there."""
        self.renderer.render(painter, self.box.translated(x, baseline))


class FormulaFont:
    """Turns LaTeX into drawings and keeps them: the same piece is never set twice.

    The library that sets them is imported at the first piece: the window must not wait for it.
    """

    def __init__(self) -> None:
        self._plain: dict[tuple[str, float], tuple[str, float]] = {}
        self._drawings: dict[tuple[str, float, str], FormulaDrawing] = {}

    def drawing(self, latex: str, size: float, colour: str) -> FormulaDrawing:
        """Return a piece of a formula.

        Parameters
        ----------
        latex : str
            In math mode.
        size : float
            Of the letters, in device-independent pixels.
        colour : str
            ``#rrggbb``.
        """
        key = (latex, size, colour)
        if key not in self._drawings:
            if key[:2] not in self._plain:
                self._plain[key[:2]] = _set(latex, size)
            self._drawings[key] = _coloured(*self._plain[key[:2]], colour)
        return self._drawings[key]


def _set(latex: str, size: float) -> tuple[str, float]:
    """Return a piece as SVG, and its advance; to set it takes far longer than to colour it."""
    with warnings.catch_warnings():
        # It finds its font in a way that Python is going to give up.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex

    # As plain paths: Qt's SVG is the small profile, which has no symbols.
    config.svg2 = False
    formula = Latex(latex, size=size, color=_INK)
    return formula.svg(), max(float(formula.getsize()[0]), 0.0)


def _coloured(svg: str, advance: float, colour: str) -> FormulaDrawing:
    found = _VIEW_BOX.search(svg)
    assert found is not None
    left, top, width, height = map(float, found.groups())
    renderer = QSvgRenderer(QByteArray(svg.replace(_INK, colour).encode()))
    return FormulaDrawing(renderer, QRectF(left, top, width, height), advance)
