from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vae_explorer.data import memory
from vae_explorer.data.array_file import read_npy_file
from vae_explorer.errors import DatasetError


def test_that_more_than_sixteen_gigabytes_are_refused_on_any_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: None)
    memory.check_fits(16 * 2**30, "file")
    with pytest.raises(DatasetError, match=r"need 16\.5 GiB of memory, and at most 16\.0 GiB"):
        memory.check_fits(33 * 2**29, "file")


def test_that_a_file_larger_than_the_free_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    np.save(tmp_path / "a.npy", np.zeros((100, 28, 28), np.uint8))
    monkeypatch.setattr(memory, "available_bytes", lambda: 50_000)
    with pytest.raises(DatasetError, match="need 77 KiB of memory, and at most 49 KiB"):
        read_npy_file(tmp_path / "a.npy")


def test_that_this_computer_tells_its_memory() -> None:
    available = memory.available_bytes()
    assert available is None or 2**20 < available < 2**50
