from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_explorer.analysis.film import write_film
from vae_explorer.errors import WriteError


def frames(channels: int) -> np.ndarray:
    """Return five frames that differ: frame n has the value 40 n everywhere."""
    values = (40 * np.arange(5)).astype(np.uint8)
    return np.broadcast_to(values[:, None, None, None], (5, 6, 4, channels)).copy()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", ["gif", "apng"])
def test_that_a_moving_picture_holds_every_frame_in_order(tmp_path: Path, name: str, channels: int) -> None:
    path = tmp_path / f"film.{name}"
    write_film(path, frames(channels), [1.0, 0.5, 0.0, 0.5, 1.0], name)
    with Image.open(path) as film:
        assert film.n_frames == 5
        assert film.info["loop"] == 0
        middles = []
        for number in range(5):
            film.seek(number)
            rgb = np.asarray(film.convert("RGB"))
            middles.append(int(rgb[rgb.shape[0] // 3, rgb.shape[1] // 2, 0]))
    assert np.allclose(middles, [0, 40, 80, 120, 160], atol=3)


def test_that_a_strip_shows_the_frames_side_by_side_with_bars_as_long_as_they_are_backed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "film.png"
    write_film(path, frames(1), [1.0, 0.5, 0.0, 0.5, 1.0], "png")
    strip = np.asarray(Image.open(path))
    parts = np.split(strip, 5, axis=1)
    assert [int(part[part.shape[0] // 3, part.shape[1] // 2]) for part in parts] == [0, 40, 80, 120, 160]
    inked = [int((part[-6, 6:-6] < 128).sum()) for part in parts]
    assert inked[0] > inked[1] > inked[2] == 0


def test_that_a_folder_that_does_not_exist_is_said_to_be_the_reason(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        write_film(tmp_path / "absent" / "film.gif", frames(1), [1.0] * 5, "gif")
    assert not list(tmp_path.iterdir())
