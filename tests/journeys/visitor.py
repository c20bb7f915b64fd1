"""A person at the window: points, presses, types and chooses, and waits for what the window answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from vae_explorer.app import Explorer
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.notice import Notice, NoticeLevel
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.notice_card import NoticeCard
from vae_explorer.ui.pixel_view import PixelView

LONG_MS = 30_000
Condition = Callable[[ExplorerState], bool]


class Visitor:
    """Uses one window by its events alone.

    Pointer events enter through the window's handle, so that Qt itself finds the widget under the pointer and
    tells others that it left.

    Parameters
    ----------
    explorer : Explorer
        The running program.
    qtbot : QtBot
    """

    def __init__(self, explorer: Explorer, qtbot: QtBot) -> None:
        self.explorer = explorer
        self.window = explorer.window
        self.qtbot = qtbot

    @property
    def is_there(self) -> bool:
        """Whether the window is still this person's."""
        return hasattr(self, "explorer")

    def leave(self) -> None:
        """Let go of the program, so that nothing but itself could keep it alive."""
        del self.explorer, self.window

    # ---- what is seen --------------------------------------------------------------------------------------

    @property
    def state(self) -> ExplorerState:
        """What the window shows."""
        return self.explorer.controller.state

    def map(self, map_id: int) -> MapState:
        """Return what one map shows."""
        return self.state.maps[map_id]

    def find(self, kind: type[QObject], name: str) -> QObject:
        """Return the part of the window of this name."""
        found = self.window.findChild(kind, name)
        assert found is not None, f"the window has no {name}"
        return found

    def plane(self, map_id: int) -> LatentMap:
        """Return the widget that is one map."""
        plane = self.find(QWidget, f"latent_map_{map_id}")
        assert isinstance(plane, LatentMap)
        return plane

    def picture(self, map_id: int, name: str = "decoded_image") -> np.ndarray | None:
        """Return the pixels that the inspector shows for a map."""
        view = self.find(QWidget, f"{name}_{map_id}")
        assert isinstance(view, PixelView)
        return view.pixels

    def notices(self, level: NoticeLevel) -> list[Notice]:
        """Return the messages of one urgency."""
        return [notice for notice in self.state.notices if notice.level is level]

    def seen_notices(self) -> list[Notice]:
        """Return the messages that lie visibly in the window."""
        cards = self.window.findChildren(NoticeCard)
        return [card.notice for card in cards if card.isVisible()]

    def place_of_code(self, map_id: int, index: int) -> tuple[float, float]:
        """Return where the code of one image lies."""
        codes = self.map(map_id).codes
        assert codes is not None
        return float(codes.mu[index, 0]), float(codes.mu[index, 1])

    # ---- waiting -------------------------------------------------------------------------------------------

    def wait(self, condition: Condition, timeout_ms: int = LONG_MS) -> None:
        """Wait until a changed state fulfils a condition."""
        if condition(self.state):
            return
        with self.qtbot.waitSignal(
            self.explorer.controller.state_changed, timeout=timeout_ms, check_params_cb=condition
        ):
            pass

    def settle(self) -> None:
        """Wait until all that is on its way has been shown."""
        self.qtbot.waitUntil(lambda: self.explorer.is_settled, timeout=LONG_MS)

    def wait_for_status(self, status: TrainingStatus) -> None:
        """Wait until the run stands there."""
        self.wait(lambda state: state.training.status is status)

    def wait_for_language(self, word: str) -> None:
        """Wait until the button that trains says this."""
        self.qtbot.waitUntil(lambda: self.text("train_button") == word, timeout=LONG_MS)

    # ---- pointer -------------------------------------------------------------------------------------------

    def press(self, map_id: int, x: float, y: float) -> None:
        """Press the left button over a place of a map, and hold it."""
        QTest.mousePress(self._handle(), Qt.MouseButton.LeftButton, pos=self._in_window(map_id, x, y))

    def move(self, map_id: int, x: float, y: float) -> None:
        """Move the pointer to a place of a map."""
        QTest.mouseMove(self._handle(), self._in_window(map_id, x, y))

    def release(self, map_id: int, x: float, y: float) -> None:
        """Let the left button go."""
        QTest.mouseRelease(self._handle(), Qt.MouseButton.LeftButton, pos=self._in_window(map_id, x, y))

    def click(self, map_id: int, x: float, y: float) -> None:
        """Press and let go."""
        self.press(map_id, x, y)
        self.release(map_id, x, y)

    def move_away(self) -> None:
        """Move the pointer from the maps to the toolbar."""
        toolbar = self.find(QWidget, "toolbar")
        assert isinstance(toolbar, QWidget)
        QTest.mouseMove(self._handle(), toolbar.mapTo(self.window, QPoint(2, 2)))

    def drop(self, widget: QWidget, path: Path) -> bool:
        """Drag a file onto a widget and let it go there; return whether the widget welcomed it."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        where, no_key = widget.rect().center(), Qt.KeyboardModifier.NoModifier
        left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        entering = QDragEnterEvent(where, copy, data, left, no_key)
        QApplication.sendEvent(widget, entering)
        if not entering.isAccepted():
            return False
        QApplication.sendEvent(widget, QDropEvent(QPointF(where), copy, data, left, no_key))
        return True

    def _handle(self) -> QObject:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def _in_window(self, map_id: int, x: float, y: float) -> QPoint:
        plane = self.plane(map_id)

        def is_in_sight() -> bool:
            view = plane.current_view()
            return view.x_min < x < view.x_max and view.y_min < y < view.y_max

        # The view glides to where new codes lie.
        self.qtbot.waitUntil(is_in_sight, timeout=LONG_MS)
        return plane.mapTo(self.window, plane.place_of(x, y).toPoint())

    # ---- controls ------------------------------------------------------------------------------------------

    def push(self, name: str) -> None:
        """Click a button, which must be there and enabled."""
        button = self.find(QPushButton, name)
        assert isinstance(button, QPushButton)
        assert button.isVisible(), f"{name} is not to be seen"
        assert button.isEnabled(), f"{name} cannot be used"
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def is_enabled(self, name: str) -> bool:
        """Return whether a control can be used."""
        widget = self.find(QWidget, name)
        assert isinstance(widget, QWidget)
        return widget.isEnabled()

    def text(self, name: str) -> str:
        """Return what is written on a button."""
        button = self.find(QPushButton, name)
        assert isinstance(button, QPushButton)
        return button.text()

    def turn_to(self, page: str) -> None:
        """Turn to a page below the maps by its tab, or by the menu of the tabs that have no room."""
        tab = self.find(QPushButton, f"{page}_tab")
        assert isinstance(tab, QPushButton)
        if tab.isVisible():
            self.push(f"{page}_tab")
        else:
            self.choose("pages_button", tab.text())

    def choose(self, button: str, text: str) -> None:
        """Open a button's menu and click the entry that begins with a text."""
        self.push(button)
        self.choose_in_menu(f"{button}_menu", text)

    def choose_in_menu(self, name: str, text: str) -> None:
        """Click the entry of an open menu that begins with a text."""
        menu = self.find(QMenu, name)
        assert isinstance(menu, QMenu)
        assert menu.isVisible(), f"{name} is not open"
        action = next((action for action in menu.actions() if action.text().startswith(text)), None)
        assert isinstance(action, QAction), f"{name} offers no {text!r}"
        self.qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    def type_into(self, name: str, text: str) -> None:
        """Replace what stands in a field, and enter it."""
        field = self.find(QWidget, name)
        assert isinstance(field, QWidget)
        field.setFocus()
        self.qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def answer_file_dialog(self, path: Path) -> None:
        """Write a path into the dialog that is open, and push its button."""
        dialog = self.find(QFileDialog, "file_dialog")
        assert isinstance(dialog, QFileDialog)
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        box = dialog.findChild(QDialogButtonBox, "buttonBox")
        assert isinstance(name, QLineEdit)
        assert isinstance(box, QDialogButtonBox)
        # At once rather than key by key: what the system offers to complete depends on its files.
        name.setText(str(path))
        accepting = QDialogButtonBox.ButtonRole.AcceptRole
        accept = next(button for button in box.buttons() if box.buttonRole(button) is accepting)
        with self.qtbot.waitSignal(dialog.finished):
            self.qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
