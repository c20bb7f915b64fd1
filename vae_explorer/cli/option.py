"""The options of the window, parsed by the standard library alone: the window must not wait for them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from vae_explorer import __version__
from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import PROGRAM
from vae_explorer.errors import UsageError

LANGUAGES = ("en", "zh_CN")
DEVICE_HELP = "auto, cpu, cuda, cuda:N or mps"

_DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")


@dataclass(frozen=True)
class WindowOptions:
    """What was asked of the window on the command line.

    Attributes
    ----------
    dataset : str or None
        Name or path of the data set to open; None for the one last shown.
    models : tuple of str
        Model files for the maps, from left to right; none for the bundled ones.
    device : str
        Where to train: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
    language : str or None
        ``en`` or ``zh_CN``; None for the user's setting.
    screenshot : str or None
        Where to write a picture of the window before ending; None to stay open.
    """

    dataset: str | None = None
    models: tuple[str, ...] = ()
    device: str = "auto"
    language: str | None = None
    screenshot: str | None = None


def parse_window_options(arguments: Sequence[str]) -> WindowOptions:
    """Return what the arguments ask of the window.

    ``--help`` and ``--version`` print and end the process with status 0.

    Raises
    ------
    UsageError
        If an argument is unknown, lacks its value or has one that cannot be used.
    WriteError
        If the screenshot could not be written where it is wanted.
    """
    parsed, unknown = _parser().parse_known_args(arguments)
    if unknown:
        raise _unknown(unknown[0])
    check_device(parsed.device)
    for model in parsed.model:
        if not Path(model).is_file():
            raise UsageError(
                "there is no such file", where=model, remedy="name a model file (.safetensors) after --model"
            )
    if parsed.screenshot is not None:
        Destination(Path(parsed.screenshot), "--screenshot", (".png",)).check()
    return WindowOptions(
        parsed.dataset, tuple(parsed.model), parsed.device, parsed.language, parsed.screenshot
    )


def check_device(name: str) -> str:
    """Return the name of a device if it can be one; whether this computer has it is found out later.

    Raises
    ------
    UsageError
        If no computer has a device of that name.
    """
    if not _DEVICE.fullmatch(name):
        raise UsageError(
            "{name!r} is no device",
            where="--device",
            remedy="choose {devices}",
            name=name,
            devices=DEVICE_HELP,
        )
    return name


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError("{message}", remedy="see {program} --help", message=message, program=PROGRAM)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [options]\n       {PROGRAM} COMMAND [options]",
        description="See with your own hands what a latent space is. Without a command the window opens.",
        epilog=_commands_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--dataset",
        metavar="D",
        help="digits, mnist, fashion-mnist, kmnist, or a folder of IDX files or of images, or .npz or .npy",
    )
    parser.add_argument(
        "--model", metavar="FILE", action="append", default=[], help="a model file for a map; may be repeated"
    )
    parser.add_argument("--device", default="auto", help=f"where to train: {DEVICE_HELP}")
    parser.add_argument("--language", choices=LANGUAGES, help="language of the window")
    parser.add_argument(
        "--screenshot",
        metavar="FILE.png",
        help="write a picture of the window and end, also without a display",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    return parser


def _commands_help() -> str:
    lines = [f"  {name:<10} {purpose}" for name, purpose in COMMANDS.items()]
    return "\n".join(
        ["commands without a window:", *lines, "", f"{PROGRAM} COMMAND --help explains a command."]
    )


def _unknown(word: str) -> UsageError:
    if word.startswith("-"):
        return UsageError(
            "{word} is no option of the window", remedy="see {program} --help", word=word, program=PROGRAM
        )
    # Known commands are sent on their way before the window's options are looked at.
    return UsageError(
        "{word!r} is no command",
        remedy="the commands are {commands}; without one the window opens",
        word=word,
        commands=", ".join(COMMANDS),
    )
