"""The words of the guide and of the glossary, in the language of the window."""

from __future__ import annotations

import msgspec

from vae_explorer.assets import resource_path
from vae_explorer.decodable import decodable


@decodable
class ChapterText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one chapter.

    Attributes
    ----------
    title, story : str
        What it is about.
    task, done : str
        What to try, and what is said when it was done.
    question, choices, reveal : str, tuple of str, str
        What to predict, and the answer.
    """

    title: str
    story: str
    task: str = msgspec.field(name="try")
    done: str
    question: str
    choices: tuple[str, str, str]
    reveal: str


@decodable
class NamedText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that has a name, and what it is."""

    name: str
    text: str


@decodable
class LineText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one line of a derivation."""

    text: str


@decodable
class TourText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is said in one language."""

    chapter: tuple[ChapterText, ...]
    symbols: dict[str, NamedText]
    line: tuple[LineText, ...]
    term: tuple[NamedText, ...]


def read_text(language: str) -> TourText:
    """Return the words in a language, ``en`` or ``zh_CN``."""
    content = resource_path("tour", f"{language}.toml").read_bytes()
    return msgspec.toml.decode(content, type=TourText)
