from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest
import torch

from vae_explorer.errors import TrainingError
from vae_explorer.training.memory import give_memory_back, is_out_of_memory, memory_of

WANTS = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError("MPS backend out of memory (MPS allocated: 17.2 GB)"),
    MemoryError(),
]


@pytest.mark.parametrize("error", WANTS, ids=repr)
def test_that_a_want_of_memory_is_told(error):
    assert is_out_of_memory(error)
    with pytest.raises(TrainingError, match="memory is too small") as caught, memory_of(torch.device("cpu")):
        raise error
    assert caught.value.where == "cpu"
    assert caught.value.__cause__ is error


def test_that_the_processors_own_words_are_understood():
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**60, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)


@pytest.mark.parametrize("error", [RuntimeError("shapes differ"), ValueError("out of memory"), KeyError("x")])
def test_that_another_failure_passes_as_it_is(error):
    assert not is_out_of_memory(error)
    with pytest.raises(type(error)), memory_of(torch.device("cpu")):
        raise error


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this C library keeps what is freed")
def test_that_what_is_free_goes_back_to_the_system():
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    # Small enough to come from the heap, of which only the upper end shrinks by itself.
    blocks = [b"x" * (64_000 + number) for number in range(1500)]
    kept = blocks[::50]
    blocks.clear()
    before = resident()
    give_memory_back()
    assert before - resident() > 50_000_000
    assert len(kept) == 30
