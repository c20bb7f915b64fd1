"""How often a run is saved: often enough to lose little, seldom enough to cost little."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

LONGEST_INTERVAL_S = 60.0
# Saving may take a fiftieth of the time, unless that would let more than a minute be lost.
_COST_FACTOR = 50
# What it takes is not known before the first save. In the beginning little can be lost, and a run that is
# over soon is saved at its end.
_FIRST_INTERVALS = 5


class SavePace:
    """Says when the next save is due; what the last one took spaces them.

    A save has two parts: the run is held up while all that it needs is copied, and somebody else may write
    the copy down meanwhile.

    Parameters
    ----------
    interval_s : float
        The shortest time between two saves; the first comes after some times that.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._copying_s = 0.0
        self._writing_s = 0.0
        self._saved_s = time.monotonic()
        self._has_saved = False

    def is_due(self) -> bool:
        """Whether it is time to save."""
        cost_s = self._copying_s + self._writing_s
        shortest_s = self._interval_s * (1 if self._has_saved else _FIRST_INTERVALS)
        wait_s = min(max(shortest_s, cost_s * _COST_FACTOR), LONGEST_INTERVAL_S)
        return time.monotonic() - self._saved_s >= wait_s

    @contextlib.contextmanager
    def copying(self) -> Iterator[None]:
        """Measure what holds up the run, which is what happens inside the block."""
        began = time.monotonic()
        yield
        self._saved_s = time.monotonic()
        self._copying_s = self._saved_s - began
        self._has_saved = True

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Measure what happens inside the block, in any thread, beside the run."""
        began = time.monotonic()
        yield
        self._writing_s = time.monotonic() - began
