"""What reaches the window from outside its event loop: signals of the system, errors nobody caught."""

from __future__ import annotations

import logging
import signal
import socket
import sys
import traceback
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_log = logging.getLogger(__name__)


class TerminationNotifier(QObject):
    """Says that the process was asked to end (Ctrl-C, SIGTERM), so that it closes as if by hand.

    Python handles a signal only when it runs, and in Qt's loop it may not for long; the byte that the system
    writes into a socket wakes the loop.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._former_descriptor = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._former = {number: signal.signal(number, self._ignore) for number in _signals()}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def end(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._former_descriptor)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _ignore(self, number: int, frame: FrameType | None) -> None:
        """Let the signal do nothing here: the byte in the socket tells the loop."""

    @Slot()
    def _read(self) -> None:
        self._reader.recv(64)
        self.asked.emit()


class UnexpectedErrorNotifier(QObject):
    """Says in the window's thread that a slot, in whatever thread, raised what nobody expected.

    The traceback goes to the log as well; the window stays alive.
    """

    happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._former = sys.excepthook
        sys.excepthook = self._note

    def end(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._former

    def _note(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._former(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        _log.error("unexpected error\n%s", text)
        self.happened.emit(text)


def _signals() -> tuple[signal.Signals, ...]:
    return (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else (signal.SIGINT,)
