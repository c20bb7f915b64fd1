"""How often a run is saved: often enough to lose little, seldom enough to cost little."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

LONGEST_INTERVAL_S = 60.0
# Saving may take a fiftieth of the time, unless that would let more than a minute be lost.
_COST_FACTOR = 50


class SavePace:
    """Says when the next save is due; each save's own duration, the reader's part included, spaces the next.

    Parameters
    ----------
    interval_s : float
        The shortest time between two saves.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._wait_s = min(interval_s, LONGEST_INTERVAL_S)
        self._saved_s = time.monotonic()

    def is_due(self) -> bool:
        """Whether it is time to save."""
        return time.monotonic() - self._saved_s >= self._wait_s

    @contextlib.contextmanager
    def saving(self) -> Iterator[None]:
        """Measure a save, which is what happens inside the block."""
        began = time.monotonic()
        yield
        self._saved_s = time.monotonic()
        cost = (self._saved_s - began) * _COST_FACTOR
        self._wait_s = min(max(self._interval_s, cost), LONGEST_INTERVAL_S)
