"""What a person asks of the guide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChapterWish:
    """Open the guide at a chapter; None means where it was left."""

    chapter: int | None = None


@dataclass(frozen=True)
class LeaveTourWish:
    """Close the guide and show one's own work again."""


@dataclass(frozen=True)
class AnswerWish:
    """Keep this prediction for the question of a chapter."""

    chapter: int
    choice: int
