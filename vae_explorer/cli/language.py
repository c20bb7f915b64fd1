"""In which language the command line speaks: the one asked for, else the system's."""

from __future__ import annotations

import contextlib
import gettext
import itertools
import locale
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vae_explorer.assets import resource_path
from vae_explorer.cli.command import COMMANDS
from vae_explorer.errors import ExplorerError, told_values

if TYPE_CHECKING:
    from vae_explorer.data.note import DatasetNote

LANGUAGES = ("en", "zh_CN")
_CHINESE = "zh_CN"
_DOMAIN = "vae_explorer"
_OPTION = "--language"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(arguments: Sequence[str]) -> str:
    """Return the language asked for by ``--language``, else the system's where we have it, else English."""
    words = list(arguments)
    for word, following in itertools.pairwise([*words, ""]):
        asked = following if word == _OPTION else word.removeprefix(f"{_OPTION}=")
        if word.startswith(_OPTION) and asked in LANGUAGES:
            return asked
    named = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    if not named:
        named = locale.getlocale()[0] or ""
    return _CHINESE if named.lower().startswith(("zh", "chinese")) else "en"


def without_language(arguments: Sequence[str]) -> list[str]:
    """Return the arguments less a ``--language`` that stands before a command, which has no such option."""
    words = list(arguments)
    if words[:1] == [_OPTION] and words[2:3] and words[2] in COMMANDS:
        return words[2:]
    if words[:1] and words[0].startswith(f"{_OPTION}=") and words[1:2] and words[1] in COMMANDS:
        return words[1:]
    return words


def speak(language: str) -> None:
    """Let the parsers, which know GNU gettext, :func:`said` and :func:`told` speak a language from now on."""
    gettext.bindtextdomain(_DOMAIN, str(resource_path("locale")))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = language
    if hasattr(locale, "LC_MESSAGES"):
        # What the system itself says of a file that cannot be opened follows as well, where it can.
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_MESSAGES, "")


def said(text: str | None) -> str | None:
    """Return a text in the language that is spoken."""
    return gettext.gettext(text) if text else text


def told(text: str, **values: object) -> str:
    """Return a literal template in the language that is spoken, filled in."""
    return gettext.gettext(text).format(**values)


def error_line(error: ExplorerError, language: str | None = None) -> str:
    """Return an error on one line in a language, by default the one that is spoken.

    What only commands say stands in their table, all else in the window's.
    """
    if (language or os.environ.get("LANGUAGE")) != _CHINESE:
        return error.one_line()
    own = gettext.translation(_DOMAIN, str(resource_path("locale")), [_CHINESE])
    window = _window_table()

    def said_in_chinese(text: str) -> str:
        return window.get(text) or own.gettext(text)

    what, where, remedy = (
        said_in_chinese(text) if text else text for text in (error.what, error.where, error.remedy)
    )
    values = told_values(error.values, said_in_chinese)
    return ExplorerError(what or "", where=where, remedy=remedy or "", **values).one_line()


def note_text(note: DatasetNote) -> str:
    """Return what should be known of a data set in the language that is spoken."""
    if os.environ.get("LANGUAGE") != _CHINESE:
        return str(note)
    return _window_table().get(note.template, note.template).format(**note.values)


def _window_table() -> dict[str, str]:
    """Return the window's translations of messages; read only where one is said."""
    import xml.etree.ElementTree as ET

    root = ET.parse(resource_path("translations", f"vae_explorer_{_CHINESE}.ts")).getroot()
    notices = next(context for context in root.iter("context") if context.findtext("name") == "Notice")
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in notices.iter("message")
        if message.findtext("translation", "")
    }
