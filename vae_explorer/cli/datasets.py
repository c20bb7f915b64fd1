"""``vae-explorer datasets``: which data sets have a name, and fetching one."""

from __future__ import annotations

from typing import Annotated

import typer

from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.language import told
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.table import lines_of
from vae_explorer.data.catalogue import DatasetDescription
from vae_explorer.data.source import DATASET_NAMES, dataset_folder, describe


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
    headings = (
        *(told("name"), told("images"), told("size"), told("classes"), told("here"), told("licence")),
    )
    for line in lines_of([headings, *(_row(describe(name)) for name in DATASET_NAMES)]):
        typer.echo(line)
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
        say("{name}: {count} images, they come with the program", name=name, count=description.images)
    else:
        count = len(images.train_images) + len(images.test_images)
        say("{name}: {count} images in {folder}", name=name, count=count, folder=dataset_folder(name))
    return DONE


def _row(description: DatasetDescription) -> tuple[str, ...]:
    size = f"{description.height}×{description.width}×{description.channels}"
    if description.is_available:
        here = told("yes")
    else:
        here = told("no ({size:.0f} MB)", size=description.download_bytes / 1e6)
    return (
        description.name,
        str(description.images),
        size,
        str(description.classes),
        here,
        description.licence,
    )
