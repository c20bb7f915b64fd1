from __future__ import annotations

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from vae_explorer.workers.mailbox import Mailbox


class Reader:
    """Counts its wake-ups."""

    def __init__(self) -> None:
        self.wake_ups = 0
        self.mailbox: Mailbox[str, int] = Mailbox(self.wake)

    def wake(self) -> None:
        self.wake_ups += 1


def test_that_five_hundred_values_during_one_read_are_one_wake_up_and_one_value():
    reader = Reader()
    reader.mailbox.put("place", 0)
    assert reader.mailbox.take() == {"place": 0}
    for value in range(500):
        reader.mailbox.put("place", value)
    assert reader.wake_ups == 2
    assert reader.mailbox.take() == {"place": 499}
    assert reader.mailbox.take() == {}


def test_that_every_read_makes_room_for_another_wake_up():
    reader = Reader()
    for value in range(20):
        reader.mailbox.put("place", value)
        assert reader.mailbox.take() == {"place": value}
    assert reader.wake_ups == 20


def test_that_keys_do_not_take_each_others_place_and_come_in_the_order_they_were_left():
    reader = Reader()
    for key, value in (("b", 1), ("a", 2), ("b", 3)):
        reader.mailbox.put(key, value)
    assert list(reader.mailbox.take().items()) == [("b", 3), ("a", 2)]
    assert reader.wake_ups == 1


def test_that_what_waits_can_be_seen_without_taking_it():
    mailbox = Reader().mailbox
    assert mailbox.is_empty()
    mailbox.put("a", 1)
    assert (mailbox.has("a"), mailbox.has("b"), mailbox.is_empty()) == (True, False, False)
    mailbox.take()
    assert (mailbox.has("a"), mailbox.is_empty()) == (False, True)


def test_that_merged_facts_are_all_kept():
    mailbox: Mailbox[str, tuple[int, ...]] = Mailbox(lambda: None)
    for value in range(50):
        mailbox.merge("facts", (value,), lambda old, new: old + new)
    assert mailbox.take() == {"facts": tuple(range(50))}


def test_that_a_reader_woken_while_it_reads_can_leave_a_value_itself():
    """A wake-up that reads at once, in the writer's thread, must not lock itself out."""
    seen: list[dict[str, int]] = []

    def read() -> None:
        seen.append(mailbox.take())
        if len(seen) == 1:
            mailbox.put("second", 2)

    mailbox: Mailbox[str, int] = Mailbox(read)
    mailbox.put("first", 1)
    assert seen == [{"first": 1}, {"second": 2}]


@given(steps=st.lists(st.one_of(st.none(), st.tuples(st.sampled_from("abc"), st.integers())), max_size=60))
def test_that_in_any_order_of_puts_and_takes_a_wake_up_is_due_exactly_when_something_new_waits(steps):
    reader, expected, wake_ups, is_in_flight = Reader(), {}, 0, False
    for step in steps:
        if step is None:
            assert reader.mailbox.take() == expected
            expected, is_in_flight = {}, False
        else:
            reader.mailbox.put(*step)
            expected[step[0]] = step[1]
            wake_ups += not is_in_flight
            is_in_flight = True
        assert reader.wake_ups == wake_ups


@settings(max_examples=15, deadline=None)
@given(writers=st.integers(1, 4), count=st.integers(1, 300))
def test_that_between_threads_no_fact_and_no_wake_up_is_lost(writers, count):
    """The reader sleeps until it is woken: a lost wake-up would leave facts behind for good."""
    woken = threading.Semaphore(0)
    mailbox: Mailbox[int, tuple[int, ...]] = Mailbox(woken.release)
    read: dict[int, tuple[int, ...]] = dict.fromkeys(range(writers), ())

    def write(key: int) -> None:
        for value in range(count):
            mailbox.merge(key, (value,), lambda old, new: old + new)

    threads = [threading.Thread(target=write, args=(key,)) for key in range(writers)]
    for thread in threads:
        thread.start()
    wake_ups = 0
    while sum(map(len, read.values())) < writers * count:
        assert woken.acquire(timeout=20), "a wake-up was lost"
        wake_ups += 1
        for key, values in mailbox.take().items():
            read[key] += values
    for thread in threads:
        thread.join()
    assert read == {key: tuple(range(count)) for key in range(writers)}
    assert wake_ups <= writers * count
    assert mailbox.is_empty()


def test_that_a_held_box_wakes_nobody_until_it_is_released_and_loses_nothing() -> None:
    wakes: list[int] = []
    box: Mailbox[str, int] = Mailbox(lambda: wakes.append(1))
    box.hold()
    box.put("a", 1)
    box.put("a", 2)
    assert not wakes
    box.release()
    assert len(wakes) == 1
    assert box.take() == {"a": 2}
    # With nothing left there is nobody to wake.
    box.hold()
    box.release()
    assert len(wakes) == 1
    box.put("b", 3)
    assert len(wakes) == 2
