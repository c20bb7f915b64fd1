"""What another thread may tell a running training: pause, go on, one step only, another c, stop."""

from __future__ import annotations

import threading
from enum import Enum

from vae_explorer.training.right_of_way import RightOfWay

# How often a paused training looks whether it was cancelled.
_LOOK_S = 0.05


class Stride(Enum):
    """How far a training goes before it waits again."""

    BATCH = "batch"
    EPOCH = "epoch"


class TrainingControl:
    """A few wishes that are read between batches.

    Parameters
    ----------
    right_of_way : RightOfWay, optional
        That of the window in which the training is shown.

    Attributes
    ----------
    bell : threading.Event
        Rung when training is cancelled, and by :meth:`ring`.
    """

    def __init__(self, right_of_way: RightOfWay | None = None) -> None:
        self._right_of_way = right_of_way
        self.bell = threading.Event()
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._lock = threading.Lock()
        self._stride: Stride | None = None
        self._c: float | None = None

    def pause(self) -> None:
        """Let training wait before its next batch."""
        with self._lock:
            self._stride = None
            self._running.clear()

    def resume(self) -> None:
        """Let training go on."""
        with self._lock:
            self._stride = None
            self._running.set()

    def step(self, stride: Stride) -> None:
        """Let training go on for one batch, or to the end of an epoch, and wait again."""
        with self._lock:
            self._stride = stride
            self._running.set()

    def cancel(self) -> None:
        """Let training end before its next batch, also when it is paused."""
        self._cancelled.set()
        self._running.set()
        self.bell.set()
        if self._right_of_way is not None:
            # What the window has still to show is no reason to let it wait for the end.
            self._right_of_way.give()

    def ring(self, _cause: object = None) -> None:
        """Wake the thread that drives the training and waits for something to be done."""
        self.bell.set()

    def change_c(self, c: float) -> None:
        """Let the next batches be weighed with another c."""
        with self._lock:
            self._c = c

    def take_c(self) -> float | None:
        """Return the c that was asked for since the last call, or None."""
        if self._c is None:
            return None
        with self._lock:
            c, self._c = self._c, None
        return c

    def finish(self, reached: Stride) -> bool:
        """Wait from here on where only this one step was asked for; return whether it was."""
        with self._lock:
            is_due = self._stride is reached and not self._cancelled.is_set()
            if is_due:
                self._stride = None
                self._running.clear()
        return is_due

    @property
    def is_stepping(self) -> bool:
        """Whether the next batch is one that a person wants to see on its own."""
        return self._stride is Stride.BATCH

    @property
    def is_paused(self) -> bool:
        """Whether training waits."""
        return not self._running.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether training ends before its next batch."""
        return self._cancelled.is_set()

    def stand_back(self) -> None:
        """Return at once, or when the window has done what it had to do or training was cancelled."""
        if self._right_of_way is not None and not self.is_cancelled:
            self._right_of_way.wait()

    def wait_while_paused(self) -> None:
        """Return at once, or when training may go on or was cancelled."""
        while not self._running.wait(_LOOK_S):
            if self._cancelled.is_set():
                return
