from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from tests.autoencoders.sample import checkpoint, same_weights, saved, spec
from tests.workers.person import LONG_MS
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.data import source
from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.progress import DownloadProgress
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.map_state import MapSource, MapStatus, UnderlayKind
from vae_explorer.state.notice import NoticeAction, NoticeLevel
from vae_explorer.state.studio_wish import PlayWish, ReplayWish
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.state.wish import (
    DatasetWish,
    DecodeWish,
    LeaveWish,
    ModelWish,
    NoticeWish,
    OpacityWish,
    PauseWish,
    SaveWish,
    StopWish,
    TrainWish,
    UnderlayWish,
    ViewWish,
)
from vae_explorer.training.run_summary import RunStatus, list_runs
from vae_explorer.workers import model_coordinator, replay_coordinator
from vae_explorer.workers.crew import Crew

ENDLESS = 50_000


def test_that_a_crew_ends_all_its_threads(qapp, tmp_path):
    crew = Crew(tmp_path, tmp_path)
    crew.start()
    assert all(thread.isRunning() for thread in crew._threads)
    assert crew.end()
    assert all(thread.isFinished() for thread in crew._threads)
    assert crew.end()


def test_that_closing_during_training_ends_it_and_keeps_the_last_snapshot(open_controller, folder):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.wait(lambda state: state.maps[0].epoch >= 1)
    assert person.controller.close()
    (found,) = list_runs(folder)
    assert (found.specification.kinds, found.status) == (("ae", "vae"), RunStatus.STOPPED)
    assert 1 <= found.epoch < ENDLESS


def test_that_closing_while_paused_ends_too(open_controller, folder):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.controller.runs.pause(PauseWish(True))
    assert person.controller.close()


