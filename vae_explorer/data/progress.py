"""How far a download is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DownloadProgress:
    """How far a download is.

    Attributes
    ----------
    file : str
        The name of the file that is being fetched.
    done_bytes : int
        What is on this computer of it, from earlier attempts as well.
    total_bytes : int or None
        Its size, where known.
    """

    file: str
    done_bytes: int
    total_bytes: int | None
