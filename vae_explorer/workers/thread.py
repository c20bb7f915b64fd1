"""A thread with an event loop for one worker, and its loud, unforced end."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QThread

_log = logging.getLogger(__name__)

# macOS gives a secondary thread 512 KB, too little for BLAS.
_STACK_BYTES = 8 * 1024 * 1024


class WorkerThread(QThread):
    """Runs the event loop in which a worker's slots are called.

    Parameters
    ----------
    name : str
        Shown by debuggers and in messages.
    worker : QObject
        Moved to this thread; its slots run here from then on.
    """

    def __init__(self, name: str, worker: QObject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setStackSize(_STACK_BYTES)
        self._worker = worker
        worker.moveToThread(self)

    def end(self, timeout_ms: int) -> bool:
        """Ask the event loop to end and wait for it; return whether it did, and say so aloud if not.

        The thread is never terminated: that would leave locks held and memory torn.
        """
        self.quit()
        if self.wait(timeout_ms):
            return True
        _log.error("the thread %s did not end within %d ms", self.objectName(), timeout_ms)
        return False


def lower_priority(nice: int = 5) -> None:
    """Let the calling thread, and the ones it starts, give way to the window.

    Only Linux keeps a priority per thread; elsewhere this does nothing.
    """
    if hasattr(os, "setpriority") and Path("/proc/self/task").is_dir():
        thread = threading.get_native_id()
        # From where it stands: the program itself may have been started with a low priority.
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + nice)
