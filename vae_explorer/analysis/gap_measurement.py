"""Measures all gap figures of one model, the quick and telling ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.active_unit import active_units
from vae_explorer.analysis.aggregate import aggregate_divergence
from vae_explorer.analysis.discrepancy import squared_discrepancy
from vae_explorer.analysis.estimate import Estimate, bootstrap_median
from vae_explorer.analysis.fidelity import Fidelity, RealImages, expected_coverage
from vae_explorer.analysis.figure import Basis, Figure, FigureKey, FigureScope, GapFigures
from vae_explorer.analysis.hole import hole_fraction
from vae_explorer.analysis.label_accuracy import chance_level, label_accuracy, own_label_accuracy
from vae_explorer.analysis.prior import prior_draws, whitened
from vae_explorer.analysis.round_trip import code_sigma, round_trips
from vae_explorer.analysis.sampler import SamplerKind, draw_codes, loaded, posterior_draws
from vae_explorer.analysis.stretch import log_stretch

if TYPE_CHECKING:
    from vae_explorer.autoencoders.replica import Replica
    from vae_explorer.data.dataset import ImageDataset

_DRAWS = 2_000
_STRETCH_DRAWS = 500
_BLOCK = 500
_MOST_TEST_IMAGES = 10_000
# Images compared with one another: so many that a block of distances takes well under a second.
_LARGEST_COMPARISON = 1.25e10


@dataclass(frozen=True, eq=False)
class Subject:
    """What is measured.

    Attributes
    ----------
    mu : (n, d) float32
        Codes of the preview set, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of the variances.
    labels : (n,) int64
        Classes; −1 where unlabelled.
    replica : Replica
        The model.
    dataset : ImageDataset or None
        The images, where they are at hand: the test split is used.
    """

    mu: np.ndarray
    logvar: np.ndarray | None
    labels: np.ndarray
    replica: Replica
    dataset: ImageDataset | None = None

    @property
    def dimension(self) -> int:
        """Number of latent dimensions."""
        return int(self.mu.shape[1])


def measure_gaps(subject: Subject, scope: FigureScope = FigureScope.ALL) -> Iterator[GapFigures | None]:
    """Measure a model's figures; each value holds those of the scope that are known by then.

    Parameters
    ----------
    subject : Subject
        The model and what it encoded.
    scope : FigureScope
        Which figures.
    """
    is_quick = scope is FigureScope.QUICK
    steps: list[Callable[[], Iterator[tuple[Figure, ...] | None]]] = []
    if scope is not FigureScope.SAMPLES:
        steps += [
            partial(_holes, subject, has_interval=not is_quick),
            partial(_units, subject),
            partial(_labels, subject, is_quick=is_quick),
            partial(_divergence, subject),
        ]
    if scope in (FigureScope.SAMPLES, FigureScope.ALL):
        steps += [partial(_decoder, subject), partial(_discrepancy, subject), partial(_samples, subject)]
    known = GapFigures(code_count=len(subject.mu))
    for step in steps:
        for figures in step():
            if figures is not None:
                known = known.merged(GapFigures(figures, len(subject.mu)))
            yield None if figures is None else known


def _plain(value: float) -> Estimate:
    return Estimate(value, value, value)


def _holes(subject: Subject, *, has_interval: bool) -> Iterator[tuple[Figure, ...] | None]:
    raw = hole_fraction(subject.mu, has_interval=has_interval)
    yield (Figure(FigureKey.HOLES, Basis.CODES, raw, chance=0.0),)
    rescaled = hole_fraction(whitened(subject.mu), has_interval=has_interval)
    yield (Figure(FigureKey.HOLES_WHITENED, Basis.CODES, rescaled, chance=0.0),)


def _units(subject: Subject) -> Iterator[tuple[Figure, ...] | None]:
    yield (Figure(FigureKey.ACTIVE_UNITS, Basis.CODES, _plain(active_units(subject.mu))),)


def _divergence(subject: Subject) -> Iterator[tuple[Figure, ...] | None]:
    measured = yield from aggregate_divergence(subject.mu, subject.logvar)
    details = [("error", measured.error)]
    if measured.bandwidth is not None:
        details.append(("bandwidth", float(np.exp(np.mean(np.log(measured.bandwidth))))))
    divergence = Figure(FigureKey.AGGREGATE_KL, Basis.CODES, measured.kl, 0.0, tuple(details))
    if measured.mutual_information is None:
        yield divergence, Figure(FigureKey.INFORMATION, Basis.NEEDS_POSTERIOR)
        return
    details = [("kl_per_image", measured.kl_per_image or 0.0), ("limit", float(np.log(len(subject.mu))))]
    value = _plain(measured.mutual_information)
    yield divergence, Figure(FigureKey.INFORMATION, Basis.CODES, value, 0.0, tuple(details))


def _labels(subject: Subject, *, is_quick: bool) -> Iterator[tuple[Figure, ...] | None]:
    chance = chance_level(subject.labels)
    if chance is None:
        yield (Figure(FigureKey.LABEL_ACCURACY, Basis.NEEDS_LABELS),)
        return
    if subject.dataset is None:
        basis, accuracy = Basis.OWN_CODES, own_label_accuracy(subject.mu, subject.labels)
    else:
        chosen = _spread(len(subject.dataset.test_images), _DRAWS if is_quick else _MOST_TEST_IMAGES)
        codes = []
        for start in range(0, len(chosen), 4 * _BLOCK):
            codes.append(
                subject.replica.encode(subject.dataset.test_images[chosen[start : start + 4 * _BLOCK]])[0]
            )
            yield None
        basis = Basis.TEST_IMAGES
        accuracy = label_accuracy(
            subject.mu, subject.labels, np.concatenate(codes), subject.dataset.test_labels[chosen]
        )
    if accuracy is None:
        basis = Basis.NEEDS_LABELS
    yield (Figure(FigureKey.LABEL_ACCURACY, basis, accuracy, chance),)


def _decoder(subject: Subject) -> Iterator[tuple[Figure, ...] | None]:
    z = prior_draws(_DRAWS, subject.dimension).astype(np.float32)
    trips = []
    for start in range(0, len(z), _BLOCK):
        trips.append(round_trips(subject.replica, z[start : start + _BLOCK]))
        yield None
    landed = bootstrap_median(np.concatenate(trips) / code_sigma(subject.mu))
    yield (Figure(FigureKey.ROUND_TRIP, Basis.MODEL, landed),)
    logs = []
    for start in range(0, _STRETCH_DRAWS, _BLOCK // 5):
        logs.append(log_stretch(subject.replica.model, z[start : start + _BLOCK // 5]))
        yield None
    # Above a plane the volume's factor is beyond all proportion: its geometric mean per dimension is told.
    power = 1.0 if subject.dimension <= 2 else 1 / subject.dimension
    stretch = bootstrap_median(np.exp(power * np.concatenate(logs)))
    yield (Figure(FigureKey.STRETCH, Basis.MODEL, stretch, details=(("power", power),)),)


def _discrepancy(subject: Subject) -> Iterator[tuple[Figure, ...] | None]:
    codes = posterior_draws(subject.mu, subject.logvar)
    codes = codes[_spread(len(codes), _DRAWS)]
    estimate = squared_discrepancy(codes, prior_draws(len(codes), subject.dimension))
    yield (Figure(FigureKey.DISCREPANCY, Basis.CODES, estimate, 0.0),)


_SAMPLE_KEYS = (
    FigureKey.PRECISION,
    FigureKey.RECALL,
    FigureKey.DENSITY,
    FigureKey.COVERAGE,
    FigureKey.COVERAGE_GAUSSIAN,
    FigureKey.COVERAGE_MIXTURE,
)


def _samples(subject: Subject) -> Iterator[tuple[Figure, ...] | None]:
    if subject.dataset is None:
        yield tuple(Figure(key, Basis.NEEDS_IMAGES) for key in _SAMPLE_KEYS)
        return
    images = subject.dataset.test_images
    pixels = int(np.prod(images.shape[1:]))
    count = int(min(_DRAWS, len(images), max((_LARGEST_COMPARISON / pixels) ** 0.5, 200)))
    if count <= 10:
        yield tuple(Figure(key, Basis.NEEDS_IMAGES) for key in _SAMPLE_KEYS)
        return
    rows = images[_spread(len(images), count)].reshape(count, -1).astype(np.float32) / 255
    real, chance = RealImages(rows), expected_coverage(count, count)
    yield from loaded()
    for kind in SamplerKind:
        z = draw_codes(kind, subject.mu, subject.logvar, count)
        yield None
        made = []
        for start in range(0, count, _BLOCK):
            made.append(subject.replica.decode(z[start : start + _BLOCK]).reshape(-1, pixels))
            yield None
        found = yield from real.compare(np.concatenate(made), has_recall=kind is SamplerKind.PRIOR)
        yield _sample_figures(kind, found, chance)


def _sample_figures(kind: SamplerKind, found: Fidelity, chance: float) -> tuple[Figure, ...]:
    if kind is SamplerKind.GAUSSIAN:
        return (Figure(FigureKey.COVERAGE_GAUSSIAN, Basis.TEST_IMAGES, found.coverage, chance),)
    if kind is SamplerKind.MIXTURE:
        return (Figure(FigureKey.COVERAGE_MIXTURE, Basis.TEST_IMAGES, found.coverage, chance),)
    return (
        Figure(FigureKey.PRECISION, Basis.TEST_IMAGES, found.precision),
        Figure(FigureKey.RECALL, Basis.TEST_IMAGES, found.recall),
        Figure(FigureKey.DENSITY, Basis.TEST_IMAGES, found.density, 1.0),
        Figure(FigureKey.COVERAGE, Basis.TEST_IMAGES, found.coverage, chance),
    )


def _spread(count: int, wanted: int) -> np.ndarray:
    """Return positions of at most ``wanted`` of ``count`` things, evenly spread."""
    if count <= wanted:
        return np.arange(count)
    return np.linspace(0, count - 1, wanted).astype(np.int64)
