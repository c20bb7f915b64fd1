"""Telling a want of memory from other failures, and saying it to a person."""

from __future__ import annotations

import contextlib
import ctypes
import functools
from collections.abc import Iterator

import torch

from vae_explorer.errors import TrainingError

# CUDA has an error type of its own; MPS and the CPU's allocator say it in words only.
_SIGNS = ("out of memory", "can't allocate memory", "not enough memory")


def is_out_of_memory(error: Exception) -> bool:
    """Tell whether a device or the computer had too little memory."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _SIGNS)


@contextlib.contextmanager
def memory_of(device: torch.device) -> Iterator[None]:
    """Turn a want of memory inside the block into an error that a person understands.

    Raises
    ------
    TrainingError
        If the memory does not suffice.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            raise too_little_memory(device) from error
        raise


def too_little_memory(device: torch.device) -> TrainingError:
    """Return the error for a network or data that do not fit."""
    return TrainingError(
        "the device's memory is too small for this network",
        where=str(device),
        remedy="choose a smaller network or another device",
    )


def give_memory_back() -> None:
    """Let the system have the memory again that is free in this process.

    The C library of Linux (glibc) keeps what was freed; after many runs that is a hundred megabytes.
    Where there is another library nothing is done.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        _c_library().malloc_trim(0)


@functools.cache
def _c_library() -> ctypes.CDLL:
    # Each of them is a class of its own, which only the collector removes.
    return ctypes.CDLL(None)
