from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from tests.cli.outcome import Command
from vae_explorer.data import open_dataset


def stored(path: str) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def test_that_the_codes_of_a_pca_are_projections_of_the_images(
    command: Command, models: dict[str, Path]
) -> None:
    assert command("encode", models["pca"], "--dataset", "digits", "--out", "c.npz").status == 0
    digits = open_dataset("digits")
    codes = stored("c.npz")
    weights = load_file(models["pca"])
    images = np.concatenate([digits.train_images, digits.test_images]).reshape(-1, 64) / 255
    expected = (images - weights["weight/encoder.mean"]) @ weights["weight/encoder.components"].T
    assert set(codes) == {"mu", "label", "split", "index"}
    assert (codes["mu"].shape, codes["mu"].dtype) == ((1797, 2), np.float32)
    assert np.allclose(codes["mu"], expected, atol=1e-5)
    assert np.array_equal(codes["label"], np.concatenate([digits.train_labels, digits.test_labels]))
    assert codes["label"].dtype == np.int64
    train, test = len(digits.train_labels), len(digits.test_labels)
    assert codes["split"].tolist() == ["train"] * train + ["test"] * test
    assert codes["index"].tolist() == [*range(train), *range(test)]


def test_that_a_vae_gives_its_variances_too_and_the_codes_of_its_own_file(
    command: Command, models: dict[str, Path]
) -> None:
    assert (
        command("encode", models["vae"], "--dataset", "digits", "--out", "c.npz", "--split", "train").status
        == 0
    )
    codes, model = stored("c.npz"), load_file(models["vae"])
    order = model["preview/indices"]
    assert (codes["logvar"].shape, codes["logvar"].dtype) == (codes["mu"].shape, np.float32)
    assert np.allclose(codes["mu"][order], model["preview/mu"], atol=1e-4)
    assert np.allclose(codes["logvar"][order], model["preview/logvar"], atol=1e-4)
    assert set(codes["split"]) == {"train"}


def test_that_the_csv_holds_what_the_npz_holds(command: Command, models: dict[str, Path]) -> None:
    for name in ("c.npz", "c.csv"):
        arguments = ("--dataset", "digits", "--out", name, "--split", "test")
        assert command("encode", models["space"], *arguments).status == 0
    codes = stored("c.npz")
    with Path("c.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*("z1", "z2", "z3", "logvar1", "logvar2", "logvar3", "label", "split", "index")]
    for name, prefix in (("mu", "z"), ("logvar", "logvar")):
        numbers = [[row[f"{prefix}{axis}"] for axis in (1, 2, 3)] for row in rows]
        assert np.array_equal(np.array(numbers, np.float32), codes[name])
    assert [int(row["label"]) for row in rows] == codes["label"].tolist()
    assert [row["split"] for row in rows] == ["test"] * len(codes["label"])
    assert [int(row["index"]) for row in rows] == codes["index"].tolist()


def test_that_images_without_labels_are_marked_so_and_other_data_are_pointed_out(
    command: Command, models: dict[str, Path]
) -> None:
    np.save("other.npy", np.random.default_rng(0).integers(0, 256, (20, 8, 8), np.uint8))
    result = command("encode", models["ae"], "--dataset", "other.npy", "--out", "c.npz")
    assert result.status == 0
    assert "note: other.npy is not what the model was trained on, Digits" in result.err
    codes = stored("c.npz")
    assert set(codes["label"].tolist()) == {-1}
    assert "logvar" not in codes


def test_that_the_models_own_data_need_no_remark(command: Command, models: dict[str, Path]) -> None:
    result = command("encode", models["ae"], "--dataset", "digits", "--out", "c.npz")
    assert "not what the model was trained on" not in result.err


def test_that_images_of_another_size_are_refused_with_both_sizes(
    command: Command, models: dict[str, Path]
) -> None:
    np.save("other.npy", np.zeros((20, 8, 9), np.uint8))
    result = command("encode", models["ae"], "--dataset", "other.npy", "--out", "c.npz")
    assert result.status == 2
    line = result.err.splitlines()[-1]
    assert line.startswith("vae-explorer: other.npy: its images are 8 × 9 × 1")
    assert "8 × 8 × 1" in line
    assert not Path("c.npz").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--out", "c.json"], "one of .npz, .csv"),
        (["--out", "nowhere/c.npz"], "the folder nowhere does not exist"),
        (["--dataset", "nothing"], "nothing: there is no data set"),
        (["--device", "cuda:99"], "cuda:99"),
        (["--device", "abacus"], "--device: 'abacus'"),
    ],
)
def test_that_bad_arguments_are_named_and_nothing_is_written(
    command: Command, models: dict[str, Path], arguments: list[str], named: str
) -> None:
    result = command("encode", models["ae"], "--dataset", "digits", "--out", "c.npz", *arguments)
    assert (result.status, named in result.err.splitlines()[-1]) == (2, True)
    assert list(Path().iterdir()) == []
