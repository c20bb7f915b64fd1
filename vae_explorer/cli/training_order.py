"""Carrying out what ``vae-explorer train`` was asked for: a new run, or one that is gone on with."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from vae_explorer.assets import CARD_SUFFIX, MODEL_SUFFIX
from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.cli.destination import Destination
from vae_explorer.cli.exit_status import DONE, INTERRUPTED, PROGRAM, say
from vae_explorer.cli.language import told
from vae_explorer.cli.opening import open_for_command
from vae_explorer.cli.option import check_device
from vae_explorer.errors import RunError, UsageError
from vae_explorer.training.run_folder import RunFolder, exact_recipe

if TYPE_CHECKING:
    from vae_explorer.autoencoders.checkpoint import Checkpoint
    from vae_explorer.cli.training_run import RunResult
    from vae_explorer.data.dataset import ImageDataset
    from vae_explorer.training.run_specification import RunSpecification
    from vae_explorer.training.run_state_file import RunState
    from vae_explorer.training.run_writer import RunWriter
    from vae_explorer.training.team import Team


@dataclass(frozen=True, eq=False)
class TrainingOrder:
    """A run to carry out, checked already.

    Attributes
    ----------
    specs, training : sequence of ModelSpec, TrainingSpec
        What to train, and how.
    images : ImageDataset
        The data.
    data : str
        As they were named.
    out, card : Path or None
        The model file and its card.
    device : str
        Where to compute.
    is_json : bool
        Whether the result is one JSON object.
    model_seeds : tuple of int
        One per model where they differ in their seeds.
    """

    specs: Sequence[ModelSpec]
    training: TrainingSpec
    images: ImageDataset
    data: str
    out: Path | None
    device: str
    card: Path | None
    is_json: bool
    model_seeds: tuple[int, ...] = ()


@dataclass(frozen=True)
class ResumeOrder:
    """A run to go on with."""

    folder: Path
    out: Path | None
    device: str
    card: Path | None
    is_json: bool


def check_destinations(out: Path | None, card: Path | None) -> None:
    """Find out whether a model file and a model card can be written where they are wanted.

    Raises
    ------
    UsageError, WriteError
        Where one cannot.
    """
    if out is not None:
        Destination(out, "--out", (MODEL_SUFFIX,)).check()
    if card is not None:
        Destination(card, "--card", (CARD_SUFFIX,)).check()


def carry_out(order: TrainingOrder, runs: Path | None) -> int:
    """Train, save, report, and return the exit status; ``runs`` is where the run gets its folder, if any.

    Raises
    ------
    ExplorerError
        If training cannot start or fails.
    """
    from vae_explorer.training.run_writer import create_run

    with _team(order) as (team, order):
        if team is not None and not team.is_first:
            return _help(order, team, None)
        writer = None if runs is None else create_run(runs, _specification(order))
        return _train(order, writer, team)


def resume_training(order: ResumeOrder, others: set[str]) -> int:
    """Go on with a run, and return the exit status.

    Raises
    ------
    UsageError
        If more was given than goes with it.
    ExplorerError
        If the run cannot be gone on with, or fails.
    """
    from vae_explorer.training.run_writer import read_state, resume_run

    if others:
        option = "--" + min(others).replace("_", "-")
        raise UsageError(
            "--resume goes on with a run as it was begun, and {option} would change it",
            remedy="leave the option out, or start a new run",
            option=option,
        )
    check_device(order.device)
    check_destinations(order.out, order.card)
    with _team(_resumed_order(order)) as (team, resumed):
        if team is not None and not team.is_first:
            return _help(resumed, team, read_state(order.folder))
        writer = resume_run(order.folder)
        try:
            return _train(resumed, writer, team)
        finally:
            writer.close()


@contextlib.contextmanager
def _team(order: TrainingOrder) -> Iterator[tuple[Team | None, TrainingOrder]]:
    """Join the other processes of the job, if there are any, each with a device of its own."""
    from vae_explorer.training.device import resolve_device
    from vae_explorer.training.team import joined_team, local_device, world_size

    if world_size() < 2 or all(spec.kind == "pca" for spec in order.specs):
        yield None, order
        return
    order = replace(order, device=local_device(order.device))
    with joined_team(resolve_device(order.device)) as team:
        yield team, order


def _help(order: TrainingOrder, team: Team, state: RunState | None) -> int:
    """Compute this process's share of every batch; the first process measures, writes and reports."""
    from vae_explorer.cli.training_report import SilentReport
    from vae_explorer.cli.training_run import TrainingRun

    run = TrainingRun(order.specs, order.training, order.images, None, None, team, state, order.model_seeds)
    result = run.drive(order.device, SilentReport())
    return INTERRUPTED if result.is_interrupted else DONE


