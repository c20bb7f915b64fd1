"""Kills training processes at random moments and looks at what they leave; run as a script.

``python killing.py FOLDER KILLS SEED`` prints one JSON object. Each run is killed and resumed until it ends
or enough were killed; the last one is then brought to its end and compared with a run that nobody disturbed.
Saving is made to happen all the time, so that many are killed while they write.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from functools import partial
from pathlib import Path

import torch

from tests.autoencoders.sample import same_weights
from vae_explorer.__main__ import main
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.cli import training_run  # noqa: F401  (before the forks)
from vae_explorer.data import open_dataset
from vae_explorer.errors import ExplorerError
from vae_explorer.training import loop, recorder, run_state_file, run_writer, save_pace  # noqa: F401  (before the forks)
from vae_explorer.training.run_folder import RunFolder
from vae_explorer.training.run_log import Ending, RunEnded

RECIPE = ("--kind", "vae", "--dataset", "digits", "--hidden", "24", "--epochs", "30", "--batch-size", "64")
MORE = ("--device", "cpu", "--seed", "3")


def start(arguments: list[str]) -> int:
    """Carry out a command in a process of its own, and return its id."""
    child = os.fork()
    if child:
        return child
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os._exit(main(arguments))


def finish(arguments: list[str]) -> int:
    _, status = os.waitpid(start(arguments), 0)
    return os.waitstatus_to_exitcode(status)


def torn_files(path: Path) -> list[str]:
    """Return what cannot be read of the files of a run, and why."""
    folder, torn = RunFolder(path), []
    readers = [
        (folder.events_file, folder.events),
        *(
            (file, lambda file=file: load_checkpoint(file))
            for file in folder.models_folder.glob("*.safetensors")
        ),
    ]
    if folder.state_file.exists():
        readers.append((folder.state_file, partial(run_state_file.load_state, folder.state_file)))
    if folder.specification_file.exists():
        readers.append((folder.specification_file, folder.specification))
    for file, read in readers:
        try:
            read()
        except ExplorerError as error:
            torn.append(f"{file.name}: {error}")
    return torn


def is_finished(path: Path) -> bool:
    return any(
        isinstance(line, RunEnded) and line.how is Ending.FINISHED for line in RunFolder(path).events().lines
    )


class Killing:
    """Counts what the killed processes leave."""

    def __init__(self, parent: Path, seed: int) -> None:
        self.parent = parent
        self.random = random.Random(seed)
        self.kills = self.runs = 0
        self.torn: list[str] = []
        self.lost_s = [0.0]
        self.longest_life_s = 0.0
        self.killed_after_saving = 0

    def new_run(self) -> list[str]:
        self.runs += 1
        place = self.parent / f"runs-{self.runs}"
        return [
            "train",
            *RECIPE,
            "--runs",
            str(place),
            "--out",
            str(self.parent / f"model-{self.runs}.safetensors"),
        ]

    def folder(self) -> Path | None:
        folders = [file.parent for file in (self.parent / f"runs-{self.runs}").glob("*/run.toml")]
        return folders[0] if folders else None

    def kill(self, arguments: list[str]) -> None:
        """Let a process live for a moment."""
        child = start(arguments)
        time.sleep(self.random.uniform(0.02, self.longest_life_s))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        died = time.time()
        path = self.folder()
        if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
            self.kills += 1
            if path is not None and RunFolder(path).state_file.exists():
                self.killed_after_saving += 1
                self.lost_s.append(died - RunFolder(path).state_file.stat().st_mtime)
        if path is not None:
            self.torn += torn_files(path)

    def go_on(self) -> list[str]:
        """Return what goes on with the run; a new one where it is over or was killed before it began."""
        path = self.folder()
        if path is None or is_finished(path):
            return self.new_run()
        return ["train", "--resume", str(path)]


def run(parent: Path, kills: int, seed: int) -> dict[str, object]:
    torch.set_num_threads(1)
    # What every process would load for itself: they live too short for it.
    torch.optim.AdamW([torch.zeros(1, requires_grad=True)], fused=True)
    open_dataset("digits")
    run_writer.SAVE_INTERVAL_S = 0.001
    save_pace._COST_FACTOR = 1
    killing = Killing(parent, seed)
    began = time.monotonic()
    undisturbed = finish(killing.new_run())
    # At any moment of a run, however busy the computer is.
    killing.longest_life_s = time.monotonic() - began
    truth = load_checkpoint(parent / "model-1.safetensors")
    arguments = killing.new_run()
    while killing.kills < kills:
        killing.kill(arguments)
        arguments = killing.go_on()
    end = finish(arguments)
    last = load_checkpoint(parent / f"model-{killing.runs}.safetensors")
    return {
        "kills": killing.kills,
        "runs": killing.runs,
        "killed_after_saving": killing.killed_after_saving,
        "torn": killing.torn,
        "most_lost_s": max(killing.lost_s),
        "statuses": [undisturbed, end],
        "is_equal": same_weights(truth.weights, last.weights)
        and [record.test for record in truth.history] == [record.test for record in last.history]
        and bool((truth.frames.epochs == last.frames.epochs).all()),
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
