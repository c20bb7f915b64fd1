from __future__ import annotations

import math

import numpy as np
import pytest

from tests.autoencoders.sample import build, spec
from vae_explorer.analysis.figure import Basis, FigureKey, FigureScope, GapFigures
from vae_explorer.analysis.gap_measurement import Subject, measure_gaps
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.source import open_dataset

NEED_IMAGES = {
    FigureKey.PRECISION,
    FigureKey.RECALL,
    FigureKey.DENSITY,
    FigureKey.COVERAGE,
    FigureKey.COVERAGE_GAUSSIAN,
    FigureKey.COVERAGE_MIXTURE,
}


@pytest.fixture(scope="module")
def digits() -> ImageDataset:
    return open_dataset("digits")


def subject(digits: ImageDataset, kind: str, dimension: int, *, has_images: bool = True) -> Subject:
    model = spec(kind, image_shape=(8, 8, 1), hidden=(8,), latent_dim=dimension)
    replica = Replica(model, build(model).state_dict())
    mu, logvar = replica.encode(digits.train_images[:400])
    return Subject(mu, logvar, digits.train_labels[:400], replica, digits if has_images else None)


def last(measured: Subject, scope: FigureScope = FigureScope.ALL) -> GapFigures:
    known = [figures for figures in measure_gaps(measured, scope) if figures is not None]
    counts = [len(figures.figures) for figures in known]
    assert counts == sorted(counts)
    return known[-1]


@pytest.mark.parametrize(("kind", "dimension"), [("vae", 1), ("ae", 2), ("vae", 2), ("vae", 10), ("ae", 64)])
def test_that_every_figure_is_a_number_in_any_dimension(digits, kind, dimension):
    found = last(subject(digits, kind, dimension))
    assert [figure.key for figure in found.figures] == list(FigureKey)
    for figure in found.figures:
        if figure.basis is Basis.NEEDS_POSTERIOR:
            assert (kind, figure.key) == ("ae", FigureKey.INFORMATION)
            continue
        estimate = figure.estimate
        assert estimate is not None, figure
        assert all(map(math.isfinite, (estimate.low, estimate.value, estimate.high))), figure
        assert estimate.low <= estimate.value <= estimate.high
    assert found.code_count == 400


def test_that_without_images_it_is_said_which_figures_need_them(digits):
    found = last(subject(digits, "vae", 2, has_images=False))
    missing = {figure.key for figure in found.figures if figure.basis is Basis.NEEDS_IMAGES}
    assert missing == NEED_IMAGES
    assert all(found.value(key) is None for key in NEED_IMAGES)
    assert found.get(FigureKey.LABEL_ACCURACY).basis is Basis.OWN_CODES


def test_that_without_labels_it_is_said_that_there_are_none(digits):
    labelled = subject(digits, "ae", 2, has_images=False)
    unlabelled = Subject(labelled.mu, None, np.full(400, -1), labelled.replica)
    assert last(unlabelled, FigureScope.QUICK).get(FigureKey.LABEL_ACCURACY).basis is Basis.NEEDS_LABELS


def test_that_the_quick_figures_are_the_same_without_intervals(digits):
    measured = subject(digits, "vae", 2)
    quick, full = last(measured, FigureScope.QUICK), last(measured)
    for key in (FigureKey.HOLES, FigureKey.HOLES_WHITENED, FigureKey.AGGREGATE_KL, FigureKey.LABEL_ACCURACY):
        assert quick.value(key) == full.value(key)
    assert quick.get(FigureKey.COVERAGE) is None
    assert not quick.is_complete
    assert full.is_complete
    rest = last(measured, FigureScope.CODES).merged(last(measured, FigureScope.SAMPLES))
    assert rest.figures == full.figures
    holes = quick.get(FigureKey.HOLES).estimate
    assert holes.low == holes.high


def test_that_later_figures_take_the_place_of_earlier_ones(digits):
    full = last(subject(digits, "vae", 2, has_images=False))
    quick = last(subject(digits, "ae", 2, has_images=False), FigureScope.QUICK)
    merged = full.merged(quick)
    assert [figure.key for figure in merged.figures] == list(FigureKey)
    assert merged.value(FigureKey.HOLES) == quick.value(FigureKey.HOLES)
    assert merged.value(FigureKey.ROUND_TRIP) == full.value(FigureKey.ROUND_TRIP)
