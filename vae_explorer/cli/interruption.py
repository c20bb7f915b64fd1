"""Ctrl-C as a wish to stop, not as an accident."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def on_interruption(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` when the process is interrupted (Ctrl-C) or asked to end, while the block runs.

    After the first such signal the usual handlers are back, so that a second one ends the process at once.

    Parameters
    ----------
    stop : callable
        Called between two instructions of the main thread: it may set a flag, and no more.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python delivers signals to the main thread alone.
        return
    usual = {number: signal.getsignal(number) for number in _SIGNALS}

    def handle(_number: int, _frame: FrameType | None) -> None:
        restore()
        stop()

    def restore() -> None:
        for number, handler in usual.items():
            signal.signal(number, handler)

    for number in _SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        restore()


_SIGNALS = (signal.SIGINT, signal.SIGTERM) if os.name == "posix" else (signal.SIGINT,)
