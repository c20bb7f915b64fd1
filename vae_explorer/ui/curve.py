"""Which curves a training history makes, and which range shows them without jumping about."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.autoencoders.specification import LikelihoodKind, ModelKind
from vae_explorer.state.map_state import MapState

_SETTLING_SHARE = 0.05
_LEAST_SPAN_NATS = 2.0


class CurveRole(Enum):
    """What a curve shows."""

    TEST = "test"  # reconstruction on the test split
    TOTAL = "total"  # reconstruction and regulariser on the test split
    TRAIN = "train"  # reconstruction while training


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
    """

    map_id: int
    kind: ModelKind
    likelihood: LikelihoodKind
    title: str
    role: CurveRole
    epochs: np.ndarray
    nats: np.ndarray

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


def map_curves(state: MapState, title: str) -> list[Curve]:
    """Return the curves of one map's history, the one that matters most last so that it lies on top."""
    history = state.history
    if not history or state.model is None:
        return []
    epochs = np.array([record.epoch for record in history], dtype=np.float64)
    values = {
        CurveRole.TRAIN: [record.train.reconstruction_nats for record in history],
        CurveRole.TOTAL: [record.test.total_nats for record in history],
        CurveRole.TEST: [record.test.reconstruction_nats for record in history],
    }
    if state.kind in ("pca", "ae"):
        del values[CurveRole.TOTAL]
    return [
        Curve(state.map_id, state.kind, state.model.likelihood, title, role, epochs, _finite(nats))
        for role, nats in values.items()
    ]


def comparable(curves: Sequence[Curve]) -> list[Curve]:
    """Return the curves that one scale can show: those with the likelihood of the first trained model."""
    trained = [curve for curve in curves if curve.kind != "pca"] or list(curves)
    return [curve for curve in curves if curve.likelihood == trained[0].likelihood]


def newest_c(history: tuple[EpochRecord, ...]) -> float | None:
    """Return the balance of the newest epoch."""
    return history[-1].test.c if history else None


def fitting_range(curves: Sequence[Curve], planned_epochs: int) -> PlotRange | None:
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
