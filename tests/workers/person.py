"""Somebody who asks a controller for things and waits for what it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.state.wish import TrainWish
from vae_explorer.workers.controller import Controller

LONG_MS = 30_000
Opener = Callable[..., "Person"]


class Person:
    """Asks a controller for things and waits for its state."""

    def __init__(self, qtbot: Any, controller: Controller) -> None:
        self._qtbot = qtbot
        self.controller = controller

    @property
    def state(self) -> ExplorerState:
        return self.controller.state

    def wait(self, condition: Callable[[ExplorerState], bool]) -> None:
        self._qtbot.waitUntil(lambda: condition(self.state), timeout=LONG_MS)

    def train(self) -> None:
        self.wait(lambda state: state.dataset.status is DatasetStatus.READY)
        self.controller.runs.train(TrainWish())
        self.wait(lambda state: state.training.status is TrainingStatus.RUNNING)

    def words(self) -> list[str]:
        return [notice.what for notice in self.state.notices]
