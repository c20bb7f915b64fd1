from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.outcome import Command
from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.option import WindowOptions, parse_window_options


def test_that_without_arguments_nothing_special_is_asked_of_the_window() -> None:
    assert parse_window_options([]) == WindowOptions(None, (), "auto", None, None)


def test_that_every_option_of_the_window_is_understood(tmp_path: Path) -> None:
    first, second, picture = (tmp_path / name for name in ("a.safetensors", "b.safetensors", "w.png"))
    first.touch()
    second.touch()
    words = f"--dataset=digits --model {first} --model {second} --device cuda:1 --language zh_CN"
    options = parse_window_options([*words.split(), "--screenshot", str(picture)])
    assert options == WindowOptions("digits", (str(first), str(second)), "cuda:1", "zh_CN", str(picture))
    assert not picture.exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--device", "gpu"], "--device: 'gpu'"),
        (["--device", "cuda:"], "--device: 'cuda:'"),
        (["--language", "de"], "--language"),
        (["--model", "missing.safetensors"], "missing.safetensors: there is no such file"),
        (["--screenshot", "window.jpg"], "--screenshot window.jpg"),
        (["--screenshot", "nowhere/window.png"], "nowhere/window.png: the folder nowhere does not exist"),
        (["--dataset"], "--dataset"),
        (["--data", "digits"], "--data"),
        (["tarin"], "'tarin' is no command; the commands are train"),
        (["--dataset", "digits", "extra"], "'extra' is no command"),
    ],
)
def test_that_a_wrong_option_is_named_on_one_line(command: Command, arguments: list[str], named: str) -> None:
    result = command(*arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert result.err.count("\n") == 1


def test_that_help_shows_the_options_and_all_commands_in_one_place(process: Command) -> None:
    result = process("--help")
    assert (result.status, result.err) == (0, "")
    for word in ("--dataset", "--model", "--device", "--language", "--screenshot", *COMMANDS):
        assert word in result.out


def test_that_the_window_does_not_wait_for_what_only_commands_need(environment: dict[str, str]) -> None:
    code = """if True:
        import sys
        from vae_explorer.__main__ import main
        assert main(["--device", "gpu"]) == 2
        heavy = {"typer", "rich", "torch", "numpy", "PySide6", "msgspec"} & set(sys.modules)
        sys.exit(f"imported: {heavy}" if heavy else 0)
    """
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
