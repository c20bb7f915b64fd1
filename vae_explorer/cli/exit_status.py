"""How a command ends: its exit status, and the one line that says why."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from vae_explorer.cli.language import error_line, told
from vae_explorer.errors import ExplorerError

DONE = 0
UNEXPECTED = 1
BAD_INPUT = 2
INTERRUPTED = 130

PROGRAM = "vae-explorer"
DEBUG_VARIABLE = "VAE_EXPLORER_DEBUG"
"""Where this is set, an error also shows where in the program it came from."""


def guarded(action: Callable[[], int], language: str = "en") -> int:
    """Return the exit status of ``action``; whatever goes wrong in it becomes one line on standard error.

    Parameters
    ----------
    action : callable
        Returns an exit status.
    language : str
        In which errors are told.

    Returns
    -------
    int
        0 done, 2 bad input or usage, 130 interrupted, 1 for an error of the program itself.
    """
    _write_what_the_console_can()
    try:
        return action()
    except ExplorerError as error:
        write_line(error_line(error, language))
        _show_origin(error)
        return BAD_INPUT
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not complain about that at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNEXPECTED
    except Exception as error:  # noqa: BLE001  (the outermost frame: nothing above could say it better)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        say(
            "an error in the program itself: {reason}; set {variable}=1 to see where, and report it",
            reason=reason,
            variable=DEBUG_VARIABLE,
        )
        _show_origin(error)
        return UNEXPECTED


def say(text: str, **values: object) -> None:
    """Write a literal template, translated and filled in, for the person at the console."""
    write_line(told(text, **values))


def write_line(text: str) -> None:
    """Write one line for the person at the console, who may have sent the results elsewhere."""
    sys.stderr.write(f"{PROGRAM}: {text}\n")
    sys.stderr.flush()


def _show_origin(error: BaseException) -> None:
    if os.environ.get(DEBUG_VARIABLE):
        import traceback

        traceback.print_exception(error)


def _write_what_the_console_can() -> None:
    # A console with an old code page has no "σ" or "×": a question mark there is better than no message.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
