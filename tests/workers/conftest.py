from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch
from PySide6.QtCore import QObject

from vae_explorer.workers.thread import WorkerThread


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Tiny matrices are quickest on one core, and other processes may need the rest."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def in_thread(qapp) -> Iterator[Callable[[QObject], WorkerThread]]:
    """Return what starts a worker in a real thread of its own, which ends with the test."""
    threads: list[WorkerThread] = []

    def start(worker: QObject) -> WorkerThread:
        thread = WorkerThread("test", worker)
        threads.append(thread)
        thread.start()
        return thread

    yield start
    assert all(thread.end(20_000) for thread in threads)
