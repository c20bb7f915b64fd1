"""The Chinese window says all that the English one says, and is as new as the source."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from string import Formatter

import PySide6
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSpinBox, QWidget

from tests.ui.sample import RUNNING, explorer_state
from tests.ui.template_source import PACKAGE, templates
from vae_explorer.assets import resource_path
from vae_explorer.errors import SYSTEM_WORDS, Reason, system_reason
from vae_explorer.state.notice import Notice, NoticeLevel
from vae_explorer.ui.notice_template import FIELDS, REASONS, TEMPLATES
from vae_explorer.ui.notice_text import notice_paragraphs, translated

TABLE = resource_path("translations", "vae_explorer_zh_CN.ts")
COMPILED = TABLE.with_suffix(".qm")
Message = tuple[str, str, str]
# Names and signs that are the same in both languages.
SAME_IN_BOTH = {"auto", "bfloat", "recon", "nought", "mnist", "safetensors"}


def tool(name: str, *arguments: str) -> None:
    """Run one of Qt's translation tools, which come with PySide6."""
    ending = ".exe" if sys.platform == "win32" else ""
    path = Path(PySide6.__file__).parent / f"{name}{ending}"
    done = subprocess.run([str(path), *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def messages(table: Path) -> dict[Message, ET.Element]:
    """Return every message of a table by its context, text and comment."""
    found = {}
    for context in ET.parse(table).getroot().iter("context"):
        for message in context.iter("message"):
            key = (
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
            )
            found[key] = message
    return found


@pytest.fixture(scope="module")
def known() -> dict[Message, ET.Element]:
    return messages(TABLE)


def test_that_the_table_has_exactly_the_texts_of_the_source(known, tmp_path):
    fresh = tmp_path / "fresh.ts"
    files = [str(path) for path in sorted((PACKAGE / "ui").rglob("*.py"))]
    tool("lupdate", *files, "-source-language", "en", "-target-language", "zh_CN", "-ts", str(fresh))
    assert set(messages(fresh)) == set(known)


def test_that_every_text_is_translated(known):
    unfinished = [
        key
        for key, message in known.items()
        if (translation := message.find("translation")) is None
        or translation.get("type") is not None
        or not translation.text
    ]
    assert unfinished == []


def test_that_every_translation_has_the_same_places_to_fill_in(known):
    def places(text: str) -> list[tuple[str, str]]:
        return sorted((name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None)

    wrong = [
        key for key, message in known.items() if places(key[1]) != places(message.findtext("translation", ""))
    ]
    assert wrong == []


def test_that_the_compiled_table_is_as_new_as_the_table(tmp_path):
    fresh = tmp_path / "fresh.qm"
    tool("lrelease", str(TABLE), "-qm", str(fresh))
    assert fresh.read_bytes() == COMPILED.read_bytes()


def test_that_every_message_raised_in_the_package_can_be_translated():
    found = templates()
    assert len(found) > 100
    listed = set(TEMPLATES)
    missing = {text: module for text, module in found.items() if text not in listed}
    assert missing == {}, "add these to vae_explorer/ui/notice_template.py and translate them"
    assert listed - set(found) == set(), "nobody raises these any more"


def test_that_an_error_is_translated_before_it_is_filled_in(chinese):
    chinese()
    notice = Notice(
        1,
        NoticeLevel.ERROR,
        "its header promises {expected} bytes and the file holds {found}",
        "fetch the file again",
        "learning rate",
        (("expected", 20), ("found", 10)),
    )
    what, where, remedy = notice_paragraphs(notice)
    assert what == "文件头声明 20 字节，文件实有 10 字节。"
    assert where == "学习率"
    assert remedy == "请重新下载该文件。"
    assert "learning rate" in FIELDS


def test_that_what_the_system_says_is_translated_too(chinese):
    words = set(SYSTEM_WORDS.values())
    assert words <= set(REASONS)
    chinese()
    refused = system_reason(PermissionError(errno.EACCES, "Keine Berechtigung"))
    silent = tuple(Reason("the server fell silent", host) for host in ("a.org", "b.org"))
    values = (("reason", refused), ("reasons", silent), ("file", "a.gz"))
    assert translated("the file cannot be written: {reason}", values).endswith("没有权限")
    assert "a.org: 服务器不再发送数据; b.org" in translated("{file} could not be fetched ({reasons})", values)
    assert str(system_reason(OSError(9999, "rare"))) == "rare"


def shown_texts(window: QWidget) -> set[str]:
    """Return all that can be read in the window, tool tips and names for screen readers included."""
    texts: set[str] = set()
    # pyqtgraph brings widgets that are never shown.
    plots = [window.findChild(QWidget, name) for name in ("curve_plot", "rate_plot")]
    foreign = {widget for plot in plots for widget in plot.findChildren(QWidget)}
    for widget in [window, *(set(window.findChildren(QWidget)) - foreign)]:
        texts |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            texts.add(widget.text())
        if isinstance(widget, QSpinBox):
            texts |= {widget.prefix(), widget.suffix()}
    return {text for text in texts if text}


def english_words(texts: set[str]) -> set[str]:
    found = {word for text in texts for word in re.findall(r"(?<![\w/.])[a-z]{4,}", text)}
    return found - SAME_IN_BOTH


def test_that_the_open_window_changes_its_language_wholly_and_back(qtbot, open_window, chinese, qapp):
    window = open_window(explorer_state("ae", "map", "vae", training=RUNNING), size=(1900, 900))
    qtbot.mouseClick(window.findChild(QAbstractButton, "settings_button"), Qt.MouseButton.LeftButton)
    english = shown_texts(window)
    assert len(english_words(english)) > 50
    chinese()
    qtbot.waitUntil(lambda: window.findChild(QAbstractButton, "train_button").text() == "训练")
    assert english_words(shown_texts(window)) == set()
    wishes: list[str] = []
    window.language_requested.connect(wishes.append)
    qtbot.mouseClick(window.findChild(QAbstractButton, "language_button"), Qt.MouseButton.LeftButton)
    assert wishes == ["en"]
