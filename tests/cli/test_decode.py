from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from tests.cli.outcome import Command

CODES = np.array([[0.5, -1.0], [-1.0, 2.0], [0.0, 0.0]], np.float32)
WORDS = ("--z", "0.5,-1.0", "--z", "-1,2", "--z=0,0")


def pca_images(model: Path, codes: np.ndarray) -> np.ndarray:
    """Decode by hand: mean + z · components, cut off at black and white."""
    weights = load_file(model)
    flat = weights["weight/encoder.mean"] + codes @ weights["weight/encoder.components"]
    return flat.clip(0, 1).reshape(-1, 8, 8, 1)


def test_that_an_npz_holds_the_decoded_images_in_their_order(
    command: Command, models: dict[str, Path]
) -> None:
    assert command("decode", models["pca"], *WORDS, "--out", "d.npz").status == 0
    with np.load("d.npz", allow_pickle=False) as stored:
        image, z = stored["image"], stored["z"]
    assert (image.shape, image.dtype) == ((3, 8, 8, 1), np.float32)
    assert np.allclose(image, pca_images(models["pca"], CODES), atol=1e-6)
    assert np.array_equal(z, CODES)
    assert np.ptp(image[0] - image[1]) > 0.1


def test_that_one_code_gives_a_picture_pixel_for_pixel(command: Command, models: dict[str, Path]) -> None:
    assert command("decode", models["pca"], "--z", "-1,2", "--out", "d.png").status == 0
    expected = np.round(pca_images(models["pca"], CODES[1:2])[0, ..., 0] * 255)
    with Image.open("d.png") as picture:
        assert (picture.mode, picture.size) == ("L", (8, 8))
        assert np.abs(np.asarray(picture) - expected).max() <= 1


def test_that_many_codes_stand_in_rows_of_ten_two_pixels_apart(
    command: Command, models: dict[str, Path]
) -> None:
    codes = np.column_stack([np.linspace(-3, 3, 12), np.linspace(2, -2, 12)]).astype(np.float32)
    words = [f"--z={x!r},{y!r}" for x, y in codes.tolist()]
    assert command("decode", models["vae"], *words, "--out", "d.png").status == 0
    assert command("decode", models["vae"], *words, "--out", "d.npz").status == 0
    with Image.open("d.png") as picture:
        pixels = np.asarray(picture)
    with np.load("d.npz") as stored:
        expected = np.round(stored["image"][..., 0] * 255)
    assert pixels.shape == (2 * 8 + 2, 10 * 8 + 9 * 2)
    for position, image in enumerate(expected):
        top, left = position // 10 * 10, position % 10 * 10
        assert np.abs(pixels[top : top + 8, left : left + 8] - image).max() <= 1
    assert (pixels[8:10] == 128).all()
    assert (pixels[10:, 20:] == 128).all()


def test_that_a_model_of_colour_pictures_gives_a_colour_picture(command: Command) -> None:
    images = np.random.default_rng(0).integers(0, 256, (40, 4, 6, 3), np.uint8)
    np.save("colour.npy", images)
    quick = ("--epochs", 1, "--hidden", 4)
    command("train", "--kind", "ae", "--dataset", "colour.npy", "--out", "m.safetensors", *quick)
    assert command("decode", "m.safetensors", "--z", "0,0", "--out", "d.png").status == 0
    with Image.open("d.png") as picture:
        assert (picture.mode, picture.size) == ("RGB", (6, 4))


@pytest.mark.parametrize("z", ["0", "0,0,0", "0,nothing", ""])
def test_that_a_code_of_another_dimension_names_the_expected_one(
    command: Command, models: dict[str, Path], z: str
) -> None:
    result = command("decode", models["vae"], "--z", "0,0", "--z", z, "--out", "d.png")
    assert result.status == 2
    assert "--z" in result.err
    assert "give 2 numbers" in result.err
    assert list(Path().iterdir()) == []


def test_that_a_file_that_is_no_model_is_named(command: Command) -> None:
    Path("fake.safetensors").write_text("this is no model, however long it may be", encoding="utf-8")
    for name in ("fake.safetensors", "missing.safetensors", "."):
        result = command("decode", name, "--z", "0,0", "--out", "d.png")
        assert result.status == 2
        assert result.err.startswith(f"vae-explorer: {name}: ")
        assert "model file" in result.err
        assert result.err.count("\n") == 1
    assert not Path("d.png").exists()


def test_that_another_ending_is_refused_with_the_accepted_ones(
    command: Command, models: dict[str, Path]
) -> None:
    result = command("decode", models["vae"], "--z", "0,0", "--out", "d.gif")
    assert (result.status, ".png, .npz" in result.err) == (2, True)
