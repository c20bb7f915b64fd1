"""Notices in the window's language: templates are translated first and filled in afterwards."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.errors import told_values
from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel

CONTEXT = "Notice"


def translated(template: str, values: tuple[tuple[str, object], ...]) -> str:
    """Return a template in the window's language with its values in place."""
    text = QCoreApplication.translate(CONTEXT, template)
    told = told_values(dict(values), _translated_words)
    try:
        return text.format(**told)
    except (KeyError, IndexError, ValueError):
        # A message with a gap says more than none.
        return text


def _translated_words(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)


def notice_paragraphs(notice: Notice) -> tuple[str, ...]:
    """Return what is wrong, where, and what to do next, each as a paragraph; what is unknown is left out."""
    what = translated(notice.what, notice.values)
    remedy = translated(notice.remedy, notice.values) if notice.remedy else ""
    where = QCoreApplication.translate(CONTEXT, notice.where) if notice.where else ""
    return tuple(part for part in (_sentence(what), where, _sentence(remedy)) if part)


def level_title(level: NoticeLevel) -> str:
    """Return the urgency in a word."""
    translate = QCoreApplication.translate
    titles = {
        NoticeLevel.INFORMATION: translate("NoticeText", "Information"),
        NoticeLevel.SUCCESS: translate("NoticeText", "Done"),
        NoticeLevel.WARNING: translate("NoticeText", "Warning"),
        NoticeLevel.ERROR: translate("NoticeText", "Error"),
    }
    return titles[level]


def action_title(notice: Notice) -> str:
    """Return what the notice's button says; empty where it has none."""
    translate = QCoreApplication.translate
    titles = {
        NoticeAction.NONE: "",
        NoticeAction.RESUME_RUN: translate("NoticeText", "Go on with it"),
        NoticeAction.FETCH_DATASET: translate("NoticeText", "Fetch the images"),
        NoticeAction.SHOW_FILE: translate("NoticeText", "Show the file"),
    }
    return titles[notice.action]


def _sentence(text: str) -> str:
    """Return a message as a sentence: errors are written as clauses, to be joined on a command line."""
    if not text:
        return text
    first = text[0].upper() + text[1:]
    stop = QCoreApplication.translate("NoticeText", ".", "the stop at a sentence's end")
    return first if first[-1] in ".!?…。！？" else first + stop
