"""What is wrong with a trained model, if anything: plain rules, each with the figures that prove it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from vae_explorer.autoencoders.record import EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelSpec

ACTIVE_VARIANCE = 0.01
"""A latent dimension is active where Var_x E[z] exceeds this (Burda et al. 2016, arXiv:1509.00519, §2)."""

_SAMPLE = 4000
_LEAST_EPOCHS = 3
_MOST_RECORDS = 400
# Healthy posteriors of a 2-D VAE on digits are 3 % and more as wide as the cloud of all codes.
_THIN_SIGMA = 0.02
_WIDE_CLOUD = 2.0
_EXPLODED = 300.0
_FIRST_PART = 10
_RISE = 0.04
_LEAST_RISE_NATS = 0.6
_GAP = 0.6
_LEAST_GAP_NATS = 2.0
_FLAT_FALL = 0.002
_QUICK = 5e-3
# No step of Adam's is meant to be as long as that: where all has collapsed as well, one jump is proof enough.
_RECKLESS = 0.1
_JUMP_SHARE = 0.25
_LEAST_JUMP = 0.01
# A healthy curve is near its lowest point in the last third; one that loses what it had won is not.
_LOST_SHARE = 0.04
_LOST_PART = 3


class Illness(Enum):
    """What can be wrong."""

    COLLAPSE = "collapse"
    SMALL_C = "small_c"
    OVERFITTING = "overfitting"
    EXPLODING_CODES = "exploding_codes"
    LEARNING_RATE = "learning_rate"


class RemedyKind(Enum):
    """What can be changed."""

    C = "c"
    EPOCHS = "epochs"
    WEIGHT_DECAY = "weight_decay"
    ALL_IMAGES = "all_images"
    LEARNING_RATE = "learning_rate"
    KIND = "kind"


@dataclass(frozen=True)
class Remedy:
    """One change: of a setting, to a value; of the kind of model, to another."""

    kind: RemedyKind
    value: float | str = 0.0


@dataclass(frozen=True)
class Evidence:
    """The figure that proves a finding.

    Attributes
    ----------
    values : tuple of float
        One per latent dimension, or one per epoch.
    threshold : float or None
        Where illness begins.
    beside : tuple of float
        A second series to compare with; empty for none.
    is_series : bool
        Whether the values are one per epoch.
    """

    values: tuple[float, ...]
    threshold: float | None = None
    beside: tuple[float, ...] = ()
    is_series: bool = False


@dataclass(frozen=True)
class Finding:
    """One illness of one model.

    Attributes
    ----------
    illness : Illness
        What is wrong.
    figures : tuple of float
        What the sentence on it is filled with.
    evidence : Evidence
        The figure that proves it.
    remedy : Remedy
        One suggested change.
    """

    illness: Illness
    figures: tuple[float, ...]
    evidence: Evidence
    remedy: Remedy


@dataclass(frozen=True, eq=False)
class Patient:
    """What a diagnosis looks at.

    Attributes
    ----------
    model : ModelSpec
        The specification.
    history : tuple of EpochRecord
        Its curves.
    mu : (n, d) float32
        Codes of the preview set.
    logvar : (n, d) float32 or None
        Logarithm of their variances, for a VAE.
    learning_rate : float
        The peak that it was trained with.
    image_limit : int or None
        How many images it learnt from; None for all.
    has_diverged : bool
        Whether training ended because a loss was no finite number.
    """

    model: ModelSpec
    history: tuple[EpochRecord, ...]
    mu: np.ndarray
    logvar: np.ndarray | None
    learning_rate: float = 2e-3
    image_limit: int | None = None
    has_diverged: bool = False


def diagnose(patient: Patient) -> tuple[Finding, ...]:
    """Return what is wrong with a model, worst first; nothing for a healthy one or one barely trained."""
    if patient.model.kind == "pca":
        return ()
    if patient.has_diverged:
        return (_too_fast(patient, ()),)
    if len(patient.history) < _LEAST_EPOCHS:
        return ()
    patient = replace(patient, history=_thinned(patient.history))
    rules: tuple[Callable[[Patient], Finding | None], ...] = (
        learning_rate_too_high,
        exploding_codes,
        posterior_collapse,
        c_too_small,
        overfitting,
    )
    found = [rule(patient) for rule in rules]
    findings = tuple(finding for finding in found if finding is not None)
    if any(finding.illness is Illness.LEARNING_RATE for finding in findings):
        # Steps too long throw the codes together as well; no other c would mend that.
        return tuple(finding for finding in findings if finding.illness is not Illness.COLLAPSE)
    return findings


def active_units(mu: np.ndarray) -> np.ndarray:
    """Return Var_x E[z∣x] of every latent dimension, ``(d,) float64`` (Burda et al. 2016)."""
    variances: np.ndarray = mu.astype(np.float64).var(axis=0)
    return variances


def posterior_collapse(patient: Patient) -> Finding | None:
    """Find dimensions that carry nothing of the image: most of them, or any of a plane's two.

    A VAE with many dimensions leaves some unused without being ill.
    """
    if patient.model.kind != "vae":
        return None
    variances = active_units(_sampled(patient.mu))
    active, dimensions = int((variances > ACTIVE_VARIANCE).sum()), len(variances)
    is_ill = active < dimensions if dimensions <= 3 else active * 4 < dimensions
    if not is_ill:
        return None
    c = _c(patient)
    lower = 1.0 if c > 1.0 else c / 4
    return Finding(
        Illness.COLLAPSE,
        (active, dimensions, float(variances.min())),
        Evidence(tuple(variances.tolist()), ACTIVE_VARIANCE),
        Remedy(RemedyKind.C, _rounded(lower)),
    )


def c_too_small(patient: Patient) -> Finding | None:
    """Find posteriors so narrow in so wide a cloud that the prior no longer matters."""
    if patient.model.kind != "vae" or patient.logvar is None or patient.model.has_learned_c:
        return None
    spread = np.sqrt(active_units(_sampled(patient.mu)))
    sigma = np.exp(_sampled(patient.logvar).astype(np.float64) / 2).mean(axis=0)
    relative = sigma / np.maximum(spread, 1e-12)
    widest = int(spread.argmax())
    if spread[widest] < _WIDE_CLOUD or relative[widest] > _THIN_SIGMA:
        return None
    c = _c(patient)
    return Finding(
        Illness.SMALL_C,
        (float(sigma[widest]), float(spread[widest]), c),
        Evidence(tuple(relative.tolist()), _THIN_SIGMA),
        Remedy(RemedyKind.C, 1.0 if c < 1.0 else _rounded(4 * c)),
    )


def overfitting(patient: Patient) -> Finding | None:
    """Find a test curve that rises from its lowest point, or stays far above that of training."""
    test, train = _totals(patient, "test"), _totals(patient, "train")
    best = int(np.argmin(test))
    rise, gap = float(test[-1] - test[best]), float(test[-1] - train[-1])
    # What an untrained network loses at once says nothing of how much there is to learn.
    fall = float(test[len(test) // _FIRST_PART] - test.min())
    # A last wiggle is no trend: the mean of what came after has to have risen too.
    is_trend = len(test) - best > 2 and float(test[best + 1 :].mean() - test[best]) > rise / 3
    has_risen = rise > max(_LEAST_RISE_NATS, _RISE * fall) and is_trend and train[-1] < train[best]
    if not has_risen and gap < max(_LEAST_GAP_NATS, _GAP * fall):
        return None
    epoch = float(patient.history[best].epoch)
    remedy = Remedy(RemedyKind.EPOCHS, epoch) if has_risen else Remedy(RemedyKind.WEIGHT_DECAY, 0.05)
    if patient.image_limit is not None:
        remedy = Remedy(RemedyKind.ALL_IMAGES)
    return Finding(
        Illness.OVERFITTING,
        (epoch, rise if has_risen else math.nan, gap),
        Evidence(tuple(test.tolist()), float(test[best]), tuple(train.tolist()), is_series=True),
        remedy,
    )


def exploding_codes(patient: Patient) -> Finding | None:
    """Find codes so far out that distances in the plane mean little any more."""
    reach = np.quantile(np.abs(_sampled(patient.mu).astype(np.float64)), 0.99, axis=0)
    farthest = float(reach.max())
    if farthest < _EXPLODED:
        return None
    # A prior pulls codes to the origin; where there is one already, it has to weigh more.
    remedy = Remedy(RemedyKind.KIND, "map")
    if patient.model.kind != "ae":
        remedy = Remedy(RemedyKind.C, _rounded(max(10 * _c(patient), 1.0)))
    return Finding(
        Illness.EXPLODING_CODES,
        (farthest,),
        Evidence(tuple(reach.tolist()), _EXPLODED),
        remedy,
    )


def learning_rate_too_high(patient: Patient) -> Finding | None:
    """Find a training curve that jumps up after it had fallen, that loses what it had won, or never falls."""
    whole = _totals(patient, "train")
    train = whole[: _first_turn(patient)]
    lowest = np.minimum.accumulate(train)
    fallen = max(float(train[0] - lowest[-1]), 1e-9)
    jump = float(np.max(train[1:] - lowest[:-1], initial=0.0))
    end = train[len(train) * (_LOST_PART - 1) // _LOST_PART :]
    lost = float(end.min() - lowest[-1]) if len(train) == len(whole) else 0.0
    scale = max(abs(float(train[0])), 1.0)
    is_flat = float(train[0] - whole.min()) < _FLAT_FALL * scale and patient.learning_rate >= _QUICK
    is_jumpy = jump > max(_JUMP_SHARE * fallen, _LEAST_JUMP * scale)
    is_lost = lost > max(_LOST_SHARE * fallen, _LEAST_JUMP * scale)
    is_reckless = patient.learning_rate >= _RECKLESS and jump > _LEAST_JUMP * abs(float(lowest[-1]))
    is_shaken = is_reckless and posterior_collapse(patient) is not None
    if not (is_flat or is_jumpy or is_lost or is_shaken):
        return None
    return _too_fast(patient, tuple(whole.tolist()), jump, lost if is_lost else math.nan)


def _first_turn(patient: Patient) -> int:
    """Return how many records there are before c was turned: from then on another objective is measured."""
    weights = [record.train.c for record in patient.history]
    if patient.model.has_learned_c:
        return len(weights)
    return next((at for at in range(1, len(weights)) if weights[at] != weights[at - 1]), len(weights))


def _too_fast(
    patient: Patient, train: tuple[float, ...], jump: float = math.nan, lost: float = math.nan
) -> Finding:
    return Finding(
        Illness.LEARNING_RATE,
        (patient.learning_rate, jump, lost),
        Evidence(train, is_series=True),
        Remedy(RemedyKind.LEARNING_RATE, _rounded(patient.learning_rate / 10)),
    )


def _totals(patient: Patient, split: str) -> np.ndarray:
    weight = patient.model.regulariser_weight
    terms: list[Terms] = [getattr(record, split) for record in patient.history]
    # What is minimised: with its weight the regulariser would drown the rest where c is large.
    return np.array(
        [each.reconstruction_nats + min(weight, 1.0) * (each.kl_nats + each.prior_nats) for each in terms]
    )


def _thinned(history: tuple[EpochRecord, ...]) -> tuple[EpochRecord, ...]:
    """Return at most some hundred records, the last one always: no rule needs more."""
    step = -(-len(history) // _MOST_RECORDS)
    return history[(len(history) - 1) % step :: step]


def _sampled(codes: np.ndarray) -> np.ndarray:
    return codes[:: max(1, len(codes) // _SAMPLE)]


def _c(patient: Patient) -> float:
    return patient.history[-1].test.c


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")
