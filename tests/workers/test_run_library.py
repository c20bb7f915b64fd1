"""Runs that were kept, and one that somebody else is writing, as the controller shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.test_run_folder import specification
from tests.workers.person import Opener, Person
from tests.workers.sample import digit_model, here
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.data import open_dataset
from vae_explorer.data.preview import preview_indices
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.run_library_state import (
    RunDeleteWish,
    RunFolderWish,
    RunListWish,
    RunNotesWish,
    RunOpenWish,
    RunRepeatWish,
    RunResumeWish,
)
from vae_explorer.training import save_pace
from vae_explorer.training.dataset_record import record_of
from vae_explorer.training.event import EpochFinished, TrainingEvent
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train
from vae_explorer.training.recorder import RunRecorder
from vae_explorer.training.run_folder import RunFolder, newest_version
from vae_explorer.training.run_log import histories_of
from vae_explorer.training.run_summary import RunStatus, list_runs, run_to_offer
from vae_explorer.training.run_writer import RunWriter, create_run
from vae_explorer.workers.run_library_worker import NotesLetter, ReadRunLetter, RunLibraryWorker


class Author:
    """Writes a run on the digits step by step, as another process would."""

    def __init__(self, parent: Path, *kinds: str, epochs: int = 3, **changes: Any) -> None:
        dataset = open_dataset("digits")
        indices = preview_indices(dataset.train_labels, limit=100)
        self.models = tuple(digit_model(kind) for kind in kinds)
        recipe = TrainingSpec(epochs=epochs, batch_size=512, seed=3)
        self.writer: RunWriter = create_run(
            parent,
            specification(
                dataset=record_of(dataset), models=self.models, training=recipe, **{"name": "run", **changes}
            ),
        )
        self._recorder = RunRecorder(recipe, record_of(dataset), indices, dataset.train_labels[indices])
        self._events = train(
            self.models,
            TrainingData(dataset.train_images, dataset.test_images, indices),
            recipe,
            device="cpu",
            save_pace=save_pace.SavePace(0.0),
        )

    @property
    def path(self) -> str:
        return str(self.writer.folder.path)

    def write(self, epochs: int) -> None:
        """Go on to the end of so many more epochs."""
        for event in self._next():
            if isinstance(event, EpochFinished):
                epochs -= 1
            if epochs == 0:
                return

    def finish(self) -> Author:
        for _ in self._next():
            pass
        self.writer.close()
        return self

    def _next(self) -> Iterator[TrainingEvent]:
        for event in self._events:
            self._recorder.note(event)
            self.writer.note(event, self._recorder)
            self.writer.wait_until_saved()
            yield event


@pytest.fixture(autouse=True)
def saving_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save at every occasion, however long it takes."""
    monkeypatch.setattr(save_pace, "_COST_FACTOR", 0)


@pytest.fixture
def worker(qapp, folder) -> RunLibraryWorker:
    return RunLibraryWorker(folder)


def ask(person: Person, wish: object) -> None:
    person.controller.run_library.answer(wish)


def test_that_a_run_that_another_process_writes_is_followed_to_its_end(open_controller: Opener, folder):
    author = Author(folder, "ae", "vae", epochs=4)
    author.write(1)
    person = open_controller()
    ask(person, RunOpenWish((author.path,)))
    person.wait(lambda state: all(shown.source is MapSource.FILE for shown in state.maps))
    followed = person.state.library.followed
    assert followed is not None
    assert (followed.name, followed.epochs) == ("run", 4)
    before = person.state.maps[1]
    author.write(2)
    person.wait(lambda state: state.maps[1].epoch > before.epoch and len(state.maps[1].history) == 3)
    after = person.state.maps[1]
    assert after.run_id == before.run_id
    assert after.codes is not None
    assert before.codes is not None
    assert not np.array_equal(after.codes.mu, before.codes.mu)
    # It can only be looked at.
    ask(person, RunResumeWish(author.path))
    ask(person, RunDeleteWish((author.path,)))
    person.wait(lambda state: len(state.notices) == 2)
    assert not person.state.training.is_active
    assert Path(author.path).is_dir()
    author.finish()
    person.wait(lambda state: state.library.followed is None)
    assert person.state.notices[-1].level is NoticeLevel.SUCCESS
    person.wait(lambda state: state.maps[1].epoch == 4)
    assert [record.epoch for record in person.state.maps[1].history] == [1, 2, 3, 4]


def test_that_a_run_begun_just_now_is_shown_once_it_has_models_and_one_that_is_killed_is_told_of(
    open_controller: Opener, folder
):
    author = Author(folder, "ae", epochs=4)
    person = open_controller()
    ask(person, RunOpenWish((author.path,)))
    person.wait(lambda state: state.library.followed is not None)
    author.write(1)
    person.wait(lambda state: state.maps[0].source is MapSource.FILE)
    author.writer.close()
    person.wait(lambda state: state.library.followed is None)
    assert person.state.notices[-1].level is NoticeLevel.WARNING
    assert [shown.source for shown in person.state.maps] == [MapSource.FILE, MapSource.EMPTY]


