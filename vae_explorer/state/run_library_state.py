"""The runs that were kept, and the one of another process that the window follows."""

from __future__ import annotations

from dataclasses import dataclass

from vae_explorer.training.run_summary import RunSummary


@dataclass(frozen=True)
class FollowedRun:
    """A run that another process writes and this window shows, read-only.

    Attributes
    ----------
    path, name : str
        Its folder.
    epoch : float
        How far it has come.
    epochs : int
        How far it goes.
    """

    path: str
    name: str
    epoch: float
    epochs: int


@dataclass(frozen=True)
class RunLibraryState:
    """See the module.

    Attributes
    ----------
    runs : tuple of RunSummary
        Newest first.
    is_read : bool
        Whether they were looked for yet.
    own : str
        The folder of the run that this window carries out; empty without one.
    followed : FollowedRun or None
        The run that is followed.
    """

    runs: tuple[RunSummary, ...] = ()
    is_read: bool = False
    own: str = ""
    followed: FollowedRun | None = None


@dataclass(frozen=True)
class RunLibraryChanged:
    """More is known of the runs."""

    library: RunLibraryState


@dataclass(frozen=True)
class RunListWish:
    """Keep the list of runs as it is on the disk while it is looked at, or no more."""

    is_looked_at: bool


@dataclass(frozen=True)
class RunOpenWish:
    """Put a run's models into the maps, or those of two runs side by side; one being written is followed."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class RunResumeWish:
    """Go on with a run that was cut off."""

    path: str


@dataclass(frozen=True)
class RunRepeatWish:
    """Carry a run out once more with the same seed."""

    path: str


@dataclass(frozen=True)
class RunDeleteWish:
    """Move runs to the trash."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class RunNotesWish:
    """Keep what was written about a run."""

    path: str
    text: str


@dataclass(frozen=True)
class RunFolderWish:
    """Show the folder of a run in the system's file browser."""

    path: str


@dataclass(frozen=True)
class UnfollowWish:
    """Follow no more; what is shown stays."""
