from __future__ import annotations

import contextlib
import threading
import weakref

import pytest
import torch

from vae_explorer.training.control import TrainingControl
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


def test_that_each_item_goes_through_its_steps_in_order_without_waiting_for_the_other(lockstep):
    slow_may_go, seen = threading.Event(), {"slow": [], "quick": []}

    def step(number: int):
        def take(name: str) -> None:
            if name == "slow":
                assert slow_may_go.wait(20)
            seen[name].append(number)
            if name == "quick" and number == 1:
                slow_may_go.set()

        return take

    for number in range(6):
        lockstep.begin(step(number), ["slow", "quick"])
    lockstep.settle()
    assert seen == {"slow": list(range(6)), "quick": list(range(6))}
    assert not lockstep.is_busy


def test_that_nobody_gets_far_ahead(lockstep):
    done = [0, 0]

    def step(item: int) -> None:
        done[item] += 1
        # The reads of the other's count may be late by one.
        assert done[item] - done[1 - item] <= 4

    for _ in range(300):
        lockstep.begin(step, [0, 1])
    lockstep.settle()
    assert done == [300, 300]


def test_that_results_are_told_once_all_have_come_to_that(lockstep):
    steps, told = [], []
    for number in range(4):
        lockstep.begin(steps.append, [number, number])
        lockstep.begin(lambda item: (item, len(steps)), ["a", "b"], told.append)
    lockstep.settle()
    assert [[name for name, _ in results] for results in told] == [["a", "b"]] * 4
    # Each looked at least at its own steps until then.
    assert all(count > number for number, results in enumerate(told) for _, count in results)


def held_up(lockstep: Lockstep) -> tuple[threading.Event, list[str]]:
    """Begin a round in which one item waits and the other is done."""
    gate, seen = threading.Event(), []
    is_done = threading.Event()

    def first(name: str) -> None:
        if name == "slow":
            assert gate.wait(20)
        else:
            is_done.set()
        seen.append(f"{name} 1")

    lockstep.begin(first, ["slow", "quick"])
    assert is_done.wait(20)
    return gate, seen


def test_that_what_nobody_has_begun_is_taken_back_and_counted(lockstep):
    gates, seen = [threading.Event(), threading.Event()], []
    have_begun = threading.Barrier(3, timeout=20)

    def first(item: int) -> None:
        have_begun.wait()
        assert gates[item].wait(20)
        seen.append(1)

    lockstep.begin(first, [0, 1])
    lockstep.begin(lambda _: seen.append(2), [0, 1])
    have_begun.wait()
    assert lockstep.withdraw() == 1
    assert lockstep.withdraw() == 0
    for gate in gates:
        gate.set()
    lockstep.settle()
    assert seen == [1, 1]


def test_that_rounds_are_taken_back_whole(lockstep):
    gate, seen = held_up(lockstep)
    has_begun = threading.Event()

    def second(name: str) -> None:
        seen.append(f"{name} 2")
        has_begun.set()

    lockstep.begin(second, ["slow", "quick"], lambda _: seen.append("told"))
    # The quick one was at it already, so the slow one does it too.
    assert has_begun.wait(20)
    assert lockstep.withdraw() == 0
    gate.set()
    lockstep.settle()
    assert sorted(seen) == ["quick 1", "quick 2", "slow 1", "slow 2", "told"]


@pytest.mark.parametrize("failing", ["slow", "quick"])
def test_that_after_an_error_all_stand_at_the_same_step(lockstep, failing):
    steps = {"slow": 0, "quick": 0}

    def step(name: str) -> None:
        steps[name] += 1
        if name == failing and steps[name] == 5:
            raise ValueError("the fifth")

    begun = []

    def take_twenty() -> None:
        for number in range(20):
            begun.append(number)
            lockstep.begin(step, ["slow", "quick"])

    with pytest.raises(ValueError, match="the fifth"):
        take_twenty()
    assert steps["slow"] == steps["quick"] == len(begun) - lockstep.withdraw()
    assert not lockstep.is_busy


def test_that_who_stops_need_not_wait_for_a_step_to_end(two_cores):
    control, gate = TrainingControl(), threading.Event()
    lockstep = Lockstep(2, CPU, control)
    has_returned = threading.Event()

    def drive() -> None:
        for _ in range(6):
            lockstep.begin(lambda _: gate.wait(20), [0, 1])
        has_returned.set()

    driver = threading.Thread(target=drive)
    driver.start()
    control.cancel()
    assert has_returned.wait(20)
    assert not gate.is_set()
    assert lockstep.withdraw() >= 5
    gate.set()
    lockstep.settle()
    lockstep.close()
    driver.join()
