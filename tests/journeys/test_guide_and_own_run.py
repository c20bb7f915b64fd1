"""Somebody trains, opens the guide, trains there too, and finds their own run as they left it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider

from tests.journeys.conftest import Opener
from tests.journeys.visitor import Visitor
from vae_explorer.settings import UserSettings
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.ui.experiment_text import experiment_title


def open_chapter(visitor: Visitor, chapter: int) -> None:
    visitor.push("guide_button")
    visitor.wait(lambda state: state.tour.is_arranged)
    visitor.push(f"tour_chapter_{chapter}")
    visitor.wait(lambda state: state.tour.chapter == chapter and state.tour.is_arranged)
    visitor.settle()


def leave(visitor: Visitor) -> None:
    visitor.push("tour_close")
    visitor.wait(lambda state: not state.tour.is_open)
    visitor.settle()


def start_overfitting(visitor: Visitor) -> None:
    visitor.push("compare_button")
    visitor.choose_in_menu("compare_button_menu", experiment_title("overfit"))


def test_that_a_run_can_be_gone_on_with_after_the_guide_has_trained(
    open_window: Opener, small_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: state.maps[0].epoch == 4 and not state.training.is_active)
    visitor.settle()
    mine = visitor.state
    assert len(mine.replay.branch_epochs) > 3
    open_chapter(visitor, 5)
    assert visitor.state.replay.branch_epochs == ()
    start_overfitting(visitor)
    visitor.wait(lambda state: state.training.status is TrainingStatus.RUNNING and state.training.epoch > 1)
    assert visitor.state.studio.experiment == "overfit"
    leave(visitor)
    visitor.wait_for_status(TrainingStatus.IDLE)
    back = visitor.state
    assert back.settings == mine.settings
    assert back.studio == mine.studio
    assert back.replay == mine.replay
    assert [shown.history for shown in back.maps] == [shown.history for shown in mine.maps]
    bar = visitor.find(QSlider, "moment_slider")
    assert isinstance(bar, QSlider)
    bar.setFocus()
    visitor.qtbot.keyClick(bar, Qt.Key.Key_Left)
    visitor.push("branch_button")
    visitor.wait(lambda state: bool(state.studio.branches) and state.training.is_active)
    visitor.wait_for_status(TrainingStatus.IDLE)
    assert visitor.notices(NoticeLevel.ERROR) == []
    branched = [shown.history for shown in visitor.state.maps]
    assert [history[:3] for history in branched] == [shown.history[:3] for shown in mine.maps]


def test_that_a_run_that_goes_on_waits_until_the_guide_is_left(
    open_window: Opener, endless_settings: UserSettings
) -> None:
    visitor = open_window("digits")
    visitor.push("train_button")
    visitor.wait(lambda state: state.training.epoch > 1)
    open_chapter(visitor, 5)
    waiting = visitor.find(QLabel, "tour_waiting")
    assert isinstance(waiting, QLabel)
    assert waiting.isVisible()
    start_overfitting(visitor)
    (said,) = visitor.notices(NoticeLevel.INFORMATION)
    assert "your own run waits" in said.what
    assert visitor.state.training.status is TrainingStatus.PAUSED
    leave(visitor)
    epoch = visitor.state.training.epoch
    visitor.wait(lambda state: state.training.epoch > epoch + 1)
    assert visitor.state.training.status is TrainingStatus.RUNNING
    open_chapter(visitor, 5)
    visitor.push("stop_button")
    visitor.wait_for_status(TrainingStatus.IDLE)
    visitor.qtbot.waitUntil(lambda: not waiting.isVisible())
    start_overfitting(visitor)
    visitor.wait(lambda state: state.training.status is TrainingStatus.RUNNING)
    leave(visitor)
    visitor.wait_for_status(TrainingStatus.IDLE)
