"""Training as a generator of events: every model learns in lockstep from the same batches.

The generator knows nothing of threads or windows. Between two batches it looks at a :class:`TrainingControl`;
the caller decides what to do with each event and may stop asking for more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

import msgspec
import numpy as np
import torch
from torch import Tensor

from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import TrainingError
from vae_explorer.training.acceleration import Acceleration, resolve_compilation
from vae_explorer.training.album import Album, Moment
from vae_explorer.training.control import Stride, TrainingControl
from vae_explorer.training.departure import Departure
from vae_explorer.training.device import keep_bits_equal, resolve_device
from vae_explorer.training.ensemble import Ensemble
from vae_explorer.training.evaluation import EvaluationCancelledError
from vae_explorer.training.event import (
    BalanceChanged,
    BatchSizeReduced,
    CompilationFailed,
    DepartureReached,
    EpochFinished,
    EpochStepped,
    SnapshotTaken,
    StateCaptured,
    StepCompiled,
    StepWatched,
    TrainingEvent,
    TrainingFinished,
    TrainingLeft,
    TrainingStarted,
)
from vae_explorer.training.examination import Examination
from vae_explorer.training.image_source import image_source, test_part
from vae_explorer.training.images import TrainingData, check_images, limited, place_images
from vae_explorer.training.learner import steps_per_epoch
from vae_explorer.training.memory import memory_of
from vae_explorer.training.precision import resolve_precision
from vae_explorer.training.progress_gauge import ProgressGauge
from vae_explorer.training.save_pace import SavePace
from vae_explorer.training.snapshot import SnapshotTaker
from vae_explorer.training.step_report import StepReport
from vae_explorer.training.stopwatch import Stopwatch
from vae_explorer.training.team import LOOK_BATCHES, Team, lost_process

__all__ = ["TrainingData", "train"]


def train(
    models: Sequence[ModelSpec],
    data: TrainingData,
    training: TrainingSpec,
    *,
    device: str = "auto",
    control: TrainingControl | None = None,
    snapshot_interval_s: float | None = None,
    model_seeds: Sequence[int | None] = (),
    departure: Departure | None = None,
    has_departures: bool = False,
    save_pace: SavePace | None = None,
    team: Team | None = None,
) -> Iterator[TrainingEvent]:
    """Train models in lockstep and yield what happens.

    Parameters
    ----------
    models : sequence of ModelSpec
        At least one; PCA is fitted in closed form before the first epoch.
    data : TrainingData
        Images of the shape that all models expect.
    training : TrainingSpec
        The recipe, the same for all.
    device : str
        ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
    control : TrainingControl, optional
        Read between batches.
    snapshot_interval_s : float, optional
        Take snapshots at least this often. Without it they are taken before the first step, at up to 60
        evenly spaced epoch ends, at some early ones of a long run, and at the end.
    model_seeds : sequence of int or None
        One per model where they differ in their seeds: see :attr:`TrainingSpec.model_seed`.
    departure : Departure, optional
        Go on from here, up to the recipe's number of epochs.
    has_departures : bool
        Whether to yield, with every evenly spaced snapshot at an epoch's end, a place to go on from.
    save_pace : SavePace, optional
        Yield all that resuming needs whenever it says so, and where the run ends early.
    team : Team, optional
        The processes that carry out this run together; all but the first yield little.

    Yields
    ------
    TrainingEvent
        First TrainingStarted and a snapshot of the untrained models, last TrainingFinished.

    Raises
    ------
    UsageError, DeviceError, TrainingError
        Before the first event where training cannot start; NonFiniteLossError later, naming the step.
    """
    run = _Run(
        tuple(models),
        data,
        training,
        resolve_device(device),
        control or TrainingControl(),
        snapshot_interval_s,
        tuple(model_seeds) or (None,) * len(models),
        departure,
        has_departures,
        save_pace,
        team,
    )
    return run.events()


class _Run:
    """The state of one run; its methods are the chapters of the generator."""

    def __init__(
        self,
        specs: tuple[ModelSpec, ...],
        data: TrainingData,
        training: TrainingSpec,
        device: torch.device,
        control: TrainingControl,
        snapshot_interval_s: float | None,
        model_seeds: tuple[int | None, ...],
        departure: Departure | None,
        has_departures: bool,
        pace: SavePace | None,
        team: Team | None,
    ) -> None:
        training.check()
        check_images(specs, data)
        chosen = limited(data, training.image_limit)
        keep_bits_equal(device)
        precision = resolve_precision(training.precision, specs, device)
        compilation = resolve_compilation(training, specs, len(chosen), device, team)
        self._training = training = msgspec.structs.replace(
            training, precision=precision, compilation=compilation
        )
        self._device = device
        self._control = control
        self._has_departures = has_departures
        self._pace = pace
        self._team = team
        self._is_silent = team is not None and not team.is_first
        # No method of the run's own: who is handed one holds the run, which holds them. In such a circle the
        # networks and the optimisers' averages of every run would stay until the collector comes by.
        self._is_cancelled = partial(_is_cancelled, control, team)
        self._batches = steps_per_epoch(len(chosen), training.batch_size)
        self._start = departure or Departure(0, 0, None, (None,) * len(specs))
        with memory_of(device):
            self._source = image_source(chosen, device, training.batch_size)
            test = place_images(test_part(data.test), device)
            self._ensemble = Ensemble(
                specs,
                model_seeds,
                training,
                chosen,
                self._source,
                self._batches * training.epochs,
                device,
                self._start.learners,
                team,
                control,
            )
            models, lockstep = self._ensemble.models, self._ensemble.lockstep
            self._acceleration = Acceleration(training, self._ensemble.learners, lockstep, self._source)
            self._examination = Examination(models, self._source, test, lockstep, self._is_cancelled)
            camera = SnapshotTaker(models, self._preview(data, chosen), lockstep)
        self._order_generator = torch.Generator().manual_seed(training.seed)
        if self._start.order is not None:
            self._order_generator.set_state(self._start.order)
        self._order = self._order_generator.get_state()
        self._epochs_done, self._position = self._start.epoch, self._start.position
        self._clock = Stopwatch(self._start.seconds)
        self._step = self._start.step
        self._epoch = self._start.epoch + self._start.position / self._batches
        self._gauge = ProgressGauge(self._clock, len(self._source), training.epochs)
        self._album = Album(camera, training.epochs, snapshot_interval_s)
        self._untold: deque[TrainingEvent] = deque()

    def events(self) -> Iterator[TrainingEvent]:
        try:
            yield from self._events()
        except RuntimeError as error:
            lost = None if self._team is None else lost_process(error)
            if lost is None:
                raise
            raise lost from error
        finally:
            self._acceleration.close()
            self._ensemble.close()

    def _events(self) -> Iterator[TrainingEvent]:
        yield TrainingStarted(self._ensemble.specs, self._training, str(self._device), len(self._source))
        is_cancelled = False
        try:
            if not self._is_silent:
                yield self._take_snapshot(is_frame=self._position == 0)
                yield from self._offer_departure()
            if self._ensemble.learners:
                for epoch in range(self._start.epoch + 1, self._training.epochs + 1):
                    yield from self._accelerate(epoch - 1)
                    yield from self._train_epoch(epoch)
                    yield from self._close_epoch(epoch)
            else:
                yield from self._close_closed_form()
        except EvaluationCancelledError:
            is_cancelled = True
        if is_cancelled:
            yield from self._leave()
        speed = self._gauge.images_per_second
        yield TrainingFinished(self._epoch, self._clock.seconds, speed, is_cancelled)

    def _leave(self) -> Iterator[TrainingEvent]:
        self._take_back(self._ensemble.withdraw())
        yield TrainingLeft(self._epoch)
        with suppress(EvaluationCancelledError):
            # A glance that is under way has heard of it too, and breaks off.
            self._ensemble.settle()
        self._take_back(self._ensemble.withdraw())
        self._untold.clear()
        if self._is_silent:
            return
        is_worth_a_snapshot = self._album.is_far_behind(self._moment())
        if is_worth_a_snapshot or self._pace is not None:
            self._ensemble.look_at_losses()
        if is_worth_a_snapshot:
            yield self._album.take(self._moment(), is_frame=False, is_cancelled=None)
        yield from self._capture()

    def _accelerate(self, epochs_done: int) -> Iterator[TrainingEvent]:
        """Let compiled code take over where it is time for that, before the first batch of an epoch."""
        learned = epochs_done - self._start.epoch - self._start.position / self._batches
        seconds_left = None
        if learned > 0:
            seconds_left = self._gauge.learning_s / learned * (self._training.epochs - epochs_done)
        try:
            if self._acceleration.hand_over(epochs_done, seconds_left, self._is_cancelled):
                yield StepCompiled(epochs_done)
        except TrainingError as error:
            yield CompilationFailed(error)

    def _preview(self, data: TrainingData, chosen: np.ndarray) -> Tensor:
        """Return the preview images: of all data, also where only a part of them is learnt from."""
        if chosen is not data.train:
            return place_images(data.train[data.preview_indices], self._device)
        return self._source.rows(data.preview_indices)

    def _train_epoch(self, epoch: int) -> Iterator[TrainingEvent]:
        self._clock.start()
        try:
            for batch in self._source.batches(self._order_generator, self._position):
                yield from self._look_at_control()
                if not self._is_silent and (self._gauge.is_due() or self._album.is_glance_due()):
                    self._look_around()
                reports: tuple[StepReport | None, ...] | None = None
                if self._control.is_stepping:
                    reports = self._ensemble.learn_watched(batch)
                else:
                    self._ensemble.learn(batch, self._control.stand_back)
                self._note_step(epoch, len(batch))
                yield from self._tell()
                yield from self._tell_of_trouble()
                if reports is not None and self._control.finish(Stride.BATCH):
                    yield from self._show_step(reports)
            self._ensemble.look_at_losses()
            yield from self._tell()
            yield from self._tell_of_trouble()
        finally:
            self._clock.stop()

    def _look_around(self) -> None:
        """Have told how far the run is, and what a glance at the codes shows where one is due."""
        self._ensemble.begin_to_look_at_losses()
        try:
            self._acceleration.look()
        except TrainingError as error:
            self._untold.append(CompilationFailed(error))
        if self._album.is_glance_due():
            self._glance()
        else:
            self._untold.append(self._gauge.report(self._epoch))

    def _glance(self) -> None:
        """Have the codes shown, and told with them how far the run is: who watches is disturbed once."""

        def note(event: TrainingEvent) -> None:
            self._untold += (event, self._gauge.report(self._epoch))

        was_running = self._stop_counting()
        self._album.glance(self._moment(), is_cancelled=self._is_cancelled, then=note)
        self._go_on_counting(was_running=was_running)

    def _tell(self) -> Iterator[TrainingEvent]:
        """Tell what is new."""
        if not self._untold:
            return
        was_running = self._stop_counting()
        while self._untold:
            yield self._untold.popleft()
        self._go_on_counting(was_running=was_running)

    def _stop_counting(self) -> bool:
        """Stop the clock, and return whether it was running: between epochs it is not."""
        was_running = self._clock.is_running
        self._clock.stop()
        return was_running

    def _go_on_counting(self, *, was_running: bool) -> None:
        """Let the clock run on after a break that is no training time, unless the models learned on."""
        if not was_running:
            return
        if self._ensemble.is_learning:
            self._clock.count_break()
        self._clock.start()

    def _look_at_control(self) -> Iterator[TrainingEvent]:
        if self._control.is_paused:
            self._ensemble.settle()
            yield from self._tell()
            self._clock.stop()
            if self._album.is_newest_a_glance:
                # What a person looks at in peace is exact.
                yield self._take_snapshot(is_frame=False)
            self._control.wait_while_paused()
            self._clock.start()
        if self._is_stop_wanted():
            raise EvaluationCancelledError
        if self._pace is not None and self._pace.is_due():
            self._ensemble.look_at_losses()
            yield from self._tell()
            self._clock.stop()
            yield from self._save_if_due()
            self._clock.start()
        c = self._control.take_c()
        if c is not None:
            self._ensemble.look_at_losses()
            yield from self._tell()
            if self._ensemble.change_c(c):
                yield BalanceChanged(self._epoch, c)

    def _is_stop_wanted(self) -> bool:
        """Whether to stop here; several processes must stop before the same batch."""
        if self._team is None:
            return self._control.is_cancelled
        is_meeting = self._position % LOOK_BATCHES == 0
        return is_meeting and self._team.agree(is_wanted=self._control.is_cancelled)

    def _note_step(self, epoch: int, images: int) -> None:
        self._step += 1
        self._position += 1
        self._epoch = epoch - 1 + self._position / self._batches
        self._gauge.count(images)

    def _take_back(self, steps: int) -> None:
        """Count steps no more that were never taken; a small last batch is never among them."""
        if steps == 0:
            return
        self._step -= steps
        self._position -= steps
        self._epoch = self._epochs_done + self._position / self._batches
        self._gauge.count(-steps * self._training.batch_size)

    def _tell_of_trouble(self) -> Iterator[TrainingEvent]:
        for refusal in self._ensemble.take_refusals():
            yield CompilationFailed(refusal)
        for images, size in self._ensemble.take_reductions():
            yield BatchSizeReduced(images, size)

    def _show_step(self, reports: tuple[StepReport | None, ...]) -> Iterator[TrainingEvent]:
        """Report on a batch that was asked for on its own, with the codes as it left them."""
        self._ensemble.look_at_losses()
        self._clock.stop()
        yield StepWatched(self._epoch, self._position, self._batches, self._step, reports)
        yield self._take_snapshot(is_frame=False)
        self._clock.start()

    def _close_epoch(self, epoch: int) -> Iterator[TrainingEvent]:
        learned = self._ensemble.finish_epoch()
        if self._is_silent:
            self._begin_epoch_after(epoch)
            return
        is_frame = self._album.is_frame(epoch)
        if is_frame:
            yield self._take_snapshot(is_frame=True)
        elif self._album.is_glance_due():
            self._glance()
            self._ensemble.settle()
            yield from self._tell()
        yield EpochFinished(self._examination.records(epoch, self._step, self._clock.seconds, learned))
        self._begin_epoch_after(epoch)
        if is_frame:
            yield from self._offer_departure()
        yield from self._save_if_due()
        if self._control.finish(Stride.EPOCH):
            yield EpochStepped(self._epoch)

    def _begin_epoch_after(self, epoch: int) -> None:
        self._ensemble.start_epoch()
        self._epochs_done, self._position = epoch, 0
        self._order = self._order_generator.get_state()

    def _offer_departure(self) -> Iterator[TrainingEvent]:
        if self._has_departures and self._ensemble.learners:
            yield DepartureReached(self._departure())

    def _save_if_due(self) -> Iterator[TrainingEvent]:
        if self._pace is None or not self._pace.is_due():
            return
        with self._pace.copying():
            if self._album.is_behind(self._moment()):
                yield self._take_snapshot(is_frame=False)
            yield from self._capture()

    def _capture(self) -> Iterator[TrainingEvent]:
        if self._pace is not None and self._ensemble.learners:
            yield StateCaptured(self._ensemble.specs, self._departure())

    def _departure(self) -> Departure:
        return Departure(
            epoch=self._epochs_done,
            step=self._step,
            order=self._order,
            learners=self._ensemble.states(),
            seconds=self._clock.seconds,
            position=self._position,
        )

    def _close_closed_form(self) -> Iterator[TrainingEvent]:
        """PCA alone has no epochs: one record stands for the fit."""
        self._epoch = 1.0
        yield self._take_snapshot(is_frame=True)
        yield EpochFinished(self._examination.records(1, self._step, self._clock.seconds, {}))

    def _take_snapshot(self, *, is_frame: bool) -> SnapshotTaken:
        return self._album.take(self._moment(), is_frame=is_frame, is_cancelled=self._is_cancelled)

    def _moment(self) -> Moment:
        return Moment(self._epoch, self._step, self._clock.seconds)


def _is_cancelled(control: TrainingControl, team: Team | None) -> bool:
    # It is asked between blocks of images, which take as long as some batches.
    control.stand_back()
    # Several processes stop only where all of them look.
    return team is None and control.is_cancelled
