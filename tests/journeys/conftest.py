"""The whole program, opened for one test and ended after it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.visitor import Visitor
from vae_explorer.app import Explorer
from vae_explorer.settings import SettingsFile, UserSettings

Opener = Callable[..., Visitor]


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication) -> Iterator[Opener]:
    """Return a function that opens a window like the program does, and ends what it opened."""
    visitors: list[Visitor] = []

    def open_it(
        dataset: str | None = None, models: tuple[str, ...] = (), language: str | None = "en"
    ) -> Visitor:
        explorer = Explorer(qapp, language=language)
        visitor = Visitor(explorer, qtbot)
        visitors.append(visitor)
        explorer.open(dataset or explorer.remembered_dataset, models)
        visitor.settle()
        return visitor

    yield open_it
    for visitor in visitors:
        if visitor.is_there:
            close(visitor)
    QGuiApplication.styleHints().unsetColorScheme()


@pytest.fixture
def visitor(open_window: Opener) -> Visitor:
    """Return somebody before the window of a first start."""
    return open_window()


@pytest.fixture
def small_settings() -> UserSettings:
    """Leave settings behind with which a run on the digits takes a moment."""
    settings = UserSettings(
        training={"hidden": [16], "epochs": 4, "batch_size": 128, "learning_rate": 0.005, "device": "cpu"}
    )
    SettingsFile().save(settings)
    return settings


@pytest.fixture
def endless_settings() -> UserSettings:
    """Leave settings behind with which a run on the digits lasts longer than any test."""
    settings = UserSettings(training={"hidden": [16], "epochs": 50_000, "batch_size": 512, "device": "cpu"})
    SettingsFile().save(settings)
    return settings


@pytest.fixture
def attempts_to_connect(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what anything tried to reach over the network; nothing gets through."""
    attempts: list[object] = []

    def refuse(_socket: socket.socket, address: object) -> None:
        attempts.append(address)
        raise OSError("the network is unplugged")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return attempts


def close(visitor: Visitor) -> None:
    """End the program as its user would, and let go of the window."""
    explorer = visitor.explorer
    if explorer.window.isVisible():
        explorer.window.close()
    assert explorer.close(), "a thread did not end"
    # Its translators leave the application with it, and so does the window.
    for part in (explorer.window, explorer.controller, explorer):
        part.deleteLater()
    visitor.leave()
