"""Draws what lies under the points: the density of the codes, or the plane tiled with what it decodes to."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.workers.letter import ModelLetter, UnderlayLetter
from vae_explorer.workers.mailbox import Mailbox
from vae_explorer.workers.thread import lower_priority
from vae_explorer.workers.underlay_slot import Steps, UnderlaySlot

# After a refresh for newer weights the thread rests for so many times what it cost: training goes first.
_REST = 200.0


@dataclass(eq=False)
class _Job:
    """A picture that is being drawn."""

    steps: Steps
    cost_s: float = 0.0


class UnderlayWorker(QObject):
    """Owns a replica of every map's decoder and the tiles it decoded with these weights.

    Letters arrive through ``mailbox``. The maps are drawn in turns, a few milliseconds each; a newer wish for
    a map makes it give up the older one, keeping the tiles that are done. A wish that only follows newer
    weights waits until the thread has rested, and until what is being drawn for that map is done: while a
    model learns, each picture is finished before the next.
    """

    underlay_drawn = Signal(object)  # UnderlayDrawn
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[object, ModelLetter | UnderlayLetter] = Mailbox(self._woken.emit)
        self._woken.connect(self._read_mail)
        self._slots: dict[int, UnderlaySlot] = {}
        self._jobs: dict[int, _Job] = {}
        self._postponed: dict[int, UnderlayLetter] = {}
        self._rested_at: dict[int, float] = {}
        # A child goes along when the worker moves to its thread.
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._read_mail)

    @Slot()
    def start(self) -> None:
        """Load torch in this thread's name, keep to one core, and give way to the window."""
        import torch
        from threadpoolctl import threadpool_limits

        torch.set_num_threads(1)
        # A busy computer lets a product of small matrices wait for the library's other threads.
        threadpool_limits(limits=1, user_api="blas")
        # Not before the libraries are loaded: others wait for that too.
        lower_priority()

    @Slot()
    def _read_mail(self) -> None:
        letters = self.mailbox.take().values()
        for letter in letters:
            if isinstance(letter, ModelLetter):
                self._put_model(letter)
        for letter in letters:
            if isinstance(letter, UnderlayLetter):
                self._take_wish(letter)
        self._begin_postponed()
        self._work()

    def _put_model(self, letter: ModelLetter) -> None:
        former = self._slots.get(letter.map_id)
        self._slots[letter.map_id] = UnderlaySlot(letter, former)
        if former is None or former.letter.run_id != letter.run_id:
            self._jobs.pop(letter.map_id, None)
            self._postponed.pop(letter.map_id, None)
            self._rested_at.pop(letter.map_id, None)

    def _take_wish(self, letter: UnderlayLetter) -> None:
        map_id = letter.view.map_id
        if map_id not in self._slots or letter.kind is UnderlayKind.NONE:
            return
        self._postponed.pop(map_id, None)
        if letter.is_refresh:
            self._postponed[map_id] = letter
        else:
            self._begin(letter)

    def _begin(self, letter: UnderlayLetter) -> None:
        map_id = letter.view.map_id
        self._jobs[map_id] = _Job(self._slots[map_id].draw(letter))

    def _begin_postponed(self) -> None:
        now = time.monotonic()
        for map_id, letter in tuple(self._postponed.items()):
            if map_id not in self._jobs and now >= self._rested_at.get(map_id, 0.0):
                del self._postponed[map_id]
                self._begin(letter)

    def _work(self) -> None:
        """Draw until there is nothing left to do, or newer mail to read."""
        thread = QThread.currentThread()
        while self._jobs and self.mailbox.is_empty() and not thread.isInterruptionRequested():
            map_id = next(iter(self._jobs))
            self._advance(map_id, self._jobs.pop(map_id))
        if self._postponed and not self._jobs:
            due = min(self._rested_at.get(map_id, 0.0) for map_id in self._postponed)
            self._alarm.start(max(1, round(1000 * (due - time.monotonic()))))

    def _advance(self, map_id: int, job: _Job) -> None:
        """Do one step of a picture, and put it behind those of the other maps."""
        began_s = time.thread_time()
        try:
            drawn = next(job.steps)
        except StopIteration:
            job.cost_s += time.thread_time() - began_s
            self._rested_at[map_id] = time.monotonic() + _REST * job.cost_s
            return
        job.cost_s += time.thread_time() - began_s
        self._jobs[map_id] = job
        if drawn is not None:
            self.underlay_drawn.emit(drawn)
