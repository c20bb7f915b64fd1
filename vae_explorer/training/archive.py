"""The past of a run within a stated budget of memory: codes, weights, and places to go on from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from vae_explorer.training.departure import Departure, LearnerState
from vae_explorer.training.event import DepartureReached, Snapshot, SnapshotTaken, TrainingEvent
from vae_explorer.training.timeline import Keyframe, Timeline

Item = TypeVar("Item")

CODES_BUDGET_BYTES = 96_000_000
WEIGHTS_BUDGET_BYTES = 320_000_000
AVERAGES_BUDGET_BYTES = 192_000_000
"""AdamW's averages, two numbers a weight: what going on from a past epoch bit for bit takes."""

TOTAL_BUDGET_BYTES = CODES_BUDGET_BYTES + WEIGHTS_BUDGET_BYTES + AVERAGES_BUDGET_BYTES


class ThinnedList(Generic[Item]):
    """Items within a budget: all of them, then every second, every fourth; the first and the newest always.

    Parameters
    ----------
    budget_bytes : int
        What they may take together. Two items are kept even if they take more.
    size_of : callable
        Returns the bytes of one item.
    """

    def __init__(self, budget_bytes: int, size_of: Callable[[Item], int]) -> None:
        self._budget_bytes = budget_bytes
        self._size_of = size_of
        self._items: list[tuple[int, Item]] = []
        self._taken = 0
        self._stride = 1

    def append(self, item: Item) -> None:
        """Add the newest, and let go of what goes beyond the budget, evenly."""
        self._keep_every_stride()
        self._items.append((self._taken, item))
        self._taken += 1
        while self.bytes > self._budget_bytes and len(self._items) > 2:
            self._stride *= 2
            newest = self._items.pop()
            self._keep_every_stride()
            self._items.append(newest)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is kept, oldest first."""
        return tuple(item for _, item in self._items)

    @property
    def taken(self) -> int:
        """How many were added, kept or not."""
        return self._taken

    @property
    def bytes(self) -> int:
        """What the items take."""
        return sum(self._size_of(item) for _, item in self._items)

    def _keep_every_stride(self) -> None:
        self._items = [(ordinal, item) for ordinal, item in self._items if ordinal % self._stride == 0]


@dataclass(frozen=True)
class Keeping:
    """How much of a run's past is kept.

    Attributes
    ----------
    moments : int
        Recorded so far.
    codes, weights, departures : int
        Of how many the codes, the weights, and all that decides how training continues are kept.
    kept_bytes, budget_bytes : int
        What they take, and what they may take.
    """

    moments: int = 0
    codes: int = 0
    weights: int = 0
    departures: int = 0
    kept_bytes: int = 0
    budget_bytes: int = TOTAL_BUDGET_BYTES


class RunArchive:
    """Keeps the evenly spaced snapshots of a run.

    Parameters
    ----------
    parent : RunArchive, optional
        The run that this one branches off: its past up to the branch is this one's too.
    until : float
        The epoch of the branch.
    codes_bytes, weights_bytes, averages_bytes : int
        The budgets.
    """

    def __init__(
        self,
        parent: RunArchive | None = None,
        until: float = 0.0,
        *,
        codes_bytes: int = CODES_BUDGET_BYTES,
        weights_bytes: int = WEIGHTS_BUDGET_BYTES,
        averages_bytes: int = AVERAGES_BUDGET_BYTES,
    ) -> None:
        self._budget_bytes = codes_bytes + weights_bytes + averages_bytes
        self._codes = ThinnedList(codes_bytes, _codes_bytes)
        self._weights = ThinnedList(weights_bytes, _weights_bytes)
        self._departures = ThinnedList(averages_bytes, _departure_bytes)
        if parent is not None:
            self._inherit(parent, until)

    def note(self, event: TrainingEvent) -> None:
        """Remember what an event says; the order is that of the run."""
        if isinstance(event, SnapshotTaken) and event.snapshots[0].is_frame:
            newest = self._codes.items[-1][0].epoch if self._codes.items else -1.0
            # A branch begins with the very moment it was left at.
            if event.snapshots[0].epoch > newest:
                self._codes.append(event.snapshots)
                self._weights.append(event.snapshots)
        elif isinstance(event, DepartureReached) and not event.departure.position:
            newest_departure = self._departures.items[-1].epoch if self._departures.items else -1
            if event.departure.epoch > newest_departure:
                self._departures.append(self._sharing_weights(event.departure))

    def timelines(self) -> tuple[Timeline, ...]:
        """Return the past of every model as it can be replayed."""
        if not self._codes.items:
            return ()
        with_weights = {snapshots[0].epoch for snapshots in self._weights.items}
        by_epoch = {snapshots[0].epoch: snapshots for snapshots in (*self._weights.items, *self._codes.items)}
        moments = [by_epoch[epoch] for epoch in sorted(by_epoch)]
        return tuple(
            Timeline(tuple(_keyframe(each[position], with_weights) for each in moments))
            for position in range(len(moments[0]))
        )

    def departure(self, epoch: float) -> Departure | None:
        """Return all that is kept of how training went on from an epoch's end, or None.

        Where only the weights were kept, the optimiser's averages start afresh.
        """
        exact = next((each for each in self._departures.items if each.epoch == epoch), None)
        if exact is not None:
            return exact
        snapshots = next((each for each in self._weights.items if each[0].epoch == epoch), None)
        first = next(iter(self._departures.items), None)
        if snapshots is None or first is None or epoch != round(epoch):
            return None
        per_epoch = self._steps_per_epoch()
        step = round(per_epoch * epoch)
        learners = tuple(
            None if start is None else LearnerState(snapshot.weights, None, None, step)
            for start, snapshot in zip(first.learners, snapshots, strict=True)
        )
        return Departure(round(epoch), step, None, learners)

    @property
    def exact_epochs(self) -> frozenset[float]:
        """The epochs that can be gone on from bit for bit."""
        return frozenset(float(each.epoch) for each in self._departures.items)

    def keeping(self) -> Keeping:
        """Return how much is kept."""
        kept = self._codes.bytes + self._weights.bytes + self._departures.bytes
        return Keeping(
            self._codes.taken,
            len(self._codes.items),
            len(self._weights.items),
            len(self._departures.items),
            kept,
            self._budget_bytes,
        )

    def _inherit(self, parent: RunArchive, until: float) -> None:
        for snapshots in parent._codes.items:
            if snapshots[0].epoch <= until:
                self._codes.append(snapshots)
        for snapshots in parent._weights.items:
            if snapshots[0].epoch <= until:
                self._weights.append(snapshots)
        for departure in parent._departures.items:
            if departure.epoch <= until:
                self._departures.append(departure)

    def _sharing_weights(self, departure: Departure) -> Departure:
        """Return a departure whose weights are those of the snapshot at the same moment: kept once."""
        snapshots = self._weights.items[-1] if self._weights.items else ()
        if not snapshots or snapshots[0].epoch != departure.epoch:
            return departure
        learners = tuple(
            None if learner is None else replace(learner, weights=snapshot.weights)
            for learner, snapshot in zip(departure.learners, snapshots, strict=True)
        )
        return replace(departure, learners=learners)

    def _steps_per_epoch(self) -> float:
        last = self._departures.items[-1]
        return last.step / last.epoch if last.epoch else 0.0


def _keyframe(snapshot: Snapshot, with_weights: set[float]) -> Keyframe:
    if snapshot.epoch in with_weights:
        return Keyframe(snapshot.epoch, snapshot.mu, snapshot.model, snapshot.weights)
    return Keyframe(snapshot.epoch, snapshot.mu)


def _codes_bytes(snapshots: tuple[Snapshot, ...]) -> int:
    return sum(
        snapshot.mu.nbytes + (0 if snapshot.logvar is None else snapshot.logvar.nbytes)
        for snapshot in snapshots
    )


def _weights_bytes(snapshots: tuple[Snapshot, ...]) -> int:
    return sum(
        weight.numel() * weight.element_size()
        for snapshot in snapshots
        for weight in snapshot.weights.values()
    )


def _departure_bytes(departure: Departure) -> int:
    return departure.bytes
