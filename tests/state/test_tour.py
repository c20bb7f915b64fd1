"""The guide's data, and what counts as done."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import msgspec
import pytest

from tests.state.event_sample import RUN, after, answer, arrived, decoded, ready_state, record
from vae_explorer.analysis.activation import LayerPart
from vae_explorer.assets import model_path, resource_path
from vae_explorer.autoencoders.record import Terms
from vae_explorer.state import event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource, Place, Verdict
from vae_explorer.state.network_event import LayerChosen, NetworkAsked
from vae_explorer.state.tour_event import (
    ChapterArranged,
    ChapterOpened,
    QuestionAnswered,
    TourLeft,
    WorkPutBack,
)
from vae_explorer.state.tour_script import Task, TaskKind, read_script
from vae_explorer.state.tour_task import counted, fulfilment, is_fulfilled
from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus
from vae_explorer.ui.tour_text import read_text

LANGUAGES = ("en", "zh_CN")


def shape(thing: object) -> object:
    """Return a structure with its texts left out."""
    if isinstance(thing, dict):
        return {key: shape(value) for key, value in thing.items()}
    return [shape(item) for item in thing] if isinstance(thing, list) else type(thing).__name__


def raw(language: str) -> dict[str, object]:
    return msgspec.toml.decode(resource_path("tour", f"{language}.toml").read_bytes())


def test_that_both_languages_say_the_same_things_in_the_same_order() -> None:
    assert shape(raw("en")) == shape(raw("zh_CN"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_the_words_fit_the_script(language: str) -> None:
    script, text = read_script(), read_text(language)
    assert len(script) == len(text.chapter) == 11
    used = {symbol for chapter in script for _, symbol in chapter.formula if symbol}
    assert used <= set(text.symbols)
    for plan, chapter in zip(script, text.chapter, strict=True):
        assert 0 <= plan.answer < len(chapter.choices)
        sentences = len(re.findall(r"[.。:：?？!！;；](?:\s|$)?", chapter.story))
        assert 2 <= sentences <= 8


def test_that_no_chinese_text_is_left_in_english_and_no_english_one_in_chinese() -> None:
    def texts(thing: object) -> list[str]:
        if isinstance(thing, dict):
            return [text for value in thing.values() for text in texts(value)]
        return [text for item in thing for text in texts(item)] if isinstance(thing, list) else [str(thing)]

    is_chinese = re.compile("[\u4e00-\u9fff]").search
    assert [text for text in texts(raw("en")) if is_chinese(text)] == []
    same = {"PCA", "KL(q(z∣x)‖p(z))", "∫ p(x∣z) p(z) dz"}
    assert [text for text in texts(raw("zh_CN")) if not is_chinese(text) and text not in same] == []


def test_that_every_chapter_runs_on_models_that_come_with_the_program() -> None:
    needed = {(plan.dataset, kind) for plan in read_script() for kind in plan.kinds}
    assert len(needed) > 4
    assert [pair for pair in needed if not model_path(*pair).is_file()] == []


def guided(state: ExplorerState) -> ExplorerState:
    return after(state, ChapterOpened(1, 2), ChapterArranged(1))


def count_over(task: Task, *states: ExplorerState) -> tuple[int, ...]:
    counts: tuple[int, ...] = ()
    for before, following in itertools.pairwise(states):
        counts = counted((task,), counts, before, following)
    return counts


def test_that_places_are_counted_in_the_map_where_they_were_pinned() -> None:
    task = Task(TaskKind.PIN, (2, 1))
    first = ready_state()
    states = [first]
    for map_id, x in ((0, 1.0), (0, 2.0), (0, 2.0), (1, 3.0)):
        states.append(after(states[-1], events.PlacePinned(map_id, (x, 0.0))))
    assert count_over(task, *states[:2]) == (1, 0)
    assert not is_fulfilled((task,), (2, 0))
    assert count_over(task, *states) == (2, 1)
    assert is_fulfilled((task,), (2, 1))
    assert fulfilment((task,), (7, 0)) == (2, 3)


def test_that_a_pin_that_comes_with_a_model_is_nobodys_doing() -> None:
    before = ready_state()
    moved = replace(before, maps=tuple(replace(m, run_id=99, pin=(9.0, 9.0)) for m in before.maps))
    assert counted((Task(TaskKind.PIN, (1, 1)),), (), before, moved) == (0, 0)


def test_that_only_a_gap_that_was_looked_for_counts() -> None:
    task = Task(TaskKind.GAP, (1, 0))
    first = after(ready_state(), answer(1, is_pinned=True))
    in_data = after(first, answer(2, is_pinned=True))
    gap = replace(decoded((5.0, 5.0)), verdict=Verdict(Place.IN_GAP, 3.0, 0.0))
    in_gap = after(in_data, answer(3, is_pinned=True, decoded=gap))
    assert count_over(task, ready_state(), first, in_data) == (0, 0)
    assert count_over(task, in_data, in_gap) == (1, 0)


def test_that_a_pin_that_falls_into_a_gap_while_the_model_learns_was_not_put_there() -> None:
    gap = Verdict(Place.IN_GAP, 3.0, 0.0)
    first = after(ready_state(), answer(1, is_pinned=True))
    again = after(first, answer(2, is_pinned=True, decoded=replace(decoded((1.0, 0.0)), verdict=gap)))
    assert count_over(Task(TaskKind.GAP, (1, 0)), first, again) == (0, 0)


def trained(train_nats: float, source: MapSource = MapSource.TRAINING) -> ExplorerState:
    newest = msgspec.structs.replace(record(3), train=Terms(reconstruction_nats=train_nats))
    few = events.SettingsChanged(TrainingSettings(image_limit=200))
    return after(ready_state(), few, arrived(source=source), events.HistoryGrown(0, RUN, (newest,)))


def test_that_overfitting_is_seen_once_the_errors_have_parted() -> None:
    task = Task(TaskKind.OVERFIT, (1,))
    assert record(3).test.reconstruction_nats == 97.0
    close, apart, further = trained(94.0), trained(90.0), trained(80.0)
    assert count_over(task, close, apart, further) == (1,)
    assert count_over(task, ready_state(), close) == (0,)
    all_images = after(apart, events.SettingsChanged(TrainingSettings()))
    assert count_over(task, close, all_images) == (0,)
    assert count_over(task, close, trained(80.0, MapSource.FILE)) == (0,)


def test_that_a_chapter_may_ask_for_two_things() -> None:
    tasks = (Task(TaskKind.PIN, (1, 0)), Task(TaskKind.OVERFIT, (1,)))
    before, moved = ready_state(), after(ready_state(), events.PlacePinned(0, (9.0, 0.0)))
    counts = counted(tasks, (), before, moved)
    assert counts == (1, 0, 0)
    assert fulfilment(tasks, counts) == (1, 2)
    assert not is_fulfilled(tasks, counts)
    counts = counted(tasks, counts, trained(94.0), trained(90.0))
    assert is_fulfilled(tasks, counts)


def test_that_layers_images_and_darts_are_counted_once_each() -> None:
    first = ready_state()
    layer = after(first, LayerChosen(0, f"{LayerPart.MU.value}_0"))
    assert count_over(Task(TaskKind.LAYER, (3,)), first, layer, layer) == (1,)
    image = after(first, events.ImageLinked(2, 0))
    left = after(image, events.MapLeft(0, 1))
    assert count_over(Task(TaskKind.IMAGE, (3,)), first, image, left, image) == (2,)
    drawn = after(first, NetworkAsked(1, 1))
    assert count_over(Task(TaskKind.DARTS, (5,)), first, drawn, after(drawn, NetworkAsked(1, 2))) == (2,)


@pytest.mark.parametrize(("c", "expected"), [(20.0, (1,)), (1.0, (0,))])
def test_that_training_counts_only_with_a_large_c(c: float, expected: tuple[int]) -> None:
    settings = events.SettingsChanged(TrainingSettings(c=c))
    running = TrainingState(status=TrainingStatus.RUNNING, epoch=0.4, epochs=5)
    before = after(ready_state(), settings, events.TrainingChanged(running))
    later = msgspec.structs.replace(running, epoch=1.2)
    assert counted(
        (Task(TaskKind.STRONG_C, (1,)),), (), before, after(before, events.TrainingChanged(later))
    ) == (expected)


def test_that_a_prediction_is_made_once() -> None:
    state = after(guided(ready_state()), QuestionAnswered(1, 2), QuestionAnswered(1, 0))
    assert state.tour.answer == 2


def test_that_putting_work_back_keeps_the_guide_and_what_went_on_by_itself() -> None:
    mine = after(ready_state(), events.PlacePinned(0, (4.0, 2.0)))
    other = after(guided(mine), events.PlacePinned(0, (0.0, 0.0)), events.DevicesFound(("cpu",)))
    back = after(other, WorkPutBack(mine))
    assert back.maps is mine.maps
    assert back.tour is other.tour
    assert back.is_torch_ready
    assert not after(back, TourLeft(1)).tour.is_open
