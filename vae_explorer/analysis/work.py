"""Work done in steps: a generator whose every yield is a place to stop, and that returns its answer."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

_T = TypeVar("_T")

Steps = Generator[None, None, _T]
"""Within other such work: ``answer = yield from steps``."""


def finished(steps: Steps[_T]) -> _T:
    """Do all steps at once and return the answer."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: _T = end.value
            return answer
