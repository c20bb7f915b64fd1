from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from vae_explorer.data.mapping import is_mapped, map_array, rows_of
from vae_explorer.training import image_source as module
from vae_explorer.training.image_source import MappedImages, ResidentImages, image_source

ROWS, SIZE = 1000, 64


@pytest.fixture
def mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    """Return images whose first pixels are their numbers, in blocks of seven."""
    images = np.zeros((ROWS, 2, 4, 1), np.uint8)
    images[:, 0, 0, 0], images[:, 0, 1, 0] = np.arange(ROWS) // 256, np.arange(ROWS) % 256
    (tmp_path / "images.bin").write_bytes(b"head" + images.tobytes())
    monkeypatch.setattr(module, "_BLOCK_BYTES", 7 * 8)
    return map_array(tmp_path / "images.bin", images.dtype, images.shape, 4)


def epoch(source, skipped: int = 0, seed: int = 3) -> list[list[int]]:
    generator = torch.Generator().manual_seed(seed)
    return [(batch[:, 0].int() * 256 + batch[:, 1]).tolist() for batch in source.batches(generator, skipped)]


def test_that_images_in_a_file_are_read_in_blocks_and_others_are_kept_in_memory(mapped):
    assert isinstance(image_source(mapped, torch.device("cpu"), SIZE), MappedImages)
    assert isinstance(image_source(np.array(mapped), torch.device("cpu"), SIZE), ResidentImages)
    assert is_mapped(mapped[3:].reshape(-1, 8))
    assert not is_mapped(rows_of(mapped, np.array([5, 2])))


def test_that_every_image_comes_once_an_epoch_in_whole_batches(mapped):
    batches = epoch(MappedImages(mapped, SIZE))
    assert [len(batch) for batch in batches] == [SIZE] * 15 + [40]
    assert sorted(number for batch in batches for number in batch) == list(range(ROWS))


def test_that_the_same_seed_gives_the_same_order_and_another_epoch_another(mapped):
    source = MappedImages(mapped, SIZE)
    assert epoch(source) == epoch(source)
    assert epoch(source) != epoch(source, seed=4)


def test_that_batches_mix_images_from_far_apart(mapped):
    for batch in epoch(MappedImages(mapped, SIZE))[:5]:
        assert len({number // 7 for number in batch}) > 10
        assert max(batch) - min(batch) > ROWS / 3


@pytest.mark.parametrize("kind", ["mapped", "resident"])
def test_that_skipped_batches_leave_the_others_as_they_were(mapped, kind):
    source = MappedImages(mapped, SIZE)
    if kind == "resident":
        source = ResidentImages(torch.from_numpy(np.array(mapped).reshape(ROWS, -1)), SIZE)
    whole = epoch(source)
    for skipped in (0, 1, 2, 7, 15, 16):
        assert epoch(source, skipped) == whole[skipped:]


def test_that_rows_are_copied_as_they_are(mapped):
    wanted = np.array([999, 0, 500, 300])
    rows = MappedImages(mapped, SIZE).rows(wanted)
    assert (rows[:, 0].int() * 256 + rows[:, 1]).tolist() == wanted.tolist()
