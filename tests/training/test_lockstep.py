from __future__ import annotations

import contextlib
import threading
import weakref

import pytest
import torch

from vae_explorer.training.lockstep import Lockstep

CPU = torch.device("cpu")


@pytest.fixture
def two_cores(monkeypatch):
    """Let torch believe that it has two threads."""
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)


@pytest.fixture
def lockstep(two_cores):
    made = Lockstep(3, CPU)
    yield made
    made.close()


def test_that_results_come_in_the_order_of_the_items(lockstep):
    assert lockstep.each(lambda item: item * item, [3, 1, 2]) == [9, 1, 4]


def test_that_two_items_are_worked_on_at_the_same_time(lockstep):
    both = threading.Barrier(2, timeout=20)
    assert lockstep.each(lambda _: both.wait() >= 0, [1, 2]) == [True, True]


def test_that_an_error_is_raised_once_all_others_are_done(lockstep):
    has_begun, done = threading.Event(), []

    def work(item: int) -> None:
        if item == 0:
            assert has_begun.wait(20)
            raise ValueError("the first one")
        has_begun.set()
        done.append(item)

    with pytest.raises(ValueError, match="the first one"):
        lockstep.each(work, [0, 1, 2])
    assert sorted(done) == [1, 2]


@pytest.mark.parametrize("items", [[0, 1], [1, 0], [0, 0]])
def test_that_an_error_and_what_it_came_through_are_gone_with_it(lockstep, no_collector, items):
    class Thing:
        pass

    things = []

    def work(item: int) -> None:
        thing = Thing()
        things.append(weakref.ref(thing))
        if item == 0:
            raise ValueError("the first one")

    with contextlib.suppress(ValueError):
        lockstep.each(work, items)
    lockstep.close()
    assert [thing() for thing in things] == [None, None]


@pytest.mark.parametrize(("models", "device"), [(1, CPU), (2, torch.device("cuda"))])
def test_that_one_model_or_another_device_stays_in_the_calling_thread(two_cores, models, device):
    names = Lockstep(models, device).each(lambda _: threading.current_thread().name, range(models))
    assert set(names) == {threading.current_thread().name}


def test_that_closing_ends_the_threads(lockstep):
    lockstep.each(lambda item: item, [1, 2])
    lockstep.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lockstep")]
