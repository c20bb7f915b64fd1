from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QObject

from tests.workers.person import Opener, Person
from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.workers.controller import Controller
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir()
    return folder


@pytest.fixture
def open_controller(qtbot, folder) -> Iterator[Opener]:
    """Return what starts a controller on the digits, without bundled models."""
    controllers: list[Controller] = []

    def open_it(models: tuple[Path, ...] = (), dataset: str | None = None, **of_training: Any) -> Person:
        settings = TrainingSettings(**({"hidden": (8,), "batch_size": 512, "device": "cpu"} | of_training))
        state = ExplorerState(
            dataset=DatasetState(name="digits", title="Digits"),
            maps=(MapState(map_id=0, kind="ae"), MapState(map_id=1, kind="vae")),
            settings=settings,
        )
        controller = Controller(
            state,
            folder,
            folder / "cache",
            lambda dataset, kind: folder / f"{dataset}-{kind}.absent",
            (),
            lambda name: name == "digits",
        )
        controllers.append(controller)
        controller.start(dataset, tuple(map(str, models)))
        return Person(qtbot, controller)

    yield open_it
    for controller in controllers:
        assert controller.close()
        controller.deleteLater()
