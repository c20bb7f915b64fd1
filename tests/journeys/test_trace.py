"""Somebody starts and stops run after run: nothing may pile up behind the window."""

from __future__ import annotations

import gc
import threading
from collections import Counter
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from tests.conftest import subclasses
from tests.journeys.conftest import Opener, close
from tests.journeys.visitor import LONG_MS, Visitor
from vae_explorer.settings import UserSettings
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.training_state import TrainingStatus

RUNS = 10
TASKS = Path("/proc/self/task")
# What belongs to one run; the last of each may live on with the maps that show it.
OF_A_RUN = ("TrainLetter", "TrainingControl", "RunRecorder", "_Run", "AdamW", "Learner")


def start_and_stop(visitor: Visitor) -> None:
    """Train until the maps show the run, and stop it."""
    former = [shown.run_id for shown in visitor.state.maps]
    visitor.push("train_button")
    visitor.wait(
        lambda state: (
            state.training.status is TrainingStatus.RUNNING
            and all(
                shown.source is MapSource.TRAINING and shown.run_id not in former and shown.version > 0
                for shown in state.maps
            )
        )
    )
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.settle()


def living() -> Counter[str]:
    """Count threads, active timers, Qt objects and what belongs to a run."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for _ in range(3):
        gc.collect()
    found: Counter[str] = Counter()
    found["Python thread"] = sum(
        not isinstance(thread, threading._DummyThread) for thread in threading.enumerate()
    )
    found["thread of the system"] = len(list(TASKS.iterdir())) if TASKS.is_dir() else 0
    objects, timers, threads = (set(subclasses(kind)) for kind in (QObject, QTimer, QThread))
    for thing in gc.get_objects():
        kind = type(thing)
        if kind.__name__ in OF_A_RUN:
            found[kind.__name__] += 1
        if kind in objects and shiboken6.isValid(thing):
            found[f"Qt object: {kind.__name__}"] += 1
            found["active timer"] += kind in timers and thing.isActive()
            found["running QThread"] += kind in threads and thing.isRunning()
    return found


def wait_until_no_more_live_than(before: Counter[str], qtbot: QtBot, repeats: int = 1) -> None:
    """Wait for what ends a moment later, such as the saving of a run's last snapshot.

    What is left behind every time is there as often as it was repeated. Fewer Qt objects than that are what
    this run's figures, and not the last one's, gave reason to show.
    """

    def is_clean() -> None:
        more = living() - before
        piled = {kind: count for kind, count in more.items() if count >= repeats or not _is_shown(kind)}
        assert piled == {}

    qtbot.waitUntil(is_clean, timeout=LONG_MS // 3)


def _is_shown(kind: str) -> bool:
    return kind.startswith("Qt object: ") and not kind.endswith(("Thread", "Timer", "Worker"))


def test_that_ten_runs_leave_no_thread_timer_or_object_behind(
    endless_settings: UserSettings, open_window: Opener
) -> None:
    visitor = open_window("digits")
    for _ in range(2):
        start_and_stop(visitor)
    before = living()
    for _ in range(RUNS):
        start_and_stop(visitor)
    wait_until_no_more_live_than(before, visitor.qtbot, RUNS)
    assert len({shown.run_id for shown in visitor.state.maps}) == 1


def test_that_opening_and_closing_the_window_leaves_nothing_behind(open_window: Opener, qtbot: QtBot) -> None:
    close(open_window())
    before = living()
    for _ in range(3):
        close(open_window())
    wait_until_no_more_live_than(before, qtbot)


def test_that_closing_in_the_middle_of_a_run_ends_every_thread(
    endless_settings: UserSettings, open_window: Opener
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: state.training.epoch > 1)
    threads = visitor.explorer.findChildren(QThread)
    running = [thing for thing in gc.get_objects() if type(thing).__name__ == "WorkerThread"]
    assert sum(thread.isRunning() for thread in running) >= 4
    visitor.window.close()
    assert visitor.explorer.close()
    assert [thread.isFinished() for thread in running] == [True] * len(running)
    assert not threads