def _resumed_order(order: ResumeOrder) -> TrainingOrder:
    run = RunFolder(order.folder).specification()
    images = open_for_command(run.data)
    if images.fingerprint != run.dataset.fingerprint:
        raise RunError(
            "the data have changed since the run was begun",
            where=run.data,
            remedy="bring back the data of that time, or start a new run",
        )
    out = order.out
    if out is None and run.out:
        out = Destination(Path(run.out), "--out", (MODEL_SUFFIX,)).check().path
    if out is not None and len(run.models) > 1:
        raise UsageError(
            "a run of several models has no single file",
            where="--out",
            remedy="leave it out: the models lie in the folder of the run",
        )
    device = run.device if order.device == "auto" else order.device
    recipe = exact_recipe(run, RunFolder(order.folder).events().lines)
    return TrainingOrder(
        run.models,
        recipe,
        images,
        run.data,
        out,
        device,
        order.card,
        order.is_json,
        run.model_seeds,
    )


def _specification(order: TrainingOrder) -> RunSpecification:
    from vae_explorer.training.dataset_record import record_of
    from vae_explorer.training.run_specification import RunSpecification, now_text
    from vae_explorer.training.run_writer import run_name

    return RunSpecification(
        name=run_name(order.data, tuple(spec.kind for spec in order.specs)),
        created=now_text(),
        data=_lasting_name(order.data),
        dataset=record_of(order.images),
        device=order.device,
        training=order.training,
        models=tuple(order.specs),
        out="" if order.out is None else str(order.out.absolute()),
    )


def _lasting_name(data: str) -> str:
    """Return the name of a data set, or the path of one as it is found from every folder."""
    from vae_explorer.data.catalogue import CATALOGUE

    return data if data in CATALOGUE else str(Path(data).expanduser().absolute())


def _train(order: TrainingOrder, writer: RunWriter | None, team: Team | None = None) -> int:
    from vae_explorer.cli.training_report import training_report
    from vae_explorer.cli.training_run import TrainingRun

    kind = order.specs[-1].kind
    if writer is not None:
        _say_where(writer)
    state = None if writer is None else writer.state
    training = order.training if writer is None else writer.training
    run = TrainingRun(order.specs, training, order.images, order.out, writer, team, state, order.model_seeds)
    with training_report(kind, 1 if kind == "pca" else order.training.epochs) as report:
        result = run.drive(order.device, report)
    if not result.checkpoints:
        say("interrupted before anything was learned; nothing was saved")
        return INTERRUPTED
    _report_files(order, result, writer)
    if order.is_json:
        typer.echo(json.dumps(_summary_of_all(order, result, writer)))
    else:
        for checkpoint in result.checkpoints:
            typer.echo(_sentence(result, checkpoint))
    return INTERRUPTED if result.is_interrupted else DONE


def _say_where(writer: RunWriter) -> None:
    departure = writer.departure
    if departure is None:
        say("{folder}: the run is kept here", folder=writer.folder.path)
    else:
        say(
            "{folder}: the run is kept here, going on after epoch {epoch}",
            folder=writer.folder.path,
            epoch=departure.epoch,
        )


def _report_files(order: TrainingOrder, result: RunResult, writer: RunWriter | None) -> None:
    from vae_explorer.cli.model_card import model_card

    first = result.checkpoints[0]
    stop = ""
    if result.is_interrupted:
        stop = told(
            ", stopped in epoch {epoch:.4g} of {epochs}", epoch=first.epoch, epochs=order.training.epochs
        )
    if order.out is None:
        say("saved with the run{stop}", stop=stop)
    else:
        if order.card is not None:
            write_atomically(order.card, model_card(result, first, order.out).encode())
        size = order.out.stat().st_size / 1e6
        say("{file}: saved ({size:.2f} MB){stop}", file=order.out, size=size, stop=stop)
    if result.is_interrupted and writer is not None:
        folder = os.fspath(writer.folder.path)
        say("go on with it: {program} train --resume {folder}", program=PROGRAM, folder=folder)


def _summary_of_all(order: TrainingOrder, result: RunResult, writer: RunWriter | None) -> dict[str, object]:
    place = order.out or (writer.folder.path if writer is not None else Path())
    parts = [summary(result, checkpoint, order.images.name, place) for checkpoint in result.checkpoints]
    return parts[0] if len(parts) == 1 else {"models": parts}


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
        else told("no test yet")
    )
    return told(
        "{kind} of {title}: {terms} per image, epoch {epoch:.4g}, {seconds:.1f} s, {speed:.0f} images/s",
        kind=checkpoint.model.kind,
        title=checkpoint.dataset.title,
        terms=terms,
        epoch=checkpoint.epoch,
        seconds=result.seconds,
        speed=result.images_per_second,
    )
