"""The command line speaks the system's language, or the one it is asked to."""

from __future__ import annotations

import argparse
import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest
import typer

from tests.cli.catalogue_file import compiled, entries
from tests.cli.outcome import Command
from tests.ui.template_source import templates
from vae_explorer.analysis.figure_description import TITLES
from vae_explorer.assets import resource_path
from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.language import error_line, language_of, note_text, without_language
from vae_explorer.cli.latent_plane import plane_of
from vae_explorer.cli.option import _parser
from vae_explorer.cli.parser_message import PARSER_TEMPLATES
from vae_explorer.cli.program import build_program
from vae_explorer.data.note import DatasetNote
from vae_explorer.data.source import DATASET_NAMES
from vae_explorer.errors import CheckpointError
from vae_explorer.ui.notice_template import TEMPLATES

TABLE = resource_path("locale", "zh_CN", "LC_MESSAGES", "vae_explorer.po")
PARSERS_OWN = {"", "(dynamic)"}
SAME_IN_BOTH = {"z1"}
KINDS = ("pca", "ae", "map", "vae")


def helps(command: object) -> list[str]:
    found = [command.help, *(getattr(parameter, "help", None) for parameter in command.params)]
    for inner in getattr(command, "commands", {}).values():
        found += helps(inner)
    return [text for text in found if text]


def own_texts() -> set[str]:
    """Return all that the command line says of its own."""
    parser = _parser()
    texts = {str(parser.description), *(action.help for action in parser._actions if action.help)}
    texts |= {*COMMANDS.values(), *helps(typer.main.get_command(build_program()))}
    texts |= {*templates(is_window=False), *TITLES.values(), *PARSER_TEMPLATES}
    planes = [
        plane_of(kind, np.eye(4, dimension, dtype=np.float32))
        for kind in ("ae", "vae")
        for dimension in (1, 2, 3)
    ]
    return texts | {text for plane in planes for text in (plane.unit, plane.directions)}


def test_that_all_that_the_command_line_says_is_translated() -> None:
    table = entries(TABLE.read_text(encoding="utf-8"))
    texts = own_texts()
    assert len(texts) > 150
    window = {text for text in TEMPLATES if isinstance(text, str)}
    assert texts - set(table) - window - SAME_IN_BOTH == set()


def test_that_every_translation_is_used_by_the_program_or_its_parsers() -> None:
    table = entries(TABLE.read_text(encoding="utf-8"))
    parsers = Path(argparse.__file__).read_text(encoding="utf-8")
    folders = [Path(typer.__file__).parent]
    if importlib.util.find_spec("click") is not None:
        folders.append(Path(importlib.import_module("click").__file__ or "").parent)
    parsers += "".join(
        file.read_text(encoding="utf-8") for folder in folders for file in folder.rglob("*.py")
    )
    words = set(table) - own_texts() - PARSERS_OWN
    assert [text for text in words if repr(text)[1:-1] not in parsers and text not in parsers] == []


COMPLETE = ("train", "--kind", "ae", "--dataset", "digits", "--out", "a.safetensors")
BAD_LINES = {
    "no command": ("nonsense",),
    "no option of the window": ("--nonsense",),
    "an option without its value": ("--dataset",),
    "a chapter that is not there": ("--tour", "99"),
    "a chapter that is no number": ("--tour", "x"),
    "a size that is none": ("--size", "1x1"),
    "a device that is none": ("--device", "abacus"),
    "a model that is not there": ("--model", "gone.safetensors"),
    "a picture that cannot be": ("--screenshot", "a.gif"),
    "a command without its options": ("train",),
    "an option of no command": ("train", "--nonsense"),
    "a kind that is none": ("train", "--kind", "nonsense"),
    "an option of a command without its value": ("train", "--kind"),
    "epochs that are no number": ("train", "--epochs", "many"),
    "epochs that are too few": (*COMPLETE, "--epochs", "0"),
    "widths that are none": (*COMPLETE, "--hidden", "wide"),
    "an argument that is missing": ("decode",),
    "a file that is not there": ("decode", "gone.safetensors", "--z", "0,0", "--out", "a.png"),
    "a sub-command that is none": ("datasets", "nonsense"),
    "a data set that is none": ("datasets", "fetch", "nonsense"),
    "too many tiles": ("atlas", "gone.safetensors", "--out", "a.png", "--tiles", "1000"),
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_that_a_bad_command_line_is_answered_in_chinese(
    command: Command, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    # Set, so that it is put back: the parsers read their language from here.
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    outcome = command(*line)
    assert outcome.status == 2
    (said,) = outcome.err.splitlines()
    assert re.search("[\u4e00-\u9fff]", said)
    names = {"vae", "explorer", "help", "safetensors", "model", "png", *COMMANDS, *KINDS, *DATASET_NAMES}
    names |= {word for part in line for word in re.findall("[a-z]+", part)}
    names |= set(re.findall("--([a-z-]+)", said))
    words = set(re.findall("[a-z]{3,}", said)) - names - {"auto", "cpu", "cuda", "mps", "none", "npz", "npy"}
    assert words - {"fashion", "kmnist", "mnist", "digits"} == set(), said


@pytest.mark.parametrize("line", [("--help",), ("train", "--help"), ("datasets", "--help")])
def test_that_help_is_chinese(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: tuple[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    try:
        said = command(*line).out
    except SystemExit:
        said = capsys.readouterr().out
    sentences = re.findall("[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+", said)
    assert len(re.findall("[\u4e00-\u9fff]", said)) > 50
    assert sentences == []
    assert said.lstrip().startswith("用法：")


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


def test_that_what_was_done_to_a_data_set_is_told_in_the_language_that_is_spoken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = DatasetNote("{test} of {count} images were set aside for testing", test=5, count=50)
    assert note == "5 of 50 images were set aside for testing"
    for language, said in (("en", str(note)), ("zh_CN", "50 幅图像中的 5 幅已留作测试")):
        monkeypatch.setenv("LANGUAGE", language)
        assert note_text(note) == said
