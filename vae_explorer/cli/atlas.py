"""``vae-explorer atlas``: the latent plane, tiled with what it decodes to."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from vae_explorer.cli.argument import ModelArgument
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.language import told
from vae_explorer.cli.latent_plane import plane_of
from vae_explorer.cli.picture import check_size, write_png
from vae_explorer.errors import UsageError

_MAX_TILES = 200
_MAX_EXTENT = 1000.0


def atlas(
    model: ModelArgument,
    out: Annotated[Path, typer.Option(help="The picture: FILE.png.", show_default=False)],
    tiles: Annotated[
        int, typer.Option(metavar="N", help=f"Tiles in each direction, 1 to {_MAX_TILES}.")
    ] = 20,
    extent: Annotated[
        float,
        typer.Option(
            metavar="X",
            help="How far the outermost tiles lie from the middle: in standard deviations of the prior "
            "for vae and map; for ae and pca, which have no prior, in those of the codes around their mean.",
        ),
    ] = 3.0,
) -> int:
    """Draw what the latent plane decodes to, tile by tile, z1 to the right and z2 upwards.

    With more than two latent dimensions the plane is that of the two leading principal components of the
    codes; with one, the atlas is a single row.
    """
    _check(tiles, extent)
    Destination(out, "--out", (".png",)).check()
    from vae_explorer.analysis.atlas import assemble
    from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
    from vae_explorer.autoencoders.replica import Replica

    checkpoint = load_checkpoint(model)
    height, width, _ = checkpoint.model.image_shape
    rows = 1 if checkpoint.model.latent_dim == 1 else tiles
    check_size(rows * height, tiles * width)
    plane = plane_of(checkpoint.model.kind, checkpoint.preview.mu)
    replica = Replica(checkpoint.model, checkpoint.weights)
    strips = [assemble(replica.decode_uint8(codes), tiles, 1) for codes in plane.rows(tiles, extent)]
    write_png(out, np.concatenate(strips))
    say(
        "{file}: {tiles} × {rows} tiles along {directions}, ±{extent:g} standard deviations of the {unit}",
        file=out,
        tiles=tiles,
        rows=rows,
        directions=told(plane.directions),
        extent=extent,
        unit=told(plane.unit),
    )
    return DONE


def _check(tiles: int, extent: float) -> None:
    if not 1 <= tiles <= _MAX_TILES:
        raise UsageError(
            "{tiles} tiles are not possible",
            where="--tiles",
            remedy="choose from 1 to {limit}",
            tiles=tiles,
            limit=_MAX_TILES,
        )
    if not (math.isfinite(extent) and 0 < extent <= _MAX_EXTENT):
        raise UsageError(
            "{extent} is not possible",
            where="--extent",
            remedy="choose a number above 0 and up to {limit:g}",
            extent=extent,
            limit=_MAX_EXTENT,
        )
