"""``vae-explorer measure``: how full of gaps the latent spaces of models are."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vae_explorer.cli.argument import DatasetOption, ModelsArgument
from vae_explorer.cli.encode import check_fit
from vae_explorer.cli.exit_status import DONE
from vae_explorer.cli.language import told
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.table import lines_of

if TYPE_CHECKING:
    from vae_explorer.cli.measurement import ModelMeasurement
    from vae_explorer.data.dataset import ImageDataset


def measure(
    models: ModelsArgument,
    dataset: DatasetOption,
    is_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object, the last line of the output.")
    ] = False,
) -> int:
    """Measure how full of gaps the latent spaces of models are, side by side.

    Holes, divergence from the prior, round trips, label accuracy, and how samples cover the real test images;
    each with its 95 % interval. The figures are those that the window shows.
    """
    _, measured = measured_models(models, dataset)
    if is_json:
        text = json.dumps({"models": [model.record() for model in measured]}, allow_nan=False)
    else:
        text = table_text(measured)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    return DONE


def measured_models(models: Sequence[Path], dataset: str) -> tuple[ImageDataset, list[ModelMeasurement]]:
    """Measure model files on a data set; all are read and checked before the first is measured."""
    from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
    from vae_explorer.cli.measurement import measure_model

    checkpoints = [load_checkpoint(file) for file in models]
    images = open_for_command(dataset)
    for file, checkpoint in zip(models, checkpoints, strict=True):
        check_fit(images, checkpoint, file)
    return images, [
        measure_model(file, checkpoint, images) for file, checkpoint in zip(models, checkpoints, strict=True)
    ]


def _kl_text(model: ModelMeasurement) -> str:
    return f"{model.terms.kl_nats:.1f}" if model.logvar is not None else "–"


def table_text(measured: Sequence[ModelMeasurement]) -> str:
    """Return the figures as lines of text, a column per model."""
    from vae_explorer.analysis.figure import FigureKey
    from vae_explorer.analysis.figure_description import TITLES, value_text

    rows = [
        ["", *(model.checkpoint.model.kind.upper() for model in measured)],
        [told("file"), *(model.file.name for model in measured)],
        [told("reconstruction, nats"), *(f"{model.terms.reconstruction_nats:.1f}" for model in measured)],
        ["KL(q(z∣x)‖p), nats", *(_kl_text(model) for model in measured)],
    ]
    rows += [
        [told(TITLES[key]), *(value_text(model.figures.get(key)) for model in measured)] for key in FigureKey
    ]
    return "\n".join(lines_of(rows))
