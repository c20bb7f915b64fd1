"""How long the window stands still when a chapter, the language or the colours change."""

from __future__ import annotations

import statistics
import time

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Opener, open_window  # noqa: F401
from vae_explorer.state.tour_wish import ChapterWish

CHAPTER_MS = 150
SWITCH_MS = 300


def passed_ms(action: object, *arguments: object) -> float:
    started = time.perf_counter()
    action(*arguments)
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - started)


@pytest.mark.parametrize("what", ["chapter", "language", "theme"])
def test_that_a_change_is_shown_at_once(open_window: Opener, what: str) -> None:  # noqa: F811
    visitor = open_window()
    window = visitor.window
    window.chapter_requested.emit(ChapterWish(1))
    visitor.settle()
    times = []
    if what == "chapter":
        for chapter in (2, 3, 4, 5, 6, 7):
            times.append(passed_ms(window.chapter_requested.emit, ChapterWish(chapter)))
            visitor.settle()
    elif what == "language":
        times = [passed_ms(window.language_requested.emit, name) for name in ("zh_CN", "en", "zh_CN", "en")]
    else:
        times = [passed_ms(window._appearance.choose, name) for name in ("light", "dark", "light", "dark")]
    limit = CHAPTER_MS if what == "chapter" else SWITCH_MS
    print(f"{what}: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")
    assert statistics.median(times) <= limit
