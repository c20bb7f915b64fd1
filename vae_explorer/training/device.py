"""Choosing where to compute."""

from __future__ import annotations

import os

import torch

from vae_explorer.errors import DeviceError


def resolve_device(name: str = "auto") -> torch.device:
    """Return the device for ``auto`` (CUDA, then MPS, then CPU), ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.

    Raises
    ------
    DeviceError
        If the name is unknown or this computer has no such device.
    """
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda", 0)
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    if name not in available_devices() and name != "cuda":
        raise _missing(name)
    if name == "cuda":
        if not torch.cuda.is_available():
            raise _missing(name)
        return torch.device("cuda", 0)
    return torch.device(name)


def available_devices() -> tuple[str, ...]:
    """Return the names of the devices this computer has, the fastest first."""
    cuda = tuple(f"cuda:{index}" for index in range(torch.cuda.device_count()))
    mps = ("mps",) if torch.backends.mps.is_available() else ()
    return (*cuda, *mps, "cpu")


def use_all_cores() -> None:
    """Let the calling thread compute with all cores that this process may use.

    A thread otherwise begins with what any other thread asked for last, such as the single core of the one
    that decodes.
    """
    asked = os.environ.get("OMP_NUM_THREADS", "")
    torch.set_num_threads(int(asked) if asked.isdecimal() and int(asked) > 0 else _core_count())


def _core_count() -> int:
    # Containers and job schedulers give a process fewer cores than the computer has.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def keep_bits_equal(device: torch.device) -> None:
    """Let convolutions on CUDA choose only among algorithms that add in the same order every time."""
    if device.type == "cuda":
        torch.backends.cudnn.deterministic = True


def _missing(name: str) -> DeviceError:
    return DeviceError(
        "this computer has no device of that name",
        where=name,
        remedy="choose auto or one of {devices}",
        devices=", ".join(available_devices()),
    )
