"""Runs the real program in a process of its own, acts in its window, and prints what was measured.

``python -m tests.benchmarks.session SCENARIO [DATASET]`` starts the program as its users do and prints one
line of JSON. The tests of this folder start it; by hand it serves to find out where time goes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

# As the program's own first import is, so that nothing is loaded in another order than its users have it.
from vae_explorer.__main__ import main  # isort: skip

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QRegularExpression, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from vae_explorer.app import Explorer
    from vae_explorer.state.explorer_state import ExplorerState

Figures = dict[str, Any]


class PaintWatch(QObject):
    """Notes when widgets showed what they show, at the end of the event that painted them."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self._painting: dict[str, object] = {}
        self._painted: dict[str, tuple[object, float]] = {}
        self._note_kind = QEvent.Type(QEvent.registerEventType())
        for widget in widgets:
            widget.installEventFilter(self)

    def shown_at(self, widget: QWidget, content: object = None) -> float | None:
        """Return when a widget was first painted with this picture; None if the last paint was not of it."""
        painted = self._painted.get(widget.objectName())
        return painted[1] if painted is not None and painted[0] is content else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            if not self._painting:
                # Before whatever else is waiting: it runs when the paint has reached the screen.
                QCoreApplication.postEvent(
                    self, QEvent(self._note_kind), Qt.EventPriority.HighEventPriority.value
                )
            self._painting[watched.objectName()] = getattr(watched, "pixels", None)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() != self._note_kind:
            return super().event(event)
        self._note()
        return True

    def _note(self) -> None:
        now = time.time()
        for name, content in self._painting.items():
            if name not in self._painted or self._painted[name][0] is not content:
                self._painted[name] = content, now
        self._painting = {}


class Stage:
    """The open window, and the means to act in it and to wait for what it does.

    Parameters
    ----------
    explorer : Explorer
        The running program, its window shown but not painted yet.
    """

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.window = explorer.window
        # Not by the state's maps: the controller that has it is made after the first picture.
        pictures = self.window.findChildren(QWidget, QRegularExpression(r"^decoded_image_\d+$"))
        assert pictures
        self.watch = PaintWatch([self.window, *pictures])

    @property
    def state(self) -> ExplorerState:
        return self.explorer.controller.state

    def widget(self, name: str) -> Any:
        found: QWidget | None = self.window.findChild(QWidget, name)
        assert found is not None, f"the window has no {name}"
        return found

    def wait(self, is_so: Callable[[], bool], what: str, timeout_s: float = 60.0) -> None:
        """Let the window live until something is so; sleeps between events as the program's own loop does."""
        deadline = time.perf_counter() + timeout_s
        alarm = QTimer()
        alarm.start(1000)
        while not is_so():
            assert time.perf_counter() < deadline, f"{what} did not happen within {timeout_s:.0f} s"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def rest(self, seconds: float) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        alarm = QTimer(timerType=Qt.TimerType.PreciseTimer)
        alarm.timeout.connect(loop.quit)
        alarm.start(round(1000 * seconds))
        loop.exec()

    def click(self, name: str) -> None:
        from PySide6.QtTest import QTest

        QTest.mouseClick(self.widget(name), Qt.MouseButton.LeftButton)

    def wait_until_ready(self) -> None:
        """Wait until both maps can be decoded, the data are there, and training could begin."""
        self.wait(lambda: self.explorer.is_settled, "the first picture")
        self.wait(self.widget("train_button").isEnabled, "an offer to train")
        self.rest(2.0)

    def start_training(self, epochs: int) -> None:
        """Press Train and wait until the maps show what is being learned."""
        self.widget("epochs_field").setValue(epochs)
        self.click("train_button")
        self.wait(lambda: self.state.training.epoch > 0, "the first progress")
        self.wait(lambda: all(shown.version > 1 for shown in self.state.maps), "the first codes")

    def stop_training(self) -> float:
        """Press Stop and return how many seconds it took until the run was over."""
        pressed = time.perf_counter()
        self.click("stop_button")
        self.wait(lambda: not self.state.training.is_active, "the end of the run")
        return time.perf_counter() - pressed


def play(scenario: Callable[[Stage], Figures], dataset: str | None) -> int:
    """Start the program, act in it once its event loop runs, close its window, and return its exit status."""
    from vae_explorer import app

    class Watched(app.Explorer):
        def open(self, *arguments: Any, **options: Any) -> None:
            super().open(*arguments, **options)
            self._stage = Stage(self)
            QTimer.singleShot(0, self._play)

        @Slot()
        def _play(self) -> None:
            try:
                print(json.dumps(scenario(self._stage)), flush=True)
            finally:
                self.window.close()

    app.Explorer = Watched  # type: ignore[misc]
    return main(["--dataset", dataset] if dataset else [])


if __name__ == "__main__":
    from tests.benchmarks import scenario as scenarios

    # The figures of the start must not pay for what only the others need.
    sys.exit(play(getattr(scenarios, sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
