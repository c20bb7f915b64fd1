"""The snapshots of a run: when they are taken, and which of them are to be kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vae_explorer.training.event import SnapshotTaken
from vae_explorer.training.snapshot import SnapshotTaker

_MAX_FRAMES = 60
# A cancelled run takes a last snapshot only where it learned for longer since: to stop must feel instant.
_FRESH_S = 1.0
# Of the time between two glances at the codes, what encoding them may take.
_GLANCE_SHARE = 0.04


@dataclass(frozen=True)
class Moment:
    """How far a run is.

    Attributes
    ----------
    epoch : float
        Epochs trained, with a fraction within one.
    step : int
        Batches since its start.
    trained_s : float
        Seconds spent on training steps.
    """

    epoch: float
    step: int
    trained_s: float


class Album:
    """Takes the snapshots of a run, and remembers how fresh the newest is.

    Parameters
    ----------
    camera : SnapshotTaker
        Takes them.
    epochs : int
        Of the run.
    interval_s : float or None
        How often to glance at the codes between the evenly spaced frames.
    """

    def __init__(self, camera: SnapshotTaker, epochs: int, interval_s: float | None) -> None:
        self._camera = camera
        self._frame_epochs = frame_epochs(epochs)
        self._interval_s = interval_s
        self._kept, self._is_glance = Moment(0.0, 0, 0.0), False
        self._taken_s = 0.0

    @property
    def is_newest_a_glance(self) -> bool:
        """Whether some codes of the newest snapshot are older than its weights."""
        return self._is_glance

    def is_frame(self, epoch: int) -> bool:
        """Whether the end of an epoch is one of the moments that a replay shows."""
        return epoch in self._frame_epochs

    def is_glance_due(self) -> bool:
        """Whether somebody who watches wants to see the codes by now."""
        return self._interval_s is not None and time.monotonic() - self._taken_s >= self._interval_s

    def is_behind(self, moment: Moment) -> bool:
        """Whether the run has gone on since the newest whole snapshot."""
        return moment.epoch > self._kept.epoch

    def is_far_behind(self, moment: Moment) -> bool:
        """Whether so much was learned since the newest whole snapshot that a last one is worth its time."""
        trained_s = moment.trained_s - self._kept.trained_s
        return self.is_behind(moment) and (self._is_glance or trained_s > _FRESH_S)

    def take(
        self, moment: Moment, *, is_frame: bool, is_cancelled: Callable[[], bool] | None
    ) -> SnapshotTaken:
        """Return a whole snapshot; may raise what :meth:`SnapshotTaker.take` raises."""
        event = self._camera.take(
            epoch=moment.epoch, step=moment.step, is_frame=is_frame, is_cancelled=is_cancelled
        )
        self._note(event, moment)
        return event

    def glance(
        self,
        moment: Moment,
        *,
        is_cancelled: Callable[[], bool] | None,
        then: Callable[[SnapshotTaken], None],
    ) -> None:
        """Hand over a snapshot that takes little time, as :meth:`SnapshotTaker.glance` does."""
        begun_s = time.monotonic()

        def note(event: SnapshotTaken) -> None:
            self._note(event, moment)
            # Models may come to it a little later; that is no reason for the next one to be late too.
            self._taken_s = begun_s
            then(event)

        self._camera.glance(
            epoch=moment.epoch,
            step=moment.step,
            budget_s=_GLANCE_SHARE * (self._interval_s or 1.0),
            is_cancelled=is_cancelled,
            then=note,
        )

    def _note(self, event: SnapshotTaken, moment: Moment) -> None:
        self._taken_s = time.monotonic()
        self._is_glance = event.snapshots[0].is_glance
        if not self._is_glance:
            self._kept = moment


def frame_epochs(epochs: int) -> frozenset[int]:
    """Return up to 60 evenly spaced epochs; in a long run also some early ones, ever farther apart."""
    even = np.linspace(1, epochs, min(epochs, _MAX_FRAMES)).round().astype(int).tolist()
    early, gap = [1], even[1] - even[0] if len(even) > 1 else 0
    while gap > 4 and early[-1] < gap:
        # Most happens in the first epochs, and who replays a run that has just begun wants to see them.
        early.append(max(early[-1] + 1, round(early[-1] * 1.5)))
    return frozenset(even + early[:-1])
