"""Going on with a kept run, or carrying it out once more, as soon as its data are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Slot

from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.wish import DatasetWish
from vae_explorer.training.run_specification import RunSpecification
from vae_explorer.training.run_summary import RunSummary
from vae_explorer.workers.library_coordinator import LibraryCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.store import StateStore


@dataclass(frozen=True)
class _Start:
    """A run that begins as soon as its data are at hand."""

    specification: RunSpecification
    resumed: Path | None


class RunStarter(QObject):
    """Opens the data of a run that shall begin, and lets it begin once they are there.

    Parameters
    ----------
    store : StateStore
        The state.
    library, runs : LibraryCoordinator, RunCoordinator
        Open its data, carry it out.
    """

    def __init__(
        self,
        store: StateStore,
        library: LibraryCoordinator,
        runs: RunCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._library = library
        self._runs = runs
        self._start: _Start | None = None
        store.state_changed.connect(self._start_if_ready)

    def is_possible(self, summary: RunSummary, *, is_resumed: bool) -> bool:
        """Return whether a run can begin now, and tell the person why where it can't."""
        if self._store.state.training.is_active:
            self._store.say(
                NoticeLevel.INFORMATION,
                "another training is going on",
                where=summary.name,
                remedy="stop it first",
            )
            return False
        if is_resumed and not summary.can_go_on:
            self._store.say(
                NoticeLevel.INFORMATION,
                "there is nothing to go on with: the run is finished, or another process writes it",
                where=summary.name,
                remedy="open it to look at it",
            )
            return False
        return True

    def begin(self, summary: RunSummary, *, is_resumed: bool) -> None:
        """Let a run begin, with its data opened first where others are."""
        exact = msgspec.structs.replace(summary.specification, training=summary.recipe)
        self._start = _Start(exact, Path(summary.path) if is_resumed else None)
        if not self._has_data(summary.specification):
            # What is missing is said by whoever opens it, with the offer to fetch it.
            self._library.open_dataset(DatasetWish(summary.specification.data), frozenset())
        self._start_if_ready()

    @Slot()
    def _start_if_ready(self) -> None:
        start, state = self._start, self._store.state
        if start is None or state.dataset.status in (DatasetStatus.OPENING, DatasetStatus.FETCHING):
            return
        self._start = None
        if self._has_data(start.specification):
            self._runs.carry_out(start.specification, start.resumed)
        elif state.dataset.status is DatasetStatus.READY and state.dataset.name == start.specification.data:
            self._store.say(
                NoticeLevel.ERROR,
                "the data have changed since the run was begun",
                where=start.specification.data,
                remedy="bring back the data of that time, or start a new run",
            )

    def _has_data(self, specification: RunSpecification) -> bool:
        dataset = self._library.dataset
        return dataset is not None and dataset.fingerprint == specification.dataset.fingerprint
