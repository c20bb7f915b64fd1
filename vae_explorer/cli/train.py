"""``vae-explorer train``: train one model and save it."""

from __future__ import annotations

import typer
from msgspec.structs import replace

from vae_explorer.assets import runs_folder
from vae_explorer.autoencoders.specification import (
    DEFAULT_HIDDEN,
    ModelSpec,
    TrainingSpec,
)
from vae_explorer.cli.argument import DeviceOption
from vae_explorer.cli.exit_status import PROGRAM
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.option import check_device
from vae_explorer.cli.parameter import balance_of, blaming_options, hidden_of, likelihood_of
from vae_explorer.cli.training_option import (
    BalanceOption,
    BatchSizeOption,
    CardOption,
    CompileAfterOption,
    CompileOption,
    EpochsOption,
    HiddenOption,
    JsonOption,
    KindOption,
    LatentDimOption,
    LearningRateOption,
    LikelihoodOption,
    ModelFileOption,
    NetworkOption,
    PrecisionOption,
    ResumeOption,
    RunFolderOption,
    RunsOption,
    SeedOption,
    TrainedOnOption,
    WeightDecayOption,
)
from vae_explorer.cli.training_order import (
    ResumeOrder,
    TrainingOrder,
    carry_out,
    check_destinations,
    resume_training,
)
from vae_explorer.errors import UsageError
from vae_explorer.training.recipe import batch_and_rate

_DEFAULT = TrainingSpec()


def train(
    context: typer.Context,
    kind: KindOption = None,
    dataset: TrainedOnOption = None,
    out: ModelFileOption = None,
    likelihood: LikelihoodOption = None,
    c: BalanceOption = None,
    network: NetworkOption = "mlp",
    hidden: HiddenOption = None,
    latent_dim: LatentDimOption = 2,
    epochs: EpochsOption = _DEFAULT.epochs,
    batch_size: BatchSizeOption = None,
    learning_rate: LearningRateOption = None,
    weight_decay: WeightDecayOption = _DEFAULT.weight_decay,
    seed: SeedOption = _DEFAULT.seed,
    precision: PrecisionOption = _DEFAULT.precision,
    compilation: CompileOption = _DEFAULT.compilation,
    compiled_after: CompileAfterOption = _DEFAULT.compiled_after,
    device: DeviceOption = "auto",
    card: CardOption = None,
    runs: RunsOption = None,
    has_folder: RunFolderOption = True,
    resume: ResumeOption = None,
    is_json: JsonOption = False,
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
        weight_decay=weight_decay,
        seed=seed,
        precision=precision,
        compilation=compilation,
        compiled_after=compiled_after,
    )
    chosen = {"batch_size": batch_size, "learning_rate": learning_rate}
    training = replace(training, **{name: value for name, value in chosen.items() if value is not None})
    with blaming_options():
        training.check()
    balance, widths = balance_of(kind, c), hidden_of(network, hidden)
    if kind == "pca":
        network, widths = "mlp", DEFAULT_HIDDEN["mlp"]  # It has no network to speak of.
    check_device(device)
    check_destinations(out, card)
    images = open_for_command(dataset)
    size, rate = batch_and_rate(len(images.train_images), batch_size, learning_rate)
    training = replace(training, batch_size=size, learning_rate=rate)
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
