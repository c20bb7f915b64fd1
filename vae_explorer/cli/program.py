"""All commands without a window, as one program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import typer

from vae_explorer.cli import command
from vae_explorer.cli.atlas import atlas
from vae_explorer.cli.datasets import build_datasets
from vae_explorer.cli.decode import decode
from vae_explorer.cli.encode import encode
from vae_explorer.cli.exit_status import DONE, INTERRUPTED, PROGRAM, say
from vae_explorer.cli.language import said
from vae_explorer.cli.measure import measure
from vae_explorer.cli.parser_message import translated_message
from vae_explorer.cli.report import report
from vae_explorer.cli.train import train
from vae_explorer.errors import UsageError


def build_program() -> typer.Typer:
    """Return the commands with their options."""
    program = typer.Typer(
        name=PROGRAM, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    program.command(command.TRAIN)(train)
    program.command(command.ENCODE)(encode)
    program.command(command.DECODE)(decode)
    program.command(command.ATLAS)(atlas)
    program.command(command.MEASURE)(measure)
    program.command(command.REPORT)(report)
    program.add_typer(build_datasets(), name=command.DATASETS)
    return program


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str
        The command's name and what follows it.

    Raises
    ------
    ExplorerError
        If an argument or what it names cannot be used.
    """
    program = typer.main.get_command(build_program())
    _translate(program)
    try:
        status = program(list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except typer.Abort:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:
        # What the parser complains of has no public base class in every typer, but always this method.
        explain = getattr(error, "format_message", None)
        if explain is None:
            raise
        raise UsageError(
            "{message}",
            where=arguments[0],
            remedy="see {program} {command} --help",
            message=translated_message(explain().replace("Value error, ", "")),
            program=PROGRAM,
            command=arguments[0],
        ) from error
    return int(status or DONE)


def _translate(command: Any) -> None:
    """Say of a command, its options and the commands in it what they do, in the language that is spoken."""
    command.help = said(command.help)
    command.format_usage = partial(_format_usage, command)
    # Made when it is first asked for, and kept.
    own_help = command.get_help_option(command.context_class(command))
    if own_help is not None:
        own_help.help = said(own_help.help)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = said(parameter.help)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner)


def _format_usage(command: Any, context: Any, formatter: Any) -> None:
    """Write how a command is used: the parser itself has only the English word for that."""
    pieces = " ".join(command.collect_usage_pieces(context))
    prefix = said("Usage:") or ""
    formatter.write_usage(context.command_path, pieces, prefix=f"{prefix} " if prefix.isascii() else prefix)
