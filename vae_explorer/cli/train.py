"""``vae-explorer train``: train one model and save it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vae_explorer.assets import CARD_SUFFIX, MODEL_SUFFIX
from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.specification import (
    DEFAULT_HIDDEN,
    LikelihoodKind,
    ModelKind,
    ModelSpec,
    NetworkKind,
    PrecisionKind,
    TrainingSpec,
)
from vae_explorer.cli.argument import DatasetOption, DeviceOption
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import DONE, INTERRUPTED, say
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.option import check_device
from vae_explorer.cli.parameter import balance_of, blaming_options, hidden_of, likelihood_of

if TYPE_CHECKING:
    from vae_explorer.autoencoders.checkpoint import Checkpoint
    from vae_explorer.cli.training_run import RunResult
    from vae_explorer.data.dataset import ImageDataset

_DEFAULT = TrainingSpec()


def train(
    kind: Annotated[ModelKind, typer.Option(help="Kind of model.", show_default=False)],
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option(help="The model file: FILE.safetensors.", show_default=False)],
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
    device: DeviceOption = "auto",
    card: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Also write a model card.", show_default=False)
    ] = None,
    is_json: Annotated[
        bool, typer.Option("--json", help="Print the result as one JSON object, the last line of the output.")
    ] = False,
) -> int:
    """Train one model on a data set and save it.

    Ctrl-C stops after the current batch and saves the model as it is then (exit status 130).
    """
    # Everything that can be refused is refused before any time is spent, the cheapest to find out first.
    training = TrainingSpec(
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        weight_decay=weight_decay,
        seed=seed,
        precision=precision,
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
    return _train(spec, training, images, out, device, card, is_json)


def _train(
    spec: ModelSpec,
    training: TrainingSpec,
    images: ImageDataset,
    out: Path,
    device: str,
    card: Path | None,
    is_json: bool,
) -> int:
    from vae_explorer.cli.model_card import model_card
    from vae_explorer.cli.training_report import training_report
    from vae_explorer.cli.training_run import TrainingRun

    run = TrainingRun(spec, training, images, out)
    with training_report(spec.kind, 1 if spec.kind == "pca" else training.epochs) as report:
        result = run.drive(device, report)
    checkpoint = result.checkpoint
    if checkpoint is None:
        say("interrupted before anything was learned; nothing was saved")
        return INTERRUPTED
    if card is not None:
        write_atomically(card, model_card(result, checkpoint, out).encode())
    stop = f", stopped in epoch {checkpoint.epoch:.4g} of {training.epochs}" if result.is_interrupted else ""
    say(f"{out}: saved ({out.stat().st_size / 1e6:.2f} MB){stop}")
    typer.echo(
        json.dumps(summary(result, checkpoint, images.name, out))
        if is_json
        else _sentence(result, checkpoint)
    )
    return INTERRUPTED if result.is_interrupted else DONE


def summary(result: RunResult, checkpoint: Checkpoint, dataset: str, out: Path) -> dict[str, object]:
    """Return what ``--json`` prints; ``test`` is None where no epoch was finished."""
    epochs = checkpoint.epoch
    terms = checkpoint.history[-1].test if checkpoint.history else None
    return {
        "kind": checkpoint.model.kind,
        "dataset": dataset,
        "device": checkpoint.device,
        "epochs": int(epochs) if epochs.is_integer() else epochs,
        "seconds": result.seconds,
        "images_per_second": result.images_per_second,
        "test": terms
        and {
            "reconstruction_nats": terms.reconstruction_nats,
            "kl_nats": terms.kl_nats,
            "prior_nats": terms.prior_nats,
            "total_nats": terms.total_nats,
            "squared_error": terms.squared_error,
        },
        "out": str(out),
    }


def _sentence(result: RunResult, checkpoint: Checkpoint) -> str:
    from vae_explorer.cli.training_report import terms_text

    terms = (
        terms_text(checkpoint.model.kind, checkpoint.history[-1].test)
        if checkpoint.history
        else "no test yet"
    )
    return (
        f"{checkpoint.model.kind} of {checkpoint.dataset.title}: {terms} per image, "
        f"epoch {checkpoint.epoch:.4g}, {result.seconds:.1f} s, {result.images_per_second:.0f} images/s"
    )
