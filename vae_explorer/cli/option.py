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
from vae_explorer.cli.language import LANGUAGES, language_of, said, speak
from vae_explorer.errors import UsageError

THEMES = ("dark", "light")
CHAPTERS = range(1, 12)
DEVICE_HELP = "auto, cpu, cuda, cuda:N or mps"

_SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")
_SIDES = range(400, 10_001)
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
    theme : str or None
        ``dark`` or ``light``; None for the user's setting.
    size : tuple of int or None
        Width and height of the window; None for the usual one.
    tour : int or None
        The chapter of the guide to open; None for none.
    """

    dataset: str | None = None
    models: tuple[str, ...] = ()
    device: str = "auto"
    language: str | None = None
    screenshot: str | None = None
    theme: str | None = None
    size: tuple[int, int] | None = None
    tour: int | None = None


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
    speak(language_of(arguments))
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
        dataset=parsed.dataset,
        models=tuple(parsed.model),
        device=parsed.device,
        language=parsed.language,
        screenshot=parsed.screenshot,
        theme=parsed.theme,
        size=_size_of(parsed.size),
        tour=_chapter_of(parsed.tour),
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
            remedy="choose auto, cpu, cuda, cuda:N or mps",
            name=name,
        )
    return name


def _size_of(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = _SIZE.fullmatch(text)
    if found is None or any(int(side) not in _SIDES for side in found.groups()):
        raise UsageError(
            "{text!r} is no size of a window",
            where="--size",
            remedy="write width and height from {lowest} to {highest}, as in 1400x900",
            text=text,
            lowest=_SIDES[0],
            highest=_SIDES[-1],
        )
    return int(found[1]), int(found[2])


def _chapter_of(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) in CHAPTERS):
        raise UsageError(
            "the guide has no chapter {text!r}",
            where="--tour",
            remedy="choose from {lowest} to {highest}",
            text=text,
            lowest=CHAPTERS[0],
            highest=CHAPTERS[-1],
        )
    return int(text)


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
    parser.add_argument("--theme", choices=THEMES, help="colours of the window, whatever the system says")
    parser.add_argument("--size", metavar="WxH", help="size of the window, as in 1400x900")
    parser.add_argument(
        "--tour",
        metavar="N",
        help="open this chapter of the guide, 1 to 11",
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.description = said(parser.description)
    for action in parser._actions:
        action.help = said(action.help)
    return parser


def _commands_help() -> str:
    lines = [f"  {name:<10} {said(purpose)}" for name, purpose in COMMANDS.items()]
    heading = said("commands without a window:") or ""
    closing = said("vae-explorer COMMAND --help explains a command.") or ""
    return "\n".join([heading, *lines, "", closing])


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
