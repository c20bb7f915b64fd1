"""Somebody changes the language and the look while the window lives."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from tests.journeys.conftest import Opener, close
from tests.journeys.visitor import Visitor
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.ui import interpreter
from vae_explorer.ui.notice_text import notice_paragraphs


def visible_words(visitor: Visitor) -> set[str]:
    """Return what is written on visible buttons and labels, but for the time of the newest decode."""
    parts: list[QWidget] = visitor.window.findChildren(QWidget)
    return {
        part.text()
        for part in parts
        if isinstance(part, (QAbstractButton, QLabel)) and part.isVisible() and part.text()
        if part.objectName() != "status_figure"
    }


def has_chinese(text: str) -> bool:
    """Whether a text has a character of the Chinese script."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def at_usual_size(visitor: Visitor) -> Visitor:
    """Give the window a size at which the toolbar is whole; else the help has both choices."""
    visitor.window.resize(1280, 800)
    visitor.qtbot.waitUntil(visitor.find(QPushButton, "language_button").isVisible)
    return visitor


def lightness(image: QImage) -> float:
    """Return the mean lightness of a picture, 0 … 255."""
    small = image.scaled(64, 40)
    values = [QColor(small.pixel(x, y)).lightness() for x in range(64) for y in range(40)]
    return sum(values) / len(values)


def test_that_the_language_changes_at_once_and_back_and_is_remembered(open_window: Opener) -> None:
    visitor = at_usual_size(open_window())
    english = visible_words(visitor)
    assert visitor.text("train_button") == "Train"
    visitor.push("language_button")
    visitor.wait_for_language("训练")
    chinese = visible_words(visitor)
    assert sum(map(has_chinese, chinese)) > 15
    untranslated = {word for word in english & chinese if len(word.split()) > 3 and "=" not in word}
    assert untranslated == set()
    visitor.push("language_button")
    visitor.wait_for_language("Train")
    # What has room beside the plot is decided once everything has its place again.
    visitor.qtbot.waitUntil(lambda: visible_words(visitor) == english)


class FontsWithoutChinese:
    """Stands in for what the system says of its fonts where none has Chinese characters."""

    WritingSystem = QFontDatabase.WritingSystem

    @staticmethod
    def writingSystems() -> list[QFontDatabase.WritingSystem]:
        return [QFontDatabase.WritingSystem.Latin]


def test_that_chinese_without_a_font_for_it_is_told_in_words_that_can_be_read(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreter, "QFontDatabase", FontsWithoutChinese)
    visitor = at_usual_size(open_window())
    assert visitor.notices(NoticeLevel.WARNING) == []
    visitor.push("language_button")
    visitor.wait_for_language("训练")
    (said,) = visitor.notices(NoticeLevel.WARNING)
    what, *_ = notice_paragraphs(said)
    assert "No Chinese font is installed" in what
    assert has_chinese(what)
    visitor.qtbot.waitUntil(lambda: said in visitor.seen_notices())


def test_that_the_chosen_language_is_spoken_at_the_next_start(open_window: Opener) -> None:
    visitor = at_usual_size(open_window())
    visitor.push("language_button")
    visitor.wait_for_language("训练")
    close(visitor)
    again = open_window(language=None)
    assert has_chinese(again.text("train_button"))


def test_that_the_theme_changes_between_light_and_dark_and_is_remembered(open_window: Opener) -> None:
    visitor = at_usual_size(open_window())
    first = lightness(visitor.window.grab().toImage())
    visitor.push("theme_button")
    second = lightness(visitor.window.grab().toImage())
    assert abs(second - first) > 100
    before = visitor.map(0).pin_decoded
    visitor.click(0, *visitor.place_of_code(0, 3))
    visitor.wait(lambda state: state.maps[0].pin_decoded is not before)
    close(visitor)
    again = at_usual_size(open_window())
    assert abs(lightness(again.window.grab().toImage()) - second) < 20
    again.push("theme_button")
    assert abs(lightness(again.window.grab().toImage()) - first) < 20
