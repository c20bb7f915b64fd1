"""Somebody closes the window in the middle of a run and comes back."""

from __future__ import annotations

import numpy as np
import pytest

from tests.journeys.conftest import Opener, close
from tests.journeys.visitor import Visitor
from vae_explorer.assets import model_path, state_folder
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.settings import SettingsFile, UserSettings
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.training_state import TrainingStatus


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
    return any(notice.action is NoticeAction.OPEN_LAST_RUN for notice in state.notices)


def offer_id(visitor: Visitor) -> int:
    """Return the notice that offers the last run, which must be seen in the window."""
    visitor.wait(is_offered)
    (offer,) = [notice for notice in visitor.seen_notices() if notice.action is NoticeAction.OPEN_LAST_RUN]
    return offer.notice_id


def test_that_a_run_cut_off_by_closing_is_offered_and_opened_at_the_next_start(
    epoch_left: float, open_window: Opener
) -> None:
    visitor = open_window()
    visitor.push(f"notice_accept_{offer_id(visitor)}")
    visitor.wait(lambda state: all(shown.source is MapSource.FILE for shown in state.maps))
    visitor.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    visitor.settle()
    assert visitor.state.dataset.name == "digits"
    for shown, kind in zip(visitor.state.maps, ("ae", "vae"), strict=True):
        kept = load_checkpoint(state_folder() / f"last-run-{shown.map_id}.safetensors")
        assert (shown.kind, kept.model.kind) == (kind, kind)
        assert shown.model is not None
        assert shown.model.hidden == (16,)
        assert shown.epoch == kept.epoch >= epoch_left
        assert shown.codes is not None
        assert np.array_equal(shown.codes.mu, kept.preview.mu)
        assert len(shown.history) == int(kept.epoch)
    assert not is_offered(visitor.state)
    assert not visitor.notices(NoticeLevel.ERROR)


def test_that_a_run_that_is_declined_is_offered_no_more(epoch_left: float, open_window: Opener) -> None:
    visitor = open_window()
    before = visitor.state.maps
    visitor.push(f"notice_close_{offer_id(visitor)}")
    assert [shown.codes for shown in visitor.state.maps] == [shown.codes for shown in before]
    close(visitor)
    again = open_window()
    # The file thread works in order: what was asked for after the last run has come once this has.
    again.drop(again.plane(0), model_path("digits", "pca"))
    again.wait(lambda state: state.maps[0].title == "digits-pca.safetensors")
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


def test_that_the_last_run_may_be_damaged_without_keeping_the_window_from_opening(
    epoch_left: float, open_window: Opener
) -> None:
    kept = state_folder() / "last-run-1.safetensors"
    kept.write_bytes(kept.read_bytes()[:1000])
    visitor = open_window()
    visitor.push(f"notice_accept_{offer_id(visitor)}")
    visitor.wait(lambda _state: bool(visitor.notices(NoticeLevel.ERROR)))
    visitor.settle()
    assert visitor.map(0).source is MapSource.FILE
    assert visitor.map(1).kind == "vae"
    assert visitor.map(1).pin_decoded is not None
