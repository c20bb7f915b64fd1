from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from tests.cli.outcome import Command
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint


def decoded(command: Command, model: Path, codes: np.ndarray) -> np.ndarray:
    """Return what the other command decodes the codes to."""
    words = [f"--z={','.join(map(repr, code))}" for code in codes.tolist()]
    assert command("decode", model, *words, "--out", "tiles.npz").status == 0
    with np.load("tiles.npz") as stored:
        return np.round(stored["image"][..., 0] * 255)


def tiles_of(path: str) -> np.ndarray:
    """Cut a picture into tiles ``(rows, columns, 8, 8)``."""
    with Image.open(path) as picture:
        assert picture.mode == "L"
        pixels = np.asarray(picture).astype(int)
    rows, columns = pixels.shape[0] // 8, pixels.shape[1] // 8
    assert pixels.shape == (rows * 8, columns * 8)
    return pixels.reshape(rows, 8, columns, 8).swapaxes(1, 2)


@pytest.mark.parametrize("kind", ["vae", "map"])
def test_that_the_atlas_is_measured_in_the_prior_with_z1_to_the_right_and_z2_upwards(
    command: Command, models: dict[str, Path], kind: str
) -> None:
    result = command("atlas", models[kind], "--out", "a.png", "--tiles", 5, "--extent", 2)
    assert result.status == 0
    assert "5 × 5 tiles along z1 and z2, ±2 standard deviations of the prior" in result.err
    tiles = tiles_of("a.png")
    places = [(-2, 2), (2, 2), (0, 0), (-2, -2), (2, -2), (1, -1)]
    expected = decoded(command, models[kind], np.array(places, float))
    shown = [tiles[0, 0], tiles[0, 4], tiles[2, 2], tiles[4, 0], tiles[4, 4], tiles[3, 3]]
    assert np.abs(np.array(shown) - expected).max() <= 1
    assert np.ptp(expected[0] - expected[4]) > 2


@pytest.mark.parametrize("kind", ["ae", "pca"])
def test_that_without_a_prior_the_atlas_is_measured_in_the_codes(
    command: Command, models: dict[str, Path], kind: str
) -> None:
    result = command("atlas", models[kind], "--out", "a.png", "--tiles", 3, "--extent", 1.5)
    assert "±1.5 standard deviations of the codes around their mean" in result.err
    codes = load_file(models[kind])["preview/mu"].astype(float)
    mean, deviation = codes.mean(axis=0), codes.std(axis=0)
    places = mean + 1.5 * deviation * np.array([(-1, 1), (0, 0), (1, -1)])
    tiles = tiles_of("a.png")
    shown = np.array([tiles[0, 0], tiles[1, 1], tiles[2, 2]])
    assert np.abs(shown - decoded(command, models[kind], places)).max() <= 1


def test_that_the_default_atlas_has_twenty_tiles_each_way(command: Command, models: dict[str, Path]) -> None:
    assert command("atlas", models["vae"], "--out", "a.png").status == 0
    assert tiles_of("a.png").shape[:2] == (20, 20)


def test_that_one_latent_dimension_gives_one_row(command: Command, models: dict[str, Path]) -> None:
    assert command("atlas", models["line"], "--out", "a.png", "--tiles", 3, "--extent", 1).status == 0
    tiles = tiles_of("a.png")
    assert tiles.shape[:2] == (1, 3)
    assert np.abs(tiles[0] - decoded(command, models["line"], np.array([[-1.0], [0.0], [1.0]]))).max() <= 1


def test_that_more_dimensions_are_seen_along_their_leading_principal_components(
    command: Command, models: dict[str, Path]
) -> None:
    from sklearn.decomposition import PCA

    result = command("atlas", models["space"], "--out", "a.png", "--tiles", 3, "--extent", 2)
    assert "the two leading principal components of the codes" in result.err
    codes = load_checkpoint(models["space"]).preview.mu.astype(float)
    first, second = PCA(2).fit(codes).components_
    tiles = tiles_of("a.png")
    corners = np.array([tiles[0, 0], tiles[0, 2], tiles[2, 0], tiles[2, 2]])
    # The sign of a component is free, so any of the four ways to turn the plane will do.
    distances = [
        np.abs(
            corners - decoded(command, models["space"], 2 * np.array([-a + b, a + b, -a - b, a - b]))
        ).max()
        for a in (first, -first)
        for b in (second, -second)
    ]
    assert min(distances) <= 1


def test_that_a_single_tile_shows_the_middle(command: Command, models: dict[str, Path]) -> None:
    assert command("atlas", models["vae"], "--out", "a.png", "--tiles", 1).status == 0
    assert np.abs(tiles_of("a.png")[0, 0] - decoded(command, models["vae"], np.zeros((1, 2)))).max() <= 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--tiles", "0"], "--tiles: 0 tiles"),
        (["--tiles", "201"], "--tiles: 201 tiles are not possible; choose from 1 to 200"),
        (["--extent", "-3"], "--extent: -3"),
        (["--extent", "nan"], "--extent: nan"),
        (["--out", "atlas.npz"], "--out atlas.npz"),
    ],
)
def test_that_impossible_sizes_are_refused(
    command: Command, models: dict[str, Path], arguments: list[str], named: str
) -> None:
    result = command("atlas", models["vae"], "--out", "a.png", *arguments)
    assert (result.status, named in result.err) == (2, True)
    assert list(Path().iterdir()) == []


def test_that_a_picture_too_large_to_be_opened_is_refused_before_it_is_made(command: Command) -> None:
    np.save("wide.npy", np.zeros((4, 100, 120), np.uint8))
    quick = ("--epochs", 1, "--hidden", "none")
    assert (
        command("train", "--kind", "ae", "--dataset", "wide.npy", "--out", "m.safetensors", *quick).status
        == 0
    )
    result = command("atlas", "m.safetensors", "--out", "a.png", "--tiles", 200)
    assert result.status == 2
    assert "24000 × 20000 pixels is too large" in result.err
