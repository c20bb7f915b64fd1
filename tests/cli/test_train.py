from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.cli.outcome import Command
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.training.recipe import batch_and_rate
from vae_explorer.training.run_summary import list_runs

QUICK = ("--epochs", 3, "--hidden", "16", "--batch-size", 128)
TERMS = {"reconstruction_nats", "kl_nats", "prior_nats", "total_nats", "squared_error"}


def test_that_a_trained_model_says_how_it_was_made(command: Command) -> None:
    words = "--network conv --hidden 4,8 --latent-dim 5 --epochs 2 --batch-size 300 --learning-rate 0.001"
    more = "--weight-decay 0 --seed 7 --likelihood gaussian --c 0.1 --device cpu"
    arguments = [*words.split(), *more.split()]
    assert (
        command("train", "--kind", "map", "--dataset", "digits", "--out", "m.safetensors", *arguments).status
        == 0
    )
    checkpoint = load_checkpoint("m.safetensors")
    assert checkpoint.model == ModelSpec(
        kind="map",
        image_shape=(8, 8, 1),
        network="conv",
        hidden=(4, 8),
        latent_dim=5,
        likelihood="gaussian",
        c=0.1,
    )
    assert checkpoint.training == TrainingSpec(
        epochs=2,
        batch_size=300,
        learning_rate=0.001,
        weight_decay=0.0,
        seed=7,
        precision="float32",
        compilation="off",
    )
    assert (checkpoint.dataset.name, checkpoint.dataset.title) == ("digits", "Digits")
    assert checkpoint.dataset.train_count + checkpoint.dataset.test_count == 1797
    assert [record.epoch for record in checkpoint.history] == [1, 2]
    assert checkpoint.frames is not None
    assert checkpoint.frames.epochs.tolist() == [0, 1, 2]
    assert checkpoint.preview.mu.shape == (checkpoint.dataset.train_count, 5)


@pytest.mark.parametrize("chosen", [(), ("--batch-size", 16), ("--learning-rate", 0.5)])
def test_that_a_batch_and_a_rate_that_nobody_names_are_written_down_as_numbers(
    command: Command, tmp_path: Path, chosen: tuple[object, ...]
) -> None:
    words = ("--kind", "vae", "--dataset", "digits", "--hidden", "4", "--epochs", 1, "--device", "cpu")
    runs, card = tmp_path / "runs", tmp_path / "m.md"
    more = ("--out", "m.safetensors", "--runs", runs, "--card", card)
    assert command("train", *words, *more, *chosen).status == 0
    named = {"--batch-size": None, "--learning-rate": None} | dict([chosen] if chosen else [])
    checkpoint = load_checkpoint("m.safetensors")
    size, rate = batch_and_rate(checkpoint.dataset.train_count, *named.values())
    assert (checkpoint.training.batch_size, checkpoint.training.learning_rate) == (size, rate)
    (run,) = list_runs(runs)
    assert (run.specification.training.batch_size, run.specification.training.learning_rate) == (size, rate)
    assert f"--batch-size {size} --learning-rate {rate} " in card.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["ae", "map", "vae", "pca"])
def test_that_json_is_the_last_line_and_agrees_with_the_file(command: Command, kind: str) -> None:
    result = command(
        "train", "--kind", kind, "--dataset", "digits", "--out", "m.safetensors", *QUICK, "--json"
    )
    assert result.status == 0
    summary = json.loads(result.out.splitlines()[-1])
    assert set(summary) == {
        *("kind", "dataset", "device", "epochs", "seconds", "images_per_second", "test", "out")
    }
    assert (summary["kind"], summary["dataset"], summary["out"]) == (kind, "digits", "m.safetensors")
    assert summary["epochs"] == (1 if kind == "pca" else 3)
    assert summary["seconds"] > 0
    assert summary["images_per_second"] > 0
    test = summary["test"]
    assert set(test) == TERMS
    assert test["total_nats"] == pytest.approx(
        sum(test[f"{x}_nats"] for x in ("reconstruction", "kl", "prior"))
    )
    assert (test["kl_nats"] > 0, test["prior_nats"] > 0) == (kind == "vae", kind == "map")
    record = load_checkpoint("m.safetensors").history[-1]
    assert test["reconstruction_nats"] == record.test.reconstruction_nats


