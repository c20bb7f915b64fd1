"""Saving beside a run, so that neither learning nor a stop waits for a disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait


class SaveThread:
    """Carries out saves in a thread of its own, one after another.

    Of the saves that are handed over while one is under way only the newest is carried out: it holds all
    that the ones before it did. So no more than two are ever held in memory.
    """

    def __init__(self) -> None:
        # It begins with the first save, and on Linux has the priority of whoever hands that over.
        self._pool = ThreadPoolExecutor(1, "save")
        self._lock = threading.Lock()
        self._next: Callable[[], None] | None = None
        self._last: Future[None] | None = None
        self._failure: Exception | None = None

    def hand_over(self, save: Callable[[], None]) -> None:
        """Let a save be carried out, and return at once.

        Parameters
        ----------
        save : callable
            Reads nothing that its giver may still change.
        """
        with self._lock:
            self._next = save
        self._last = self._pool.submit(self._carry_out)

    def wait(self) -> None:
        """Return when all that was handed over is carried out."""
        if self._last is not None:
            wait([self._last])

    def raise_failure(self) -> None:
        """Raise, once, what the newest save that failed had raised."""
        with self._lock:
            failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Carry out what was handed over, and end the thread."""
        self._pool.shutdown()

    def _carry_out(self) -> None:
        with self._lock:
            save, self._next = self._next, None
        if save is None:
            return  # A newer one came, and was carried out in its place.
        try:
            save()
        except Exception as error:  # noqa: BLE001 (it is raised again where somebody can be told)
            with self._lock:
                self._failure = error
