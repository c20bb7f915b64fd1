"""How a run ends when it does not end well: training itself is real, only its end is arranged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.outcome import Command
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.cli import training_run
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.event import EpochFinished, TrainingEvent
from vae_explorer.training.loop import train

ARGUMENTS = ("--kind", "vae", "--dataset", "digits", "--out", "m.safetensors", "--hidden", 8, "--epochs", 5)


def breaking_in_the_third_epoch(*arguments: Any, **options: Any) -> Iterator[TrainingEvent]:
    for event in train(*arguments, **options):
        yield event
        if isinstance(event, EpochFinished) and event.records[0].epoch == 2:
            raise NonFiniteLossError("the loss is not a finite number at step {step}", step=15)


def cancelled_at_once(*arguments: Any, **options: Any) -> Iterator[TrainingEvent]:
    options["control"].cancel()
    yield from train(*arguments, **options)


def test_that_what_was_learned_before_a_broken_loss_is_saved(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_run, "train", breaking_in_the_third_epoch)
    result = command("train", *ARGUMENTS)
    assert (result.status, result.out) == (2, "")
    assert "m.safetensors: saved the model of epoch 2, before the error" in result.err
    assert "at step 15" in result.err.splitlines()[-1]
    checkpoint = load_checkpoint("m.safetensors")
    assert (checkpoint.epoch, len(checkpoint.history)) == (2, 2)


def test_that_an_untrained_network_never_takes_the_place_of_a_file(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("m.safetensors").write_bytes(b"an older file")
    monkeypatch.setattr(training_run, "train", cancelled_at_once)
    result = command("train", *ARGUMENTS, "--json")
    assert (result.status, result.out) == (130, "")
    assert "nothing was saved" in result.err
    assert Path("m.safetensors").read_bytes() == b"an older file"