def test_that_the_pca_is_that_of_the_images(command: Command) -> None:
    from vae_explorer.data import open_dataset

    assert command("train", "--kind", "pca", "--dataset", "digits", "--out", "p.safetensors").status == 0
    weights = load_file("p.safetensors")
    images = open_dataset("digits").train_images.reshape(-1, 64) / 255
    _, _, axes = np.linalg.svd(images - images.mean(axis=0), full_matrices=False)
    overlap = np.abs(weights["weight/encoder.components"] @ axes[:2].T)
    assert np.allclose(overlap, np.eye(2), atol=1e-3)


def test_that_the_same_seed_gives_the_same_file(command: Command) -> None:
    for name in ("one", "two"):
        command("train", "--kind", "vae", "--dataset", "digits", "--out", f"{name}.safetensors", *QUICK)
    first, second = load_file("one.safetensors"), load_file("two.safetensors")
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_that_progress_goes_to_standard_error_in_a_few_lines(command: Command) -> None:
    result = command(
        *("train", "--kind", "vae", "--dataset", "digits", "--out", "m.safetensors"),
        *("--epochs", 50, "--hidden", "4", "--batch-size", 1617),
    )
    lines = [line for line in result.err.splitlines() if " epoch " in f" {line} " and "/50:" in line]
    assert 20 <= len(lines) <= 22
    assert "epoch 1/50: test reconstruction" in lines[0]
    assert "images/s" in lines[0]
    assert "epoch 50/50:" in lines[-1]
    assert result.out.startswith("vae of Digits: test reconstruction")


def test_that_an_old_model_is_replaced(command: Command) -> None:
    for kind in ("ae", "vae"):
        assert (
            command("train", "--kind", kind, "--dataset", "digits", "--out", "m.safetensors", *QUICK).status
            == 0
        )
    assert load_checkpoint("m.safetensors").model.kind == "vae"
    assert [path.name for path in Path().iterdir()] == ["m.safetensors"]


def test_that_a_path_is_remembered_by_its_last_part_alone(command: Command, tmp_path: Path) -> None:
    images = np.random.default_rng(0).integers(0, 256, (30, 6, 5), np.uint8)
    (tmp_path / "private").mkdir()
    np.save(tmp_path / "private" / "tiny.npy", images)
    result = command(
        *("train", "--kind", "ae", "--dataset", tmp_path / "private" / "tiny.npy", "--out", "m.safetensors"),
        *("--card", "m.md", "--json", *QUICK),
    )
    assert result.status == 0
    assert load_checkpoint("m.safetensors").dataset.name == "tiny.npy"
    assert b"private" not in Path("m.safetensors").read_bytes()
    assert "private" not in Path("m.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--epochs", "0"], "--epochs: 0 is not possible"),
        (["--batch-size", "-1"], "--batch-size"),
        (["--learning-rate", "nan"], "--learning-rate"),
        (["--seed", "-1"], "--seed"),
        (["--c", "auto"], "--c: only the Gaussian likelihood"),
        (["--c", "0"], "--c"),
        (["--c", "much"], "--c: 'much'"),
        (["--kind", "pca", "--likelihood", "bernoulli"], "--likelihood: PCA"),
        (["--latent-dim", "65"], "--latent-dim"),
        (["--hidden", "16,0"], "--hidden"),
        (["--hidden", "wide"], "--hidden: 'wide'"),
        (["--device", "tpu"], "--device: 'tpu'"),
        (["--device", "cuda:99"], "cuda:99: this computer has no device of that name"),
        (["--dataset", "no/such/folder"], "no/such/folder"),
        (["--out", "model.pt"], "--out model.pt"),
        (["--out", "nowhere/m.safetensors"], "the folder nowhere does not exist"),
        (["--card", "card.txt"], "--card card.txt"),
    ],
)
def test_that_what_cannot_be_used_is_named_and_nothing_is_written(
    command: Command, arguments: list[str], named: str
) -> None:
    usual = ["--kind", "vae", "--dataset", "digits", "--out", "m.safetensors", *QUICK]
    result = command("train", *usual, *arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err.splitlines()[-1]
    assert "Traceback" not in result.err
    assert list(Path().iterdir()) == []


def test_that_a_loss_that_is_no_number_is_an_error_that_names_the_step(command: Command) -> None:
    result = command(
        *("train", "--kind", "vae", "--dataset", "digits", "--out", "m.safetensors"), "--learning-rate", 10
    )
    assert result.status == 2
    assert "not a finite number at step" in result.err.splitlines()[-1]
    assert not Path("m.safetensors").exists()
