"""Which threads run first."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer

from vae_explorer.workers.thread import WorkerThread, favour_this_thread

_GET_ATTRIBUTES = {"x86_64": 315, "aarch64": 275, "riscv64": 275}
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")


@pytest.fixture
def switch_interval() -> Iterator[float]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)  # Python's own
    yield 0.005
    sys.setswitchinterval(before)


def slice_ns() -> int:
    """Return what slice of time Linux gives the calling thread."""
    buffer = ctypes.create_string_buffer(_ATTRIBUTES.size)
    number = _GET_ATTRIBUTES[platform.machine()]
    assert ctypes.CDLL(None).syscall(number, 0, buffer, _ATTRIBUTES.size, 0) == 0
    return int(_ATTRIBUTES.unpack(buffer.raw)[5])


def test_that_a_favoured_thread_waits_less_for_the_interpreter(switch_interval: float) -> None:
    favour_this_thread()
    assert sys.getswitchinterval() < switch_interval


@pytest.mark.skipif(platform.machine() not in _GET_ATTRIBUTES, reason="the system call's number is not known")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has slices")
@pytest.mark.usefixtures("switch_interval")
def test_that_only_the_favoured_thread_has_short_slices_and_keeps_its_priority() -> None:
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    seen: list[tuple[int, int]] = []
    priorities: list[int] = []

    def favoured() -> None:
        usual = slice_ns()
        favour_this_thread()
        inner = threading.Thread(target=lambda: seen.append((usual, slice_ns())))
        seen.append((usual, slice_ns()))
        priorities.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        inner.start()
        inner.join()

    thread = threading.Thread(target=favoured)
    thread.start()
    thread.join()
    assert priorities == [nice]
    (usual, own), (_, inner) = seen
    assert inner == usual
    if own == usual:
        pytest.skip("this Linux gives every thread the same slices")
    assert own < usual


def test_that_a_thread_that_ends_stops_the_timers_of_its_worker(qtbot) -> None:
    worker = QObject()
    timer = QTimer(worker)
    timer.setInterval(1_000_000)
    thread = WorkerThread("test", worker)
    # In the worker's thread, as every call of a timer must be.
    thread.started.connect(timer.start, Qt.ConnectionType.QueuedConnection)
    thread.start()
    qtbot.waitUntil(timer.isActive)
    assert thread.end(20_000)
    assert not timer.isActive()
