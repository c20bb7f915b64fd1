"""``vae-explorer report``: the figures of ``measure`` with pictures, as a page that needs no other file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vae_explorer.cli.argument import DatasetOption, ModelsArgument
from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.measure import measured_models
from vae_explorer.errors import WriteError, system_reason

if TYPE_CHECKING:
    from vae_explorer.analysis.estimate import Estimate
    from vae_explorer.analysis.figure import FigureKey
    from vae_explorer.cli.measurement import ModelMeasurement


def report(
    models: ModelsArgument,
    dataset: DatasetOption,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder to write; made if need be.", show_default=False)
    ],
) -> int:
    """Write a page that compares latent spaces: report.html, its pictures, and metrics.json.

    The figures are those of measure and of the window. The page needs no other file.
    """
    _make_folder(out)
    images, measured = measured_models(models, dataset)
    from vae_explorer.analysis.figure import FigureKey
    from vae_explorer.analysis.report_page import report_page
    from vae_explorer.analysis.report_picture import bars_svg
    from vae_explorer.atomic_file import write_atomically
    from vae_explorer.cli.report_drawing import draw_model

    metrics = {"dataset": dataset, "models": [model.record() for model in measured]}
    write_atomically(out / "metrics.json", json.dumps(metrics, indent=2, allow_nan=False).encode() + b"\n")
    names = [_name(model) for model in measured]
    keys = {"raw": FigureKey.HOLES, "codes rescaled": FigureKey.HOLES_WHITENED}
    groups = [(title, [_estimate(model, key) for model in measured]) for title, key in keys.items()]
    chart = bars_svg("Holes: share of the prior where next to nothing is encoded", names, groups)
    write_atomically(out / "holes.svg", chart.encode())
    pages = []
    for number, (name, model) in enumerate(zip(names, measured, strict=True), start=1):
        say("{file}: drawing", file=model.file)
        pages.append(draw_model(model, images, name, out, f"{number}-{model.checkpoint.model.kind}"))
    note = f"{images.title}: codes of the preview set, and test images."
    page = report_page("How full of gaps are these latent spaces?", note, pages, [chart])
    write_atomically(out / "report.html", page.encode())
    say("{file}: {count} models", file=out / "report.html", count=len(measured))
    return DONE


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            "the folder may not be written: {reason}",
            where=folder,
            remedy="choose another folder",
            reason=system_reason(error),
        ) from error


def _estimate(model: ModelMeasurement, key: FigureKey) -> Estimate:
    figure = model.figures.get(key)
    assert figure is not None
    assert figure.estimate is not None
    return figure.estimate


def _name(model: ModelMeasurement) -> str:
    return f"{model.checkpoint.model.kind.upper()} ({model.file.name})"
