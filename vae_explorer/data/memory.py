"""How much memory the images of a data set may take."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from vae_explorer.errors import DatasetError

LARGEST_DATASET_BYTES = 16 * 2**30
"""No data set of more bytes than this is read, however large the machine."""


def check_fits(needed_bytes: int, where: str) -> None:
    """Make sure that `needed_bytes` may be taken, before they are.

    Raises
    ------
    DatasetError
        When they are more than 16 GiB or more than this computer has free.
    """
    free_bytes = available_bytes()
    limit = LARGEST_DATASET_BYTES if free_bytes is None else min(LARGEST_DATASET_BYTES, free_bytes)
    if needed_bytes > limit:
        raise DatasetError(
            "the images need {needed} of memory, and at most {limit} can be used here",
            where=where,
            remedy="take fewer or smaller images",
            needed=_readable(needed_bytes),
            limit=_readable(limit),
        )


def available_bytes() -> int | None:
    """Return the memory that can be taken without swapping, or None where the system does not tell."""
    if sys.platform == "win32":
        return _windows_available_bytes()
    known = [size for size in (_linux_available_bytes(), _control_group_bytes()) if size is not None]
    if known:
        return min(known)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None


def _linux_available_bytes() -> int | None:
    found = re.search(r"^MemAvailable:\s+(\d+) kB", _text("/proc/meminfo"), re.MULTILINE)
    return None if found is None else int(found.group(1)) * 1024


def _control_group_bytes() -> int | None:
    """Return what a container's limit leaves free (control groups, version 2)."""
    limit = _text("/sys/fs/cgroup/memory.max").strip()
    used = _text("/sys/fs/cgroup/memory.current").strip()
    return max(int(limit) - int(used), 0) if limit.isdigit() and used.isdigit() else None


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _windows_available_bytes() -> int | None:
    import ctypes

    class MemoryStatus(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total_physical", ctypes.c_ulonglong),
            ("available_physical", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 5),
        )

    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.available_physical)


def _readable(size: float) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
