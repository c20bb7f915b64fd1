"""``python -m vae_explorer`` and the command ``vae-explorer``: open the window, or run a command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict

from vae_explorer.cli.command import COMMANDS
from vae_explorer.cli.exit_status import guarded
from vae_explorer.cli.language import language_of, speak, without_language
from vae_explorer.cli.option import parse_window_options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process when None.

    Returns
    -------
    int
        0 done, 2 bad input or usage, 130 interrupted, 1 for an error of the program itself.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = language_of(arguments)
    return guarded(lambda: _run(without_language(arguments), language), language)


def limit_spinning(*, beside_window: bool) -> None:
    """Let torch's OpenMP threads, which spin while they wait for one another, give up sooner.

    Where anything else wants the cores, as a window does, spinning makes training several times slower. Where
    nothing does, to sleep and be woken at every operation costs a quarter of the speed, and half a
    millisecond of spinning, a thirtieth of what is usual, next to nothing. Called before torch is loaded.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "1000" if beside_window else "10000")


def _run(arguments: list[str], language: str) -> int:
    # Only one of the two is ever paid for: the window does not wait for the commands, nor they for Qt.
    if arguments and arguments[0] in COMMANDS:
        limit_spinning(beside_window=False)
        from vae_explorer.cli.program import run_command

        speak(language)
        return run_command(arguments)
    limit_spinning(beside_window=True)
    options = parse_window_options(arguments)
    # Torch and Qt bring a million objects that stay: to look through them again and again while they are
    # loaded takes a tenth of the start. The window turns the collector on once it stands.
    gc.disable()
    try:
        from vae_explorer.app import run_window

        return run_window(**asdict(options))
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
