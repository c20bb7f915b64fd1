"""The command line speaks the system's language, or the one it is asked to."""

from __future__ import annotations

import re

import pytest
import typer

from tests.cli.catalogue_file import compiled, entries
from vae_explorer.assets import resource_path
from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.language import error_line, language_of, without_language
from vae_explorer.cli.option import _parser
from vae_explorer.cli.program import build_program
from vae_explorer.errors import CheckpointError

TABLE = resource_path("locale", "zh_CN", "LC_MESSAGES", "vae_explorer.po")
PARSERS_OWN = {"", "(dynamic)"}


def helps(command: object) -> list[str]:
    found = [command.help, *(getattr(parameter, "help", None) for parameter in command.params)]
    for inner in getattr(command, "commands", {}).values():
        found += helps(inner)
    return [text for text in found if text]


def test_that_every_help_text_is_translated() -> None:
    table = entries(TABLE.read_text(encoding="utf-8"))
    parser = _parser()
    texts = [parser.description, *(action.help for action in parser._actions), *COMMANDS.values()]
    texts += helps(typer.main.get_command(build_program()))
    assert [text for text in texts if text not in table] == []


def test_that_every_translation_is_chinese_and_keeps_its_places() -> None:
    table = entries(TABLE.read_text(encoding="utf-8"))
    assert len(table) > 60
    for text, said in table.items():
        assert re.search("[\u4e00-\u9fff]", said) or not text, text
        assert sorted(re.findall(r"%\(\w+\)\w|{\w+(?:!r)?}", text)) == sorted(
            re.findall(r"%\(\w+\)\w|{\w+(?:!r)?}", said)
        ), text


def test_that_the_compiled_table_is_as_new_as_the_table() -> None:
    assert TABLE.with_suffix(".mo").read_bytes() == compiled(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "system", "expected"),
    [
        (["--help"], "zh_CN.UTF-8", "zh_CN"),
        (["--help"], "de_DE.UTF-8", "en"),
        (["--language", "en", "--help"], "zh_CN.UTF-8", "en"),
        (["--language=zh_CN", "train"], "C", "zh_CN"),
        (["--language", "xx"], "zh_TW", "zh_CN"),
    ],
)
def test_that_the_language_is_the_asked_one_else_the_systems(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], system: str, expected: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", system)
    assert language_of(arguments) == expected


def test_that_a_command_never_sees_the_language() -> None:
    assert without_language(["--language", "zh_CN", "train", "--kind", "ae"]) == ["train", "--kind", "ae"]
    assert without_language(["--language=en", "atlas"]) == ["atlas"]
    assert without_language(["--language", "en", "--help"]) == ["--language", "en", "--help"]


def test_that_an_error_is_told_in_chinese_with_its_values() -> None:
    error = CheckpointError(
        "its header promises {expected} bytes and the file holds {found}",
        where="a.safetensors",
        remedy="fetch the file again",
        expected=20,
        found=10,
    )
    assert error_line(error, "en") == error.one_line()
    assert (
        error_line(error, "zh_CN") == "a.safetensors: 文件头声明 20 字节，文件实有 10 字节; 请重新下载该文件"
    )
