"""Looking at every model that stands in a map for what may be wrong with it."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from vae_explorer.errors import NonFiniteLossError
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource, MapState
from vae_explorer.state.studio_event import StudioChanged
from vae_explorer.state.studio_state import MapFinding
from vae_explorer.training.diagnosis import Patient, diagnose
from vae_explorer.workers.letter import EndLetter, TrainLetter
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.store import StateStore

# A model in the first part of its run is not ill, only young.
_YOUNG_SHARE = 0.34
_DEFAULT_RATE = 2e-3
# Epochs of few images pass faster than anybody reads.
_PAUSE_S = 1.0


class DiagnosisCoordinator(QObject):
    """Examines a model when its curves have grown; some thousand codes are enough, so that takes no time.

    Parameters
    ----------
    store : StateStore
        The state.
    runs : RunCoordinator
        Says how the newest run is trained, and how it ended.
    """

    def __init__(self, store: StateStore, runs: RunCoordinator, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._letter: TrainLetter | None = None
        self._diverged: set[int] = set()
        self._seen: tuple[Hashable, ...] = ()
        self._looked_s = 0.0
        runs.run_started.connect(self._note_start)
        runs.run_ended.connect(self._note_end)
        store.state_changed.connect(self._look)

    @Slot(object)
    def _note_start(self, letter: TrainLetter) -> None:
        self._letter = letter
        self._diverged.clear()

    @Slot(object)
    def _note_end(self, letter: EndLetter) -> None:
        if isinstance(letter.error, NonFiniteLossError):
            self._diverged.add(letter.run_id)
        self._look(self._store.state)

    @Slot(object)
    def _look(self, state: ExplorerState) -> None:
        if any(shown.replay is not None for shown in state.maps):
            # A past moment is shown to be looked at, not to be judged; what was found before stays.
            return
        seen = tuple(self._key(shown, state) for shown in state.maps)
        is_soon = state.training.is_active and time.monotonic() - self._looked_s < _PAUSE_S
        if seen == self._seen or is_soon:
            return
        self._seen, self._looked_s = seen, time.monotonic()
        findings = tuple(finding for shown in state.maps for finding in self._examine(shown, state))
        if findings != state.studio.findings:
            self._store.apply(StudioChanged(replace(self._store.state.studio, findings=findings)))

    def _key(self, shown: MapState, state: ExplorerState) -> Hashable:
        is_training = shown.source is MapSource.TRAINING and state.training.is_active
        return (shown.run_id, shown.kind, len(shown.history), is_training, shown.run_id in self._diverged)

    def _examine(self, shown: MapState, state: ExplorerState) -> list[MapFinding]:
        if shown.model is None or shown.codes is None:
            return []
        letter = self._letter if self._letter is not None and self._letter.run_id == shown.run_id else None
        is_training = letter is not None and state.training.is_active
        if is_training and state.training.epoch < _YOUNG_SHARE * state.training.epochs:
            return []
        patient = Patient(
            shown.model,
            shown.history,
            shown.codes.mu,
            shown.codes.logvar,
            _DEFAULT_RATE if letter is None else letter.training.learning_rate,
            None if letter is None else letter.training.image_limit,
            shown.run_id in self._diverged,
        )
        return [MapFinding(shown.map_id, shown.kind, shown.title, finding) for finding in diagnose(patient)]
