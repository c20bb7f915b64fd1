"""A letter box between threads in which only the newest letter of each kind counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Mailbox(Generic[Key, Value]):
    """Keeps the newest value per key and wakes its reader at most once until it is emptied.

    However many values arrive while the reader is busy, one wake-up is in flight and one value per key waits:
    five hundred pointer moves during one decode cost one more decode.

    Parameters
    ----------
    wake : callable
        Called, in the writer's thread, when the box was empty and is not any more; for Qt the ``emit`` of a
        signal that is connected to the reader's slot.
    """

    def __init__(self, wake: Callable[[], object]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._values: dict[Key, Value] = {}
        self._is_wake_up_in_flight = False

    def put(self, key: Key, value: Value) -> None:
        """Leave a value, in place of one that was not taken yet."""
        self.merge(key, value, lambda _old, new: new)

    def merge(self, key: Key, value: Value, combine: Callable[[Value, Value], Value]) -> None:
        """Leave a value, combined with the one not taken yet: for facts of which none may be lost."""
        with self._lock:
            self._values[key] = combine(self._values[key], value) if key in self._values else value
            is_due = not self._is_wake_up_in_flight
            self._is_wake_up_in_flight = True
        if is_due:
            self._wake()

    def take(self) -> dict[Key, Value]:
        """Empty the box; the next value wakes the reader again."""
        with self._lock:
            values, self._values = self._values, {}
            self._is_wake_up_in_flight = False
        return values

    def has(self, key: Key) -> bool:
        """Whether a newer value waits: reason to give up work on an older one."""
        with self._lock:
            return key in self._values

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        with self._lock:
            return not self._values
