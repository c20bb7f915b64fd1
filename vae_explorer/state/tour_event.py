"""What happens in the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vae_explorer.state.explorer_state import ExplorerState


@dataclass(frozen=True)
class TourRemembered:
    """What was reached in the guide the last time."""

    chapter: int
    done: frozenset[int]
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ChapterOpened:
    """A chapter is read from now on; so many maps are needed for it, or as many as there are.

    ``waiting_run`` is the person's own run, where one goes on, that has to wait meanwhile.
    """

    chapter: int
    map_count: int | None = None
    waiting_run: int | None = None


@dataclass(frozen=True)
class ChapterArranged:
    """All that the chapter wants to show stands in the maps."""

    chapter: int


@dataclass(frozen=True)
class TaskCounted:
    """Something of the chapter's task was done."""

    counts: tuple[int, ...]
    is_done: bool


@dataclass(frozen=True)
class QuestionAnswered:
    """A choice was made for a chapter's question."""

    chapter: int
    choice: int


@dataclass(frozen=True)
class TourLeft:
    """The guide is closed; it opens again at this chapter."""

    chapter: int


@dataclass(frozen=True, eq=False)
class WorkPutBack:
    """What the window showed before the guide was opened is shown again."""

    work: ExplorerState


TourEvent = (
    TourRemembered | ChapterOpened | ChapterArranged | TaskCounted | QuestionAnswered | TourLeft | WorkPutBack
)
