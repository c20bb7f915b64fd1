"""A thread with an event loop for one worker, its loud, unforced end, and who runs first."""

from __future__ import annotations

import ctypes
import logging
import os
import struct
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QThread, QTimer

_log = logging.getLogger(__name__)

# macOS gives a secondary thread 512 KB, too little for BLAS.
_STACK_BYTES = 8 * 1024 * 1024

# How long a thread that computes may keep the interpreter from the window's; Python's own is 5 ms.
_SWITCH_S = 0.001
_SLICE_NS = 100_000
# The number of the system call sched_setattr, which no library offers.
_SET_ATTRIBUTES = {"x86_64": 314, "aarch64": 274, "riscv64": 274}
_RESET_ON_FORK = 1


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

    def run(self) -> None:
        """Run the event loop, and leave no timer behind: only this thread may stop those of its worker."""
        self.exec()
        for timer in self._worker.findChildren(QTimer):
            timer.stop()

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


def favour_this_thread() -> None:
    """Let the calling thread, the window's, have the interpreter and a core soon whenever it wakes.

    It wakes often and for a moment, beside threads that compute without end. Python is told to hand the
    interpreter over sooner, and Linux (from 6.12 on; earlier ones ignore it) that this thread makes do with
    short slices of time, and so may interrupt others. Threads that it starts are not favoured.
    """
    sys.setswitchinterval(_SWITCH_S)
    if sys.platform != "linux" or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return
    number = _SET_ATTRIBUTES.get(os.uname().machine)
    if number is None:
        return
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    # struct sched_attr: size, policy, flags, nice, priority, and then times: the slice and two others.
    layout = struct.Struct("=IIQiIQQQ")
    wished = layout.pack(layout.size, os.SCHED_OTHER, _RESET_ON_FORK, nice, 0, _SLICE_NS, 0, 0)
    attributes = ctypes.create_string_buffer(wished, layout.size)
    if ctypes.CDLL(None, use_errno=True).syscall(number, 0, attributes, 0) != 0:
        _log.info("the window's thread has no slices of its own: %s", os.strerror(ctypes.get_errno()))
