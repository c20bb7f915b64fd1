"""Saves that are carried out one after another, beside whoever hands them over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from vae_explorer.errors import WriteError
from vae_explorer.training.save_thread import SaveThread


@pytest.fixture
def saves() -> Iterator[SaveThread]:
    thread = SaveThread()
    yield thread
    thread.close()


def refusal(what: str) -> Callable[[], None]:
    def refuse() -> None:
        raise WriteError(what)

    return refuse


def test_that_of_what_is_handed_over_meanwhile_only_the_newest_is_carried_out(saves: SaveThread) -> None:
    is_under_way, may_end = threading.Event(), threading.Event()
    done: list[int] = []

    def first() -> None:
        is_under_way.set()
        assert may_end.wait(20)
        done.append(1)

    saves.hand_over(first)
    assert is_under_way.wait(20)
    saves.hand_over(lambda: done.append(2))
    saves.hand_over(lambda: done.append(3))
    assert done == []
    may_end.set()
    saves.wait()
    assert done == [1, 3]


def test_that_one_who_handed_over_nothing_waits_for_nothing(saves: SaveThread) -> None:
    saves.wait()
    saves.raise_failure()


def test_that_a_failure_is_raised_once_and_the_next_save_is_carried_out(saves: SaveThread) -> None:
    done: list[int] = []
    saves.hand_over(refusal("full"))
    saves.wait()
    saves.hand_over(lambda: done.append(2))
    saves.wait()
    with pytest.raises(WriteError, match="full"):
        saves.raise_failure()
    saves.raise_failure()
    assert done == [2]


def test_that_what_was_handed_over_is_carried_out_before_the_thread_ends() -> None:
    thread, done = SaveThread(), list[int]()
    thread.hand_over(lambda: done.append(1))
    thread.close()
    assert done == [1]
