"""Several models doing the same thing at the same moment, each on a processor core of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

import torch

Item = TypeVar("Item")
Result = TypeVar("Result")


class Lockstep:
    """Does one thing to every model and returns when all are done.

    On the CPU the operations of a small network are too short to be shared among threads: most of the time
    goes into waiting for one another, the more so while a window needs a core too. Models that learn side by
    side share the cores better as wholes, one thread each; torch gives up the interpreter while it computes.
    A single model, or any other device, has the calling thread and all that torch makes of it.

    Parameters
    ----------
    models : int
        How many there are.
    device : torch.device
        Where they are.
    """

    def __init__(self, models: int, device: torch.device) -> None:
        self._threads = min(models, torch.get_num_threads()) if device.type == "cpu" else 1
        self._cores_each = max(torch.get_num_threads() // max(self._threads, 1), 1)
        self._pool: ThreadPoolExecutor | None = None

    def cores_for(self, items: int) -> int:
        """Return how many cores each of so many things that are done at once has."""
        return self._cores_each if self._threads > 1 and items > 1 else torch.get_num_threads()

    def each(self, function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return what ``function`` makes of each item, in order.

        Whatever it raises for the first item that fails is raised here, after the others are done too.
        """
        if self._threads < 2 or len(items) < 2:
            return [function(item) for item in items]
        if self._pool is None:
            # Made when first needed, and by the thread that trains: on Linux they inherit its low priority.
            self._pool = ThreadPoolExecutor(
                self._threads, "lockstep", torch.set_num_threads, (self._cores_each,)
            )
        futures = [self._pool.submit(function, item) for item in items]
        wait(futures)
        results: list[Result] = []
        while futures:
            # An error keeps the frames that it has come through: none of them may keep the future, which
            # keeps the error.
            results.append(futures.pop(0).result())
        return results

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
