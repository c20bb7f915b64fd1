"""Who may write a run folder: one process at a time; the system lets go of the lock of one that is killed."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from vae_explorer.errors import RunError, system_reason

LOCK_FILE = "lock"
# Whoever merely looks holds the lock for an instant.
_PATIENCE_S = 1.0


class RunLock:
    """The right to write one run folder.

    Parameters
    ----------
    folder : Path
        The run.

    Raises
    ------
    RunError
        If another process, or another part of this one, has it.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / LOCK_FILE)
        try:
            self._lock.acquire(timeout=_PATIENCE_S, poll_interval=0.02)
        except Timeout as error:
            raise RunError(
                "the run is being written by another process",
                where=folder,
                remedy="follow it in the window's page of runs, or wait until it ends",
            ) from error
        except OSError as error:
            raise RunError(
                "the run folder may not be written: {reason}",
                where=folder,
                remedy="give yourself the right to write there, or open the run without going on with it",
                reason=system_reason(error),
            ) from error

    def release(self) -> None:
        """Let others write."""
        self._lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether somebody holds the lock of a run."""
    file = folder / LOCK_FILE
    if not file.is_file():
        return False
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False  # On a medium that cannot be written nobody writes.
    lock.release()
    return False
