"""Time in a person's hands: single steps, another c, branches, experiments, and what a diagnosis suggests."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QObject, Slot

from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import ModelKind, TrainingSpec
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.experiment import Experiment, experiment_named
from vae_explorer.state.map_state import MapSource, MapState
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.studio_event import MapsArranged, StudioChanged
from vae_explorer.state.studio_state import Branch, StudioState
from vae_explorer.state.studio_wish import (
    ArrangeWish,
    BalanceWish,
    BranchWish,
    ExperimentWish,
    RemedyWish,
    ShowBranchWish,
    StepWish,
)
from vae_explorer.state.training_state import TrainingSettings, TrainingStatus
from vae_explorer.state.wish import ModelWish
from vae_explorer.training.control import Stride
from vae_explorer.training.diagnosis import RemedyKind
from vae_explorer.training.timeline import Timeline
from vae_explorer.workers.letter import (
    BalanceLetter,
    BranchPoint,
    CompilationLetter,
    EndLetter,
    PausedLetter,
    StepLetter,
    TimelineLetter,
    TrainLetter,
)
from vae_explorer.workers.library_coordinator import LibraryCoordinator
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.replay_coordinator import ReplayCoordinator
from vae_explorer.workers.run_coordinator import RunCoordinator
from vae_explorer.workers.store import StateStore

_MAX_BRANCHES = 8
_PAUSABLE = (TrainingStatus.STARTING, TrainingStatus.RUNNING, TrainingStatus.PAUSED)


_LeftRuns = dict[int, tuple[tuple[Checkpoint | None, Timeline | None], ...]]


@dataclass(frozen=True, eq=False)
class KeptStudio:
    """What is known of a person's runs beside the state."""

    left: _LeftRuns
    inherited: tuple[tuple[float, float], ...]
    before_experiment: TrainingSettings | None
    recipe: TrainingSpec | None


