"""Somebody trains both models and watches, lets them wait, and ends the run."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.journeys.conftest import Opener
from tests.journeys.visitor import Condition, Visitor
from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.settings import UserSettings
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.training_state import TrainingStatus


def bounds(history: tuple[EpochRecord, ...]) -> list[float]:
    """Return the test bound of every epoch, nats per image."""
    return [record.test.reconstruction_nats + record.test.kl_nats for record in history]


def is_past(epoch: float) -> Condition:
    """Return a condition: the run has gone further than this epoch."""

    def condition(state: ExplorerState) -> bool:
        return state.training.epoch > epoch and state.training.status is TrainingStatus.RUNNING

    return condition


def test_that_both_models_are_trained_to_the_end_as_the_settings_panel_says(visitor: Visitor) -> None:
    visitor.choose("dataset_button", "Digits")
    visitor.settle()
    visitor.push("settings_button")
    visitor.type_into("hidden_field", "24")
    visitor.type_into("batch_size_field", "64")
    visitor.type_into("learning_rate_field", "0.005")
    visitor.push("settings_button")
    visitor.type_into("epochs_field", "15")
    settings = visitor.state.settings
    assert (settings.hidden, settings.batch_size, settings.epochs) == ((24,), 64, 15)
    assert settings.learning_rate == pytest.approx(0.005)
    clouds: list[list[np.ndarray]] = [[], []]
    epochs: list[list[float]] = [[], []]

    def watch(state: ExplorerState) -> None:
        for shown, cloud, seen in zip(state.maps, clouds, epochs, strict=True):
            is_new = shown.codes is not None and not any(shown.codes.mu is former for former in cloud)
            if shown.source is MapSource.TRAINING and is_new:
                cloud.append(shown.codes.mu)
                seen.append(shown.epoch)

    visitor.explorer.controller.state_changed.connect(watch)
    visitor.push("train_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.settle()
    visitor.explorer.controller.state_changed.disconnect(watch)
    assert not visitor.is_enabled("stop_button")
    assert visitor.is_enabled("train_button")
    for map_id, kind in enumerate(("ae", "vae")):
        shown = visitor.map(map_id)
        assert (shown.kind, shown.source, shown.epoch) == (kind, MapSource.TRAINING, 15)
        assert shown.model is not None
        assert shown.model.hidden == (24,)
        assert [record.epoch for record in shown.history] == list(range(1, 16))
        falling = bounds(shown.history)
        assert falling[-1] < falling[0] - 1
        assert epochs[map_id] == sorted(epochs[map_id])
        assert len(clouds[map_id]) >= 2
        assert np.abs(clouds[map_id][-1] - clouds[map_id][0]).max() > 0.1
    kl = [shown.history[-1].test.kl_nats for shown in visitor.state.maps]
    assert kl[0] == 0
    assert kl[1] > 0
    assert not visitor.notices(NoticeLevel.ERROR)
    assert not visitor.notices(NoticeLevel.WARNING)


def test_that_the_trained_maps_decode_under_the_pointer(
    small_settings: UserSettings, open_window: Opener
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: state.training.is_active)
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.settle()
    before = visitor.picture(1)
    visitor.click(1, *visitor.place_of_code(1, 0))
    visitor.wait(
        lambda state: (
            state.maps[1].pin_decoded is not None
            and state.maps[1].pin_decoded.z == pytest.approx(state.maps[1].pin)
            and state.maps[1].pin_decoded.has_real_images
        )
    )
    shown = visitor.picture(1)
    assert shown is not None
    assert before is not None
    assert shown.shape == (8, 8, 1)
    assert not np.array_equal(shown, before)


def test_that_a_paused_run_stands_still_goes_on_and_stops_with_its_last_snapshot(
    endless_settings: UserSettings, open_window: Opener
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(is_past(2))
    visitor.push("pause_button")
    visitor.wait_for_status(TrainingStatus.PAUSED)
    assert visitor.text("pause_button") == "Resume"
    # What was on its way when the button was pressed may still arrive; a decode is answered after it.
    rest(visitor)
    epoch, codes = visitor.state.training.epoch, [shown.codes for shown in visitor.state.maps]
    rest(visitor)
    assert visitor.state.training.epoch == epoch
    assert [shown.codes for shown in visitor.state.maps] == codes
    visitor.plane(0).setFocus()
    visitor.qtbot.keyClick(visitor.plane(0), Qt.Key.Key_Space)
    visitor.wait_for_status(TrainingStatus.RUNNING)
    visitor.wait(is_past(epoch + 1))
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert visitor.state.training.epoch > epoch
    for shown, former in zip(visitor.state.maps, codes, strict=True):
        assert shown.source is MapSource.TRAINING
        assert shown.codes is not None
        assert former is not None
        assert not np.array_equal(shown.codes.mu, former.mu)
    visitor.settle()
    assert all(shown.pin_decoded is not None for shown in visitor.state.maps)
    assert not visitor.notices(NoticeLevel.ERROR)


def rest(visitor: Visitor, walks: int = 30) -> None:
    """Let the window live for a while: decodes are asked for and answered, one after another."""
    for step in range(walks):
        before = visitor.map(0).pin_decoded
        visitor.qtbot.keyClick(visitor.plane(0), Qt.Key.Key_Left if step % 2 else Qt.Key.Key_Right)
        visitor.wait(lambda state, before=before: state.maps[0].pin_decoded is not before)


def test_that_training_without_the_images_offers_to_fetch_them(
    attempts_to_connect: list[object], visitor: Visitor
) -> None:
    visitor.push("train_button")
    (warning,) = visitor.notices(NoticeLevel.WARNING)
    assert "not on this computer" in warning.what
    assert visitor.seen_notices() == [warning]
    assert not visitor.state.training.is_active
    assert visitor.is_enabled("train_button")
    assert attempts_to_connect == []
