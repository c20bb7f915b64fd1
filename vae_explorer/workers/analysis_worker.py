"""Does the heavy analysis in a thread of its own, newest question first, each in steps."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from vae_explorer.errors import ExplorerError
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, DatasetLetter, ForgetLetter
from vae_explorer.workers.letter import ModelLetter
from vae_explorer.workers.mailbox import Mailbox
from vae_explorer.workers.thread import lower_priority

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset

Letter = ModelLetter | DatasetLetter | AnalysisLetter | ForgetLetter


@dataclass(eq=False)
class _Task:
    """A question that is being answered, and the model that it is answered for."""

    letter: AnalysisLetter
    context: AnalysisContext
    steps: Iterator[object] = field(init=False)
    due_s: float = 0.0

    def __post_init__(self) -> None:
        self.steps = self.letter.compute(self.context)

    def step(self) -> object:
        """Do one step, and say when the next may follow."""
        began_s = time.thread_time()
        try:
            return next(self.steps)
        finally:
            share = self.letter.share
            self.due_s = time.monotonic() + (time.thread_time() - began_s) * (1 / share - 1)

    def reply(self, result: object = None, error: ExplorerError | None = None) -> AnalysisReply:
        letter, context = self.letter, self.context
        return AnalysisReply(
            letter.key, context.map_id, context.run_id, context.version, letter.request, result, error
        )


class AnalysisWorker(QObject):
    """Owns a replica of every map's model.

    Letters arrive through ``mailbox``. The thread does one step of the newest question at a time and reads
    its mail between two, so a newer question never waits for the end of an older one, which goes on
    afterwards. One that may take but a share of the core rests in between.
    """

    answered = Signal(object)  # AnalysisReply
    _woken = Signal()
    _step_due = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[Hashable, Letter] = Mailbox(self._woken.emit)
        self._contexts: dict[int, AnalysisContext] = {}
        self._dataset: ImageDataset | None = None
        self._tasks: dict[Hashable, _Task] = {}
        self._is_on_one_core = False
        self._is_step_due = False
        # A child goes along when the worker moves to its thread.
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._go_on)
        # Through the event loop, so that the thread can be ended between two steps.
        self._woken.connect(self._read_mail, Qt.ConnectionType.QueuedConnection)
        self._step_due.connect(self._step, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def start(self) -> None:
        """Let the window and the decoder go first, and be no more than training is: a stop awaits a step."""
        lower_priority(10)

    @Slot()
    def _read_mail(self) -> None:
        self._sort_mail()
        self._go_on()

    @Slot()
    def _step(self) -> None:
        self._is_step_due = False
        self._sort_mail()
        key = next((key for key in reversed(self._tasks) if self._tasks[key].due_s <= time.monotonic()), None)
        try:
            if key is not None:
                self._advance(key)
        finally:
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._alarm.stop()
        if not self._tasks or self._is_step_due:
            return
        wait_s = min(task.due_s for task in self._tasks.values()) - time.monotonic()
        if wait_s > 0:
            self._alarm.start(int(1000 * wait_s) + 1)
        else:
            self._is_step_due = True
            self._step_due.emit()

    def _sort_mail(self) -> None:
        letters = self.mailbox.take()
        for letter in letters.values():
            if isinstance(letter, ModelLetter):
                self._put_model(letter)
            elif isinstance(letter, DatasetLetter):
                self._put_dataset(letter.dataset)
        for letter in letters.values():
            if isinstance(letter, AnalysisLetter):
                self._begin(letter)
            elif isinstance(letter, ForgetLetter):
                self._drop(letter.key)

    def _put_model(self, letter: ModelLetter) -> None:
        former = self._contexts.get(letter.map_id)
        self._contexts[letter.map_id] = AnalysisContext(letter, self._dataset)
        if former is not None and former.run_id != letter.run_id:
            for key in [key for key, task in self._tasks.items() if task.context.map_id == letter.map_id]:
                self._drop(key)

    def _put_dataset(self, dataset: ImageDataset) -> None:
        self._dataset = dataset
        for map_id, context in self._contexts.items():
            self._contexts[map_id] = context.with_dataset(dataset)

    def _begin(self, letter: AnalysisLetter) -> None:
        self._drop(letter.key)
        context = self._contexts.get(letter.map_id)
        if context is not None and context.run_id == letter.run_id:
            self._tasks[letter.key] = _Task(letter, context)

    def _drop(self, key: Hashable) -> None:
        task = self._tasks.pop(key, None)
        close = getattr(task.steps, "close", None) if task is not None else None
        if close is not None:
            close()

    def _advance(self, key: Hashable) -> None:
        """Do one step of a question; it is over when its generator is, or has failed."""
        self._keep_to_one_core()
        task = self._tasks[key]
        is_over = True
        try:
            result = task.step()
            is_over = False
            if result is not None:
                self.answered.emit(task.reply(result))
        except StopIteration:
            pass
        except ExplorerError as error:
            self.answered.emit(task.reply(error=error))
        finally:
            if is_over:
                del self._tasks[key]

    def _keep_to_one_core(self) -> None:
        """Hold the libraries' own threads back, for good: not to be changed while others compute."""
        if self._is_on_one_core:
            return
        import scipy.linalg  # noqa: F401 - its library must be loaded to be held back
        import torch
        from threadpoolctl import threadpool_limits

        torch.set_num_threads(1)
        threadpool_limits(limits=1)
        self._is_on_one_core = True
