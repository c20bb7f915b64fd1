"""One run carried out by two processes: the same curve as by one, and resumable when one of them is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torch.distributed

from tests.cli.outcome import Command
from vae_explorer.training.run_folder import RunFolder
from vae_explorer.training.run_log import Ending, RunEnded, histories_of
from vae_explorer.training.share import Share
from vae_explorer.training.team import Team

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not torch.distributed.is_available(), reason="needs gloo and /proc"
)
# What differs is the order in which a batch's gradients are added.
TOLERANCE = 1e-4
# More than fit into the ten seconds before a run is first saved.
LONG_EPOCHS = 500
RECIPE = ["--kind", "vae", "--dataset", "digits", "--hidden", "32", "--batch-size", "150", "--seed", "2"]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny matrices are quickest on one core."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def arguments(folder: Path, epochs: int) -> list[str]:
    out = ["--runs", str(folder / "runs"), "--out", str(folder / "m.safetensors")]
    return ["train", *RECIPE, "--epochs", str(epochs), "--device", "cpu", *out]


def start(folder: Path, environment: dict[str, str], epochs: int) -> subprocess.Popen[str]:
    job = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "vae_explorer"]
    return subprocess.Popen(
        [sys.executable, *job, *arguments(folder, epochs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def only_run(folder: Path) -> RunFolder:
    (path,) = (folder / "runs").iterdir()
    return RunFolder(path)


def process_of(parent: int, rank: int) -> int:
    """Return the process that computes as this rank."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for child in children:
        if f"\0RANK={rank}\0".encode() in Path(f"/proc/{child}/environ").read_bytes():
            return int(child)
    raise AssertionError(f"no process of rank {rank}")


def test_that_two_processes_come_to_the_same_curve_as_one(
    command: Command, tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "two").mkdir()
    job = start(tmp_path / "two", environment, 4)
    assert command(*arguments(tmp_path, 4)).status == 0
    out, err = job.communicate(timeout=100)
    assert job.returncode == 0, err
    # One of the two speaks, and one writes.
    assert err.count("training: vae on 1617 images") == 1
    assert len(out.splitlines()) == 1
    (alone,) = histories_of(only_run(tmp_path).events().lines, 1)
    (together,) = histories_of(only_run(tmp_path / "two").events().lines, 1)
    assert len(alone) == len(together) == 4
    for one, same in zip(alone, together, strict=True):
        for terms in ("train", "test"):
            assert getattr(same, terms).total_nats == pytest.approx(
                getattr(one, terms).total_nats, rel=TOLERANCE
            )


def test_that_a_job_that_loses_a_process_says_so_and_can_be_resumed(
    command: Command, tmp_path: Path, environment: dict[str, str]
) -> None:
    job = start(tmp_path, environment, LONG_EPOCHS)
    try:
        deadline = time.monotonic() + 90
        while not list((tmp_path / "runs").glob("*/state.safetensors")):
            assert job.poll() is None, job.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        os.kill(process_of(job.pid, 1), signal.SIGKILL)
        _, err = job.communicate(timeout=60)
    finally:
        job.kill()
    assert job.returncode != 0
    assert "a process of this job was lost" in err
    assert "--resume" in err
    folder = only_run(tmp_path)
    ended = folder.events().lines[-1]
    assert isinstance(ended, RunEnded)
    assert ended.how is Ending.FAILED
    resumed = command("train", "--resume", folder.path)
    assert resumed.status == 0, resumed.err
    (history,) = histories_of(folder.events().lines, 1)
    assert [record.epoch for record in history] == list(range(1, LONG_EPOCHS + 1))


@pytest.mark.parametrize(("count", "size"), [(10, 3), (7, 2), (2, 4), (1, 2)])
def test_that_the_shares_of_a_batch_are_the_batch(count: int, size: int) -> None:
    team = Team.__new__(Team)
    team.size = size
    shares: list[Share] = []
    for rank in range(size):
        team.rank = rank
        shares.append(team.share(count))
    rows = [row for share in shares for row in range(count)[share.rows]]
    assert set(rows) == set(range(count))
    # Every image has the same part in the mean over the processes.
    parts = {
        row: sum(
            share.weight / len(range(count)[share.rows]) / size
            for share in shares
            if row in range(count)[share.rows]
        )
        for row in range(count)
    }
    assert all(part == pytest.approx(1 / count) for part in parts.values())
