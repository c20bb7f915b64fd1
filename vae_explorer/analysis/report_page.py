"""The page of a report: one HTML file that needs no other."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from vae_explorer.analysis.figure import FigureKey, GapFigures
from vae_explorer.analysis.figure_description import FORMULAS, SOURCES, TITLES, UNITS, number_text, value_text

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 32px auto; padding: 0 20px; }
h1 { font-size: 26px; margin-bottom: 4px; } h2 { font-size: 19px; margin-top: 36px; }
p.note, td small, figcaption { opacity: .72; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 7px 12px 7px 0; border-bottom: 1px solid #8884; vertical-align: top; }
td.value { white-space: nowrap; }
figure { margin: 0 0 22px; } img { max-width: 100%; height: auto; image-rendering: pixelated; }
.side { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 22px; }
"""


@dataclass(frozen=True, eq=False)
class ReportModel:
    """What the page says of one model.

    Attributes
    ----------
    name : str
        Its kind and file.
    loss : tuple of (str, str)
        Names and values of its loss terms.
    figures : GapFigures
        Its figures.
    pictures : tuple of (str, bytes)
        A caption and a PNG each.
    """

    name: str
    loss: tuple[tuple[str, str], ...]
    figures: GapFigures
    pictures: tuple[tuple[str, bytes], ...]


def report_page(title: str, note: str, models: Sequence[ReportModel], charts: Sequence[str]) -> str:
    """Return the page as HTML text.

    Parameters
    ----------
    title, note : str
        What it is about, and on what it rests.
    models : sequence of ReportModel
        From left to right.
    charts : sequence of str
        SVG pictures that compare them.
    """
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f'<h1>{escape(title)}</h1><p class="note">{escape(note)}</p>',
        _table(models),
        *(f"<figure>{chart}</figure>" for chart in charts),
    ]
    for model in models:
        parts.append(f'<h2>{escape(model.name)}</h2><div class="side">')
        parts.extend(_figure(caption, picture) for caption, picture in model.pictures)
        parts.append("</div>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _table(models: Sequence[ReportModel]) -> str:
    rows = ["<h2>Figures</h2><table><thead><tr><th></th>"]
    rows.extend(f"<th>{escape(model.name)}</th>" for model in models)
    rows.append("</tr></thead><tbody>")
    for position, (name, _) in enumerate(models[0].loss if models else ()):
        values = "".join(f'<td class="value">{escape(model.loss[position][1])}</td>' for model in models)
        rows.append(f"<tr><td>{escape(name)}<br><small>test images</small></td>{values}</tr>")
    rows.extend(_row(key, models) for key in FigureKey)
    rows.append("</tbody></table><p class='note'>In brackets: 95 % intervals.</p>")
    return "\n".join(rows)


def _row(key: FigureKey, models: Sequence[ReportModel]) -> str:
    figures = [model.figures.get(key) for model in models]
    chances = [figure.chance for figure in figures if figure is not None and figure.chance is not None]
    words = [FORMULAS[key]]
    if key in UNITS:
        words.append(UNITS[key])
    if chances:
        words.append(f"chance level {number_text(key, chances[0])}")
    if SOURCES[key]:
        words.append(SOURCES[key])
    values = "".join(f'<td class="value">{escape(value_text(figure))}</td>' for figure in figures)
    small = "<br>".join(map(escape, words))
    return f"<tr><td>{escape(TITLES[key])}<br><small>{small}</small></td>{values}</tr>"


def _figure(caption: str, picture: bytes) -> str:
    code = base64.b64encode(picture).decode("ascii")
    return (
        f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{code}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )
