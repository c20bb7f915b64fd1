"""The figures that tell how full of gaps a latent space is: their names, values and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vae_explorer.analysis.estimate import Estimate


class FigureKey(Enum):
    """One figure; its value is its name in files.

    Where each is explained: ``HOLES`` and ``HOLES_WHITENED`` in :mod:`hole`; ``AGGREGATE_KL`` and
    ``INFORMATION`` in :mod:`aggregate`; ``DISCREPANCY`` in :mod:`discrepancy`; ``ACTIVE_UNITS`` in
    :mod:`active_unit`; ``LABEL_ACCURACY`` in :mod:`label_accuracy`; ``ROUND_TRIP`` in :mod:`round_trip`;
    ``STRETCH`` in :mod:`stretch`; precision to coverage in :mod:`fidelity`, the last two with samples from
    densities fitted to the codes (:mod:`sampler`).
    """

    HOLES = "hole_fraction"
    HOLES_WHITENED = "hole_fraction_whitened"
    AGGREGATE_KL = "aggregate_kl_nats"
    INFORMATION = "mutual_information_nats"
    DISCREPANCY = "mmd_squared"
    ACTIVE_UNITS = "active_units"
    LABEL_ACCURACY = "knn_accuracy"
    ROUND_TRIP = "round_trip_sigma"
    STRETCH = "local_stretch"
    PRECISION = "precision"
    RECALL = "recall"
    DENSITY = "density"
    COVERAGE = "coverage"
    COVERAGE_GAUSSIAN = "coverage_gaussian"
    COVERAGE_MIXTURE = "coverage_mixture"


class FigureScope(Enum):
    """Which figures to measure."""

    QUICK = "quick"  # what fits between two epochs: those of the codes, the same values without intervals
    CODES = "codes"  # those of the codes: holes, divergence, active units, label accuracy
    SAMPLES = "samples"  # those of the decoder and of what is sampled from it
    ALL = "all"


class Basis(Enum):
    """What a figure was measured on, or why it was not."""

    CODES = "codes"  # the encoded preview set
    MODEL = "model"  # the model alone: draws that it decodes and encodes
    TEST_IMAGES = "test_images"
    OWN_CODES = "own_codes"  # each preview code judged by the others, for want of test images
    NEEDS_IMAGES = "needs_images"
    NEEDS_LABELS = "needs_labels"
    NEEDS_POSTERIOR = "needs_posterior"


@dataclass(frozen=True)
class Figure:
    """A figure, or the reason why there is none.

    Attributes
    ----------
    key : FigureKey
        Which.
    basis : Basis
        What it was measured on.
    estimate : Estimate or None
        Its value; low and high are the value itself where no interval was asked for or none is meant.
    chance : float or None
        What a latent space that tells nothing, or is exactly the prior, would have; see the figure's module.
    details : tuple of (str, float)
        What the method adds: a kernel's ``bandwidth``, a grid's ``error``.
    """

    key: FigureKey
    basis: Basis
    estimate: Estimate | None = None
    chance: float | None = None
    details: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class GapFigures:
    """The figures of one model at one moment.

    Attributes
    ----------
    figures : tuple of Figure
        In the order of :class:`FigureKey`, as far as they are measured.
    code_count : int
        How many codes they rest on.
    """

    figures: tuple[Figure, ...] = ()
    code_count: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every figure is measured, or known not to be there."""
        return len(self.figures) == len(FigureKey)

    def get(self, key: FigureKey) -> Figure | None:
        """Return a figure, or None where it is not measured yet."""
        return next((figure for figure in self.figures if figure.key is key), None)

    def value(self, key: FigureKey) -> float | None:
        """Return a figure's value, or None where there is none."""
        figure = self.get(key)
        return None if figure is None or figure.estimate is None else figure.estimate.value

    def merged(self, other: GapFigures) -> GapFigures:
        """Return these figures with those of another measurement in their place where it has them."""
        newer = {figure.key: figure for figure in (*self.figures, *other.figures)}
        ordered = tuple(newer[key] for key in FigureKey if key in newer)
        return GapFigures(ordered, other.code_count)
