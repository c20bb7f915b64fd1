"""Measures one number per image, in steps, in the analysis thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.colour_state import Absence, ColourChoice, ColourKind, Quantity

if TYPE_CHECKING:
    from vae_explorer.workers.analysis_context import AnalysisContext

_BLOCK = 512
_SCALE = (0.01, 0.99)


def measure(choice: ColourChoice, context: AnalysisContext) -> Iterator[Quantity | None]:
    """Yield nothing at every place to stop, and the quantity at last: see ``analysis_letter.Compute``."""
    if choice.kind is ColourKind.RECONSTRUCTION:
        yield from _reconstruction(choice, context)
    elif choice.kind is ColourKind.KL:
        yield _kl(choice, context)
    elif choice.kind is ColourKind.DENSITY:
        from vae_explorer.analysis.code_density import code_density

        yield quantity_of(choice, code_density(context.codes.mu))
    elif choice.kind is ColourKind.COLUMN:
        yield _column(choice, context)


def quantity_of(choice: ColourChoice, values: np.ndarray) -> Quantity:
    """Return a quantity with the limits of its scale: (n,) floating."""
    values = values.astype(np.float64)
    usable = values[np.isfinite(values)]
    if choice.kind is ColourKind.DENSITY:
        usable = usable[usable > 0]
    if not len(usable):
        return Quantity(choice, absence=Absence.NOTHING_TO_MEASURE)
    low, high = np.quantile(usable, _SCALE).tolist()
    values.flags.writeable = False
    return Quantity(choice, values, low, high)


def _kl(choice: ColourChoice, context: AnalysisContext) -> Quantity:
    logvar = context.codes.logvar
    if logvar is None:
        return Quantity(choice, absence=Absence.NO_POSTERIOR)
    mu, logvar = context.codes.mu.astype(np.float64), logvar.astype(np.float64)
    return quantity_of(choice, 0.5 * (mu**2 + np.exp(logvar) - 1 - logvar).sum(axis=1))


def _column(choice: ColourChoice, context: AnalysisContext) -> Quantity:
    dataset = context.dataset
    columns = {} if dataset is None else dict(dataset.train_columns)
    if choice.column not in columns:
        return Quantity(choice, absence=Absence.NO_COLUMN)
    return quantity_of(choice, columns[choice.column][context.codes.indices])


def _reconstruction(choice: ColourChoice, context: AnalysisContext) -> Iterator[Quantity | None]:
    """Measure −log p(x∣z) at each image's own code; a VAE's is taken at the mean of its posterior."""
    import torch

    dataset, codes = context.dataset, context.codes
    if dataset is None:
        yield Quantity(choice, absence=Absence.NO_IMAGES)
        return
    model = context.replica.model
    found: list[np.ndarray] = []
    for start in range(0, len(codes.mu), _BLOCK):
        part = slice(start, start + _BLOCK)
        pixels = dataset.train_images[codes.indices[part]].reshape(len(codes.mu[part]), -1)
        with torch.inference_mode():
            images = torch.tensor(pixels).float().div_(255)
            output = model.decode_output(torch.tensor(codes.mu[part]))
            found.append(model.reconstruction_nats(output, images).numpy())
        yield None
    yield quantity_of(choice, np.concatenate(found) if found else np.zeros(0))
