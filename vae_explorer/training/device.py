"""Choosing where to compute."""

from __future__ import annotations

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
