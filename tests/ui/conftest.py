from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSettings, QTranslator
from PySide6.QtWidgets import QWidget

from tests.ui.sample import explorer_state
from vae_explorer.assets import resource_path
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.main_window import MainWindow
from vae_explorer.ui.theme import DARK


@pytest.fixture(autouse=True)
def own_style(qapp):
    qapp.setStyle("Fusion")


@pytest.fixture
def store(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_window(qtbot, store) -> Callable[..., MainWindow]:
    """Return what opens the real window on a state, with its maps and curves made."""

    def open_it(state: ExplorerState | None = None, size: tuple[int, int] | None = (1400, 862)) -> MainWindow:
        window = MainWindow(DARK, store)
        qtbot.addWidget(window)
        if size is not None:
            window.resize(*size)
        window.show_state(explorer_state() if state is None else state)
        with qtbot.waitSignal(window.built, timeout=20_000):
            window.show()
        return window

    return open_it


@pytest.fixture
def chinese(qapp):
    """Return what makes the program speak Chinese until the test ends."""
    translator = QTranslator()
    assert translator.load(str(resource_path("translations", "vae_explorer_zh_CN.qm")))
    yield lambda: qapp.installTranslator(translator)
    qapp.removeTranslator(translator)


@pytest.fixture
def window(open_window) -> MainWindow:
    return open_window()


@pytest.fixture
def find(window) -> Callable[[str], QWidget]:
    """Return what finds a control of the window by its name."""

    def find_it(name: str) -> QWidget:
        found = window.findChild(QWidget, name)
        assert found is not None, name
        return found

    return find_it
