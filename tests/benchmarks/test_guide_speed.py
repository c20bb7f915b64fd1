"""How long the window stands still when a chapter, the language or the colours change."""

from __future__ import annotations

import statistics
import time

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Opener, open_window  # noqa: F401
from tests.journeys.visitor import Visitor
from vae_explorer.state.tour_wish import ChapterWish

CHAPTER_MS = 150
SWITCH_MS = 300


def passed_ms(action: object, *arguments: object) -> float:
    started = time.perf_counter()
    action(*arguments)
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - started)


def chapter_times(visitor: Visitor) -> list[float]:
    times = []
    for chapter in (2, 3, 4, 5, 6, 7):
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
    visitor.settle()
    found = benchmark.pedantic(times, args=(visitor,), rounds=1)
    benchmark.extra_info.update(median_ms=statistics.median(found), worst_ms=max(found))
    assert statistics.median(found) <= limit_ms, benchmark.extra_info
