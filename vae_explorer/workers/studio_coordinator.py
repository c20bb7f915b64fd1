"""Time in a person's hands: single steps, another c, branches, experiments, and what a diagnosis suggests."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from PySide6.QtCore import QObject, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.state import event as events
from vae_explorer.state.map_state import MapSource, MapState
from vae_explorer.state.studio_event import StudioChanged
from vae_explorer.state.studio_state import Branch, ModelVariant
from vae_explorer.state.studio_wish import BalanceWish, BranchWish, ShowBranchWish, StepWish
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.training.control import Stride
from vae_explorer.training.timeline import Timeline
from vae_explorer.workers.letter import (
    BalanceLetter,
    BranchPoint,
    EndLetter,
    PausedLetter,
    StepLetter,
    TimelineLetter,
    TrainLetter,
)
from vae_explorer.workers.map_coordinator import MapCoordinator
from vae_explorer.workers.replay_coordinator import ReplayCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.store import StateStore

_MAX_BRANCHES = 8
_PAUSABLE = (TrainingStatus.STARTING, TrainingStatus.RUNNING, TrainingStatus.PAUSED)


class StudioCoordinator(QObject):
    """Steers the run that goes on, and leaves it for another.

    Parameters
    ----------
    store : StateStore
        The state.
    maps, replays, runs : MapCoordinator, ReplayCoordinator, RunCoordinator
        Where models are shown, their past, and the run.
    """

    def __init__(
        self,
        store: StateStore,
        maps: MapCoordinator,
        replays: ReplayCoordinator,
        runs: RunCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._maps = maps
        self._replays = replays
        self._runs = runs
        self._pending_branch: BranchPoint | None = None
        self._inherited: tuple[tuple[float, float], ...] = ()
        self._left: dict[int, tuple[tuple[Checkpoint | None, Timeline | None], ...]] = {}
        runs.run_started.connect(self._note_start)
        runs.run_ended.connect(self._note_end)
        runs.studio_letter_read.connect(self._read)

    @Slot(object)
    def step(self, wish: StepWish) -> None:
        """Train one batch or one epoch and wait; where no run goes on, begin one."""
        control, training = self._runs.control, self._store.state.training
        if not training.is_active:
            self._runs.start(stride=wish.stride)
        elif control is not None and training.status in _PAUSABLE:
            control.step(wish.stride)
            if wish.stride is Stride.EPOCH:
                self._set_status(TrainingStatus.RUNNING)

    @Slot(object)
    def change_balance(self, wish: BalanceWish) -> None:
        """Turn c: for the batches to come, and for the next run."""
        settings = msgspec.structs.replace(self._store.state.settings, c=wish.c, is_c_learned=False)
        with self._store.batch():
            self._store.apply(events.SettingsChanged(settings))
            variants = tuple(replace(each, c=None) for each in self._store.state.studio.variants)
            self._change(variants=variants if any(not each.is_plain for each in variants) else ())
        if self._runs.control is not None:
            self._runs.control.change_c(wish.c)

    @Slot(object)
    def branch(self, wish: BranchWish) -> None:
        """Train on from a past epoch; a run that goes on is ended first."""
        state = self._store.state
        if wish.epoch not in state.replay.branch_epochs:
            return
        self._pending_branch = BranchPoint(state.studio.run_id, wish.epoch)
        if self._runs.control is not None:
            self._runs.control.cancel()
        else:
            self._start_branch()

    @Slot(object)
    def show_branch(self, wish: ShowBranchWish) -> None:
        """Put a model of a run that was left into a map."""
        branch = next(
            (each for each in self._store.state.studio.branches if each.branch_id == wish.branch_id), None
        )
        if branch is None:
            return
        checkpoint, timeline = self._left[branch.branch_id][wish.position]
        if checkpoint is None:
            return
        shown = self._store.state.maps[wish.map_id]
        fits = shown.pin is not None and len(shown.pin) == checkpoint.model.latent_dim
        self._maps.put_model(
            wish.map_id,
            self._maps.new_run_id(),
            1,
            checkpoint,
            source=MapSource.TRAINING,
            title=branch.name,
            pin=shown.pin if shown.pin is not None and fits else (),
            timeline=timeline,
        )

    def set_variants(self, variants: tuple[ModelVariant, ...]) -> None:
        """Let the models of the maps differ in the next run."""
        self._change(variants=variants if any(not each.is_plain for each in variants) else ())

    def _start_branch(self) -> None:
        point, self._pending_branch = self._pending_branch, None
        if point is None:
            return
        with self._store.batch():
            self._remember_branch(point)
            self._runs.start(branch=point)

    def _remember_branch(self, point: BranchPoint) -> None:
        """Keep what the run that is left came to, for its curves and for another map."""
        state = self._store.state
        shown = [each for each in state.maps if each.run_id == point.run_id and each.model is not None]
        if not shown:
            return
        self._left[point.run_id] = tuple(
            (self._with_history(each), self._replays.timeline(each.map_id)) for each in shown
        )
        number = 1 + max((int(each.name[1:]) for each in state.studio.branches), default=0)
        branch = Branch(
            branch_id=point.run_id,
            name=f"#{number}",
            left_at=point.epoch,
            kinds=tuple(each.kind for each in shown),
            models=tuple(each.model for each in shown if each.model is not None),
            histories=tuple(each.history for each in shown),
        )
        branches = (*state.studio.branches, branch)[-_MAX_BRANCHES:]
        kept = {each.branch_id for each in branches}
        self._left = {run_id: models for run_id, models in self._left.items() if run_id in kept}
        self._change(branches=branches)

    def _with_history(self, shown: MapState) -> Checkpoint | None:
        """Return the model of a map; its last snapshot was taken before its last record."""
        checkpoint = self._maps.checkpoint(shown.map_id)
        return None if checkpoint is None else replace(checkpoint, history=shown.history)

    @Slot(object)
    def _note_start(self, letter: TrainLetter) -> None:
        is_branch = letter.branch is not None
        studio = self._store.state.studio
        self._inherited = self._changes_before(letter)
        if not is_branch:
            self._left.clear()
        self._change(
            run_id=letter.run_id,
            watched=None,
            c_changes=self._inherited,
            branches=studio.branches if is_branch else (),
        )
        self._replays.forget_run()

    def _changes_before(self, letter: TrainLetter) -> tuple[tuple[float, float], ...]:
        """Return the turns of c that a branch inherits, and its own where it begins with another c."""
        branch, state = letter.branch, self._store.state
        if branch is None:
            return ()
        changes = tuple(change for change in state.studio.c_changes if change[0] < branch.epoch)
        for shown, model in zip(state.maps, letter.models, strict=True):
            if not model.has_adjustable_c:
                continue
            reached = [record.test.c for record in shown.history if record.epoch <= branch.epoch]
            if reached and reached[-1] != model.c:
                return (*changes, (branch.epoch, float(model.c)))
        return changes

    @Slot(object)
    def _note_end(self, _letter: EndLetter) -> None:
        self._start_branch()

    @Slot(object)
    def _read(self, letter: object) -> None:
        if isinstance(letter, TimelineLetter):
            self._replays.note_timelines(letter)
        elif isinstance(letter, StepLetter):
            self._change(watched=letter.watched)
            training = self._store.state.training
            self._store.apply(
                events.TrainingChanged(msgspec.structs.replace(training, epoch=letter.watched.epoch))
            )
            self._note_pause()
        elif isinstance(letter, PausedLetter):
            self._note_pause()
        elif isinstance(letter, BalanceLetter):
            self._change(c_changes=(*self._inherited, *letter.changes))

    def _note_pause(self) -> None:
        # What was asked for meanwhile counts: the control knows.
        if self._runs.control is not None and self._runs.control.is_paused:
            self._set_status(TrainingStatus.PAUSED)

    def _set_status(self, status: TrainingStatus) -> None:
        training = self._store.state.training
        if training.status in _PAUSABLE:
            self._store.apply(events.TrainingChanged(msgspec.structs.replace(training, status=status)))

    def _change(self, **changes: object) -> None:
        self._store.apply(StudioChanged(replace(self._store.state.studio, **changes)))  # type: ignore[arg-type]
