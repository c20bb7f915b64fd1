"""``vae-explorer decode``: what chosen codes decode to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from vae_explorer.atomic_file import open_atomically
from vae_explorer.cli.argument import ModelArgument
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.parameter import code_of
from vae_explorer.cli.picture import contact_sheet, write_png


def decode(
    model: ModelArgument,
    z: Annotated[
        list[str],
        typer.Option(
            metavar="X,Y,…",
            help="A code, one number per latent dimension; repeat it for more codes.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="FILE.png: the images pixel for pixel, in rows of ten, 2 pixels apart; or FILE.npz: "
            "image (n, h, w, c) float32 in 0 to 1, and z (n, d) float32.",
            show_default=False,
        ),
    ],
) -> int:
    """Decode codes with a model into images."""
    destination = Destination(out, "--out", (".png", ".npz")).check()
    from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
    from vae_explorer.autoencoders.replica import Replica

    checkpoint = load_checkpoint(model)
    codes = np.array([code_of(text, checkpoint.model.latent_dim) for text in z], np.float32)
    replica = Replica(checkpoint.model, checkpoint.weights)
    if destination.suffix == ".png":
        write_png(out, contact_sheet(replica.decode_uint8(codes)))
    else:
        with open_atomically(out) as file:
            np.savez(file, image=replica.decode(codes), z=codes)
    say("{file}: {count} decoded", file=out, count=len(codes))
    return DONE
