from __future__ import annotations

import pytest

from vae_explorer.cli.language import language_of


@pytest.fixture(autouse=True)
def english_system(monkeypatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", "en"),
        ("--dataset digits", "en"),
        ("--language zh_CN", "zh_CN"),
        ("--dataset digits --language=zh_CN", "zh_CN"),
        ("--language", "en"),
    ],
)
def test_that_the_language_asked_for_is_spoken_and_no_arguments_ask_for_none(words, expected):
    assert language_of(words.split()) == expected


def test_that_the_system_is_followed_where_none_is_asked_for(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language_of([]) == "zh_CN"
    assert language_of(["--language", "en"]) == "en"
