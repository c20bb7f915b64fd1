"""What the settings leave open is a number from the moment a run starts."""

from __future__ import annotations

import msgspec
import pytest

from tests.workers.person import Opener, Person
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.run_library_state import RunRepeatWish
from vae_explorer.state.studio_wish import BranchWish
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.state.wish import SettingsWish, TrainWish
from vae_explorer.training.recipe import batch_and_rate
from vae_explorer.training.run_summary import list_runs
from vae_explorer.workers.letter import TrainLetter

QUICK = {"epochs": 2, "batch_size": None}


def carry_out(person: Person) -> None:
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    person.controller.runs.train(TrainWish())
    person.wait(lambda state: state.training.epoch == 2 and not state.training.is_active)


@pytest.mark.parametrize("limit", [None, 100])
def test_that_a_run_writes_down_the_batch_and_the_rate_it_took(open_controller: Opener, folder, limit):
    person = open_controller(**QUICK, image_limit=limit)
    carry_out(person)
    (run,) = list_runs(folder)
    images = limit or person.state.dataset.train_count
    training = run.specification.training
    assert (training.batch_size, training.learning_rate) == batch_and_rate(images)
    for shown in person.state.maps:
        checkpoint = person.controller.models.checkpoint(shown.map_id)
        assert (checkpoint.training.batch_size, checkpoint.training.learning_rate) == batch_and_rate(images)
    assert (person.state.settings.batch_size, person.state.settings.learning_rate) == (None, None)


@pytest.fixture
def former(open_controller: Opener) -> Person:
    """Return somebody whose last run took numbers of its own, and whose next is to be automatic."""
    person = open_controller(epochs=2, batch_size=300, learning_rate=1e-3)
    carry_out(person)
    automatic = msgspec.structs.replace(person.state.settings, batch_size=None, learning_rate=None)
    person.controller.runs.change_settings(SettingsWish(automatic))
    return person


def next_run(person: Person, ask) -> TrainLetter:
    letters: list[TrainLetter] = []
    person.controller.runs.run_started.connect(letters.append)
    ask()
    person.wait(lambda state: bool(letters) and not state.training.is_active)
    (letter,) = letters
    return letter


def test_that_a_branch_takes_the_batch_and_the_rate_of_the_run_it_leaves(former: Person):
    former.wait(lambda state: 1.0 in state.replay.branch_epochs)
    training = next_run(former, lambda: former.controller.studio.branch(BranchWish(1.0))).training
    assert (training.batch_size, training.learning_rate) == (300, 1e-3)


def test_that_a_repeated_run_takes_what_was_written_down(former: Person, folder):
    (run,) = list_runs(folder)
    letter = next_run(former, lambda: former.controller.run_library.answer(RunRepeatWish(run.path)))
    assert (letter.training.batch_size, letter.training.learning_rate) == (300, 1e-3)
    assert former.state.settings == msgspec.structs.replace(
        TrainingSettings(), hidden=(8,), device="cpu", epochs=2
    )
