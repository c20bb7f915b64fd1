"""Several models doing the same thing side by side, each on a processor core of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar

import torch

from vae_explorer.training.control import TrainingControl

Item = TypeVar("Item")
Result = TypeVar("Result")

# How far the first may be ahead of the last: what a busy window takes from one core is made up for meanwhile.
_ROUNDS_AHEAD = 2


@dataclass(eq=False)
class _Round:
    """One thing that every model does, and what is to be done with what comes of it."""

    function: Callable[[Any], Any]
    items: Sequence[Any]
    futures: list[Future[Any]]
    then: Callable[[list[Any]], None] | None

    @property
    def is_done(self) -> bool:
        return all(future.done() for future in self.futures)


class Lockstep:
    """Does one thing to every model, on as many cores as there are.

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
    control : TrainingControl, optional
        Where it is cancelled, :meth:`begin` waits for nobody.
    """

    def __init__(self, models: int, device: torch.device, control: TrainingControl | None = None) -> None:
        self._control = control or TrainingControl()
        self._threads = min(models, torch.get_num_threads()) if device.type == "cpu" else 1
        self._cores_each = max(torch.get_num_threads() // max(self._threads, 1), 1)
        # A thread each, not a pool: what a model does comes after what it has been told before.
        self._lanes: list[ThreadPoolExecutor] = []
        self._own_threads = 0
        self._rounds: deque[_Round] = deque()
        self._withdrawn = 0

    def cores_for(self, items: int) -> int:
        """Return how many cores each of so many things that are done at once has."""
        return self._cores_each if self._is_shared(items) else torch.get_num_threads()

    def each(self, function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return what ``function`` makes of each item, in order, when all that was begun before is done.

        Whatever it raises for the first item that fails is raised here, after the others are done too.
        """
        self.settle()
        if not self._is_shared(len(items)):
            return [function(item) for item in items]
        return _results(self._submitted(function, items))

    def begin(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        then: Callable[[list[Result]], None] | None = None,
    ) -> None:
        """Let every item's thread do this next; return when none but the newest rounds are under way.

        Or when the control has been cancelled: who stops need not wait for a step to end.

        What is raised comes out here or where else one waits for it, when all have stopped.

        Parameters
        ----------
        function : callable
            What to do.
        items : sequence
            They stand for the same models, in the same order, whenever this is called.
        then : callable, optional
            Told what came of it, in order, by the thread that waits for it. Rounds without it are steps.
        """
        if not self._is_shared(len(items)):
            results = [function(item) for item in items]
            if then is not None:
                then(results)
            return
        self._rounds.append(_Round(function, items, self._submitted(function, items), then))
        while self._rounds and (len(self._rounds) > _ROUNDS_AHEAD or self._rounds[0].is_done):
            if not self._has_come(self._rounds[0]):
                return
            self._finish_oldest()

    @property
    def is_busy(self) -> bool:
        """Whether anything is still under way."""
        return any(not begun.is_done for begun in self._rounds)

    def settle(self) -> None:
        """Return when all that was begun is done."""
        while self._rounds:
            self._finish_oldest()

    def withdraw(self) -> int:
        """Take back the rounds that nobody has begun; count the steps, with those given up after an error."""
        self._take_back()
        withdrawn, self._withdrawn = self._withdrawn, 0
        return withdrawn

    def _take_back(self) -> None:
        while self._rounds:
            newest = self._rounds[-1]
            is_free = [future.cancel() for future in newest.futures]
            if not all(is_free):
                # Somebody is at it, so the others do it too.
                for position, item in enumerate(newest.items):
                    if is_free[position]:
                        newest.futures[position] = self._lane(position).submit(newest.function, item)
                break
            self._withdrawn += self._rounds.pop().then is None

    def close(self) -> None:
        """End the threads; what nobody has begun yet is not done any more."""
        self._rounds.clear()
        for lane in self._lanes:
            lane.shutdown(cancel_futures=True)
        if self._lanes:
            self._lanes.clear()
            torch.set_num_threads(self._own_threads)

    def _is_shared(self, items: int) -> bool:
        return self._threads > 1 and items > 1

    def _submitted(self, function: Callable[[Item], Result], items: Sequence[Item]) -> list[Future[Result]]:
        futures = [self._lane(position).submit(function, item) for position, item in enumerate(items)]
        for future in futures:
            future.add_done_callback(self._control.ring)
        return futures

    def _has_come(self, begun: _Round) -> bool:
        """Wait until a round is done or training was cancelled; return whether it is done."""
        bell = self._control.bell
        while not begun.is_done and not self._control.is_cancelled:
            bell.wait()
            # Before the next look: whoever rings does so after what there is to see.
            bell.clear()
        return begun.is_done

    def _lane(self, position: int) -> ThreadPoolExecutor:
        if not self._lanes:
            # What the calling thread still computes is too little to wake other threads for, whose waiting
            # for more would take the cores from the models.
            self._own_threads = torch.get_num_threads()
            torch.set_num_threads(1)
            # Made when first needed, and by the thread that trains: on Linux they inherit its low priority.
            self._lanes = [
                ThreadPoolExecutor(1, "lockstep", torch.set_num_threads, (self._cores_each,))
                for _ in range(self._threads)
            ]
        return self._lanes[position % self._threads]

    def _finish_oldest(self) -> None:
        oldest = self._rounds.popleft()
        try:
            results = _results(oldest.futures)
            if oldest.then is not None:
                oldest.then(results)
        except BaseException:
            self._take_back()
            for begun in self._rounds:
                wait(begun.futures)
            self._rounds.clear()
            raise


def _results(futures: list[Future[Any]]) -> list[Any]:
    wait(futures)
    results = []
    while futures:
        # An error keeps the frames that it has come through: none of them may keep the future, which keeps
        # the error.
        results.append(futures.pop(0).result())
    return results
