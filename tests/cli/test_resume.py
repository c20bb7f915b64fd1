from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.autoencoders.sample import same_weights
from tests.cli import killing
from tests.cli.outcome import Command
from tests.cli.test_training_run import ARGUMENTS
from vae_explorer.assets import runs_folder
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.cli import training_run
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.event import EpochFinished
from vae_explorer.training.loop import train
from vae_explorer.training.run_folder import RunFolder
from vae_explorer.training.run_log import Ending, RunEnded

QUICK = (*ARGUMENTS, "--batch-size", 128)


def only_run() -> RunFolder:
    (path,) = runs_folder().iterdir()
    return RunFolder(path)


def stopped_in_the_third_epoch(*arguments, **options):
    for event in train(*arguments, **options):
        yield event
        if isinstance(event, EpochFinished) and event.records[0].epoch == 2:
            options["control"].cancel()


def breaking_in_the_third_epoch(*arguments, **options):
    for event in train(*arguments, **options):
        yield event
        if isinstance(event, EpochFinished) and event.records[0].epoch == 2:
            raise NonFiniteLossError("the loss is not a finite number at step {step}", step=15)


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
def test_that_a_run_killed_again_and_again_ends_as_if_nobody_had(tmp_path, environment):
    words = [sys.executable, killing.__file__, str(tmp_path), "5", "1"]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=150)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["torn"] == []
    assert result["kills"] == 5
    assert result["statuses"] == [0, 0]
    assert result["most_lost_s"] < 60
    assert result["is_equal"]


def test_that_a_stopped_run_says_how_to_go_on_and_ends_as_the_unbroken_one(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("train", *QUICK, "--no-run-folder").status == 0
    truth = load_checkpoint("m.safetensors")
    assert not runs_folder().exists()
    monkeypatch.setattr(training_run, "train", stopped_in_the_third_epoch)
    result = command("train", *QUICK)
    folder = only_run()
    assert result.status == 130
    assert f"--resume {folder.path}" in result.err.splitlines()[-1]
    assert str(folder.path) in result.err
    monkeypatch.setattr(training_run, "train", train)
    resumed = command("train", "--resume", folder.path, "--json")
    assert resumed.status == 0, resumed.err
    summary = json.loads(resumed.out.splitlines()[-1])
    assert (summary["kind"], summary["epochs"]) == ("vae", 5)
    assert Path(summary["out"]).name == "m.safetensors"
    again = load_checkpoint(summary["out"])
    assert same_weights(truth.weights, again.weights)
    assert [record.test for record in truth.history] == [record.test for record in again.history]
    assert command("train", "--resume", folder.path).status == 2


def test_that_a_run_that_failed_is_written_down_as_such(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_run, "train", breaking_in_the_third_epoch)
    assert command("train", *QUICK).status == 2
    last = only_run().events().lines[-1]
    assert isinstance(last, RunEnded)
    assert (last.how, last.epoch) == (Ending.FAILED, 2.0)
    assert "at step 15" in last.error


def test_that_runs_get_their_folders_where_it_is_asked_for(command: Command, tmp_path: Path) -> None:
    assert command("train", *QUICK, "--runs", tmp_path / "here").status == 0
    (path,) = (tmp_path / "here").iterdir()
    specification = RunFolder(path).specification()
    assert (specification.data, specification.kinds) == ("digits", ("vae",))
    assert specification.training.epochs == 5
    assert not runs_folder().exists()


@pytest.mark.parametrize("option", [("--epochs", 7), ("--kind", "ae"), ("--no-run-folder",)], ids=str)
def test_that_nothing_that_would_change_a_run_goes_with_resuming_it(command: Command, option) -> None:
    result = command("train", "--resume", ".", *option)
    assert result.status == 2
    assert "would change it" in result.err


@pytest.mark.parametrize("left_out", [0, 2, 4])
def test_that_an_option_that_is_needed_is_asked_for(command: Command, left_out: int) -> None:
    arguments = ARGUMENTS[:left_out] + ARGUMENTS[left_out + 2 :]
    result = command("train", *arguments)
    assert result.status == 2
    assert f"the option {ARGUMENTS[left_out]} is missing" in result.err
