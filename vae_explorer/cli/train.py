"""``vae-explorer train``: train one model and save it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vae_explorer.assets import CARD_SUFFIX, MODEL_SUFFIX, runs_folder
from vae_explorer.autoencoders.specification import (
    DEFAULT_HIDDEN,
    CompilationKind,
    LikelihoodKind,
    ModelKind,
    ModelSpec,
    NetworkKind,
    PrecisionKind,
    TrainingSpec,
)
from vae_explorer.cli.argument import DeviceOption
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import PROGRAM
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.option import check_device
from vae_explorer.cli.parameter import balance_of, blaming_options, hidden_of, likelihood_of
from vae_explorer.cli.training_order import ResumeOrder, TrainingOrder, carry_out, resume_training
from vae_explorer.errors import UsageError

_DEFAULT = TrainingSpec()


def train(
    context: typer.Context,
    kind: Annotated[
        ModelKind | None, typer.Option(help="Kind of model; required.", show_default=False)
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option(
            metavar="D",
            help="digits, mnist, fashion-mnist, kmnist, or a folder of IDX files or of images, or .npz or "
            ".npy; required.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The model file: FILE.safetensors; required.", show_default=False),
    ] = None,
    likelihood: Annotated[
        LikelihoodKind | None,
        typer.Option(help="What -log p(x|z) is; by default bernoulli, and gaussian for pca."),
    ] = None,
    c: Annotated[
        str | None,
        typer.Option(
            metavar="X|auto",
            help="Weight of the regulariser, or the variance of a gaussian likelihood, which auto learns; "
            "by default 1, and auto for pca.",
        ),
    ] = None,
    network: Annotated[NetworkKind, typer.Option(help="Fully connected or convolutional.")] = "mlp",
    hidden: Annotated[
        str | None,
        typer.Option(
            metavar="N,N,…",
            help="Widths of the hidden layers, or channels of the convolutions, or none; "
            "by default 512,256,128 for mlp and 32,64,128 for conv.",
        ),
    ] = None,
    latent_dim: Annotated[int, typer.Option(metavar="N", help="Dimension of the code, 1 to 64.")] = 2,
    epochs: Annotated[int, typer.Option(metavar="N", help="Passes over the images.")] = _DEFAULT.epochs,
    batch_size: Annotated[int, typer.Option(metavar="N", help="Images per step.")] = _DEFAULT.batch_size,
    learning_rate: Annotated[
        float, typer.Option(metavar="X", help="Peak of the one-cycle schedule.")
    ] = _DEFAULT.learning_rate,
    weight_decay: Annotated[
        float, typer.Option(metavar="X", help="Decoupled weight decay of AdamW.")
    ] = _DEFAULT.weight_decay,
    seed: Annotated[
        int, typer.Option(metavar="N", help="The same seed on the same device gives the same model.")
    ] = _DEFAULT.seed,
    precision: Annotated[
        PrecisionKind,
        typer.Option(help="Number format of the networks while they learn; auto takes the faster one."),
    ] = _DEFAULT.precision,
    compilation: Annotated[
        CompilationKind,
        typer.Option(
            "--compile",
            help="Compile the training steps; auto does so in runs that are long enough to repay it.",
        ),
    ] = _DEFAULT.compilation,
    compiled_after: Annotated[
        int,
        typer.Option("--compile-after", metavar="N", help="With --compile on: after so many epochs without."),
    ] = _DEFAULT.compiled_after,
    device: DeviceOption = "auto",
    card: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Also write a model card.", show_default=False)
    ] = None,
    runs: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the run gets its folder; by default among the runs that the window lists.",
            show_default=False,
        ),
    ] = None,
    has_folder: Annotated[
        bool,
        typer.Option(
            "--run-folder/--no-run-folder",
            help="Keep the run in a folder of its own, from which it can be resumed and followed.",
        ),
    ] = True,
    resume: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Go on with a run that was stopped or killed; --out, --card, --device and --json may be "
            "given with it, and nothing else.",
            show_default=False,
        ),
    ] = None,
    is_json: Annotated[
        bool, typer.Option("--json", help="Print the result as one JSON object, the last line of the output.")
    ] = False,
) -> int:
    """Train one model on a data set and save it.

    Ctrl-C stops after the current batch and saves the model as it is then (exit status 130). Every run is
    also kept in a folder, saved at least once a minute, whose name is the first thing that is said: the
    window can follow it while it is written, and --resume goes on with it, also after a crash.

    Several processes: torchrun --nproc-per-node N -m vae_explorer train … shares every batch among them.
    """
    if resume is not None:
        return resume_training(
            ResumeOrder(resume, out, device, card, is_json),
            _given(context) - {"resume", "out", "device", "card", "is_json"},
        )
    if kind is None or dataset is None or out is None:
        raise _missing(kind, dataset)
    # Everything that can be refused is refused before any time is spent, the cheapest to find out first.
    training = TrainingSpec(
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        seed=seed,
        precision=precision,
        compilation=compilation,
        compiled_after=compiled_after,
    )
    with blaming_options():
        training.check()
    balance, widths = balance_of(kind, c), hidden_of(network, hidden)
    if kind == "pca":
        network, widths = "mlp", DEFAULT_HIDDEN["mlp"]  # It has no network to speak of.
    check_device(device)
    Destination(out, "--out", (MODEL_SUFFIX,)).check()
    if card is not None:
        Destination(card, "--card", (CARD_SUFFIX,)).check()
    images = open_for_command(dataset)
    spec = ModelSpec(
        kind=kind,
        image_shape=images.image_shape,
        network=network,
        hidden=widths,
        latent_dim=latent_dim,
        likelihood=likelihood_of(kind, likelihood),
        c=balance,
    )
    with blaming_options():
        spec.check()
    order = TrainingOrder((spec,), training, images, dataset, out, device, card, is_json)
    return carry_out(order, None if not has_folder else runs or runs_folder())


def _given(context: typer.Context) -> set[str]:
    """Return the options that were written on the command line, by the names of their parameters."""
    return {
        name
        for name in context.params
        if (source := context.get_parameter_source(name)) is not None and source.name == "COMMANDLINE"
    }


def _missing(kind: str | None, dataset: str | None) -> UsageError:
    option = "--kind" if kind is None else "--dataset" if dataset is None else "--out"
    return UsageError(
        "the option {option} is missing", remedy="see {program} train --help", option=option, program=PROGRAM
    )
