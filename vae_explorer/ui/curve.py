"""Which curves a training history makes, and which range shows them without jumping about."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import LikelihoodKind, ModelKind, ModelSpec
from vae_explorer.state.map_state import MapState

_SETTLING_SHARE = 0.05
_LEAST_SPAN_NATS = 2.0


class CurveRole(Enum):
    """What a curve shows."""

    TEST = "test"  # reconstruction on the test split
    TOTAL = "total"  # reconstruction and regulariser on the test split
    TRAIN = "train"  # reconstruction while training
    PENALTY = "penalty"  # KL or prior penalty on the test split
    TRAIN_TOTAL = "train_total"  # reconstruction and regulariser while training
    TRAIN_PENALTY = "train_penalty"  # KL or prior penalty while training

    @property
    def while_training(self) -> CurveRole | None:
        """The same term while training, None for one that is measured there."""
        return {
            CurveRole.TEST: CurveRole.TRAIN,
            CurveRole.TOTAL: CurveRole.TRAIN_TOTAL,
            CurveRole.PENALTY: CurveRole.TRAIN_PENALTY,
        }.get(self)


class CurveTerms(Enum):
    """Which terms of the objective are drawn."""

    MAIN = "main"  # reconstruction, with the regulariser added on the test split
    PENALTY = "penalty"  # the regulariser alone
    ALL = "all"  # everything, for train and test


@dataclass(frozen=True, eq=False)
class Curve:
    """One line of the plot.

    Attributes
    ----------
    map_id : int
        Whose history it is.
    kind : ModelKind
        What kind of model that is.
    likelihood : {"bernoulli", "gaussian"}
        On whose scale its figures are: those of different likelihoods cannot be compared.
    title : str
        Short name of the model.
    role : CurveRole
        What it shows.
    epochs : (n,) float64
    nats : (n,) float64
        Nats per image; not a number where nothing finite was measured.
    is_past : bool
        Whether it belongs to a run that was left; it is drawn dimmed.
    """

    map_id: int
    kind: ModelKind
    likelihood: LikelihoodKind
    title: str
    role: CurveRole
    epochs: np.ndarray
    nats: np.ndarray
    is_past: bool = False

    def at(self, epoch: float) -> float | None:
        """Return the value at the recorded epoch nearest to this one, or None outside the record."""
        if not self.epochs.size or not self.epochs[0] - 0.5 <= epoch <= self.epochs[-1] + 0.5:
            return None
        value = float(self.nats[int(np.argmin(np.abs(self.epochs - epoch)))])
        return value if math.isfinite(value) else None


@dataclass(frozen=True)
class PlotRange:
    """What part of the plot's plane is shown, and how far apart its horizontal lines are."""

    first_epoch: float
    last_epoch: float
    lowest: float
    highest: float
    step: float
    is_log: bool = False


_ROLES = {
    CurveTerms.MAIN: (CurveRole.TRAIN, CurveRole.TOTAL, CurveRole.TEST),
    CurveTerms.PENALTY: (CurveRole.TRAIN_PENALTY, CurveRole.PENALTY),
    CurveTerms.ALL: (
        *(CurveRole.TRAIN_PENALTY, CurveRole.TRAIN_TOTAL, CurveRole.TRAIN),
        *(CurveRole.PENALTY, CurveRole.TOTAL, CurveRole.TEST),
    ),
}
_REGULARISED = frozenset(CurveRole) - {CurveRole.TRAIN, CurveRole.TEST}


def map_curves(state: MapState, title: str, terms: CurveTerms = CurveTerms.MAIN) -> list[Curve]:
    """Return the curves of one map's history, the one that matters most last so that it lies on top."""
    if state.model is None:
        return []
    return history_curves(state.map_id, state.model, state.history, title, terms)


def history_curves(
    map_id: int,
    model: ModelSpec,
    history: tuple[EpochRecord, ...],
    title: str,
    terms: CurveTerms = CurveTerms.MAIN,
) -> list[Curve]:
    """Return the curves of one history, as :func:`map_curves`."""
    if not history:
        return []
    epochs = np.array([record.epoch for record in history], dtype=np.float64)
    has_regulariser = model.kind in ("map", "vae")
    return [
        Curve(map_id, model.kind, model.likelihood, title, role, epochs, _finite(_values(history, role)))
        for role in _ROLES[terms]
        if has_regulariser or role not in _REGULARISED
    ]


def _values(history: tuple[EpochRecord, ...], role: CurveRole) -> list[float]:
    is_train = role.while_training is None
    terms = [record.train if is_train else record.test for record in history]
    if role in (CurveRole.TRAIN, CurveRole.TEST):
        return [each.reconstruction_nats for each in terms]
    if role in (CurveRole.TRAIN_TOTAL, CurveRole.TOTAL):
        return [each.total_nats for each in terms]
    return [each.kl_nats + each.prior_nats for each in terms]


def can_be_log(curves: Sequence[Curve]) -> bool:
    """Return whether a logarithmic scale can show all that is finite: it knows only what is positive."""
    values = [curve.nats[np.isfinite(curve.nats)] for curve in curves]
    return bool(values) and all((each > 0).all() for each in values)


def comparable(curves: Sequence[Curve]) -> list[Curve]:
    """Return the curves that one scale can show: those with the likelihood of the first trained model."""
    trained = [curve for curve in curves if curve.kind != "pca"] or list(curves)
    return [curve for curve in curves if curve.likelihood == trained[0].likelihood]


def turns_of_c(maps: Sequence[MapState]) -> tuple[tuple[float, float], ...]:
    """Return when c was turned as far as the records tell: the epoch's beginning, and to what.

    A learned c moves all the time, and is no turn.
    """
    for state in maps:
        if state.model is None or not state.model.has_adjustable_c:
            continue
        balances = [(record.epoch, record.test.c) for record in state.history]
        turns = [
            (float(epoch), after)
            for (epoch, before), (_, after) in itertools.pairwise(balances)
            if after != before
        ]
        if turns:
            return tuple(turns)
    return ()


def fitting_range(curves: Sequence[Curve], planned_epochs: int, *, is_log: bool = False) -> PlotRange | None:
    """Return a range that shows all curves, rounded to steps so that it moves seldom.

    The first steep epochs of a long run may leave the plot at its top: what matters is how it goes on.
    """
    filled = [curve for curve in curves if np.isfinite(curve.nats).any()]
    if not filled:
        return None
    last = max(float(planned_epochs), *(curve.epochs[-1] for curve in filled))
    parts = [curve.nats[int((len(curve.nats) - 1) * _SETTLING_SHARE) :] for curve in filled]
    values = np.concatenate([part[np.isfinite(part)] for part in parts])
    if not values.size:
        values = np.concatenate([curve.nats[np.isfinite(curve.nats)] for curve in filled])
    low, high = float(values.min()), float(values.max())
    if is_log and low > 0:
        return PlotRange(1.0, max(last, 2.0), low / 1.08, high * 1.08, 1.0, is_log=True)
    step = _step(max(high - low, _LEAST_SPAN_NATS) / 5)
    bottom, top = math.floor(low / step * 2 - 0.2) * step / 2, math.ceil(high / step * 2 + 0.2) * step / 2
    # One epoch alone still needs a place to stand in.
    return PlotRange(1.0, max(last, 2.0), bottom, top, step)


def _finite(values: list[float]) -> np.ndarray:
    nats = np.array(values, dtype=np.float64)
    return np.where(np.isfinite(nats) & (np.abs(nats) < 1e15), nats, np.nan)


def _step(span: float) -> float:
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= span * 0.999)
