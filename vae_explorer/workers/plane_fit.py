"""Finding the directions that a map shows of a latent space with more than two dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.plane import Plane, PlaneChoice, PlaneKind, frozen

if TYPE_CHECKING:
    from vae_explorer.workers.analysis_context import AnalysisContext

FIRST_CHOICE = PlaneChoice(PlaneKind.COMPONENTS)


@dataclass(frozen=True, eq=False)
class PlaneQuestion:
    """Which plane shows this choice; ``former`` is the plane of the same run that is shown until then."""

    choice: PlaneChoice
    former: Plane | None = None


def fitted_plane(codes: np.ndarray, choice: PlaneChoice, former: Plane | None = None) -> Plane:
    """Return the chosen plane through the mean of the codes ``(n, d)``; below three dimensions, all there is.

    Where ``former`` shows the same choice, the directions keep the sides they pointed to.
    """
    from vae_explorer.analysis.latent_frame import aligned, axis_frame, principal_frame

    if codes.shape[1] <= 2:
        return Plane.of_axes(codes.shape[1])
    if choice.kind is PlaneKind.AXES:
        frame = axis_frame(codes, *choice.axes)
    else:
        frame = principal_frame(codes)
        if former is not None and former.choice == choice:
            frame = aligned(frame, former.directions)
    return Plane(
        choice,
        frozen(frame.directions),
        frozen(frame.means),
        frozen(frame.deviations),
        tuple(frame.means[2:].tolist()),
    )


def answer_plane(question: PlaneQuestion, context: AnalysisContext) -> Iterator[Plane]:
    """Fit a plane to the codes that stand in a map now."""
    yield fitted_plane(context.codes.mu, question.choice, question.former)
