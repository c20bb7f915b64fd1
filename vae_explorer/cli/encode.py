"""``vae-explorer encode``: the codes of a data set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vae_explorer.cli.argument import DatasetOption, DeviceOption, ModelArgument
from vae_explorer.cli.code_table import CodeTable
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import DONE, say
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.option import check_device
from vae_explorer.errors import DatasetError

if TYPE_CHECKING:
    from vae_explorer.autoencoders.checkpoint import Checkpoint
    from vae_explorer.data.dataset import ImageDataset

SplitChoice = Literal["all", "train", "test"]

# Images on the device at once; the data may be larger than its memory.
_BLOCK = 16_384


def encode(
    model: ModelArgument,
    dataset: DatasetOption,
    out: Annotated[
        Path,
        typer.Option(
            help="FILE.npz: mu (n, d) float32, logvar (n, d) float32 for a vae, label (n,) int64, "
            "-1 without one, split (n,) train or test, index (n,) int64 within the split; "
            "or FILE.csv with the same as columns.",
            show_default=False,
        ),
    ],
    split: Annotated[
        SplitChoice, typer.Option(help="Which images; all are those for training, then those for testing.")
    ] = "all",
    device: DeviceOption = "auto",
) -> int:
    """Encode the images of a data set with a model."""
    destination = Destination(out, "--out", (".npz", ".csv")).check()
    check_device(device)
    from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
    from vae_explorer.training.device import resolve_device

    checkpoint = load_checkpoint(model)
    place = resolve_device(device)
    images = open_for_command(dataset)
    check_fit(images, checkpoint, model)
    table = _encode(checkpoint, images, split, str(place))
    if destination.suffix == ".npz":
        table.write_npz(out)
    else:
        table.write_csv(out)
    count, dimensions = table.mu.shape
    say("{file}: {count} codes of {dimensions} numbers", file=out, count=count, dimensions=dimensions)
    return DONE


def check_fit(images: ImageDataset, checkpoint: Checkpoint, model: Path) -> None:
    """Return when a model can encode the images, with a word where it was not trained on them.

    Raises
    ------
    DatasetError
        If they have another size.
    """
    if images.image_shape != tuple(checkpoint.model.image_shape):
        raise DatasetError(
            "its images are {found}, and the model {model} encodes {expected}",
            where=images.name,
            remedy="name data of that size, such as those it was trained on: {title}",
            found=" × ".join(map(str, images.image_shape)),
            expected=" × ".join(map(str, checkpoint.model.image_shape)),
            model=model,
            title=checkpoint.dataset.title,
        )
    if images.fingerprint != checkpoint.dataset.fingerprint:
        say(
            "note: {name} is not what the model was trained on, {title}",
            name=images.name,
            title=checkpoint.dataset.title,
        )


def _encode(checkpoint: Checkpoint, images: ImageDataset, split: SplitChoice, device: str) -> CodeTable:
    import numpy as np
    import torch

    from vae_explorer.autoencoders.model import restore_autoencoder
    from vae_explorer.training.evaluation import encode_images

    model = restore_autoencoder(checkpoint.model, checkpoint.weights).to(device)
    parts = {
        "train": (images.train_images, images.train_labels),
        "test": (images.test_images, images.test_labels),
    }
    chosen = {name: part for name, part in parts.items() if split in ("all", name)}
    codes = [
        # Copied block by block, for torch does not take memory that it may not write.
        encode_images(model, torch.tensor(pixels[start : start + _BLOCK]).flatten(1))
        for pixels, _ in chosen.values()
        for start in range(0, len(pixels), _BLOCK)
    ]
    logvars = [logvar for _, logvar in codes if logvar is not None]
    counts = [len(labels) for _, labels in chosen.values()]
    return CodeTable(
        mu=np.concatenate([mu for mu, _ in codes]),
        logvar=np.concatenate(logvars) if logvars else None,
        label=np.concatenate([labels for _, labels in chosen.values()]),
        split=np.repeat(list(chosen), counts),
        index=np.concatenate([np.arange(count, dtype=np.int64) for count in counts]),
    )
