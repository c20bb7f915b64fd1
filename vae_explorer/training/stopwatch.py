"""Adding up time that is spent on one thing, with breaks."""

from __future__ import annotations

import time


class Stopwatch:
    """Counts seconds between :meth:`start` and :meth:`stop`, over as many turns as there are.

    Parameters
    ----------
    finished_s : float
        Seconds counted before.
    """

    def __init__(self, finished_s: float = 0.0) -> None:
        self._finished_s = finished_s
        self._started_s: float | None = None
        self._stopped_s = 0.0

    @property
    def seconds(self) -> float:
        """Seconds counted so far, the turn under way included."""
        if self._started_s is None:
            return self._finished_s
        return self._finished_s + time.perf_counter() - self._started_s

    @property
    def is_running(self) -> bool:
        """Whether time is being counted now."""
        return self._started_s is not None

    def start(self) -> None:
        """Begin to count, or go on."""
        if self._started_s is None:
            self._started_s = time.perf_counter()

    def stop(self) -> None:
        """Take a break."""
        if self._started_s is not None:
            self._stopped_s = time.perf_counter()
            self._finished_s, self._started_s = self._finished_s + self._stopped_s - self._started_s, None

    def count_break(self) -> None:
        """Go on after all as if there had been no break."""
        if self._started_s is None:
            self._started_s = self._stopped_s
