"""How long the window stands still when a chapter, the language or the colours change."""

from __future__ import annotations

import gc
import statistics
import time

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Opener, open_window  # noqa: F401
from tests.journeys.visitor import Visitor
from vae_explorer.state.tour_wish import ChapterWish

CHAPTER_MS = 150
SWITCH_MS = 300
# It may also be over already.
WARM_UP_MS = 4000


def passed_ms(action: object, *arguments: object) -> float:
    started = time.perf_counter()
    action(*arguments)
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - started)


def chapter_times(visitor: Visitor) -> list[float]:
    times = []
    for chapter in range(2, 12):
        times.append(passed_ms(visitor.window.chapter_requested.emit, ChapterWish(chapter)))
        visitor.settle()
    return times


def language_times(visitor: Visitor) -> list[float]:
    window = visitor.window
    return [passed_ms(window.language_requested.emit, name) for name in ("zh_CN", "en", "zh_CN", "en")]


def theme_times(visitor: Visitor) -> list[float]:
    window = visitor.window
    return [passed_ms(window._appearance.choose, name) for name in ("light", "dark", "light", "dark")]


@pytest.mark.parametrize(
    ("times", "limit_ms"),
    [(chapter_times, CHAPTER_MS), (language_times, SWITCH_MS), (theme_times, SWITCH_MS)],
)
def test_that_a_change_is_shown_at_once(benchmark, open_window: Opener, times, limit_ms):  # noqa: F811
    visitor = open_window()
    visitor.window.chapter_requested.emit(ChapterWish(1))
    # Whoever reads the first chapter does so until the program has loaded the rest of itself.
    controller = visitor.explorer.controller
    with visitor.qtbot.waitSignal(controller.warmed_up, timeout=WARM_UP_MS, raising=False):
        pass
    visitor.settle()
    # As the program does once it is warm; what ran in this process before is not its own.
    gc.collect()
    gc.freeze()
    found = benchmark.pedantic(times, args=(visitor,), rounds=1)
    each_ms = [round(time_ms) for time_ms in found]
    benchmark.extra_info.update(median_ms=statistics.median(found), worst_ms=max(found), each_ms=each_ms)
    gc.unfreeze()
    assert max(found) <= limit_ms, benchmark.extra_info
