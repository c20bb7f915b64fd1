"""Starting, pausing and stopping a run, and showing what it yields."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import UsageError
from vae_explorer.state import event as events
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus
from vae_explorer.state.wish import PauseWish, SettingsWish, StopWish, TrainWish
from vae_explorer.training.control import Stride, TrainingControl
from vae_explorer.training.dataset_record import record_of
from vae_explorer.training.run_specification import RunSpecification
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import (
    BatchLetter,
    BranchPoint,
    EndLetter,
    FolderLetter,
    HistoryLetter,
    ProgressLetter,
    SaveFailedLetter,
    SnapshotLetter,
    TrainLetter,
)
from vae_explorer.workers.library_coordinator import LibraryCoordinator
from vae_explorer.workers.model_coordinator import ModelCoordinator
from vae_explorer.workers.store import StateStore


class RunCoordinator(QObject):
    """Owns the control of the run that is going on; there is one at most.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    models, library : ModelCoordinator, LibraryCoordinator
        Where its models are shown, and the data it learns from.
    runs_folder : Path
        Where every run gets a folder of its own.
    """

    run_ended = Signal(object)  # EndLetter
    run_started = Signal(object)  # TrainLetter
    folder_changed = Signal(object)  # FolderLetter
    studio_letter_read = Signal(object)  # TimelineLetter, StepLetter, PausedLetter or BalanceLetter

    def __init__(
        self,
        store: StateStore,
        crew: Crew,
        models: ModelCoordinator,
        library: LibraryCoordinator,
        runs_folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._models = models
        self._library = library
        self._own_runs_folder = self._runs_folder = runs_folder
        self._control: TrainingControl | None = None
        self._models_before: dict[int, int] = {}
        self._is_branch = False
        crew.trainer.mail_left.connect(self._read_mail)

    def keep_runs_apart(self, *, is_apart: bool) -> None:
        """Keep the runs to come in a folder that no list shows, or among a person's own again."""
        own = self._own_runs_folder
        self._runs_folder = own.with_name(f"{own.name}-of-guide") if is_apart else own

    def leave_alone(self) -> None:
        """End the run of somebody who has gone; what it still yields is shown nowhere."""
        self._models_before.clear()
        self.cancel()

    def cancel(self) -> None:
        """End the run between two batches; its last snapshot is kept for the next start."""
        if self._control is not None:
            self._control.cancel()

    @Slot(object)
    def change_settings(self, wish: SettingsWish) -> None:
        """Use other settings for the next run."""
        self._store.apply(events.SettingsChanged(wish.settings))

    @Slot(object)
    def train(self, _wish: TrainWish) -> None:
        """Start a run of the kinds that stand in the maps."""
        self.start()

    @property
    def control(self) -> TrainingControl | None:
        """What steers the run that goes on."""
        return self._control

    def start(self, *, stride: Stride | None = None, branch: BranchPoint | None = None) -> None:
        """Start a run, for one step only or from an epoch of the run before if so asked."""
        if self._store.state.training.is_active:
            return
        letter = self._prepare(branch)
        if letter is None:
            return
        if stride is not None:
            letter.control.step(stride)
        self._send(letter)

    def carry_out(self, specification: RunSpecification, resumed: Path | None = None) -> None:
        """Start a run as it was written down, with its own seed, or go on with it where it was cut off."""
        letter = None if self._store.state.training.is_active else self._prepare_again(specification)
        if letter is not None:
            self._send(replace(letter, resumed=resumed))

    def _send(self, letter: TrainLetter) -> None:
        self._control = letter.control
        self._is_branch = letter.branch is not None
        self._models_before = {shown.map_id: shown.run_id for shown in self._store.state.maps}
        self._store.apply(
            events.TrainingChanged(
                TrainingState(status=TrainingStatus.STARTING, epochs=letter.training.epochs)
            )
        )
        self.run_started.emit(letter)
        self._crew.train_requested.emit(letter)

    @Slot(object)
    def pause(self, wish: PauseWish) -> None:
        """Let the run wait before its next batch, or go on."""
        training = self._store.state.training
        if self._control is None or training.status not in (TrainingStatus.RUNNING, TrainingStatus.PAUSED):
            return
        if wish.is_paused:
            self._control.pause()
        else:
            self._control.resume()
        status = TrainingStatus.PAUSED if wish.is_paused else TrainingStatus.RUNNING
        self._store.apply(events.TrainingChanged(msgspec.structs.replace(training, status=status)))

    @Slot(object)
    def stop(self, _wish: StopWish) -> None:
        """End the run and keep what it has learnt."""
        if self._control is None:
            return
        self._control.cancel()
        training = msgspec.structs.replace(self._store.state.training, status=TrainingStatus.STOPPING)
        self._store.apply(events.TrainingChanged(training))

    def _prepare(self, branch: BranchPoint | None = None) -> TrainLetter | None:
        """Return the run that is wanted, or None after saying why it cannot start."""
        state, dataset, preview = self._store.state, self._library.dataset, self._library.preview_indices
        if state.dataset.status is not DatasetStatus.READY or dataset is None or preview is None:
            self._say_no_data()
            return None
        try:
            models = tuple(
                state.studio.variant(shown.map_id)
                .applied_to(state.settings.model_spec(shown.kind, dataset.image_shape))
                .check()
                for shown in state.maps
            )
            training = _recipe(state.settings, len(dataset.train_images), branch).check()
        except UsageError as error:
            self._store.say_error(error)
            return None
        return TrainLetter(
            run_id=self._models.new_run_id(),
            models=models,
            training=training,
            dataset=record_of(dataset),
            dataset_name=state.dataset.name,
            train=dataset.train_images,
            test=dataset.test_images,
            preview_indices=preview,
            preview_labels=dataset.train_labels[preview],
            device=state.settings.device,
            control=TrainingControl(self._crew.right_of_way),
            runs_folder=self._runs_folder,
            model_seeds=tuple(state.studio.variant(shown.map_id).seed for shown in state.maps),
            branch=branch,
        )

    def _prepare_again(self, specification: RunSpecification) -> TrainLetter | None:
        """Return a run that was carried out before; its data are at hand."""
        dataset, preview = self._library.dataset, self._library.preview_indices
        if dataset is None or preview is None:
            self._say_no_data()
            return None
        return TrainLetter(
            run_id=self._models.new_run_id(),
            models=specification.models,
            training=specification.training,
            dataset=specification.dataset,
            dataset_name=specification.data,
            train=dataset.train_images,
            test=dataset.test_images,
            preview_indices=preview,
            preview_labels=dataset.train_labels[preview],
            device=specification.device,
            control=TrainingControl(self._crew.right_of_way),
            runs_folder=self._runs_folder,
            model_seeds=specification.model_seeds,
        )

    def _say_no_data(self) -> None:
        dataset = self._store.state.dataset
        if dataset.status in (DatasetStatus.FETCHING, DatasetStatus.OPENING):
            self._store.say(
                NoticeLevel.INFORMATION,
                "the images are still being read",
                where=dataset.title,
                remedy="press Train again in a moment",
            )
            return
        self._store.say(
            NoticeLevel.WARNING,
            "training needs the images, and they are not on this computer",
            where=dataset.title,
            remedy="fetch them, or choose other data such as Digits",
            action=NoticeAction.FETCH_DATASET,
            argument=dataset.name,
        )

    @Slot()
    def _read_mail(self) -> None:
        with self._store.batch():
            letters = self._crew.trainer.mailbox.take()
            # A run's end is read last, whatever the order in which its last letters were left.
            for letter in sorted(letters.values(), key=lambda letter: isinstance(letter, EndLetter)):
                self._read(letter)

    def _read(self, letter: object) -> None:
        if isinstance(letter, SnapshotLetter):
            self._show_snapshot(letter)
        elif isinstance(letter, HistoryLetter):
            for shown, history in zip(self._store.state.maps, letter.histories, strict=False):
                self._store.apply(events.HistoryGrown(shown.map_id, letter.run_id, history))
        elif isinstance(letter, ProgressLetter):
            self._show_progress(letter)
        elif isinstance(letter, BatchLetter):
            self._store.say(
                NoticeLevel.WARNING,
                "the device's memory is small: batches of {from_size} are computed in parts of {to_size}",
                from_size=letter.from_size,
                to_size=letter.to_size,
            )
        elif isinstance(letter, SaveFailedLetter):
            self._store.say_error(letter.error)
        elif isinstance(letter, EndLetter):
            self._end(letter)
        elif isinstance(letter, FolderLetter):
            self.folder_changed.emit(letter)
        else:
            self.studio_letter_read.emit(letter)

    def _show_snapshot(self, letter: SnapshotLetter) -> None:
        for shown, checkpoint in zip(self._store.state.maps, letter.checkpoints, strict=False):
            if shown.run_id not in (letter.run_id, self._models_before.get(shown.map_id)):
                # The person has put another model there meanwhile; the run goes on unseen.
                continue
            fits = shown.pin is not None and len(shown.pin) == checkpoint.model.latent_dim
            self._models.put_model(
                shown.map_id,
                letter.run_id,
                letter.version,
                checkpoint,
                source=MapSource.TRAINING,
                # A branch begins in the very plane that is looked at.
                pin=shown.pin if shown.pin is not None and fits and self._is_branch else (),
            )

    def _show_progress(self, letter: ProgressLetter) -> None:
        former = self._store.state.training
        status = TrainingStatus.RUNNING if former.status is TrainingStatus.STARTING else former.status
        self._store.apply(
            events.TrainingChanged(
                TrainingState(
                    status=status,
                    epoch=letter.epoch,
                    epochs=former.epochs,
                    images_per_second=letter.images_per_second,
                    seconds_left=letter.seconds_left,
                    device=letter.device,
                )
            )
        )

    def _end(self, letter: EndLetter) -> None:
        self._control = None
        former = self._store.state.training
        self._store.apply(
            events.TrainingChanged(
                msgspec.structs.replace(
                    former, status=TrainingStatus.IDLE, epoch=letter.epoch, seconds_left=None
                )
            )
        )
        if letter.error is not None:
            self._store.say_error(letter.error)
        self.run_ended.emit(letter)


def _recipe(settings: TrainingSettings, images: int, branch: BranchPoint | None) -> TrainingSpec:
    """Return the recipe; a branch that goes on beyond its run's end takes as many epochs again."""
    if branch is None:
        return settings.training_spec(images)
    training = settings.after(branch.recipe).training_spec(images)
    if training.epochs <= branch.epoch:
        return msgspec.structs.replace(training, epochs=round(branch.epoch) + training.epochs)
    return training