@pytest.fixture
def endless_download(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let MNIST be fetched for ever, and return what tells that it has begun."""
    has_begun, real = threading.Event(), source.open_dataset

    def fetching(name: str, *, progress: Any, cancel: threading.Event, **options: Any) -> Any:
        if name == "mnist":
            progress(DownloadProgress(file="a", done_bytes=1, total_bytes=100))
            has_begun.set()
            assert cancel.wait(LONG_MS / 1000)
            check_cancelled(cancel, name)
        return real(name, progress=progress, cancel=cancel, **options)

    monkeypatch.setattr(source, "open_dataset", fetching)
    return has_begun


def test_that_closing_during_a_download_gives_it_up(open_controller, endless_download):
    person = open_controller()
    person.controller.library.choose_dataset(DatasetWish("mnist", is_fetch_allowed=True))
    person.wait(lambda state: state.dataset.done_bytes == 1)
    assert endless_download.is_set()
    assert person.state.dataset.status is DatasetStatus.FETCHING
    assert person.controller.close()
    assert person.words() == []


def test_that_models_do_not_wait_for_a_download(open_controller, endless_download, tmp_path):
    person = open_controller()
    person.controller.library.choose_dataset(DatasetWish("mnist", is_fetch_allowed=True))
    person.wait(lambda state: state.dataset.done_bytes == 1)
    person.controller.library.choose_model(ModelWish(0, path=str(saved(tmp_path))))
    person.wait(lambda state: state.maps[0].status is MapStatus.READY)
    assert person.state.dataset.status is DatasetStatus.FETCHING


def test_that_a_run_of_short_epochs_shows_where_it_stands(open_controller):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.wait(lambda state: state.training.epoch >= 1)
    training = person.state.training
    assert training.images_per_second > 0
    assert training.seconds_left > 0
    assert (training.device, training.epochs) == ("cpu", ENDLESS)


def test_that_a_snapshot_reaches_those_who_compute_once_the_window_has_shown_it(open_controller, monkeypatch):
    monkeypatch.setattr(model_coordinator, "_PATIENCE_MS", 10 * LONG_MS)
    person = open_controller(epochs=ENDLESS)
    handed_on = []
    person.controller.models.model_placed.connect(lambda placed: handed_on.append(placed.is_new))
    person.train()
    person.wait(lambda state: all(shown.version > 1 for shown in state.maps))
    assert handed_on == [True, True]
    person.controller.note_rest()
    assert handed_on == [True, True, False, False]


def test_that_a_past_runs_no_faster_than_the_window_shows_it(open_controller, monkeypatch):
    monkeypatch.setattr(replay_coordinator, "_PATIENCE_MS", 10 * LONG_MS)
    monkeypatch.setattr(replay_coordinator, "_TICK_MS", 0)
    person = open_controller(epochs=4)
    person.train()
    person.wait(lambda state: state.replay.can_replay and not state.training.is_active)
    person.controller.replays.play(PlayWish(is_playing=True))
    begun = person.state.replay.epoch
    for _ in range(20):
        QCoreApplication.processEvents()
    assert person.state.replay.epoch == begun
    person.controller.note_rest()
    person.wait(lambda state: state.replay.epoch is not None and state.replay.epoch > begun)
    assert person.state.replay.is_playing
    person.controller.replays.play(PlayWish(is_playing=False))


def test_that_a_followed_image_is_reconstructed_once_for_each_moment_s_weights(open_controller):
    person = open_controller(epochs=4)
    person.train()
    person.wait(lambda state: state.replay.can_replay and not state.training.is_active)
    person.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))
    # The image next to the pin may be another one with other weights.
    person.controller.maps.chosen_index = 3
    heard = []
    person.controller._crew.decoder.image_reconstructed.connect(heard.append)

    def show(epoch: float) -> int:
        person.controller.replays.show(ReplayWish(epoch))
        person.wait(
            lambda state: all(
                shown.replay is not None and shown.replay.chosen_image is not None for shown in state.maps
            )
        )
        return len(heard)

    both = len(person.state.maps)
    assert show(1.2) == both
    assert show(1.3) == both
    assert show(1.4) == both
    # Now the weights of another moment are nearer.
    show(1.9)
    person.wait(lambda _state: len(heard) == 2 * both)


def test_that_a_past_runs_on_where_the_window_is_never_done(open_controller):
    person = open_controller(epochs=4)
    person.train()
    person.wait(lambda state: state.replay.can_replay and not state.training.is_active)
    person.controller.replays.play(PlayWish(is_playing=True, speed=4.0))
    person.wait(lambda state: not state.replay.is_playing)


def test_that_a_run_goes_to_its_end_in_both_maps(open_controller):
    person = open_controller(epochs=3)
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    person.controller.runs.train(TrainWish())
    person.wait(lambda state: len(state.maps[1].history) == 3 and not state.training.is_active)
    assert person.state.training.epoch == 3
    assert person.state.training.seconds_left is None
    for shown, kind in zip(person.state.maps, ("ae", "vae"), strict=True):
        assert (shown.source, shown.kind, shown.epoch) == (MapSource.TRAINING, kind, 3.0)
        assert (shown.dataset.name, shown.dataset.title) == ("digits", person.state.dataset.title)
    person.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))


def test_that_a_run_pauses_goes_on_and_stops(open_controller):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.controller.runs.pause(PauseWish(True))
    assert person.state.training.status is TrainingStatus.PAUSED
    person.controller.runs.pause(PauseWish(False))
    epoch = person.state.training.epoch
    person.wait(lambda state: state.training.epoch > epoch + 1)
    person.controller.runs.stop(StopWish())
    person.wait(lambda state: state.training.status is TrainingStatus.IDLE)
    assert person.words() == []


def test_that_a_model_loaded_during_a_run_stays_and_the_other_map_goes_on(open_controller, tmp_path):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.wait(lambda state: state.maps[0].source is MapSource.TRAINING)
    person.controller.library.choose_model(ModelWish(0, path=str(saved(tmp_path))))
    person.wait(lambda state: state.maps[0].source is MapSource.FILE)
    version = person.state.maps[1].version
    person.wait(lambda state: state.maps[1].version > version + 1)
    assert person.state.maps[0].source is MapSource.FILE


def test_that_a_run_is_offered_at_the_next_start_and_goes_on(open_controller, folder):
    person = open_controller(epochs=ENDLESS)
    person.train()
    person.wait(lambda state: state.maps[0].epoch >= 2)
    assert person.controller.close()
    (before,) = list_runs(folder)
    later = open_controller()
    later.wait(lambda state: bool(state.notices))
    (notice,) = later.state.notices
    assert notice.action is NoticeAction.RESUME_RUN
    later.controller.answer_notice(NoticeWish(notice.notice_id, is_accepted=True))
    later.wait(lambda state: state.training.epoch > before.epoch)
    assert all(shown.source is MapSource.TRAINING for shown in later.state.maps)
    later.wait(lambda state: len(state.maps[0].history) > before.epoch)
    assert [record.epoch for record in later.state.maps[0].history][:2] == [1, 2]
    assert later.state.notices == ()
    assert len(list_runs(folder)) == 1


def test_that_a_broken_model_is_said_and_the_old_one_stays(open_controller, tmp_path):
    person = open_controller(models=(saved(tmp_path),))
    person.wait(lambda state: state.maps[0].pin_decoded is not None)
    before = person.state.maps[0]
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"broken")
    person.controller.library.choose_model(ModelWish(0, path=str(broken)))
    person.wait(lambda state: bool(state.notices))
    (notice,) = person.state.notices
    assert (notice.level, notice.where) == (NoticeLevel.ERROR, str(broken))
    shown = person.state.maps[0]
    assert (shown.status, shown.model, shown.run_id) == (MapStatus.READY, before.model, before.run_id)


def test_that_two_openings_in_a_row_that_fail_lead_back_to_data_that_are_ready(open_controller, tmp_path):
    person = open_controller()
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    for name in ("nowhere", "nowhere either"):
        person.controller.library.choose_dataset(DatasetWish(str(tmp_path / name)))
    person.wait(lambda state: bool(state.notices))
    assert (person.state.dataset.name, person.state.dataset.status) == ("digits", DatasetStatus.READY)


@pytest.mark.parametrize("dataset", [None, "digits", "elsewhere"])
def test_that_models_named_at_the_start_stay_whatever_data_are_opened(open_controller, tmp_path, dataset):
    if dataset == "elsewhere":
        images = np.random.default_rng(0).integers(0, 256, (40, 8, 8)).astype(np.uint8)
        dataset = str(tmp_path / "elsewhere.npy")
        np.save(dataset, images)
    person = open_controller((saved(tmp_path), saved(tmp_path)), dataset)
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    person.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))
    assert [shown.source for shown in person.state.maps] == [MapSource.FILE, MapSource.FILE]


def test_that_other_data_bring_models_of_their_own_or_none(open_controller, tmp_path):
    person = open_controller(models=(saved(tmp_path), saved(tmp_path)))
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    person.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))
    np.save(tmp_path / "own.npy", np.random.default_rng(0).integers(0, 256, (40, 8, 8)).astype(np.uint8))
    person.controller.library.choose_dataset(DatasetWish(str(tmp_path / "own.npy")))
    person.wait(lambda state: state.dataset.train_count < 41 and state.dataset.status is DatasetStatus.READY)
    assert [shown.status for shown in person.state.maps] == [MapStatus.EMPTY, MapStatus.EMPTY]


def test_that_a_press_decodes_there_and_a_look_ends_with_leaving(open_controller, tmp_path):
    person = open_controller(models=(saved(tmp_path), saved(tmp_path)))
    person.wait(lambda state: all(shown.pin_decoded is not None for shown in state.maps))
    maps = person.controller.maps
    maps.decode(DecodeWish(0, 0.25, -0.5, None, is_pinned=True))
    person.wait(lambda state: state.maps[0].shown.z == (0.25, -0.5))
    maps.decode(DecodeWish(0, 1.0, 1.0, 2, is_pinned=False))
    # The nearest image lights up in both maps, and its code is decoded in the other.
    person.wait(lambda state: state.maps[0].shown.z == (1.0, 1.0) and state.maps[1].hover_decoded is not None)
    index = person.state.maps[1].linked_index
    assert index is not None
    assert person.state.maps[0].linked_index == index
    maps.leave(LeaveWish(0))
    assert person.state.maps[0].shown.z == (0.25, -0.5)
    assert person.state.maps[1].hover_decoded is None


def test_that_a_view_gets_its_underlay(open_controller, tmp_path):
    person = open_controller(models=(saved(tmp_path),))
    person.wait(lambda state: state.maps[0].status is MapStatus.READY)
    person.controller.underlays.show_view(ViewWish(0, -3, 3, -3, 3, 200, 200))
    person.wait(lambda state: bool(state.maps[0].underlay))
    assert person.state.maps[0].underlay[0].kind is UnderlayKind.ATLAS


def test_that_a_model_is_saved_with_the_suffix_that_says_what_it_is(open_controller, tmp_path):
    content = checkpoint(spec("ae"))
    person = open_controller(models=(saved(tmp_path, content),))
    person.wait(lambda state: state.maps[0].status is MapStatus.READY)
    person.controller.library.save_model(SaveWish(0, str(tmp_path / "copy")))
    person.wait(lambda state: bool(state.notices))
    copy = load_checkpoint(tmp_path / "copy.safetensors")
    assert copy.model == content.model
    assert same_weights(copy.weights, content.weights)
    person.controller.library.save_model(SaveWish(1, str(tmp_path / "nothing")))
    assert person.words()[-1] == "there is no model in this map yet"


def test_that_data_that_are_not_here_are_offered_and_the_ones_at_hand_stay(open_controller):
    person = open_controller()
    person.wait(lambda state: state.dataset.status is DatasetStatus.READY)
    person.controller.library.choose_dataset(DatasetWish("mnist"))
    person.wait(lambda state: bool(state.notices))
    (notice,) = person.state.notices
    assert (notice.action, notice.argument) == (NoticeAction.FETCH_DATASET, "mnist")
    assert person.state.dataset.name == "digits"


def test_that_a_controller_is_settled_only_once_the_underlay_of_the_view_in_sight_is_sharp(
    open_controller, tmp_path
):
    person = open_controller(models=(saved(tmp_path),))
    person.wait(lambda _: person.controller.is_settled)
    underlays = person.controller.underlays
    for half in (3.0, 1.0):
        underlays.show_view(ViewWish(0, -half, half, -half, half, 200, 200))
        assert not person.controller.is_settled
        person.wait(lambda _: person.controller.is_settled)
        assert person.state.maps[0].underlay[0].x_max <= half + 1
    underlays.choose(UnderlayWish(UnderlayKind.DENSITY))
    assert not person.controller.is_settled
    person.wait(lambda _: person.controller.is_settled)
    assert person.state.maps[0].underlay[0].kind is UnderlayKind.DENSITY
    underlays.choose(UnderlayWish(UnderlayKind.NONE))
    assert person.controller.is_settled


def test_that_an_underlay_fades_at_once(open_controller):
    person = open_controller()
    person.controller.underlays.fade(OpacityWish(0.25))
    assert person.state.underlay_opacity == 0.25
