"""In which language the command line speaks: the one asked for, else the system's."""

from __future__ import annotations

import gettext
import itertools
import locale
import os
from collections.abc import Sequence

from vae_explorer.assets import resource_path
from vae_explorer.cli.command import COMMANDS
from vae_explorer.errors import ExplorerError

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
    """Let the parsers, which know GNU gettext, and :func:`said` speak a language from now on."""
    gettext.bindtextdomain(_DOMAIN, str(resource_path("locale")))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = language


def said(text: str | None) -> str | None:
    """Return a text in the language that is spoken."""
    return gettext.gettext(text) if text else text


def error_line(error: ExplorerError, language: str) -> str:
    """Return an error on one line, translated where the window's table has it."""
    if language != _CHINESE:
        return error.one_line()
    table = _window_table()
    what = table.get(error.what, error.what)
    remedy = table.get(error.remedy, error.remedy)
    said_error = ExplorerError(what, where=error.where, remedy=remedy, **error.values)
    return said_error.one_line()


def _window_table() -> dict[str, str]:
    """Return the window's translations of messages; read only when something went wrong."""
    import xml.etree.ElementTree as ET

    root = ET.parse(resource_path("translations", f"vae_explorer_{_CHINESE}.ts")).getroot()
    notices = next(context for context in root.iter("context") if context.findtext("name") == "Notice")
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for message in notices.iter("message")
        if message.findtext("translation", "")
    }
