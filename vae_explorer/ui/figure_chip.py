"""The gap figures as chips over a map."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.analysis.figure import Figure, FigureKey, GapFigures
from vae_explorer.ui.chip_row import Chip
from vae_explorer.ui.figure_text import figure_explanation, value_text

_FEW_HOLES = 0.02
_MANY_HOLES = 0.05


def hole_chip(figures: GapFigures) -> list[Chip]:
    """Return the chip that says how full of holes a map is: a mark whose form says the same as its colour."""
    figure = figures.get(FigureKey.HOLES)
    if figure is None or figure.estimate is None:
        return []
    mark, tone = hole_mark(figure.estimate.value)
    text = QCoreApplication.translate("FigureText", "{mark} holes {value}")
    return [_chip(figures, figure, text.replace("{mark}", mark), tone)]


def hole_mark(share: float) -> tuple[str, str]:
    """Return the mark for a share of holes, and its tone."""
    if share >= _MANY_HOLES:
        return "○", "warning"
    return ("●", "good") if share < _FEW_HOLES else ("◐", "")


def other_chips(figures: GapFigures) -> list[Chip]:
    """Return the chips for what else is known, the most telling first."""
    translate = QCoreApplication.translate
    texts = {
        FigureKey.LABEL_ACCURACY: translate("FigureText", "kNN {value}"),
        FigureKey.HOLES_WHITENED: translate("FigureText", "rescaled {value}"),
        FigureKey.AGGREGATE_KL: translate("FigureText", "q(z) {value}"),
        FigureKey.COVERAGE: translate("FigureText", "coverage {value}"),
        FigureKey.COVERAGE_MIXTURE: translate("FigureText", "with mixture {value}"),
        FigureKey.ROUND_TRIP: translate("FigureText", "round trip {value} σ"),
    }
    known = ((figures.get(key), text) for key, text in texts.items())
    return [
        _chip(figures, figure, text)
        for figure, text in known
        if figure is not None and figure.estimate is not None
    ]


def _chip(figures: GapFigures, figure: Figure, text: str, tone: str = "") -> Chip:
    return Chip(
        text.replace("{value}", value_text(figure)), figure_explanation(figure, figures.code_count), tone
    )
