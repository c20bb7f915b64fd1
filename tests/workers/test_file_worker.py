from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, same_weights, saved
from tests.workers.sample import here
from vae_explorer.analysis.neighbourhood import NeighbourIndex
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint, save_checkpoint
from vae_explorer.data import source
from vae_explorer.data.progress import DownloadProgress
from vae_explorer.errors import CheckpointError, DatasetError, DownloadError, WriteError
from vae_explorer.state.map_state import MapSource
from vae_explorer.workers.dataset_worker import DatasetWorker, FetchLetter, OpenedLetter, OpenLetter
from vae_explorer.workers.file_worker import FileWorker, LoadLetter, SaveLetter


class Clerk:
    """A file worker that is called directly, and all that it said."""

    def __init__(self, folder: Path) -> None:
        self.worker = FileWorker()
        self.loaded, self.refused, self.saved = [], [], []
        here(self.worker.model_loaded, self.loaded.append)
        here(self.worker.model_refused, self.refused.append)
        here(self.worker.model_saved, self.saved.append)


class Librarian:
    """A dataset worker that is called directly, and all that it said."""

    def __init__(self, folder: Path, bundled: tuple[Path, ...] = ()) -> None:
        self.worker = DatasetWorker(folder, bundled)
        self.opened: list[OpenedLetter] = []
        self.progress: list[FetchLetter] = []
        here(self.worker.dataset_opened, self.opened.append)
        here(self.worker.fetch_progressed, self.progress.append)

    def open(self, name: str, *, is_fetch_allowed: bool = False) -> OpenedLetter:
        self.worker.open_dataset(OpenLetter(4, name, is_fetch_allowed, threading.Event()))
        return self.opened[-1]


@pytest.fixture
def clerk(qapp, tmp_path: Path) -> Clerk:
    return Clerk(tmp_path)


@pytest.fixture
def librarian(qapp, tmp_path: Path) -> Librarian:
    return Librarian(tmp_path)


def load(path: Path) -> LoadLetter:
    return LoadLetter(1, 9, path, MapSource.FILE, "vae")


def test_that_a_model_comes_with_the_place_to_look_at_first(clerk, tmp_path):
    content = checkpoint(count=40)
    request = load(saved(tmp_path, content))
    clerk.worker.load_model(request)
    (letter,) = clerk.loaded
    assert letter.request is request
    assert same_weights(letter.checkpoint.weights, content.weights)
    assert letter.pin == NeighbourIndex(content.preview.mu).emptiest_place()
    assert clerk.refused == []


@pytest.mark.parametrize(
    "content", [None, b"", b"hello", b"\xff" * 100], ids=["absent", "empty", "text", "noise"]
)
def test_that_a_broken_model_is_refused_with_the_file_s_name(clerk, tmp_path, content):
    path = tmp_path / "broken.safetensors"
    if content is not None:
        path.write_bytes(content)
    clerk.worker.load_model(load(path))
    (letter,) = clerk.refused
    assert isinstance(letter.error, CheckpointError)
    assert letter.error.where == str(path)
    assert letter.request.request_id == 9
    assert clerk.loaded == []


def test_that_a_model_with_a_torn_end_is_refused(clerk, tmp_path):
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes()[:-10])
    clerk.worker.load_model(load(path))
    assert isinstance(clerk.refused[0].error, CheckpointError)


def test_that_a_saved_model_can_be_loaded(clerk, tmp_path):
    path, content = tmp_path / "new.safetensors", checkpoint()
    clerk.worker.save_model(SaveLetter(path, content))
    (letter,) = clerk.saved
    assert (letter.path, letter.error) == (path, None)
    assert same_weights(load_checkpoint(path).weights, content.weights)


def test_that_a_model_that_cannot_be_saved_is_said(clerk, tmp_path):
    (tmp_path / "file").write_text("in the way")
    clerk.worker.save_model(SaveLetter(tmp_path / "file" / "m.safetensors", checkpoint()))
    assert isinstance(clerk.saved[0].error, WriteError)


def test_that_data_come_with_a_preview_set_that_is_always_the_same(librarian):
    first, second = librarian.open("digits"), librarian.open("digits")
    assert (first.error, first.request.request_id) == (None, 4)
    assert len(first.dataset.train_images) > 1_000
    np.testing.assert_array_equal(first.preview_indices, second.preview_indices)
    assert first.preview_indices.max() < len(first.dataset.train_images)


def test_that_data_are_known_by_what_they_are_and_not_by_where_they_lie(qapp, tmp_path):
    digits = source.open_dataset("digits")
    record = checkpoint().dataset.__class__(
        name="digits",
        title="Digits",
        fingerprint=digits.fingerprint,
        label_names=digits.label_names,
        train_count=len(digits.train_images),
        test_count=len(digits.test_images),
    )
    bundled, broken = tmp_path / "bundled.safetensors", tmp_path / "broken.safetensors"
    save_checkpoint(checkpoint(dataset=record), bundled)
    broken.write_bytes(b"not a model")
    assert Librarian(tmp_path, (broken, bundled)).open("digits").bundled_name == "digits"
    assert Librarian(tmp_path, (broken,)).open("digits").bundled_name is None


@pytest.mark.parametrize("name", ["nowhere", "empty", "broken.npz"])
def test_that_broken_data_are_refused_by_a_typed_error(librarian, tmp_path, name):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.npz").write_bytes(b"PK not really")
    letter = librarian.open(str(tmp_path / name))
    assert isinstance(letter.error, DatasetError)
    assert (letter.dataset, letter.preview_indices) == (None, None)


def test_that_data_that_are_not_here_are_not_fetched_without_being_asked_to(librarian):
    assert isinstance(librarian.open("mnist").error, DownloadError)


def test_that_a_download_tells_how_far_it_is(librarian, monkeypatch):
    real = source.open_dataset

    def fetching(name, *, progress, cancel, allow_download, cache_folder):
        assert allow_download
        assert not cancel.is_set()
        for done in (10, 20):
            progress(DownloadProgress(file="a", done_bytes=done, total_bytes=20))
        return real("digits")

    monkeypatch.setattr(source, "open_dataset", fetching)
    librarian.open("mnist", is_fetch_allowed=True)
    assert librarian.progress == [FetchLetter(4, 10, 20), FetchLetter(4, 20, 20)]


def test_that_what_sets_formulas_is_loaded_before_the_window_needs_it(clerk: Clerk) -> None:
    clerk.worker.warm_up()
    assert "ziamath.zmath" in sys.modules
