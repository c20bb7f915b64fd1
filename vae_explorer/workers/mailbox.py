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
        self._is_held = False

    def put(self, key: Key, value: Value) -> None:
        """Leave a value, in place of one that was not taken yet."""
        self.merge(key, value, lambda _old, new: new)

    def merge(self, key: Key, value: Value, combine: Callable[[Value, Value], Value]) -> None:
        """Leave a value, combined with the one not taken yet: for facts of which none may be lost."""
        with self._lock:
            self._values[key] = combine(self._values[key], value) if key in self._values else value
        self._wake_if_due()

    def hold(self) -> None:
        """Wake nobody until :meth:`release`, whatever is left."""
        with self._lock:
            self._is_held = True

    def release(self) -> None:
        """Wake the reader again, at once where something was left meanwhile."""
        with self._lock:
            self._is_held = False
        self._wake_if_due()

    def _wake_if_due(self) -> None:
        with self._lock:
            is_due = bool(self._values) and not self._is_wake_up_in_flight and not self._is_held
            self._is_wake_up_in_flight |= is_due
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
