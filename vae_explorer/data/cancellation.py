"""Giving up the opening of a data set because somebody asked for it."""

from __future__ import annotations

import threading

from vae_explorer.errors import DatasetError


class OpeningCancelledError(DatasetError):
    """The opening of a data set was cancelled; nothing was lost, and a download goes on where it stopped."""


def check_cancelled(cancel: threading.Event | None, where: str) -> None:
    """Raise OpeningCancelledError once `cancel` is set."""
    if cancel is not None and cancel.is_set():
        raise OpeningCancelledError("opening the data set was cancelled", where=where)
