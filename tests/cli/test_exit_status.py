from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.outcome import Command
from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.exit_status import guarded
from vae_explorer.errors import DatasetError


def failing(error: BaseException) -> int:
    raise error


def test_that_bad_input_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    error = DatasetError("it is empty\nindeed", where="some/folder", remedy="choose another")
    assert guarded(lambda: failing(error)) == 2
    assert capsys.readouterr().err == "vae-explorer: some/folder: it is empty indeed; choose another\n"


def test_that_an_interruption_is_status_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: failing(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "vae-explorer: interrupted\n"


def test_that_an_error_of_the_program_says_how_to_see_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: failing(ZeroDivisionError("by\nnought"))) == 1
    text = capsys.readouterr().err
    assert "ZeroDivisionError: by nought" in text
    assert "VAE_EXPLORER_DEBUG=1" in text
    assert text.count("\n") == 1


@pytest.mark.parametrize("error", [ZeroDivisionError(), DatasetError("empty")])
def test_that_the_origin_of_an_error_is_shown_to_who_asks(
    error: Exception, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAE_EXPLORER_DEBUG", "1")
    guarded(lambda: failing(error))
    assert "in failing" in capsys.readouterr().err


def test_that_a_reader_who_has_gone_is_no_reason_to_complain(environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "vae_explorer", "datasets"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode in (0, 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_that_every_command_explains_itself(command: Command, name: str) -> None:
    result = command(name, "--help")
    assert (result.status, result.err) == (0, "")
    assert f"vae-explorer {name}" in result.out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["train", "--foo"], "--foo"),
        (["train", "--kind", "gan", "--dataset", "digits", "--out", "a.safetensors"], "'gan'"),
        (["train", "--kind", "vae", "--out", "a.safetensors"], "--dataset"),
        (
            ["train", "--kind", "vae", "--dataset", "digits", "--out", "a.safetensors", "--epochs", "x"],
            "--epochs",
        ),
        (["encode", "--dataset", "digits", "--out", "a.npz"], "MODEL"),
        (["encode", "a.safetensors", "--dataset", "digits", "--out", "a.npz", "--split", "x"], "--split"),
        (["decode", "a.safetensors", "--out", "a.png"], "--z"),
        (["atlas", "a.safetensors"], "--out"),
        (["atlas", "a.safetensors", "b.safetensors", "--out", "a.png"], "b.safetensors"),
        (["datasets", "fetch"], "NAME"),
        (["datasets", "look"], "look"),
    ],
)
def test_that_wrong_usage_is_one_line_that_names_what_is_wrong(
    command: Command, arguments: list[str], named: str
) -> None:
    result = command(*arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert f"see vae-explorer {arguments[0]} --help" in result.err
    assert result.err.count("\n") == 1