def test_that_two_runs_stand_side_by_side_with_models_of_one_kind(open_controller: Opener, folder):
    first, second = Author(folder, "ae", "vae").finish(), Author(folder, "vae", epochs=2).finish()
    person = open_controller()
    ask(person, RunListWish(True))
    person.wait(lambda state: len(state.library.runs) == 2)
    ask(person, RunOpenWish((first.path, second.path)))
    person.wait(lambda state: all(shown.source is MapSource.FILE for shown in state.maps))
    assert [(shown.kind, shown.epoch) for shown in person.state.maps] == [("vae", 3.0), ("vae", 2.0)]
    assert [shown.title for shown in person.state.maps] == ["run", "run-2"]


def test_that_a_run_that_is_repeated_comes_to_the_same_figures(open_controller: Opener, folder):
    author = Author(folder, "ae", "vae").finish()
    person = open_controller()
    ask(person, RunRepeatWish(author.path))
    person.wait(lambda state: state.training.is_active or len(list_runs(folder)) == 2)
    person.wait(lambda state: not state.training.is_active and len(state.maps[0].history) == 3)
    histories = histories_of(author.writer.folder.events().lines, 2)
    for shown, history in zip(person.state.maps, histories, strict=True):
        assert [record.test for record in shown.history] == [record.test for record in history]
    person.wait(lambda state: state.library.own == "")
    assert [run.status for run in list_runs(folder)] == [RunStatus.FINISHED] * 2


def test_that_a_run_cut_off_before_it_was_ever_saved_is_offered_and_begins_anew(
    open_controller: Opener, folder
):
    author = Author(folder, "ae", "vae")
    author.writer.close()
    assert list_runs(folder)[0].status is RunStatus.KILLED
    person = open_controller()
    person.wait(lambda _state: any("your last training was kept" in word for word in person.words()))
    ask(person, RunResumeWish(author.path))
    person.wait(lambda state: not state.training.is_active and len(state.maps[0].history) == 3)
    person.wait(lambda state: state.library.own == "")
    assert [run.status for run in list_runs(folder)] == [RunStatus.FINISHED]


def test_that_a_run_on_other_data_than_are_there_now_is_not_gone_on_with(open_controller: Opener, folder):
    author = Author(folder, "ae")
    author.write(1)
    author.writer.close()
    changed = record_of(open_dataset("digits")).__class__
    record = author.writer.specification.dataset
    other = changed(**{**{f: getattr(record, f) for f in record.__struct_fields__}, "fingerprint": "ab" * 32})
    author.writer.folder.write_specification(specification(name="run", dataset=other, models=author.models))
    person = open_controller()
    ask(person, RunResumeWish(author.path))
    person.wait(lambda state: any("data have changed" in word for word in person.words()))
    assert not person.state.training.is_active


def test_that_runs_are_listed_newest_first_with_their_figures(worker, folder):
    listed: list[Any] = []
    here(worker.runs_listed, listed.append)
    Author(folder, "ae", name="old", created="2024-01-01T00:00:00Z").finish()
    cut = Author(folder, "vae", name="cut", created="2025-01-01T00:00:00Z")
    cut.write(2)
    (folder / "no-run").mkdir()
    worker.list_now()
    worker.list_now()
    (runs,) = listed
    assert [(run.name, run.status, run.epoch) for run in runs] == [
        ("cut", RunStatus.RUNNING, 2.0),
        ("old", RunStatus.FINISHED, 3.0),
    ]
    assert len(runs[0].totals) == 1
    assert run_to_offer(runs) is None
    cut.writer.close()
    worker.write_notes(NotesLetter(Path(cut.path), "look here"))
    assert (listed[-1][0].status, listed[-1][0].notes) == (RunStatus.KILLED, "look here")
    assert run_to_offer(listed[-1]) == listed[-1][0]
    worker.decline(cut.path)
    assert run_to_offer(list_runs(folder)) is None


@pytest.mark.parametrize("has_trash", [True, False])
def test_that_a_deleted_run_goes_to_the_trash(worker, folder, tmp_path, monkeypatch, has_trash):
    home = tmp_path / "data-home"
    if has_trash:
        home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home if has_trash else tmp_path / "nowhere" / "else"))
    author = Author(folder, "ae", epochs=1).finish()
    refusals: list[Any] = []
    here(worker.request_refused, refusals.append)
    worker.delete(author.path)
    assert refusals == []
    assert not Path(author.path).exists()
    found = [*home.glob("Trash/files/run/run.toml"), *folder.glob(".trash/*/run.toml")]
    assert len(found) == 1
    assert list_runs(folder) == ()


def test_that_what_is_no_run_is_refused(worker, folder):
    refusals: list[Any] = []
    here(worker.request_refused, refusals.append)
    worker.read_run(ReadRunLetter(1, folder))
    worker.follow(str(folder / "absent"))
    worker.delete(str(folder / "absent"))
    assert len(refusals) == 3


def test_that_notes_and_folders_are_passed_on(open_controller: Opener, folder):
    author = Author(folder, "ae", epochs=1).finish()
    person = open_controller()
    shown: list[str] = []
    person.controller.file_shown.connect(shown.append)
    ask(person, RunFolderWish(author.path))
    assert [Path(path).parent for path in shown] == [Path(author.path)]
    ask(person, RunNotesWish(author.path, "mine"))
    person.wait(lambda state: [run.notes for run in state.library.runs] == ["mine"])
    assert newest_version(RunFolder(Path(author.path)).events().lines) is not None
