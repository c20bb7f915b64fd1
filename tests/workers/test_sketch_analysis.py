from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.workers.test_inference_analysis import context
from vae_explorer.errors import DatasetError
from vae_explorer.state.sketch_state import SketchOptions
from vae_explorer.workers.sketch_analysis import PictureRequest, SketchRequest, make_sketch, read_picture


@pytest.fixture
def picture() -> np.ndarray:
    made = np.zeros((40, 50, 1), np.uint8)
    made[10:30, 20:25] = 255
    return made


@pytest.mark.parametrize("kind", ["pca", "ae", "vae"])
def test_that_a_picture_is_encoded_decoded_and_judged(kind: str, picture: np.ndarray) -> None:
    found = context(kind)
    (sketch,) = make_sketch(SketchRequest(picture, SketchOptions(is_inverted=False)), found)
    mu, _ = found.replica.encode(sketch.image[None])
    assert np.allclose(sketch.z, mu[0])
    assert np.array_equal(sketch.decoded, found.replica.decode_uint8(mu)[0])
    apart = np.abs(sketch.image.astype(int) - sketch.decoded.astype(int))
    assert np.array_equal(sketch.error, apart)
    assert (sketch.sigma is None) == (kind != "vae")
    assert sketch.verdict.nearest_sigma > 0


def test_that_a_picture_in_colour_is_encoded_too() -> None:
    found = context("vae", image_shape=(6, 4, 3))
    picture = np.random.default_rng(0).integers(0, 256, (60, 40, 3), np.uint8)
    (sketch,) = make_sketch(SketchRequest(picture, SketchOptions()), found)
    assert sketch.image.shape == (6, 4, 3)
    assert sketch.error.shape == (6, 4, 1)


def test_that_a_file_becomes_a_picture_of_the_canvas_or_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(np.full((30, 60), 200, np.uint8)).save(path)
    (read,) = read_picture(PictureRequest(str(path), 40, 50), context())
    assert read.picture.shape == (40, 50, 1)
    assert read.picture[20, 25, 0] == 200
    path.write_text("no picture")
    with pytest.raises(DatasetError, match=r"a\.png"):
        next(iter(read_picture(PictureRequest(str(path), 40, 50), context())))
