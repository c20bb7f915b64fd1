"""What another thread may tell a running training: pause, go on, stop."""

from __future__ import annotations

import threading

# How often a paused training looks whether it was cancelled.
_LOOK_S = 0.05


class TrainingControl:
    """Two flags that are read between batches."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()

    def pause(self) -> None:
        """Let training wait before its next batch."""
        self._running.clear()

    def resume(self) -> None:
        """Let training go on."""
        self._running.set()

    def cancel(self) -> None:
        """Let training end before its next batch, also when it is paused."""
        self._cancelled.set()
        self._running.set()

    @property
    def is_paused(self) -> bool:
        """Whether training waits."""
        return not self._running.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether training ends before its next batch."""
        return self._cancelled.is_set()

    def wait_while_paused(self) -> None:
        """Return at once, or when training may go on or was cancelled."""
        while not self._running.wait(_LOOK_S):
            if self._cancelled.is_set():
                return
