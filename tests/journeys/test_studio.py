"""Somebody holds time in the hands: replays, steps, turns c, and goes another way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QWidget

from tests.journeys.conftest import Opener
from tests.journeys.visitor import Visitor
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.settings import SettingsFile, UserSettings
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.training.diagnosis import Illness
from vae_explorer.ui.fitting_label import FittingLabel


@pytest.fixture
def trained(open_window: Opener, small_settings: UserSettings) -> Visitor:
    """Return somebody whose run of four epochs on the digits has ended."""
    visitor = open_window("digits")
    train(visitor)
    return visitor


def train(visitor: Visitor) -> None:
    """Train to the end."""
    visitor.push("train_button")
    visitor.wait(lambda state: state.training.is_active)
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))


def slider(visitor: Visitor, name: str = "moment_slider") -> QSlider:
    """Return a slider."""
    found = visitor.find(QSlider, name)
    assert isinstance(found, QSlider)
    return found


def said(visitor: Visitor, name: str) -> str:
    """Return what a label says."""
    label = visitor.find(QLabel, name)
    assert isinstance(label, QLabel)
    # In a narrow window the whole of it is in the tool tip.
    return label.toolTip() if isinstance(label, FittingLabel) and label.toolTip() else label.text()


def test_that_the_arrow_keys_go_through_the_moments_and_decode_with_their_weights(trained: Visitor) -> None:
    visitor = trained
    newest = [shown.codes for shown in visitor.state.maps]
    bar = slider(visitor)
    bar.setFocus()
    for _ in range(2):
        visitor.qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert visitor.state.replay.epoch == 2.0
    visitor.wait(
        lambda state: all(
            shown.replay is not None and shown.replay.chosen_image is not None for shown in state.maps
        )
    )
    for shown in visitor.state.maps:
        timeline = visitor.explorer.controller.replays.timeline(shown.map_id)
        assert timeline is not None
        moment = next(each for each in timeline.keyframes if each.epoch == 2.0)
        assert moment.model is not None
        assert moment.weights is not None
        assert shown.replay is not None
        assert shown.codes is not None
        assert np.array_equal(shown.codes.mu, moment.mu)
        then = Replica(moment.model, moment.weights)
        place = np.array([shown.pin], np.float32)
        index = shown.replay.chosen_index
        visitor.wait(
            lambda state, shown=shown, then=then, place=place: np.array_equal(
                state.maps[shown.map_id].pin_decoded.image, then.decode_uint8(place)[0]
            )
        )
        assert np.array_equal(shown.replay.chosen_image, then.decode_uint8(moment.mu[index : index + 1])[0])
    assert "weights of epoch 2" in said(visitor, "moment_text")
    visitor.push("newest_button")
    for shown, before in zip(visitor.state.maps, newest, strict=True):
        assert shown.replay is None
        assert np.array_equal(shown.codes.mu, before.mu)


def test_that_the_line_in_the_curves_is_dragged_to_any_moment(trained: Visitor) -> None:
    visitor = trained
    plot = visitor.find(QWidget, "curve_plot")
    visitor.qtbot.waitUntil(plot.isVisible)
    surface = plot.viewport()
    middle = surface.rect().center()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=middle)
    first = visitor.state.replay.epoch
    QTest.mouseMove(surface, middle + QPoint(60, 0))
    second = visitor.state.replay.epoch
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))
    assert 1.0 < first < second < 4.0
    timeline = visitor.explorer.controller.replays.timeline(1)
    assert np.array_equal(visitor.map(1).codes.mu, timeline.codes_at(second))


def test_that_recorded_time_runs_to_the_newest_moment_and_ends_there(trained: Visitor) -> None:
    visitor = trained
    visitor.choose("replay_speed_button", "4×")
    visitor.push("replay_button")
    assert visitor.state.replay.is_playing
    seen: list[float] = []
    visitor.wait(
        lambda state: (seen.append(state.replay.epoch) or False) if state.replay.is_playing else True
    )
    moments = [epoch for epoch in seen if epoch is not None]
    assert moments == sorted(moments)
    assert len(set(moments)) > 5
    assert visitor.state.replay.epoch is None


def test_that_a_model_file_replays_its_codes_and_says_that_past_weights_are_gone(
    trained: Visitor, tmp_path: Path
) -> None:
    visitor = trained
    path = tmp_path / "mine.safetensors"
    visitor.push("map_menu_button_1")
    visitor.choose_in_menu("map_menu_1", "Save")
    visitor.answer_file_dialog(path)
    visitor.qtbot.waitUntil(path.is_file)
    assert visitor.drop(visitor.window, path)
    visitor.wait(lambda state: any(shown.title == path.name for shown in state.maps))
    (loaded,) = [shown.map_id for shown in visitor.state.maps if shown.title == path.name]
    final = visitor.map(loaded).codes.mu
    bar = slider(visitor)
    bar.setFocus()
    visitor.qtbot.keyClick(bar, Qt.Key.Key_Home)
    shown = visitor.map(loaded)
    assert shown.replay.weights_epoch is None
    assert shown.replay.chosen_image is None
    assert not np.array_equal(shown.codes.mu, final)
    assert "final" in said(visitor, "moment_text")
    assert said(visitor, f"decoded_caption_{loaded}") == "final weights"


def test_that_training_goes_on_from_a_past_epoch_and_the_run_that_was_left_stays(trained: Visitor) -> None:
    visitor = trained
    former = [shown.history for shown in visitor.state.maps]
    bar = slider(visitor)
    bar.setFocus()
    for _ in range(2):
        visitor.qtbot.keyClick(bar, Qt.Key.Key_Left)
    knob = slider(visitor, "c_slider")
    knob.setFocus()
    for _ in range(10):
        visitor.qtbot.keyClick(knob, Qt.Key.Key_Right)
    c = visitor.state.settings.c
    assert c > 3
    assert visitor.text("branch_button") == "Branch from epoch 2"
    visitor.push("branch_button")
    visitor.wait(lambda state: bool(state.studio.branches) and state.training.is_active)
    visitor.wait_for_status(TrainingStatus.IDLE)
    ae, vae = (shown.history for shown in visitor.state.maps)
    errors = [[record.test.reconstruction_nats for record in each] for each in (ae, former[0])]
    assert errors[0] == errors[1]
    assert vae[:2] == former[1][:2]
    assert [record.test.c for record in vae] == [1.0, 1.0, c, c]
    assert visitor.state.studio.c_changes == ((2.0, c),)
    (branch,) = visitor.state.studio.branches
    assert branch.histories == tuple(former)
    visitor.choose("branches_button", "#1 VAE, left at epoch 2: into map 1")
    assert visitor.map(0).history == former[1]
    assert (visitor.map(0).title, visitor.map(0).kind) == ("#1", "vae")


def test_that_single_batches_are_told_with_their_numbers(
    open_window: Opener, small_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.turn_to("steps")
    visitor.push("step_batch_button")
    visitor.wait(lambda state: state.studio.watched is not None)
    visitor.wait_for_status(TrainingStatus.PAUSED)
    assert said(visitor, "step_text").startswith("batch 1 of 13")
    visitor.push("step_batch_button")
    visitor.wait(lambda state: state.studio.watched is not None and state.studio.watched.step == 2)
    report = visitor.state.studio.watched.reports[1]
    assert f"loss {report.loss_nats:.1f} nats" in said(visitor, "step_cell_1_3")
    assert "mean σ" in said(visitor, "step_cell_1_0")
    assert "no noise" in said(visitor, "step_cell_0_1")
    visitor.wait(lambda state: state.maps[1].epoch == pytest.approx(2 / 13))
    visitor.push("step_epoch_button")
    visitor.wait(lambda state: state.training.status is TrainingStatus.PAUSED and state.training.epoch == 1.0)
    visitor.push("pause_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert [len(shown.history) for shown in visitor.state.maps] == [4, 4]


def test_that_c_is_turned_while_training_and_the_curves_mark_it(
    open_window: Opener, endless_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: state.training.epoch > 2)
    knob = slider(visitor, "c_slider")
    knob.setFocus()
    for _ in range(20):
        visitor.qtbot.keyClick(knob, Qt.Key.Key_Right)
    visitor.wait(lambda state: any(change[1] == 10.0 for change in state.studio.c_changes))
    visitor.wait(lambda state: state.maps[1].model.c == 10.0)
    assert visitor.state.maps[0].model.c == 1.0
    assert said(visitor, "curve_c") == "10 = β"
    epoch = visitor.state.studio.c_changes[-1][0]
    visitor.wait(lambda state: bool(state.maps[1].history) and state.maps[1].history[-1].epoch > epoch + 1)
    assert visitor.state.maps[1].history[-1].test.c == 10.0
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)


def test_that_an_experiment_sets_up_its_maps_and_ends_with_the_settings_from_before(
    open_window: Opener, small_settings: UserSettings
) -> None:
    # Fresh codes lie apart: to pull them together takes some steps.
    SettingsFile().save(UserSettings(training={**small_settings.training, "batch_size": 32}))
    visitor = open_window("digits")
    before = visitor.state.settings
    visitor.choose("compare_button", "c far too large")
    visitor.wait(lambda state: state.training.is_active)
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert [(shown.kind, shown.model.c) for shown in visitor.state.maps] == [("vae", 1.0), ("vae", 50.0)]
    assert said(visitor, "experiment_title") == "c far too large"
    visitor.wait(lambda state: bool(state.studio.findings))
    (found,) = visitor.state.studio.findings
    assert (found.map_id, found.finding.illness) == (1, Illness.COLLAPSE)
    visitor.turn_to("diagnosis")
    assert "0 of 2" in said(visitor, "finding_text_0")
    visitor.push("remedy_button_0")
    assert visitor.state.settings.c == 1.0
    assert visitor.state.studio.variants == ()
    visitor.turn_to("training")
    visitor.push("experiment_end")
    assert visitor.state.settings == before
    assert visitor.state.studio.experiment == ""


def test_that_three_and_two_stand_side_by_side(open_window: Opener, small_settings: UserSettings) -> None:
    visitor = open_window("digits")
    visitor.choose("compare_button", "AE | MAP | VAE")
    visitor.settle()
    assert [shown.kind for shown in visitor.state.maps] == ["ae", "map", "vae"]
    visitor.choose("compare_button", "PCA | VAE")
    visitor.settle()
    assert [shown.kind for shown in visitor.state.maps] == ["pca", "vae"]


def test_that_the_past_is_seen_while_training_goes_on(
    open_window: Opener, endless_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: len(state.replay.branch_epochs) > 2 and state.replay.can_replay)
    bar = slider(visitor)
    bar.setFocus()
    visitor.qtbot.keyClick(bar, Qt.Key.Key_Home)
    first = visitor.map(1).codes.mu
    epoch = visitor.state.training.epoch
    visitor.wait(lambda state: state.training.epoch > epoch + 5)
    assert np.array_equal(visitor.map(1).codes.mu, first)
    assert visitor.map(1).replay.epoch == 0.0
    visitor.push("newest_button")
    assert visitor.map(1).epoch > epoch
    visitor.wait(lambda state: state.maps[1].epoch > epoch + 6)
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)


def test_that_a_run_that_goes_on_is_left_for_a_branch(
    open_window: Opener, endless_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: len(state.replay.branch_epochs) > 3 and state.replay.can_replay)
    former = visitor.map(0).run_id
    bar = slider(visitor)
    bar.setFocus()
    visitor.qtbot.keyClick(bar, Qt.Key.Key_Home)
    visitor.qtbot.keyClick(bar, Qt.Key.Key_Right)
    epoch = visitor.state.replay.epoch
    visitor.push("branch_button")
    visitor.wait(lambda state: state.maps[0].run_id != former and state.training.is_active)
    visitor.wait(lambda state: state.training.epoch > epoch + 1)
    assert [branch.left_at for branch in visitor.state.studio.branches] == [epoch]
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
