"""The commands as a person uses them: one after another, signals, files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.outcome import Command
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint

LONG = ("train", "--kind", "vae", "--dataset", "digits", "--out", "m.safetensors", "--epochs", "100000")


def test_that_a_model_is_trained_and_its_codes_decode_to_what_they_came_from(command: Command) -> None:
    quick = ("--epochs", 20, "--hidden", "64", "--batch-size", 64, "--latent-dim", 8)
    trained = command(
        "train", "--kind", "ae", "--dataset", "digits", "--out", "m.safetensors", *quick, "--json"
    )
    assert trained.status == 0, trained.err
    squared_error = json.loads(trained.out.splitlines()[-1])["test"]["squared_error"]

    encoded = command("encode", "m.safetensors", "--dataset", "digits", "--out", "c.npz", "--split", "test")
    assert encoded.status == 0, encoded.err
    with np.load("c.npz") as stored:
        codes = stored["mu"]
    words = [f"--z={','.join(map(repr, code))}" for code in codes.tolist()]
    decoded = command("decode", "m.safetensors", *words, "--out", "d.npz")
    assert decoded.status == 0, decoded.err
    with np.load("d.npz") as stored:
        images = stored["image"]

    from vae_explorer.data import open_dataset

    truth = open_dataset("digits").test_images / 255
    measured = np.square(images - truth).sum(axis=(1, 2, 3)).mean()
    assert measured == pytest.approx(squared_error, rel=1e-3)
    assert measured < np.square(truth - truth.mean(axis=0)).sum(axis=(1, 2, 3)).mean() / 2

    drawn = command("atlas", "m.safetensors", "--out", "a.png", "--tiles", 4)
    assert drawn.status == 0, drawn.err
    with Image.open("a.png") as picture:
        assert picture.size == (32, 32)


def test_that_a_learned_variance_is_kept(command: Command) -> None:
    quick = ("--likelihood", "gaussian", "--c", "auto", "--epochs", 5, "--hidden", "32")
    trained = command("train", "--kind", "vae", "--dataset", "digits", "--out", "m.safetensors", *quick)
    assert trained.status == 0, trained.err
    checkpoint = load_checkpoint("m.safetensors")
    assert checkpoint.model.c == "auto"
    assert checkpoint.history[-1].test.c == pytest.approx(float(checkpoint.weights["log_c"].exp()), rel=1e-5)


def started(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command and return once its first epoch is done."""
    running = subprocess.Popen(
        [sys.executable, "-m", "vae_explorer", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    )
    assert running.stderr is not None
    for line in running.stderr:
        if "epoch 1/" in line:
            break
    return running


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be sent Ctrl-C alone there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_an_interrupted_training_saves_what_it_has_learned(
    environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    (tmp_path / "m.safetensors").write_bytes(b"an older file")
    running = started(environment, tmp_path, *LONG, "--json")
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert "m.safetensors: saved" in err
    assert "stopped in epoch" in err
    checkpoint = load_checkpoint(tmp_path / "m.safetensors")
    assert checkpoint.epoch >= 1
    summary = json.loads(out.splitlines()[-1])
    assert summary["epochs"] == checkpoint.epoch
    assert summary["test"]["total_nats"] == checkpoint.history[-1].test.total_nats
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors"]


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be killed so there")
def test_that_a_killed_training_leaves_the_old_file_whole(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "m.safetensors").write_bytes(b"an older file")
    running = started(environment, tmp_path, *LONG)
    running.kill()
    running.communicate(timeout=30)
    assert (tmp_path / "m.safetensors").read_bytes() == b"an older file"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_that_a_terminal_shows_a_live_line(environment: dict[str, str], tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment |= {"TERM": "xterm", "COLUMNS": "120"}
    arguments = ("train", "--kind", "vae", "--dataset", "digits", "--out", "m.safetensors", "--epochs", "8")
    with subprocess.Popen(
        [sys.executable, "-m", "vae_explorer", *arguments],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=tmp_path,
        env=environment,
    ) as running:
        os.close(theirs)
        shown = b""
        while piece := read(ours):
            shown += piece
        os.close(ours)
    assert running.returncode == 0
    text = shown.decode()
    assert "epoch 8.0/8" in text
    for part in ("images/s", "left", "test reconstruction", "+ KL"):
        assert part in text


def read(descriptor: int) -> bytes:
    """Return what a terminal shows next; nothing at its end, which Linux reports as an error."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_that_reading_and_explaining_need_no_torch(environment: dict[str, str]) -> None:
    code = """if True:
        import sys
        from vae_explorer.__main__ import main
        statuses = [main(["datasets"]), main(["train", "--help"]), main(["encode", "--help"])]
        assert statuses == [0, 0, 0], statuses
        sys.exit("torch" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
