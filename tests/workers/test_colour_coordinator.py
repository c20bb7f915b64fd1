"""What is asked of the analysis thread when the points are coloured by a quantity."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from tests.state.event_sample import RUN, VERSION, after, codes, model, ready_state
from vae_explorer.state import event as events
from vae_explorer.state.colour_state import ColourChoice, ColourKind, Quantity
from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.wish import ColourWish
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, ForgetLetter
from vae_explorer.workers.colour_coordinator import ColourCoordinator
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.mailbox import Mailbox
from vae_explorer.workers.store import StateStore

KL, ERROR = ColourChoice(ColourKind.KL), ColourChoice(ColourKind.RECONSTRUCTION)


class Analyst(QObject):
    """An analysis worker that only keeps its mail."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox = Mailbox(lambda: None)


@pytest.fixture
def stage(qapp):
    """Return a store with two models, a coordinator, and the analysis thread's letter box."""
    store, analyst = StateStore(ready_state()), Analyst()
    crew = SimpleNamespace(analyst=analyst)
    crew.ask = partial(Crew.ask, crew)
    coordinator = ColourCoordinator(store, crew)
    return SimpleNamespace(store=store, coordinator=coordinator, analyst=analyst, box=analyst.mailbox)


def asked(stage) -> list[tuple[int, ColourChoice]]:
    letters = stage.box.take().values()
    return [(letter.map_id, letter.request) for letter in letters if isinstance(letter, AnalysisLetter)]


def test_that_a_choice_is_asked_for_once_for_each_map(stage):
    stage.coordinator.choose(ColourWish(KL))
    assert asked(stage) == [(0, KL), (1, KL)]
    stage.store.apply(events.MapHovered(0))
    stage.coordinator.choose(ColourWish(KL))
    assert asked(stage) == []


def test_that_labels_need_no_analysis_and_end_what_is_going_on(stage):
    stage.coordinator.choose(ColourWish(KL))
    stage.box.take()
    stage.coordinator.choose(ColourWish(ColourChoice()))
    letters = list(stage.box.take().values())
    assert [type(letter) for letter in letters] == [ForgetLetter] * 2


def test_that_it_is_asked_for_anew_when_a_model_moves_or_the_images_come(stage):
    stage.coordinator.choose(ColourWish(ERROR))
    stage.box.take()
    stage.store.apply(events.ModelMoved(1, RUN + 1, VERSION + 1, model(), codes(), 3.0))
    assert asked(stage) == [(1, ERROR)]
    dataset = replace(stage.store.state.dataset, status=DatasetStatus.READY, fingerprint="f")
    stage.store.apply(events.DatasetChanged(dataset))
    assert asked(stage) == [(0, ERROR), (1, ERROR)]


def test_that_an_answer_reaches_only_the_map_and_run_it_is_of(stage):
    stage.coordinator.choose(ColourWish(KL))
    quantity = Quantity(KL, np.arange(4.0), 0.0, 3.0)
    stage.analyst.answered.emit(AnalysisReply("key", 0, RUN, VERSION, KL, quantity))
    stage.analyst.answered.emit(AnalysisReply("key", 1, RUN + 9, VERSION, KL, quantity))
    assert [shown.quantity for shown in stage.store.state.maps] == [quantity, None]


def test_that_an_answer_to_a_former_choice_is_dropped_and_another_model_begins_without_one(stage):
    stage.coordinator.choose(ColourWish(KL))
    quantity = Quantity(ERROR, np.arange(4.0), 0.0, 3.0)
    stage.analyst.answered.emit(AnalysisReply("key", 0, RUN, VERSION, ERROR, quantity))
    assert stage.store.state.maps[0].quantity is None
    right = Quantity(KL, np.arange(4.0), 0.0, 3.0)
    stage.analyst.answered.emit(AnalysisReply("key", 0, RUN, VERSION, KL, right))
    assert stage.store.state.maps[0].quantity is right
    later = after(stage.store.state, events.ModelMissing(0, "pca"))
    assert later.maps[0].quantity is None