class StudioCoordinator(QObject):
    """Steers the run that goes on, and leaves it for another.

    Parameters
    ----------
    store : StateStore
        The state.
    models, replays, library, runs : ModelCoordinator, ReplayCoordinator, LibraryCoordinator, RunCoordinator
        Where models are shown, their past, where they come from, and the run.
    """

    def __init__(
        self,
        store: StateStore,
        models: ModelCoordinator,
        replays: ReplayCoordinator,
        library: LibraryCoordinator,
        runs: RunCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._models = models
        self._replays = replays
        self._library = library
        self._runs = runs
        self._pending_branch: BranchPoint | None = None
        self._pending_experiment: Experiment | None = None
        self._before_experiment: TrainingSettings | None = None
        self._inherited: tuple[tuple[float, float], ...] = ()
        self._recipe: TrainingSpec | None = None
        self._left: _LeftRuns = {}
        runs.run_started.connect(self._note_start)
        runs.run_ended.connect(self._note_end)
        runs.studio_letter_read.connect(self._read)

    def keep(self) -> KeptStudio:
        """Return what is known, to be put back later."""
        return KeptStudio(dict(self._left), self._inherited, self._before_experiment, self._recipe)

    def put_back(self, kept: KeptStudio) -> None:
        """Know again what was known; the state is put back by itself."""
        self._forget()
        self._left, self._inherited = dict(kept.left), kept.inherited
        self._before_experiment, self._recipe = kept.before_experiment, kept.recipe

    def begin_afresh(self) -> None:
        """Let no experiment, no turn of c and no run that was left be seen any more."""
        self._forget()
        studio = self._store.state.studio
        fresh = StudioState(run_id=studio.run_id, findings=studio.findings)
        if studio != fresh:
            self._store.apply(StudioChanged(fresh))

    def _forget(self) -> None:
        self._pending_branch = self._pending_experiment = self._before_experiment = None
        self._inherited = ()
        self._left.clear()

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
        if wish.epoch not in state.replay.branch_epochs or self._recipe is None:
            return
        self._pending_branch = BranchPoint(state.studio.run_id, wish.epoch, self._recipe)
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
        self._models.put_model(
            wish.map_id,
            self._models.new_run_id(),
            1,
            checkpoint,
            source=MapSource.TRAINING,
            title=branch.name,
            pin=shown.pin if shown.pin is not None and fits else (),
            timeline=timeline,
        )

    @Slot(object)
    def run_experiment(self, wish: ExperimentWish) -> None:
        """Set an experiment up and start it; a run that goes on is ended first. Or end the last one."""
        experiment = experiment_named(wish.name)
        if experiment is None:
            self._end_experiment()
            return
        if self._store.state.is_own_run_waiting:
            self._store.say(
                NoticeLevel.INFORMATION,
                "your own run waits while the guide is open",
                remedy="stop it, or leave the guide, to train something else",
            )
            return
        self._pending_experiment = experiment
        if self._runs.control is not None:
            self._runs.control.cancel()
        else:
            self._start_experiment()

    @Slot(object)
    def arrange(self, wish: ArrangeWish) -> None:
        """Let other kinds of model stand side by side, each with the model that there is of it."""
        with self._store.batch():
            self._change(variants=(), experiment="")
            for map_id in self._arrange(wish.kinds):
                self._library.choose_model(ModelWish(map_id, kind=wish.kinds[map_id]))

    @Slot(object)
    def forget_variants(self, _wish: ModelWish) -> None:
        """Let all maps follow the settings again: another model was chosen by hand."""
        if self._store.state.studio.variants:
            self._change(variants=())

    @Slot(object)
    def apply_remedy(self, wish: RemedyWish) -> None:
        """Make the change that a diagnosis suggests, for the next run; c also for the one that goes on."""
        remedy, settings = wish.remedy, self._store.state.settings
        if remedy.kind is RemedyKind.C:
            self.change_balance(BalanceWish(float(remedy.value)))
        elif remedy.kind is RemedyKind.KIND and remedy.value == "map":
            kinds = tuple(
                "map" if shown.map_id == wish.map_id else shown.kind for shown in self._store.state.maps
            )
            self.arrange(ArrangeWish(kinds))
        else:
            changes: dict[RemedyKind, dict[str, object]] = {
                RemedyKind.EPOCHS: {"epochs": max(int(remedy.value), 1)},
                RemedyKind.WEIGHT_DECAY: {"weight_decay": float(remedy.value)},
                RemedyKind.ALL_IMAGES: {"image_limit": None},
                RemedyKind.LEARNING_RATE: {"learning_rate": float(remedy.value)},
            }
            changed = msgspec.structs.replace(settings, **changes[remedy.kind])
            self._store.apply(events.SettingsChanged(changed))

    def _start_experiment(self) -> None:
        experiment, self._pending_experiment = self._pending_experiment, None
        if experiment is None:
            return
        state = self._store.state
        if state.dataset.status is not DatasetStatus.READY:
            # Says what is missing, before anything is moved.
            self._runs.start()
            return
        if self._before_experiment is None:
            self._before_experiment = state.settings
        with self._store.batch():
            self._store.apply(events.SettingsChanged(experiment.settings(state.settings)))
            self._arrange(experiment.kinds)
            self._change(variants=experiment.variants, experiment=experiment.name)
            self._runs.start()

    def _arrange(self, kinds: tuple[ModelKind, ...]) -> list[int]:
        """Put empty maps where other kinds are wanted than stand there, and return which."""
        before = self._store.state.maps
        self._store.apply(MapsArranged(kinds))
        after = self._store.state.maps
        new = [each.map_id for each in after if each not in before]
        for map_id in (*new, *range(len(after), len(before))):
            self._models.forget_model(map_id)
        return new

    def _end_experiment(self) -> None:
        """Go back to the settings from before; the models stay."""
        settings, self._before_experiment = self._before_experiment, None
        with self._store.batch():
            if settings is not None:
                self._store.apply(events.SettingsChanged(settings))
            self._change(variants=(), experiment="")

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
        checkpoint = self._models.checkpoint(shown.map_id)
        return None if checkpoint is None else replace(checkpoint, history=shown.history)

    @Slot(object)
    def _note_start(self, letter: TrainLetter) -> None:
        is_branch = letter.branch is not None
        studio = self._store.state.studio
        self._inherited, self._recipe = self._changes_before(letter), letter.training
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
        self._start_experiment()

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
        elif isinstance(letter, CompilationLetter):
            self._store.say_error(letter.error, level=NoticeLevel.WARNING)
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
