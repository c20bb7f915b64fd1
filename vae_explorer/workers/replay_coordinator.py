"""Showing any recorded moment of training, and letting the recorded time run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from vae_explorer.state.studio_event import ReplayChanged
from vae_explorer.state.studio_wish import PlayWish, ReplayWish
from vae_explorer.training.archive import Keeping
from vae_explorer.training.timeline import Timeline
from vae_explorer.workers.letter import TimelineLetter
from vae_explorer.workers.model_coordinator import ModelCoordinator, ModelPlaced
from vae_explorer.workers.moment_coordinator import MomentCoordinator
from vae_explorer.workers.store import StateStore

# At speed 1 the whole past takes this long, however many epochs it has.
_WHOLE_S = 8.0
_TICK_MS = 22
# How long a window that never comes to rest may keep the next moment waiting.
_PATIENCE_MS = 60


@dataclass(frozen=True)
class KeptRun:
    """What can be gone on with of a run."""

    run_id: int = 0
    keeping: Keeping = field(default_factory=Keeping)
    exact_epochs: frozenset[float] = frozenset()
    branch_epochs: tuple[float, ...] = ()


class ReplayCoordinator(QObject):
    """Knows the timelines of the models in the maps.

    Parameters
    ----------
    store : StateStore
        The state.
    models, moments : ModelCoordinator, MomentCoordinator
        Tell of models, and show their moments.
    """

    def __init__(
        self,
        store: StateStore,
        models: ModelCoordinator,
        moments: MomentCoordinator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = moments
        self._timelines: dict[int, tuple[int, Timeline]] = {}
        self._run = KeptRun()
        self._played_at = 0.0
        self._turn = 0
        self._is_shown = True
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)
        models.model_placed.connect(self._note_model)

    def timeline(self, map_id: int) -> Timeline | None:
        """Return the past of the model that stands in a map."""
        known = self._timelines.get(map_id)
        shown = self._store.state.maps[map_id]
        return known[1] if known is not None and known[0] == shown.run_id else None

    @Slot(object)
    def show(self, wish: ReplayWish) -> None:
        """Show a moment, the newest where None is asked for."""
        self._stop_playing()
        with self._store.batch():
            if wish.epoch is None:
                self._leave()
            else:
                self._show(wish.epoch)

    @Slot(object)
    def play(self, wish: PlayWish) -> None:
        """Let the recorded time run, or stand."""
        replay = self._store.state.replay
        speed = replay.speed if wish.speed is None else wish.speed
        is_playing = wish.is_playing and replay.can_replay
        with self._store.batch():
            if is_playing and (replay.epoch is None or replay.epoch >= replay.epochs[-1]):
                self._show(replay.epochs[0])
            self._change(is_playing=is_playing, speed=speed)
        self._played_at = time.perf_counter()
        if is_playing:
            self._await_next()
        else:
            self._timer.stop()
            # Where it stands, every map is at the same moment, and everything is measured there.
            with self._store.batch():
                if replay.is_playing and replay.epoch is not None:
                    self._show(replay.epoch)

    @Slot(object)
    def note_timelines(self, letter: TimelineLetter) -> None:
        """Learn of more of a run's past."""
        if letter.run_id != self._store.state.studio.run_id:
            # The last word of a run that has been left for good, as one of the guide's is.
            return
        first = letter.timelines[0] if letter.timelines else Timeline(())
        branch_epochs = tuple(each.epoch for each in first.keyframes if each.has_weights)
        self._run = KeptRun(letter.run_id, letter.keeping, letter.exact_epochs, branch_epochs)
        for shown, timeline in zip(self._store.state.maps, letter.timelines, strict=False):
            # Where a person has put another model meanwhile, its past is not this run's.
            if shown.run_id == letter.run_id:
                self._timelines[shown.map_id] = (letter.run_id, timeline)
        self._refresh()

    def forget_run(self) -> None:
        """Say that the newest run can't be gone on with any more."""
        self._run = KeptRun(self._run.run_id)
        self._refresh()

    def keep_run(self) -> KeptRun:
        """Return what can be gone on with, to be put back later."""
        return self._run

    def put_run_back(self, run: KeptRun) -> None:
        """Offer again what could be gone on with."""
        self._run = run
        self._refresh()

    @Slot(object)
    def _note_model(self, placed: ModelPlaced) -> None:
        if not placed.is_new:
            return
        if placed.timeline is not None:
            run_id = self._store.state.maps[placed.map_id].run_id
            self._timelines[placed.map_id] = (run_id, placed.timeline)
        self._stop_playing()
        with self._store.batch():
            self._leave()
            self._refresh()

    @Slot()
    def _tick(self) -> None:
        replay = self._store.state.replay
        now = time.perf_counter()
        passed_s, self._played_at = now - self._played_at, now
        if not replay.can_replay or replay.epoch is None:
            self._stop_playing()
            return
        span = replay.epochs[-1] - replay.epochs[0]
        epoch = replay.epoch + passed_s * replay.speed * span / _WHOLE_S
        with self._store.batch():
            if epoch >= replay.epochs[-1]:
                self._stop_playing()
                self._leave()
            else:
                self._glide(epoch)
                self._await_next()

    def _glide(self, epoch: float) -> None:
        """Show a moment in one map, and the next one in the next map: all at once would take too long."""
        self._change(epoch=epoch)
        maps = [shown.map_id for shown in self._store.state.maps if self._has_past(shown.map_id)]
        if not maps:
            return
        self._turn = (self._turn + 1) % len(maps)
        timeline = self.timeline(maps[self._turn])
        if timeline is not None:
            self._moments.show(maps[self._turn], epoch, timeline, is_gliding=True)

    def _await_next(self) -> None:
        """Let the next moment come when this one is in sight, or when that takes too long."""
        self._is_shown = False
        self._timer.start(_PATIENCE_MS)

    @Slot()
    def note_rest(self) -> None:
        """Learn that the window has shown all that there was.

        A moment that came before would only keep the one before it from being painted.
        """
        if self._timer.isActive() and not self._is_shown:
            self._is_shown = True
            passed_ms = 1000 * (time.perf_counter() - self._played_at)
            self._timer.start(max(0, round(_TICK_MS - passed_ms)))

    def _has_past(self, map_id: int) -> bool:
        timeline = self.timeline(map_id)
        return timeline is not None and len(timeline.keyframes) > 1

    def _show(self, epoch: float) -> None:
        epochs = self._store.state.replay.epochs
        if len(epochs) < 2:
            return
        epoch = min(max(epoch, epochs[0]), epochs[-1])
        self._change(epoch=epoch)
        for shown in self._store.state.maps:
            timeline = self.timeline(shown.map_id)
            if timeline is not None and self._has_past(shown.map_id):
                self._moments.show(shown.map_id, epoch, timeline)

    def _leave(self) -> None:
        self._change(epoch=None)
        for shown in self._store.state.maps:
            self._moments.leave(shown.map_id)

    def _stop_playing(self) -> None:
        self._timer.stop()
        self._change(is_playing=False)

    def _refresh(self) -> None:
        """Offer the moments of the models that stand in the maps now."""
        epochs: set[float] = set()
        is_newest_shown = False
        for shown in self._store.state.maps:
            timeline = self.timeline(shown.map_id)
            if timeline is not None and len(timeline.keyframes) > 1:
                epochs.update(timeline.epochs)
            is_newest_shown |= shown.run_id == self._run.run_id
        run = self._run if is_newest_shown else KeptRun()
        self._change(
            epochs=tuple(sorted(epochs)),
            keeping=run.keeping,
            branch_epochs=run.branch_epochs,
            exact_epochs=run.exact_epochs,
        )

    def _change(self, **changes: object) -> None:
        self._store.apply(ReplayChanged(replace(self._store.state.replay, **changes)))  # type: ignore[arg-type]
