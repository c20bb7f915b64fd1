"""``vae-explorer datasets``: which data sets have a name, and fetching one."""

from __future__ import annotations

from typing import Annotated

import typer

from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.opening import open_for_command
from vae_explorer.data.catalogue import DatasetDescription
from vae_explorer.data.source import DATASET_NAMES, dataset_folder, describe

_HEADINGS = ("name", "images", "size", "classes", "here", "licence")


def build_datasets() -> typer.Typer:
    """Return the command with its two sub-commands; without one it lists."""
    group = typer.Typer(name="datasets", rich_markup_mode=None)
    group.callback(invoke_without_command=True)(datasets)
    group.command("list")(list_datasets)
    group.command("fetch")(fetch)
    return group


def datasets(context: typer.Context) -> int:
    """List the data sets that have a name, or fetch one of them."""
    return list_datasets() if context.invoked_subcommand is None else DONE


def list_datasets() -> int:
    """List the data sets that have a name, and whether they are on this computer."""
    rows = [_HEADINGS, *(_row(describe(name)) for name in DATASET_NAMES)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        typer.echo("  ".join(cells).rstrip())
    return DONE


def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of: " + ", ".join(DATASET_NAMES) + ".")],
) -> int:
    """Fetch a data set by its name, unless it is on this computer already, and check every byte of it."""
    description = describe(name)
    try:
        images = open_for_command(name)
    except KeyboardInterrupt:
        say("what was fetched so far is kept: the same command goes on from there")
        raise
    if description.download_bytes == 0:
        say(f"{name}: {description.images} images, they come with the program")
    else:
        count = len(images.train_images) + len(images.test_images)
        say(f"{name}: {count} images in {dataset_folder(name)}")
    return DONE


def _row(description: DatasetDescription) -> tuple[str, ...]:
    size = f"{description.height}×{description.width}×{description.channels}"
    here = "yes" if description.is_available else f"no ({description.download_bytes / 1e6:.0f} MB)"
    return (
        description.name,
        str(description.images),
        size,
        str(description.classes),
        here,
        description.licence,
    )
