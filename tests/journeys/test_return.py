"""Somebody closes the window in the middle of a run and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Opener, close
from tests.journeys.visitor import Visitor
from vae_explorer.assets import runs_folder
from vae_explorer.settings import SettingsFile, UserSettings
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.training.run_folder import RunFolder
from vae_explorer.training.run_summary import RunStatus, RunSummary, list_runs


@pytest.fixture
def epoch_left(endless_settings: UserSettings, open_window: Opener) -> float:
    """Close a window while it trains, and return how far the run had come."""
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(
        lambda state: (
            state.training.status is TrainingStatus.RUNNING
            and all(shown.source is MapSource.TRAINING and shown.epoch > 2 for shown in state.maps)
        )
    )
    epoch = visitor.state.training.epoch
    close(visitor)
    # As if other data had been looked at since: what is opened again comes from the run alone.
    SettingsFile().save(UserSettings())
    return epoch


def is_offered(state: ExplorerState) -> bool:
    """Whether a notice offers the last run."""
    return any(notice.action is NoticeAction.RESUME_RUN for notice in state.notices)


def offer_id(visitor: Visitor) -> int:
    """Return the notice that offers the last run, which must be seen in the window."""
    visitor.wait(is_offered)
    (offer,) = [notice for notice in visitor.seen_notices() if notice.action is NoticeAction.RESUME_RUN]
    return offer.notice_id


def only_run() -> RunSummary:
    (run,) = list_runs(runs_folder())
    return run


def test_that_a_run_cut_off_by_closing_is_offered_and_goes_on_at_the_next_start(
    epoch_left: float, open_window: Opener
) -> None:
    before = only_run()
    assert before.status is RunStatus.STOPPED
    assert before.epoch >= epoch_left
    visitor = open_window()
    visitor.push(f"notice_accept_{offer_id(visitor)}")
    visitor.wait(lambda state: state.training.epoch > before.epoch + 1)
    visitor.wait(lambda state: all(shown.source is MapSource.TRAINING for shown in state.maps))
    assert visitor.state.dataset.name == "digits"
    for shown, kind in zip(visitor.state.maps, ("ae", "vae"), strict=True):
        assert shown.kind == kind
        assert shown.model is not None
        assert shown.model.hidden == (16,)
        epochs = [record.epoch for record in shown.history]
        assert epochs == list(range(1, len(epochs) + 1))
        assert len(epochs) >= before.epoch
    assert not is_offered(visitor.state)
    assert not visitor.notices(NoticeLevel.ERROR)
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert only_run().path == before.path


def test_that_a_run_that_is_declined_is_offered_no_more(epoch_left: float, open_window: Opener) -> None:
    visitor = open_window()
    before = visitor.state.maps
    visitor.push(f"notice_close_{offer_id(visitor)}")
    assert [shown.codes for shown in visitor.state.maps] == [shown.codes for shown in before]
    close(visitor)
    assert only_run().is_declined
    again = open_window()
    # The runs' thread works in order: what was asked for after the offer has come once the list has.
    again.turn_to("runs")
    again.wait(lambda state: state.library.is_read)
    assert [run.path for run in again.state.library.runs] == [only_run().path]
    assert not is_offered(again.state)


def test_that_settings_data_and_underlay_are_found_again(open_window: Opener) -> None:
    visitor = open_window()
    visitor.choose("dataset_button", "Digits")
    visitor.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    visitor.type_into("epochs_field", "17")
    visitor.choose("underlay_button", "density")
    close(visitor)
    again = open_window()
    assert again.state.settings.epochs == 17
    again.wait(lambda state: state.underlay.value == "density")
    assert again.state.dataset.name == "digits"


def test_that_a_run_whose_state_is_damaged_says_so_and_the_window_goes_on(
    epoch_left: float, open_window: Opener
) -> None:
    kept = RunFolder(Path(only_run().path)).state_file
    kept.write_bytes(kept.read_bytes()[:1000])
    visitor = open_window()
    visitor.push(f"notice_accept_{offer_id(visitor)}")
    visitor.wait(lambda _state: bool(visitor.notices(NoticeLevel.ERROR)))
    visitor.settle()
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert visitor.map(1).kind == "vae"
    assert visitor.map(1).pin_decoded is not None
