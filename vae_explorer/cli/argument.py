"""The arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vae_explorer.cli.option import DEVICE_HELP

DatasetOption = Annotated[
    str,
    typer.Option(
        metavar="D",
        help="digits, mnist, fashion-mnist, kmnist, or the path of a folder of IDX files or of images, "
        "or of a .npz or .npy file.",
        show_default=False,
    ),
]
DeviceOption = Annotated[str, typer.Option(metavar="DEVICE", help=f"Where to compute: {DEVICE_HELP}.")]
ModelsArgument = Annotated[
    list[Path],
    typer.Argument(metavar="MODEL…", help="Model files (.safetensors).", show_default=False),
]
ModelArgument = Annotated[
    Path, typer.Argument(metavar="MODEL", help="A model file (.safetensors).", show_default=False)
]
