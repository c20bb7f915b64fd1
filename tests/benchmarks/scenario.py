"""What is done in the window, and which figures come of it. Times are in seconds unless named otherwise."""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint, Preview
from vae_explorer.state.map_state import MapSource
from vae_explorer.training.timeline import Keyframe, Timeline

if TYPE_CHECKING:
    from tests.benchmarks.session import Figures, Stage
    from vae_explorer.state.explorer_state import ExplorerState

PRESSES = 240
HEARTBEAT_MS = 10
HEARTBEAT_S = 60.0
STOPS = 12
WARM_UP_RUNS = 20
RUNS = 200
WINDOW_EPOCHS = 2
REPLAYED_CODES = 60_000
LONG_EPOCHS = 500


def start(stage: Stage) -> Figures:
    """Note when the window and when both maps' first decodes were painted, on the clock of ``time.time``."""
    shown_at = stage.watch.shown_at
    stage.wait(lambda: shown_at(stage.window) is not None, "the window's first picture")
    window_painted_at = shown_at(stage.window)
    views = [stage.widget(f"decoded_image_{shown.map_id}") for shown in stage.state.maps]
    # Their places are painted with the window, empty; what counts is the first picture of a decode.
    stage.wait(
        lambda: all(view.pixels is not None and shown_at(view, view.pixels) for view in views), "both decodes"
    )
    return {
        "window_painted_at": window_painted_at,
        "decoded_at": max(shown_at(view, view.pixels) or 0.0 for view in views),
    }


def press_idle(stage: Stage) -> Figures:
    """Press at random places while nothing else is going on."""
    stage.wait_until_ready()
    return press(stage)


def press_training(stage: Stage) -> Figures:
    """Press at random places while both models learn."""
    stage.wait_until_ready()
    stage.start_training(LONG_EPOCHS)
    figures = press(stage)
    stage.stop_training()
    return figures


def press(stage: Stage) -> Figures:
    """Return how long it took from each press to its decoded picture on the screen."""
    places = random.Random(0)
    durations, decodes = [], []
    for number in range(PRESSES):
        map_id = number % 2
        stage.rest(places.uniform(0.01, 0.15))
        durations.append(press_once(stage, map_id, places))
        decoded = stage.state.maps[map_id].pin_decoded
        decodes.append(decoded.decode_ms if decoded is not None else 0.0)
    return {"durations": durations, "decodes_ms": decodes}


def press_once(stage: Stage, map_id: int, places: random.Random) -> float:
    from PySide6.QtTest import QTest

    plane = stage.widget(f"latent_map_{map_id}")
    view = stage.widget(f"decoded_image_{map_id}")
    shown = plane.current_view()
    x, y = places.uniform(shown.x_min, shown.x_max), places.uniform(shown.y_min, shown.y_max)
    place = plane.place_of(x, y).toPoint()
    former = stage.state.maps[map_id].pin
    pressed = time.time()
    QTest.mousePress(plane, Qt.MouseButton.LeftButton, pos=place)
    wanted = stage.state.maps[map_id].pin
    assert wanted != former, "the press did not arrive"

    def shown_at() -> float | None:
        found = stage.state.maps[map_id].pin_decoded
        is_answer = found is not None and found.z == wanted
        return stage.watch.shown_at(view, found.image) if is_answer else None

    stage.wait(lambda: shown_at() is not None, "the picture of a press", 5)
    duration = (shown_at() or 0.0) - pressed
    QTest.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=place)
    return duration


class Heart(QObject):
    """Beats in the window's thread and notes how far the beats lie apart."""

    def __init__(self) -> None:
        super().__init__()
        self.intervals: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(HEARTBEAT_MS)

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.intervals.append(now - self._last)
        self._last = now


def heartbeat(stage: Stage) -> Figures:
    """Let the window's thread beat while both models learn."""
    stage.wait_until_ready()
    stage.start_training(LONG_EPOCHS)
    heart = Heart()
    versions = stage.state.maps[0].version
    stage.rest(HEARTBEAT_S)
    figures = {
        "intervals": heart.intervals[1:],
        "snapshots_per_second": (stage.state.maps[0].version - versions) / HEARTBEAT_S,
    }
    heart.deleteLater()
    stage.stop_training()
    return figures


