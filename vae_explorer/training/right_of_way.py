"""How training stands back for the moments in which somebody waits for an answer."""

from __future__ import annotations

import threading
import time

# Longer than the window ever takes where all is well.
_LONGEST_S = 0.05


class RightOfWay:
    """Taken for the window when a person points at a place, and given back once the answer is painted.

    The window and training share one interpreter lock. While two models learn, every call that the window
    makes into Qt can cost it a wait for two other threads, and what takes two milliseconds takes ten or
    twenty. Training that waits between two batches meanwhile loses those two milliseconds only.

    It is taken for half of the time at most, and for a twentieth of a second at once: training goes on behind
    a window that is never done.
    """

    def __init__(self) -> None:
        self._is_free = threading.Event()
        self._is_free.set()
        self._lock = threading.Lock()
        self._taken_at = 0.0
        self._free_until = 0.0

    @property
    def is_taken(self) -> bool:
        """Whether training has to wait."""
        return not self._is_free.is_set()

    def take(self) -> None:
        """Let training wait before its next batch, unless it has just waited."""
        with self._lock:
            now = time.monotonic()
            if self._is_free.is_set() and now >= self._free_until:
                self._taken_at = now
                self._is_free.clear()

    def give(self) -> None:
        """Let training go on."""
        with self._lock:
            if not self._is_free.is_set():
                now = time.monotonic()
                self._free_until = now + (now - self._taken_at)
                self._is_free.set()

    def wait(self) -> None:
        """Return at once, or when the window has done what it had to do."""
        if not self._is_free.wait(_LONGEST_S):
            self.give()
