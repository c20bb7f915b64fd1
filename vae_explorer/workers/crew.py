"""The threads of the program and the workers in them."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state.map_state import MapState
from vae_explorer.training.right_of_way import RightOfWay
from vae_explorer.workers.analysis_letter import AnalysisLetter, Compute
from vae_explorer.workers.analysis_worker import AnalysisWorker
from vae_explorer.workers.dataset_worker import DatasetWorker
from vae_explorer.workers.decode_worker import DecodeWorker
from vae_explorer.workers.file_worker import FileWorker
from vae_explorer.workers.picture_worker import PictureWorker
from vae_explorer.workers.run_library_worker import RunLibraryWorker
from vae_explorer.workers.thread import WorkerThread
from vae_explorer.workers.train_worker import TrainWorker
from vae_explorer.workers.underlay_worker import UnderlayWorker

_END_TIMEOUT_MS = 10_000


class Crew(QObject):
    """Owns threads and workers, starts them and ends them.

    Its signals are how the controller's thread asks for work: each is connected to a worker's slot,
    so queued.

    Parameters
    ----------
    runs_folder, cache_folder : Path
        Where runs and fetched data sets are kept.
    bundled_models : tuple of Path
        The model files that come with the program.
    """

    start_requested = Signal()
    warm_up_requested = Signal()
    load_requested = Signal(object)  # LoadLetter
    save_requested = Signal(object)  # SaveLetter
    open_requested = Signal(object)  # OpenLetter
    train_requested = Signal(object)  # TrainLetter
    offer_requested = Signal()
    listing_requested = Signal()
    look_requested = Signal()
    run_requested = Signal(object)  # ReadRunLetter
    following_requested = Signal(object)  # str
    notes_requested = Signal(object)  # NotesLetter
    deletion_requested = Signal(object)  # str
    decline_requested = Signal(object)  # str

    def __init__(
        self,
        runs_folder: Path,
        cache_folder: Path,
        bundled_models: tuple[Path, ...] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.right_of_way = RightOfWay()
        self.decoder = DecodeWorker()
        self.painter = UnderlayWorker()
        self.trainer = TrainWorker()
        self.files = FileWorker()
        self.data = DatasetWorker(cache_folder, bundled_models)
        self.analyst = AnalysisWorker()
        self.pictures = PictureWorker()
        self.librarian = RunLibraryWorker(runs_folder)
        self._threads = (
            WorkerThread("decode", self.decoder),
            WorkerThread("underlay", self.painter),
            WorkerThread("train", self.trainer),
            WorkerThread("files", self.files),
            WorkerThread("data", self.data),
            WorkerThread("analysis", self.analyst),
            WorkerThread("pictures", self.pictures),
            WorkerThread("runs", self.librarian),
        )
        for worker in (self.decoder, self.painter, self.analyst, self.pictures):
            self.start_requested.connect(worker.start)
        # First in its own thread: when the trainer tells that it is warm, this is most often done.
        self.warm_up_requested.connect(self.files.warm_up)
        self.warm_up_requested.connect(self.trainer.warm_up)
        self.offer_requested.connect(self.librarian.offer_run)
        self.listing_requested.connect(self.librarian.list_now)
        self.look_requested.connect(self.librarian.look)
        self.run_requested.connect(self.librarian.read_run)
        self.following_requested.connect(self.librarian.follow)
        self.notes_requested.connect(self.librarian.write_notes)
        self.deletion_requested.connect(self.librarian.delete)
        self.decline_requested.connect(self.librarian.decline)
        self.load_requested.connect(self.files.load_model)
        self.save_requested.connect(self.files.save_model)
        self.open_requested.connect(self.data.open_dataset)
        self.train_requested.connect(self.trainer.train)

    def start(self) -> None:
        """Start all threads and let them load what the first picture needs."""
        for thread in self._threads:
            thread.start()
        self.start_requested.emit()

    def warm_up(self) -> None:
        """Let what the first run and the guide need be loaded, once nobody waits for a picture any more."""
        self.warm_up_requested.emit()

    def ask(self, key: Hashable, shown: MapState, request: object, compute: Compute) -> None:
        """Ask the analysis thread about the model in a map; of a key only the newest question counts."""
        letter = AnalysisLetter(key, shown.map_id, shown.run_id, request, compute)
        self.analyst.mailbox.put(key, letter)

    def hold_mail(self) -> None:
        """Let those who answer questions begin nothing new before :meth:`release_mail`."""
        for worker in (self.decoder, self.painter, self.analyst, self.pictures):
            worker.mailbox.hold()

    @Slot()
    def release_mail(self) -> None:
        """Let them go on."""
        for worker in (self.decoder, self.painter, self.analyst, self.pictures):
            worker.mailbox.release()

    def end(self) -> bool:
        """End all threads; return whether every one did.

        Whatever they work on must have been cancelled before.
        """
        for thread in self._threads:
            thread.requestInterruption()
            thread.quit()
        # Each one is waited for, also after one that did not end.
        has_ended = [thread.end(_END_TIMEOUT_MS) for thread in self._threads]
        return all(has_ended)