def replay(stage: Stage) -> Figures:
    """Let a past of 60 000 codes run in both maps while the window's thread beats."""
    from vae_explorer.state.studio_wish import PlayWish

    stage.wait_until_ready()
    models = stage.explorer.controller.models
    for shown in stage.state.maps:
        checkpoint, timeline = grown(models.checkpoint(shown.map_id), REPLAYED_CODES)
        models.put_model(
            shown.map_id, models.new_run_id(), 1, checkpoint, source=MapSource.FILE, timeline=timeline
        )
    stage.rest(5.0)
    moments: list[float] = []

    def note(state: ExplorerState) -> None:
        if state.replay.epoch is not None:
            moments.append(state.replay.epoch)

    stage.explorer.controller.state_changed.connect(note)
    heart = Heart()
    begun, begun_cpu = time.perf_counter(), time.thread_time()
    stage.window.play_requested.emit(PlayWish(is_playing=True))
    stage.wait(lambda: not stage.state.replay.is_playing, "the end of the replay")
    seconds, cpu_seconds = time.perf_counter() - begun, time.thread_time() - begun_cpu
    figures = {
        "intervals": heart.intervals[1:],
        "frames": len(set(moments)),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
    }
    heart.deleteLater()
    return figures


def grown(checkpoint: Checkpoint, count: int) -> tuple[Checkpoint, Timeline]:
    """Return a model whose preview set has this many codes, with a past of thirty epochs."""
    preview = checkpoint.preview
    chance = np.random.default_rng(0)
    repeats = -(-count // len(preview.mu))
    mu = np.tile(preview.mu, (repeats, 1))[:count]
    mu = mu + 0.05 * chance.normal(size=mu.shape).astype(np.float32)
    keyframes = tuple(
        Keyframe(float(epoch), mu * np.float32(0.2 + 0.8 * epoch / 30), checkpoint.model, checkpoint.weights)
        for epoch in range(31)
    )
    labels = np.tile(preview.labels, repeats)[:count]
    many = Preview(np.arange(count, dtype=np.int64), labels, keyframes[-1].mu)
    return replace(checkpoint, preview=many, epoch=30.0), Timeline(keyframes)


def train_in_window(stage: Stage) -> Figures:
    """Train both models for some epochs, from the press of Train to the end of the run."""
    stage.wait_until_ready()
    stage.widget("epochs_field").setValue(WINDOW_EPOCHS)
    pressed = time.perf_counter()
    stage.click("train_button")
    stage.wait(lambda: stage.state.training.epoch >= WINDOW_EPOCHS, "the end of training", 300)
    stage.wait(lambda: not stage.state.training.is_active, "the end of the run")
    return {"seconds": time.perf_counter() - pressed, "snapshots": stage.state.maps[0].version}


def stop(stage: Stage) -> Figures:
    """Start and stop at changing moments."""
    stage.wait_until_ready()
    durations = []
    for number in range(STOPS):
        stage.start_training(LONG_EPOCHS)
        stage.rest(0.2 + 0.17 * number)
        durations.append(stage.stop_training())
        stage.wait(stage.widget("train_button").isEnabled, "an offer to train")
        stage.rest(0.5)
    return {"durations": durations}


def close(stage: Stage) -> Figures:
    """Return in the middle of training; the window is closed then."""
    stage.wait_until_ready()
    stage.start_training(LONG_EPOCHS)
    stage.rest(3.0)
    return {"closed_at": time.time()}


def cycle(stage: Stage) -> Figures:
    """Start and stop many times, and count what is alive before and after."""
    stage.wait_until_ready()
    for _ in range(WARM_UP_RUNS):
        start_and_stop(stage)
    before = census(stage)
    for _ in range(RUNS):
        start_and_stop(stage)
    return {"before": before, "after": census(stage)}


def start_and_stop(stage: Stage) -> None:
    stage.start_training(LONG_EPOCHS)
    stage.stop_training()
    stage.wait(stage.widget("train_button").isEnabled, "an offer to train")


def census(stage: Stage) -> Figures:
    """Count threads, timers and objects, and measure memory, once everything has come to rest."""
    stage.wait(lambda: stage.explorer.controller.figures.is_settled, "the figures of both models")
    stage.rest(2.0)
    gc.collect()
    stage.rest(0.5)
    roots: list[QObject] = [stage.window, stage.explorer, stage.explorer.controller]
    in_tree = [thing for root in roots for thing in root.findChildren(QObject)]
    wrapped = [thing for thing in gc.get_objects() if issubclass(type(thing), QObject)]
    return {
        "threads": thread_count(),
        "qthreads": sum(issubclass(type(thing), QThread) for thing in wrapped),
        "timers": sum(len(root.findChildren(QTimer)) for root in roots),
        "qobjects": len(in_tree),
        "kinds": Counter(thing.metaObject().className() for thing in in_tree),
        "resident_mb": resident_mb(),
    }


def thread_count() -> int:
    """Return how many threads the system sees; where it does not tell, how many Python knows."""
    tasks = Path("/proc/self/task")
    return sum(1 for _ in tasks.iterdir()) if tasks.exists() else threading.active_count()


def resident_mb() -> float:
    """Return the process's memory in MB; where the system does not tell it, the highest it ever had."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
